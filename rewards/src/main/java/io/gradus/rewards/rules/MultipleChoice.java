package io.gradus.rewards.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradus.files.Json;
import io.gradus.rewards.AnswerRule;
import io.gradus.rewards.Verdict;
import io.gradus.rewards.extract.AnswerExtractor;
import io.gradus.rewards.extract.Extraction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Questions with lettered options, as SuperGPQA (arXiv 2502.14739) has them. The answer is the
 * letter in \boxed{…}, else what {@link ChoiceClaims} finds: an answer tag, "the answer is B", "I
 * choose B", a first or last line that is nothing but an answer. In place of the letter the
 * option's own text may stand, or something equal to it. Two different options, a letter beside
 * another option's text, and what is denied, supposed or taken back are not correct.
 *
 * <p>The gold answer is a letter, or the object {"answer": letter, "options": {letter: text}} that
 * {@link #gold} makes.
 */
public final class MultipleChoice implements AnswerRule {
  private static final Pattern OPTION =
      Pattern.compile("(?m)^[ \\t]{0,8}\\(?([A-Z])(?:\\):?|[.:])[ \\t]{1,8}(?=\\S)");

  /** The one who answers says that what stands before is wrong. */
  private static final Pattern ADMITTED =
      Pattern.compile(
          "(?i)\\bi(?:['’]ve| have)? made (?:an?|my) (?:\\w{1,12} ){0,2}(?:error|mistake|slip)\\b|\\b(?:wait|no|oops|hmm|sorry|correction)\\b[^.\\n]{0,20}\\bthat(?:['’]s| is| was) (?:wrong|incorrect|not right|a mistake)\\b");

  private static final Pattern STATED_BOX =
      Pattern.compile("(?i)\\banswer\\b[^.?!\\n]{0,40}\\\\boxed");

  private record Question(String letter, Options options) {}

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
    ObjectNode gold = Json.STRICT.createObjectNode().put("answer", letter.strip());
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
      // never seen; a fault of ours must not stop a cluster, and is not correct
      return new Verdict(false, Optional.empty(), "not verified: " + e, false);
    }
  }

  private static Question question(String gold) {
    if (!gold.strip().startsWith("{")) {
      return new Question(gold.strip(), new Options(Map.of()));
    }
    try {
      JsonNode node = Json.STRICT.readTree(gold);
      Map<String, String> options = new TreeMap<>();
      node.path("options")
          .fields()
          .forEachRemaining(o -> options.put(o.getKey(), o.getValue().asText()));
      return new Question(node.path("answer").asText(), new Options(options));
    } catch (JsonProcessingException e) {
      return new Question(gold.strip(), new Options(Map.of()));
    }
  }

  private static Verdict decide(Question question, String completion) {
    Extraction boxed = AnswerExtractor.strict().extract(completion);
    Optional<Verdict> marked = boxed.answer().flatMap(answer -> marked(question, boxed, answer));
    if (marked.isPresent()) {
      return boxed.rivals().isEmpty()
          ? marked.get()
          : corrected(question, completion).orElse(marked.get());
    }
    if (completion.length() > AnswerExtractor.MAX_LENGTH) {
      return new Verdict(false, Optional.empty(), boxed.reason(), false);
    }
    String text = AnswerExtractor.lastTurn(completion).strip();
    Optional<ChoiceClaims.Claim> claim = new ChoiceClaims(question.options(), text).find();
    if (claim.isPresent() && AnswerExtractor.isTakenBack(text.substring(claim.get().end()))) {
      return new Verdict(false, Optional.empty(), "the answer is taken back", false);
    }
    if (claim.isPresent() && claim.get().letter().isPresent()) {
      return verdict(question, claim.get().letter().get(), claim.get().where(), false);
    }
    String reason =
        boxed.answer().isPresent()
            ? boxed.reason() + "; names no option"
            : claim.map(ChoiceClaims.Claim::where).orElse("no option named");
    return new Verdict(false, boxed.answer(), reason, boxed.answer().isPresent());
  }

  /**
   * The verdict on the box of "I made an error: …. The answer is \\boxed{B}" after other boxes;
   * empty if nothing is corrected so.
   */
  private static Optional<Verdict> corrected(Question question, String completion) {
    String text = AnswerExtractor.lastTurn(completion);
    Matcher admitted = ADMITTED.matcher(text);
    int from = -1;
    while (text.length() <= AnswerExtractor.MAX_LENGTH && admitted.find()) {
      from = admitted.end();
    }
    if (from < 0 || !STATED_BOX.matcher(text).region(from, text.length()).find()) {
      return Optional.empty();
    }
    int box = text.indexOf("\\boxed", from);
    Extraction last = AnswerExtractor.strict().extract(text.substring(from));
    return last.rivals().isEmpty() && box == text.lastIndexOf("\\boxed")
        ? last.answer().flatMap(answer -> marked(question, last, answer))
        : Optional.empty();
  }

  /** The verdict on boxes; empty if none names an option, so that a statement may. */
  private static Optional<Verdict> marked(Question question, Extraction boxed, String answer) {
    List<String> claims = new ArrayList<>(boxed.rivals());
    claims.add(answer);
    List<Optional<String>> letters = claims.stream().map(question.options()::resolve).toList();
    if (letters.stream().allMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    if (letters.stream().distinct().count() > 1) {
      return Optional.of(
          new Verdict(false, Optional.of(answer), "several different options", true));
    }
    return Optional.of(verdict(question, letters.get(0).orElseThrow(), boxed.reason(), true));
  }

  private static Verdict verdict(Question question, String letter, String reason, boolean marked) {
    boolean correct = letter.equals(question.letter());
    return new Verdict(
        correct,
        Optional.of(letter),
        reason + (correct ? "; right option" : "; other option"),
        marked);
  }
}
