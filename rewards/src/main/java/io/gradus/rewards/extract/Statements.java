package io.gradus.rewards.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Explicit statements of the answer: "The answer is …", "Final Answer: …", headings, and the like
 * in German, French, Spanish, Russian and Chinese. The last one that claims a value counts; one
 * that denies a value claims nothing, and one that hedges leaves the answer in doubt.
 */
final class Statements {
  /** More occurrences than this are not looked at, from the end. */
  private static final int MOST = 60;

  /** No more are looked at after statements of so many characters together. */
  private static final int MOST_READ = 20_000;

  /** So much of what follows a cue may belong to the statement. */
  private static final int REACH = 2_500;

  private static final String GAP = "[^\\n.?!;]{0,80}?";
  private static final Pattern ENGLISH =
      Pattern.compile(
          "(?i)(?=[abcfrs])\\b(final |correct |right |best )?(?:answers?|ans|(?<=final )(?:solution|result))\\b(?:"
              + "\\s{0,3}[*_)\\]\"]{0,4}\\s{0,3}(?::|=(?!=)|\\s[-–—]\\s|：)"
              + "|(?:"
              + GAP
              + "\\s)?(can ?not be|can['’]?t be|could be|might be|may be|must be|should be|would be|will be|has to be|is|are|was"
              + "|isn['’]t|equals|comes (?:out )?to|[*]{2}is)\\b:?"
              + "|[ \\t]{0,3}[*_]{0,3}[ \\t]{0,3}:?[ \\t]{0,3}[*_]{0,3}[ \\t]{0,3}(?=\\n)"
              + "|\\.(?=\\s)(?<=\\b[Aa]ns\\.)"
              + "|(?=\\s{0,3}[$\\\\\\d(\\-])"
              + ")\\s{0,3}[*_]{0,3}:?");
  private static final Pattern SHORT =
      Pattern.compile(
          "(?m)^[ \\t>*#-]{0,9}\\*{0,3}(?:A|Output|Result|Therefore|Total)\\*{0,3}[ \\t]{0,3}[:]\\s{0,2}\\*{0,3}");
  private static final Pattern OTHER =
      Pattern.compile(
          "(?iu)(?:\\b(?:die |das )?(?:endg[üu]ltige )?(?:antwort|ergebnis|l[öo]sung)(?:"
              + GAP
              + " (?:ist|lautet|betr[äa]gt)\\b|\\s{0,3}:)"
              + "|\\b(?:r[ée]ponse|r[ée]sultat)(?:"
              + GAP
              + " (est|n['’]est pas)\\b|\\s{0,3}:)"
              + "|\\b(?:respuesta|resultado|soluci[óo]n)(?:"
              + GAP
              + " (?:es|son)\\b|\\s{0,3}:)"
              + "|\\b(?:risposta|resposta)(?:"
              + GAP
              + " (?:è|é)|\\s{0,3}:)"
              + "|ответ(?:\\s{0,3}[:：]|\\s{0,3}[-—–]|"
              + GAP
              + " равен)"
              + "|(?:答案|答|结果)[*_]{0,3}(?:(?:应该|应当|应|就|即|当然|显然|确实)?(?:是|为)|：|:)(?!否)"
              + "|(?:答案|结果)不(?:是|为)[^。\\n？?]{1,30}?而是)\\s{0,3}[*_]{0,3}:?");
  private static final Pattern FOREIGN_NOT =
      Pattern.compile(
          "(?i)^\\s{0,3}(?:nicht|kein|pas\\b|no\\b|не\\b|не |不是|非)|n['’]est pas|\\bno es\\b|不是|不为");
  private static final Pattern FOREIGN_ABOUT =
      Pattern.compile(
          "(?iu)^\\s{0,3}(?:environ|ungef[äa]hr|etwa|circa|ca\\.|rund|aproximadamente|alrededor|cerca|около|примерно|приблизительно|大约|约|大概"
              + "|mindestens|h[öo]chstens|weniger|mehr|au (?:moins|plus)|moins|plus de|al menos|como m[áa]ximo|menos|m[áa]s|не менее|не более|меньше|больше|至少|至多|不到|超过|大于|小于|可能)");
  private static final Pattern DECIMAL_COMMA =
      Pattern.compile("(?<![\\d,.])(-?\\d{1,12}),(\\d{1,12})(?![\\d,.])");
  private static final Pattern NEGATED =
      Pattern.compile("(?i)can ?not|can['’]?t|isn['’]t|\\bnot\\b|n['’]t\\b|\\bno\\b");

  /** Between "the answer" and its verb: what follows is another number, or another's answer. */
  private static final Pattern CHANGED =
      Pattern.compile(
          "(?i)\\banswers?\\b.*?\\b(?:plus|minus|times|divided|multiplied|modulo|mod|squared|cubed|doubled|halved|tripled|increased|decreased"
              + "|rounded (?:up|down)|part|example|previous|other|another|next|last|first (?:problem|question|part)|opposite|negated|reversed|digits?|without|before|if|unless|except)\\b");

