package io.gradus.training.text.jinja;

import io.gradus.training.text.jinja.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a template into tokens, white space around tags treated as jinja2 does with trim_blocks
 * (the newline after a statement or comment goes) and lstrip_blocks (blanks before one that begins
 * a line go); {@code -} strips all white space on its side and {@code +} none.
 */
final class Lexer {
  private static final Pattern RAW =
      Pattern.compile("\\{%([-+]?)\\s*raw\\s*(-%\\}\\s*|%\\})", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern END_RAW =
      Pattern.compile(
          "\\{%([-+]?)\\s*endraw\\s*(\\+%\\}|-%\\}\\s*|%\\}\\n?)", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern COMMENT_END =
      Pattern.compile("\\+#\\}|-#\\}\\s*|#\\}\\n?", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern BLOCK_END =
      Pattern.compile("\\+%\\}|-%\\}\\s*|%\\}\\n?", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern PRINT_END =
      Pattern.compile("-\\}\\}\\s*|\\}\\}", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern NUMBER =
      Pattern.compile("\\d[\\d_]*(\\.\\d[\\d_]*)?([eE][-+]?\\d+)?");
  private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{Nd}_]*");
  private static final Pattern STRING =
      Pattern.compile("'([^'\\\\]|\\\\.)*+'|\"([^\"\\\\]|\\\\.)*+\"", Pattern.DOTALL);
  private static final Pattern OPERATOR =
      Pattern.compile("//|\\*\\*|==|!=|>=|<=|[-+/*%~\\[\\](){}<>=.:|,]");
  private static final Map<String, String> CLOSING = Map.of("(", ")", "[", "]", "{", "}");

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  /** Whether what came before ends a line, so that blanks before a tag are its indentation. */
  private boolean lineStarts = true;

  private Lexer(String source) {
    this.source = source;
  }

  static List<Token> tokens(String template) {
    String source = template.replace("\r\n", "\n").replace('\r', '\n');
    if (source.endsWith("\n")) {
      source = source.substring(0, source.length() - 1);
    }
    Lexer lexer = new Lexer(source);
    lexer.run();
    return lexer.tokens;
  }

  private void run() {
    while (at < source.length()) {
      int tag = nextTag();
      if (tag < 0) {
        addData(source.substring(at));
        at = source.length();
      } else if (source.startsWith("{#", tag)) {
        data(tag, tag + 2);
        skipComment(tag);
      } else if (source.startsWith("{{", tag)) {
        data(tag, tag + 2);
        inside(tag, Kind.PRINT_BEGIN, Kind.PRINT_END, PRINT_END);
      } else if (matcher(RAW, tag).lookingAt()) {
        raw(tag);
      } else {
        data(tag, tag + 2);
        inside(tag, Kind.BLOCK_BEGIN, Kind.BLOCK_END, BLOCK_END);
      }
    }
    tokens.add(new Token(Kind.END, "", line(source.length())));
  }

  /** The next opening mark. */
  private int nextTag() {
    for (int i = source.indexOf('{', at); i >= 0; i = source.indexOf('{', i + 1)) {
      if (i + 1 < source.length() && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  /** Adds the text before a tag and moves behind its opening mark and sign. */
  private void data(int tag, int markEnd) {
    String text = source.substring(at, tag);
    char sign = markEnd < source.length() ? source.charAt(markEnd) : ' ';
    addData(stripped(text, sign, source.startsWith("{{", tag)));
    at = sign == '-' || sign == '+' ? markEnd + 1 : markEnd;
  }

  private String stripped(String text, char sign, boolean print) {
    if (sign == '-') {
      return PythonText.stripRight(text, PythonText::isSpace);
    }
    if (sign == '+' || print) {
      return text;
    }
    int lineStart = text.lastIndexOf('\n') + 1;
    boolean indentation = lineStart > 0 || lineStarts;
    boolean blank = text.substring(lineStart).codePoints().allMatch(PythonText::isSpace);
    return indentation && blank ? text.substring(0, lineStart) : text;
  }

  private void addData(String text) {
    if (!text.isEmpty()) {
      tokens.add(new Token(Kind.DATA, text, line(at)));
    }
  }

  private void skipComment(int tag) {
    Matcher end = matcher(COMMENT_END, at);
    if (!end.find()) {
      throw error("comment is not closed", tag);
    }
    close(end);
  }

  private void raw(int tag) {
    Matcher begin = matcher(RAW, tag);
    begin.lookingAt();
    data(tag, tag + 2);
    close(begin);
    Matcher end = matcher(END_RAW, at);
    if (!end.find()) {
      throw error("raw is not closed", tag);
    }
    String sign = end.group(1);
    addData(
        stripped(source.substring(at, end.start()), sign.isEmpty() ? ' ' : sign.charAt(0), false));
    close(end);
  }

  private void close(Matcher mark) {
    at = mark.end();
    lineStarts = mark.group().endsWith("\n");
  }

  private void inside(int tag, Kind begin, Kind end, Pattern endMark) {
    tokens.add(new Token(begin, "", line(tag)));
    Deque<String> open = new ArrayDeque<>();
    while (true) {
      if (at >= source.length()) {
        throw error("tag is not closed", tag);
      }
      Matcher mark = matcher(endMark, at);
      if (open.isEmpty() && mark.lookingAt()) {
        tokens.add(new Token(end, "", line(at)));
        close(mark);
        return;
      }
      Matcher space = matcher(SPACE, at);
      if (space.lookingAt()) {
        at = space.end();
      } else {
        token(open);
      }
    }
  }

  private void token(Deque<String> open) {
    Matcher match;
    if ((match = matcher(NUMBER, at)).lookingAt()) {
      boolean fraction = match.group(1) != null || match.group(2) != null;
      add(fraction ? Kind.FLOAT : Kind.INTEGER, match.group().replace("_", ""), match.end());
    } else if ((match = matcher(NAME, at)).lookingAt()) {
      add(Kind.NAME, match.group(), match.end());
    } else if ((match = matcher(STRING, at)).lookingAt()) {
      String literal = match.group();
      add(Kind.STRING, unescape(literal.substring(1, literal.length() - 1)), match.end());
    } else if ((match = matcher(OPERATOR, at)).lookingAt()) {
      String operator = match.group();
      if (CLOSING.containsKey(operator)) {
        open.push(CLOSING.get(operator));
      } else if (CLOSING.containsValue(operator) && !operator.equals(open.poll())) {
        throw error("unexpected '" + operator + "'", at);
      }
      add(Kind.OPERATOR, operator, match.end());
    } else {
      throw error("unexpected character '" + Character.toString(source.codePointAt(at)) + "'", at);
    }
  }

  private void add(Kind kind, String text, int end) {
    tokens.add(new Token(kind, text, line(at)));
    at = end;
  }

  /** Python's escapes; a backslash before anything else stays. */
  private String unescape(String literal) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < literal.length(); i++) {
      char c = literal.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char escaped = literal.charAt(++i);
      switch (escaped) {
        case 'n' -> text.append('\n');
        case 't' -> text.append('\t');
        case 'r' -> text.append('\r');
        case 'b' -> text.append('\b');
        case 'f' -> text.append('\f');
        case '\\', '\'', '"' -> text.append(escaped);
        case '\n' -> {} // a continued line
        case 'x', 'u', 'U' -> {
          int digits = escaped == 'x' ? 2 : escaped == 'u' ? 4 : 8;
          try {
            text.appendCodePoint(Integer.parseInt(literal.substring(i + 1, i + 1 + digits), 16));
          } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw error("malformed \\" + escaped + " in a string", at);
          }
          i += digits;
        }
        case '0', '1', '2', '3', '4', '5', '6', '7', 'a', 'v', 'N' ->
            throw error("\\" + escaped + " in a string is not supported", at);
        default -> text.append('\\').append(escaped);
      }
    }
    return text.toString();
  }

  private Matcher matcher(Pattern pattern, int from) {
    return pattern.matcher(source).region(from, source.length());
  }

  private int line(int position) {
    return 1 + (int) source.substring(0, position).chars().filter(c -> c == '\n').count();
  }

  private JinjaException error(String message, int position) {
    return new JinjaException(message).at(line(position));
  }
}
