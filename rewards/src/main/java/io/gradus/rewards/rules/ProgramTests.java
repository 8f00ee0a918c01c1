package io.gradus.rewards.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gradus.files.Json;
import io.gradus.rewards.AnswerRule;
import io.gradus.rewards.Sandbox;
import io.gradus.rewards.Sandbox.Outcome;
import io.gradus.rewards.Verdict;
import io.gradus.rewards.extract.AnswerExtractor;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Python programs with tests, as HumanEval (arXiv 2107.03374) has them: right when the program
 * followed by the tests ends well in the user's {@link Sandbox}. Nothing is run anywhere else. The
 * program is the last fenced block of the completion that defines something, else the last block,
 * else the whole text. The gold answer is the tests' source, or {"functional": source}.
 *
 * <p>Whether a program stays within the time limit is the one thing here that two executions may
 * see differently.
 */
public final class ProgramTests implements AnswerRule {
  private static final Pattern BLOCK =
      Pattern.compile("(?ms)^[ \\t]*```[ \\t]*(?:python3?|py)?[ \\t]*\\n(.*?)^[ \\t]*```");
  private static final Pattern DEFINITION = Pattern.compile("(?m)^(?:def|class)\\s");

  private final Sandbox sandbox;

  /** Runs programs in a sandbox. */
  public ProgramTests(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Override
  public Verdict verify(String gold, String completion) {
    if (completion.length() > AnswerExtractor.MAX_LENGTH) {
      String reason = "completion of more than " + AnswerExtractor.MAX_LENGTH + " characters";
      return new Verdict(false, Optional.empty(), reason, false);
    }
    String text = AnswerExtractor.lastTurn(completion);
    Optional<String> block = block(text);
    String program = block.orElse(text).stripTrailing();
    if (program.isBlank()) {
      return new Verdict(false, Optional.empty(), "no program", false);
    }
    Outcome outcome = sandbox.run(program + "\n\n" + tests(gold) + "\n");
    return new Verdict(outcome.passed(), Optional.of(program), outcome.reason(), block.isPresent());
  }

  private static Optional<String> block(String text) {
    Optional<String> last = Optional.empty();
    Optional<String> defining = Optional.empty();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      last = Optional.of(matcher.group(1));
      if (DEFINITION.matcher(matcher.group(1)).find()) {
        defining = last;
      }
    }
    return defining.isPresent() ? defining : last;
  }

  private static String tests(String gold) {
    if (gold.strip().startsWith("{")) {
      try {
        JsonNode functional = Json.STRICT.readTree(gold).path("functional");
        if (functional.isTextual()) {
          return functional.textValue();
        }
      } catch (JsonProcessingException e) {
        return gold;
      }
    }
    return gold;
  }
}