  private static final Pattern COPULA =
      Pattern.compile("(?i)\\b(?:is|are|was|be|equals)\\b:?\\s{0,3}[*_]{0,3}:?$");
  private static final Pattern HEDGED = Pattern.compile("(?i)could be|might be|may be");
  private static final Pattern SENTENCE_END =
      Pattern.compile(
          "\\n|(?<![A-Z])(?:\\.|!(?!\\s?[=+×*/≈]))(?=\\s|$)|(?<=[A-Z)])\\.(?=\\s|$)|\\?|(?i:\\bI hope it is correct)");
  private static final Pattern ITEM =
      Pattern.compile("^[ \\t]{0,4}(?:[-*•]|\\d{1,2}[.)])[ \\t]{1,3}(\\S.{0,200})$");

  /** What an item that stands alone begins with; "12. There are 3 rows" is none. */
  private static final Pattern FIRST_ITEM = Pattern.compile("\\s{0,9}(?:[-*•]|1[.)])\\s");

  /**
   * A statement that was found.
   *
   * @param reading what it claims
   * @param start offset of its cue
   * @param passage its text, for people
   */
  record Statement(Reading reading, int start, boolean isFinal, String passage) {}

  private record Cue(int start, int end, String words, boolean isFinal, boolean foreign) {}

  private Statements() {}

  /**
   * The statement that counts among those that start at or after an offset; empty if there is none.
   */
  static Optional<Statement> last(String text, int after) {
    List<Cue> cues = cues(text, after);
    Optional<Statement> doubtful = Optional.empty();
    int read = 0;
    for (int i = cues.size() - 1; i >= 0 && i >= cues.size() - MOST && read < MOST_READ; i--) {
      Cue cue = cues.get(i);
      Statement s = statement(text, cue);
      read += s.passage().length();
      if (s.reading().isClaim()) {
        return Optional.of(
            doubtful.filter(d -> d.reading().kind() == Reading.Kind.DOUBT).orElse(s));
      }
      if (s.reading().kind() != Reading.Kind.NOTHING && doubtful.isEmpty()) {
        doubtful = Optional.of(s);
      }
    }
    return doubtful;
  }

  /** The cues in order, without those before the last places where one may stand. */
  private static List<Cue> cues(String text, int after) {
    List<Cue> cues = new ArrayList<>();
    Signs signs = Signs.of(text, after);
    if (signs.english() >= 0) {
      find(ENGLISH, text, signs.english(), cues);
    }
    if (signs.colon() >= 0) {
      find(SHORT, text, signs.colon(), cues);
    }
    if (signs.foreign() >= 0) {
      find(OTHER, text, signs.foreign(), cues);
    }
    cues.sort((a, b) -> Integer.compare(a.start(), b.start()));
    return cues;
  }

  private static void find(Pattern pattern, String text, int after, List<Cue> cues) {
    Matcher m = pattern.matcher(text);
    for (boolean found = m.find(after); found; found = m.find()) {
      boolean isFinal =
          m.start() + 5 <= text.length() && text.regionMatches(true, m.start(), "final", 0, 5);
      cues.add(new Cue(m.start(), m.end(), m.group(), isFinal, pattern == OTHER));
    }
  }

  private static Statement statement(String text, Cue cue) {
    int from = cue.end();
    String rest = text.substring(from, Math.min(text.length(), from + REACH));
    String before = text.substring(sentenceStart(text, cue.start()), cue.start());
    int skip = 0;
    while (skip < rest.length()
        && (Character.isWhitespace(rest.charAt(skip))
            || "*:\"'_".indexOf(rest.charAt(skip)) >= 0
            || rest.startsWith("\\\"", skip)
            || rest.charAt(skip) == '#' && isHeading(rest, skip)
            || isRule(rest, skip))) {
      skip++;
    }
    boolean nextLine = rest.substring(0, skip).contains("\n") || cue.words().endsWith("\n");
    rest = rest.substring(skip);
    int end = cue.words().contains("\":") ? jsonEnd(rest) : sentenceEnd(rest);
    String sentence = rest.substring(0, end);
    String passage = text.substring(cue.start(), Math.min(text.length(), from + skip + end));
    Reading reading = read(cue, before, sentence, rest, end, nextLine);
    return new Statement(reading, cue.start(), cue.isFinal(), passage);
  }

