package io.gradus.rewards.parse;

import java.util.Map;
import java.util.Set;

/**
 * Splits text into tokens on demand. Spacing and sizing commands vanish; common Unicode signs
 * become their LaTeX commands. A digit outside ASCII is refused: look-alikes earn nothing.
 */
final class Lexer {
  private static final Set<String> INVISIBLE =
      Set.of(
          ",",
          ";",
          ":",
          "!",
          " ",
          ">",
          "quad",
          "qquad",
          "enspace",
          "thinspace",
          "medspace",
          "thickspace",
          "negthinspace",
          "displaystyle",
          "textstyle",
          "scriptstyle",
          "limits",
          "nolimits",
          "big",
          "Big",
          "bigg",
          "Bigg",
          "bigl",
          "bigr",
          "Bigl",
          "Bigr",
          "biggl",
          "biggr",
          "Biggl",
          "Biggr",
          "left",
          "right",
          "mleft",
          "mright",
          "middle",
          "hline",
          "rm",
          "bf",
          "it",
          "hfill",
          "mathstrut",
          "boldmath",
          "large",
          "Large",
          "small",
          "nonumber",
          "notag",
          "/",
          "(",
          ")",
          "[",
          "]");
  private static final Set<String> TEXT =
      Set.of(
          "text",
          "textbf",
          "textit",
          "textrm",
          "textnormal",
          "textsf",
          "texttt",
          "mbox",
          "hbox",
          "mathrm",
          "mathbf",
          "mathit",
          "mathsf",
          "operatorname",
          "emph",
          "textup",
          "mathtt",
          "boldsymbol",
          "mathcal",
          "mathbb",
          "underline",
          "bm");

  private static final Set<String> BOLD = Set.of("mathbf", "boldsymbol", "bm", "textbf");

  /** Commands that vanish together with their braced argument. */
  private static final Set<String> WITH_ARGUMENT =
      Set.of("hspace", "vspace", "phantom", "color", "textcolor");

  private static final Map<Character, String> UNICODE =
      Map.ofEntries(
          Map.entry('×', "times"),
          Map.entry('÷', "div"),
          Map.entry('·', "cdot"),
          Map.entry('⋅', "cdot"),
          Map.entry('∙', "cdot"),
          Map.entry('≤', "le"),
          Map.entry('≥', "ge"),
          Map.entry('⩽', "le"),
          Map.entry('⩾', "ge"),
          Map.entry('≠', "ne"),
          Map.entry('≈', "approx"),
          Map.entry('√', "sqrt"),
          Map.entry('∛', "cbrt"),
          Map.entry('π', "pi"),
          Map.entry('∞', "infty"),
          Map.entry('∪', "cup"),
          Map.entry('∩', "cap"),
          Map.entry('∈', "in"),
          Map.entry('±', "pm"),
          Map.entry('∓', "mp"),
          Map.entry('°', "degree"),
          Map.entry('∅', "emptyset"),
          Map.entry('⌊', "lfloor"),
          Map.entry('⌋', "rfloor"),
          Map.entry('⌈', "lceil"),
          Map.entry('⌉', "rceil"),
          Map.entry('⟨', "langle"),
          Map.entry('⟩', "rangle"),
          Map.entry('ℝ', "R"),
          Map.entry('θ', "theta"),
          Map.entry('α', "alpha"),
          Map.entry('β', "beta"),
          Map.entry('γ', "gamma"),
          Map.entry('δ', "delta"),
          Map.entry('λ', "lambda"),
          Map.entry('μ', "mu"),
          Map.entry('φ', "phi"),
          Map.entry('ω', "omega"),
          Map.entry('σ', "sigma"),
          Map.entry('ρ', "rho"),
          Map.entry('τ', "tau"),
          Map.entry('ε', "epsilon"),
          Map.entry('∖', "setminus"));
  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  private static final Map<Character, String> FRACTIONS =
      Map.of('½', "1/2", '¼', "1/4", '¾', "3/4", '⅓', "1/3", '⅔', "2/3", '⅛', "1/8");

  private final String text;
  private int pos;

  Lexer(String text) {
    this.text = text;
  }

  /** Continues at an offset; the parser uses it to look ahead and to split \frac12. */
  void reset(int position) {
    pos = position;
  }

  /**
   * The next token; one of type END when none is left.
   *
   * @param commasSeparateItems whether a plain comma between digits separates two numbers here
   */
  Token next(boolean commasSeparateItems) throws ParseException {
    boolean spaced = skipInvisible();
    if (pos >= text.length()) {
      return Token.of(Token.Type.END, "", pos, pos, spaced);
    }
    char c = text.charAt(pos);
    Token token;
    if (NumberScanner.startsAt(text, pos)) {
      token = NumberScanner.scan(text, pos, spaced, commasSeparateItems);
    } else if (isLetter(c)) {
      int end = pos;
      while (end < text.length() && isLetter(text.charAt(end))) {
        end++;
      }
      if (!spaced) {
        end = connectiveEnd(end);
      }
      token = Token.of(Token.Type.WORD, text.substring(pos, end), pos, end, spaced);
    } else if (c == '\\') {
      token = command(spaced);
    } else {
      token = symbol(c, spaced);
    }
    pos = token.end();
    return token;
  }

  /** The end of the "or" in x=1orx=2; otherwise the end of the word. */
  private int connectiveEnd(int end) {
    char before = text.charAt(pos - 1);
    if (before == '}' || before == ')' || before >= '0' && before <= '9') {
      for (String word : new String[] {"or", "and"}) {
        if (text.startsWith(word, pos) && end == pos + word.length() + 1) {
          return end - 1;
        }
      }
    }
    return end;
  }

