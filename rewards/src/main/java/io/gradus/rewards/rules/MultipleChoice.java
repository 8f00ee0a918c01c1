package io.gradus.rewards.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradus.rewards.AnswerRule;
import io.gradus.rewards.Verdict;
import io.gradus.rewards.equivalent.Equivalence;
import io.gradus.rewards.equivalent.Tolerance;
import io.gradus.rewards.extract.AnswerExtractor;
import io.gradus.rewards.extract.Extraction;
import io.gradus.rewards.number.Budget;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Questions with lettered options, as SuperGPQA (arXiv 2502.14739) has them. The answer is the
 * letter in \boxed{…}, else after the last "answer is", else a last line that is nothing but an
 * answer. In place of the letter the option's own text may stand, or something equal to it. Boxes
 * that name different options, and a letter beside another option's text, earn nothing.
 *
 * <p>The gold answer is a letter, or the object {"answer": letter, "options": {letter: text}} that
 * {@link #gold} makes.
 */
public final class MultipleChoice implements AnswerRule {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern OPTION =
      Pattern.compile("(?m)^[ \\t]{0,8}\\(?([A-Z])(?:\\):?|[.:])[ \\t]{1,8}(?=\\S)");
  private static final Pattern STATEMENT =
      Pattern.compile(
          "(?i)\\b(?:answer|option|choice)\\b[^\\n.:]{0,60}?(?:\\bis\\b[ \\t]*:?|:)[ \\t*]*(?=\\S)");
  private static final Pattern WRAPPING =
      Pattern.compile(
          "\\\\(?:text|textbf|mathrm|mathbf|boxed)\\s?(?=\\{)|\\*\\*|\\\\[()\\[\\]]|[$]");
  private static final Pattern NAMING =
      Pattern.compile("(?i)^(?:the )?(?:correct )?(?:option|choice|answer)\\b[: ]*");
  private static final Pattern LETTER = Pattern.compile("\\(?([A-Za-z])\\)?");
  private static final Pattern LETTER_AND_TEXT =
      Pattern.compile("(?s)\\(?([A-Z])(?:[).:]+|(?=\\s))(.*)");
  private static final Pattern LEADING = Pattern.compile("(?s)([B-HJ-Z])\\s(.*)");

  private final Equivalence equivalence = new Equivalence(Tolerance.DEFAULT);

  private record Question(String letter, Map<String, String> options) {}

  /**
   * The gold answer of a question whose options stand in its text, each beginning a line, as (A),
   * (A):, A. or A:, from A on without a gap. Where there are several such lists the last one
   * counts; a question without one is left with its letter.
   */
  public static String gold(String letter, String question) {
    Map<String, String> options = options(question);
    if (!options.containsKey(letter.strip())) {
      return letter.strip();
    }
    ObjectNode gold = JSON.createObjectNode().put("answer", letter.strip());
    ObjectNode texts = gold.putObject("options");
    options.forEach(texts::put);
    return gold.toString();
  }

  private static Map<String, String> options(String question) {
    List<Integer> starts = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    Matcher option = OPTION.matcher(question);
    while (option.find()) {
      char letter = option.group(1).charAt(0);
      if (letter == 'A') {
        starts.clear();
        ends.clear();
      }
      if (letter == 'A' + starts.size()) {
        starts.add(option.end());
        ends.add(option.start());
      }
    }
    Map<String, String> options = new TreeMap<>();
    for (int i = 0; i < starts.size(); i++) {
      int end = i + 1 < starts.size() ? ends.get(i + 1) : question.length();
      String text = question.substring(starts.get(i), end).strip();
      int paragraph = text.indexOf("\n\n");
      options.put(
          String.valueOf((char) ('A' + i)), paragraph < 0 ? text : text.substring(0, paragraph));
    }
    return options.size() < 2 ? Map.of() : options;
  }

  @Override
  public Verdict verify(String gold, String completion) {
    try {
      return decide(question(gold), completion);
    } catch (RuntimeException | StackOverflowError e) {
      // never seen; a fault of ours must not stop a cluster, and earns nothing
      return new Verdict(false, Optional.empty(), "not verified: " + e, false);
    }
  }

  private static Question question(String gold) {
    if (!gold.strip().startsWith("{")) {
      return new Question(gold.strip(), Map.of());
    }
    try {
      JsonNode node = JSON.readTree(gold);
      Map<String, String> options = new TreeMap<>();
      node.path("options")
          .fields()
          .forEachRemaining(o -> options.put(o.getKey(), o.getValue().asText()));
      return new Question(node.path("answer").asText(), options);
    } catch (JsonProcessingException e) {
      return new Question(gold.strip(), Map.of());
    }
  }

  private Verdict decide(Question question, String completion) {
    Extraction boxed = AnswerExtractor.strict().extract(completion);
    if (boxed.answer().isPresent()) {
      List<String> claims = new ArrayList<>(boxed.rivals());
      claims.add(boxed.answer().get());
      return marked(question, claims, boxed.reason());
    }
    if (completion.length() > AnswerExtractor.MAX_LENGTH) {
      return new Verdict(false, Optional.empty(), boxed.reason(), false);
    }
    String text = AnswerExtractor.lastTurn(completion).strip();
    Matcher statement = STATEMENT.matcher(text);
    int from = -1;
    while (statement.find()) {
      from = statement.end();
    }
    if (from >= 0) {
      int line = text.indexOf('\n', from);
      String stated = text.substring(from, line < 0 ? text.length() : line);
      String sentence = firstSentence(stated);
      Optional<String> letter = resolve(question, sentence).or(() -> leading(question, sentence));
      if (letter.isPresent()) {
        return verdict(question, letter.get(), "answer statement", false);
      }
    }
    String last = text.substring(text.lastIndexOf('\n') + 1);
    return resolve(question, last)
        .map(letter -> verdict(question, letter, "last line", false))
        .orElseGet(() -> new Verdict(false, Optional.empty(), "no option named", false));
  }

  /** Without what follows the end of the sentence; a letter's own point does not end it. */
  private static String firstSentence(String line) {
    int end = line.indexOf(". ", Math.min(line.length(), 3));
    return end < 0 ? line : line.substring(0, end);
  }

  private Verdict marked(Question question, List<String> claims, String reason) {
    Optional<String> named = Optional.empty();
    for (String claim : claims) {
      Optional<String> letter = resolve(question, claim);
      if (letter.isEmpty()) {
        return new Verdict(false, Optional.of(claim), reason + "; names no option", true);
      }
      if (named.isPresent() && !named.equals(letter)) {
        return new Verdict(false, letter, "several different options", true);
      }
      named = letter;
    }
    return verdict(question, named.orElseThrow(), reason, true);
  }

  private static Verdict verdict(Question question, String letter, String reason, boolean marked) {
    boolean correct = letter.equals(question.letter());
    return new Verdict(
        correct,
        Optional.of(letter),
        reason + (correct ? "; right option" : "; other option"),
        marked);
  }

  /** The letter that a piece of text names: by itself, with the option's text, or by its text. */
  private Optional<String> resolve(Question question, String claim) {
    String plain = plain(claim);
    Optional<String> byText = option(question, plain);
    Matcher alone = LETTER.matcher(plain);
    if (alone.matches()) {
      return known(question, alone.group(1).toUpperCase(Locale.ROOT));
    }
    Matcher both = LETTER_AND_TEXT.matcher(plain);
    if (byText.isEmpty() && both.matches()) {
      String rest = both.group(2).strip();
      Optional<String> letter = known(question, both.group(1));
      Optional<String> meant = option(question, rest);
      boolean set = !Character.isWhitespace(plain.charAt(both.end(1)));
      boolean agrees = meant.isPresent() ? meant.equals(letter) : set && !isLetter(rest);
      return agrees ? letter : Optional.empty();
    }
    return byText;
  }

  /** The letter at the beginning of a sentence's end; not A and I, which are words too. */
  private Optional<String> leading(Question question, String claim) {
    Matcher leading = LEADING.matcher(plain(claim));
    boolean alone = leading.matches() && option(question, leading.group(2).strip()).isEmpty();
    return alone ? known(question, leading.group(1)) : Optional.empty();
  }

  private static boolean isLetter(String text) {
    return LETTER.matcher(text).matches();
  }

  private static Optional<String> known(Question question, String letter) {
    boolean known = question.options().isEmpty() || question.options().containsKey(letter);
    return known ? Optional.of(letter) : Optional.empty();
  }

  /** The only option with a text, or with one equal to it. */
  private Optional<String> option(Question question, String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String key = key(text);
    List<String> same =
        question.options().entrySet().stream()
            .filter(o -> key(plain(o.getValue())).equals(key))
            .map(Map.Entry::getKey)
            .toList();
    if (same.isEmpty()) {
      Budget budget = new Budget(Equivalence.OPERATIONS);
      same =
          question.options().entrySet().stream()
              .filter(o -> equivalence.decide(plain(o.getValue()), text, budget).equal())
              .map(Map.Entry::getKey)
              .toList();
    }
    return same.size() == 1 ? Optional.of(same.get(0)) : Optional.empty();
  }

  private static String plain(String text) {
    String plain = WRAPPING.matcher(text).replaceAll("").strip();
    while (plain.startsWith("{") && plain.endsWith("}")) {
      plain = plain.substring(1, plain.length() - 1).strip();
    }
    while (plain.endsWith(".") || plain.endsWith(",") || plain.endsWith(";")) {
      plain = plain.substring(0, plain.length() - 1).strip();
    }
    return NAMING.matcher(plain).replaceFirst("").strip();
  }

  private static String key(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
  }
}