  /** The end of a JSON value whose opening quote is skipped. */
  private static int jsonEnd(String rest) {
    for (int i = 0; i < rest.length(); i++) {
      char c = rest.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"' || c == '}' || c == '\n') {
        return i;
      }
    }
    return rest.length();
  }

  private static boolean isHeading(String rest, int at) {
    return at == 0 || rest.charAt(at - 1) == '\n' || rest.charAt(at - 1) == '#';
  }

  private static Reading read(
      Cue cue, String before, String sentence, String rest, int end, boolean nextLine) {
    if (rest.startsWith("?", end)) {
      return Reading.NOTHING;
    }
    if (Doubt.NOT_CLAIMED.matcher(before).find() || Doubt.NOT_CLAIMED.matcher(cue.words()).find()) {
      return Doubt.NOT_CLAIMED
              .matcher(before)
              .results()
              .anyMatch(
                  r ->
                      r.group()
                          .matches(
                              "(?i)common|frequent|typical|usual|expected|book|suppose|assum.*|mistake|trap"))
          ? Reading.NOTHING
          : Reading.NEGATION;
    }
    if (HEDGED.matcher(cue.words()).find()
        || !Doubt.leadsToAnswer(before)
        || isAnother(before, cue.words())
        || CHANGED.matcher(cue.words()).find()) {
      return Reading.DOUBT;
    }
    boolean instead = cue.words().strip().endsWith("而是");
    if (NEGATED.matcher(cue.words()).find()
        || FOREIGN_NOT.matcher(sentence).find()
        || !instead && FOREIGN_NOT.matcher(cue.words()).find()) {
      return cue.foreign() || NEGATED.matcher(cue.words()).find()
          ? negated(sentence)
          : Sentence.read(sentence);
    }
    if (nextLine && Fallback.isRemark(sentence)) {
      return Reading.NOTHING;
    }
    Optional<String> list =
        nextLine || cue.words().endsWith(":") ? items(rest, nextLine ? 1 : 2) : Optional.empty();
    if (list.isPresent()) {
      return Reading.of(list.get());
    }
    if (cue.foreign() && FOREIGN_ABOUT.matcher(sentence).find()) {
      return Reading.DOUBT;
    }
    String told = cue.foreign() ? DECIMAL_COMMA.matcher(sentence).replaceAll("$1.$2") : sentence;
    Reading reading =
        COPULA.matcher(cue.words()).find() ? Sentence.readPredicate(told) : Sentence.read(told);
    if (nextLine && reading.isClaim() && isProse(sentence)) {
      return Reading.NOTHING; // a heading before an explanation
    }
    return reading;
  }

  /** Whether others speak, or of another case, in the clause of the cue. */
  private static boolean isAnother(String before, String cue) {
    int clause = Math.max(before.lastIndexOf(','), before.lastIndexOf(" but "));
    return Speaker.isAnother(before.substring(clause + 1) + cue)
        || cue.contains("would") && Speaker.isAnother(before + cue);
  }

  /** Whether a line of signs that draws a rule goes through an offset: ----- or =====. */
  private static boolean isRule(String text, int at) {
    char c = text.charAt(at);
    if ("-=_*~".indexOf(c) < 0) {
      return false;
    }
    int from = text.lastIndexOf('\n', at) + 1;
    int to = text.indexOf('\n', at);
    return to - from >= 3 && text.substring(from, to).strip().chars().allMatch(x -> x == c);
  }

  /** "isn't 5, it is 6": what follows the denied value may be claimed. */
  private static Reading negated(String sentence) {
    Reading reading = Sentence.read("not " + sentence);
    return reading.isClaim() && !reading.value().orElse("").startsWith("not ")
        ? reading
        : Reading.NEGATION;
  }

  private static boolean isProse(String line) {
    return line.length() > 200;
  }

  /** The items of a list that begins a text, joined by commas, if there are so many. */
  private static Optional<String> items(String rest, int fewest) {
    List<String> items = new ArrayList<>();
    for (String line : rest.substring(0, Math.min(rest.length(), 1_000)).split("\n", 12)) {
      Matcher m = ITEM.matcher(line);
      if (line.isBlank() && items.isEmpty()) {
        continue;
      }
      if (!m.matches()) {
        break;
      }
      Reading item = Sentence.read(m.group(1));
      if (!item.isClaim()) {
        return Optional.empty();
      }
      items.add(item.value().orElseThrow());
    }
    boolean numbered = items.size() == 1 && !FIRST_ITEM.matcher(rest).lookingAt();
    return items.size() < fewest || numbered
        ? Optional.empty()
        : Optional.of(String.join(", ", items));
  }

  static int sentenceStart(String text, int at) {
    int start = at;
    while (start > 0 && at - start < 200) {
      char c = text.charAt(start - 1);
      boolean stop =
          (c == '.' || c == '!' || c == '?')
              && start < text.length()
              && Character.isWhitespace(text.charAt(start));
      if (c == '\n' || c == ';' || stop) {
        break;
      }
      start--;
    }
    return start;
  }

  /** The end of the sentence that begins a text; points within mathematics do not end it. */
  static int sentenceEnd(String text) {
    List<MathSpans.Span> spans = MathSpans.find(text);
    Matcher m = SENTENCE_END.matcher(text);
    int span = 0;
    while (m.find()) {
      while (span < spans.size() && spans.get(span).end() <= m.start()) {
        span++;
      }
      boolean outside = span == spans.size() || m.start() < spans.get(span).start();
      if (outside && !isAbbreviation(text, m.start())) {
        return m.start();
      }
    }
    return text.length();
  }

  private static boolean isAbbreviation(String text, int at) {
    if (text.charAt(at) != '.') {
      return false;
    }
    for (String s : List.of("i.e", "e.g", "approx", "sq", "vs", "No", "Fig", "Eq")) {
      if (text.startsWith(s, at - s.length())
          && (at == s.length() || !Character.isLetter(text.charAt(at - s.length() - 1)))) {
        return true;
      }
    }
    return false;
  }
}