  private Token symbol(char c, boolean spaced) throws ParseException {
    if (UNICODE.containsKey(c)) {
      return Token.of(Token.Type.COMMAND, UNICODE.get(c), pos, pos + 1, spaced);
    }
    int power = SUPERSCRIPTS.indexOf(c);
    if (power >= 0) {
      return Token.of(Token.Type.SYMBOL, "superscript" + power, pos, pos + 1, spaced);
    }
    if (FRACTIONS.containsKey(c)) {
      return Token.of(Token.Type.SYMBOL, "fraction" + FRACTIONS.get(c), pos, pos + 1, spaced);
    }
    for (String two : new String[] {"**", "<=", ">=", "!=", "==", "~="}) {
      if (text.startsWith(two, pos)) {
        return Token.of(Token.Type.SYMBOL, two, pos, pos + 2, spaced);
      }
    }
    if (c == '−' || c == '–' || c == '—') {
      return Token.of(Token.Type.SYMBOL, "-", pos, pos + 1, spaced);
    }
    if (c == '’' || c == '′') {
      return Token.of(Token.Type.SYMBOL, "'", pos, pos + 1, spaced);
    }
    if (isIdeograph(c)) {
      int end = pos;
      while (end < text.length() && isIdeograph(text.charAt(end))) {
        end++;
      }
      return Token.of(Token.Type.TEXT, text.substring(pos, end), pos, end, spaced);
    }
    if (c > 127 && Character.isDigit(text.codePointAt(pos))) {
      throw new ParseException("digit outside ASCII", pos);
    }
    if (c > 127 && "€£¥₹₽₩₪₫¢".indexOf(c) < 0) {
      throw new ParseException(
          "unexpected character '" + Character.toString(text.codePointAt(pos)) + "'", pos);
    }
    return Token.of(Token.Type.SYMBOL, String.valueOf(c), pos, pos + 1, spaced);
  }

  private Token command(boolean spaced) throws ParseException {
    int end = pos + 1;
    while (end < text.length() && isLetter(text.charAt(end))) {
      end++;
    }
    if (end == pos + 1) {
      if (end >= text.length()) {
        throw new ParseException("backslash at the end", pos);
      }
      end++;
      return Token.of(Token.Type.COMMAND, text.substring(pos + 1, end), pos, end, spaced);
    }
    String name = text.substring(pos + 1, end);
    if (!TEXT.contains(name)) {
      return Token.of(Token.Type.COMMAND, name, pos, end, spaced);
    }
    int open = end;
    while (open < text.length() && text.charAt(open) == ' ') {
      open++;
    }
    if (name.equals("mathbb") && open < text.length() && isLetter(text.charAt(open))) {
      return Token.of(
          Token.Type.TEXT, "mathbb " + text.charAt(open), pos, open + 1, spaced); // \mathbb R
    }
    if (open >= text.length() || text.charAt(open) != '{') {
      // \mathrm x and the like: a single letter follows, the command itself means nothing
      return Token.of(Token.Type.TEXT, "", pos, end, spaced);
    }
    int close = closingBrace(open);
    String content = text.substring(open + 1, close);
    boolean unitVector =
        BOLD.contains(name) && content.length() == 1 && "ijk".indexOf(content.charAt(0)) >= 0;
    String prefix = name.equals("mathbb") ? "mathbb " : unitVector ? "bold " : "";
    return Token.of(Token.Type.TEXT, prefix + content, pos, close + 1, spaced);
  }

  /** Offset of the brace that closes the one at an offset. */
  int closingBrace(int open) throws ParseException {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i;
      }
    }
    throw new ParseException("brace never closed", open);
  }

  private boolean skipInvisible() {
    boolean spaced = pos == 0;
    while (pos < text.length()) {
      char c = text.charAt(pos);
      if (Character.isWhitespace(c)
          || c == '~' && !text.startsWith("~=", pos)
          || c == '\u00a0'
          || c == '\u2009'
          || c == '\u202f') {
        spaced = true;
        pos++;
      } else if (c == '\\' && invisibleCommand() > 0) {
        spaced = true;
        pos += invisibleCommand();
      } else {
        break;
      }
    }
    return spaced;
  }

  /** Length of an invisible command here; 0 for none. */
  private int invisibleCommand() {
    int end = pos + 1;
    while (end < text.length() && isLetter(text.charAt(end))) {
      end++;
    }
    if (end == text.length() && end == pos + 1) {
      return 1; // "7\ " lost its space
    }
    if (end == pos + 1) {
      return end < text.length() && INVISIBLE.contains(text.substring(end, end + 1)) ? 2 : 0;
    }
    String name = text.substring(pos + 1, end);
    if (name.startsWith("quad") && name.length() == 5) {
      return 5; // \quadx: the space is missing, the letter is a variable
    }
    if (WITH_ARGUMENT.contains(name)) {
      int close = text.indexOf('}', end);
      return close < 0 ? end - pos : close + 1 - pos;
    }
    if (!INVISIBLE.contains(name)) {
      return 0;
    }
    boolean delimiter = name.endsWith("left") || name.endsWith("right");
    return delimiter && end < text.length() && text.charAt(end) == '.' ? end + 1 - pos : end - pos;
  }

  /** A Chinese character: units and counters stand as they are after a number. */
  private static boolean isIdeograph(char c) {
    return c >= 0x4E00 && c <= 0x9FFF;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
