package io.gradus.rewards.grading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.rewards.Completion;
import io.gradus.rewards.ExtractionPolicy;
import io.gradus.rewards.Gold;
import io.gradus.rewards.GradingRule;
import io.gradus.rewards.Reward;
import io.gradus.rewards.RewardFunction;
import io.gradus.rewards.RewardSettings;
import io.gradus.rewards.Verdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RewardsTest {
  private static Rewards rewards(Map<String, String> options, String... functions) {
    return Rewards.of(new RewardSettings(List.of(functions), ExtractionPolicy.FLEXIBLE, options));
  }

  @Test
  void partsAreRecordedSeparatelyAndWeighted() {
    Rewards r = rewards(Map.of(), "correctness", "format * 0.25", "strict*0.5");
    Reward boxed = r.grade("4", Completion.of("\\boxed{4}"));
    assertThat(boxed.parts()).isEqualTo(Map.of("correctness", 1.0, "format", 1.0, "strict", 1.0));
    assertThat(boxed.total()).isEqualTo(1.75);
    Reward plain = r.grade("4", Completion.of("The answer is 4."));
    assertThat(plain.parts()).isEqualTo(Map.of("correctness", 1.0, "format", 0.0, "strict", 0.0));
    Reward wrong = r.grade("4", Completion.of("\\boxed{5}"));
    assertThat(wrong.total()).isEqualTo(0.25);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "80,0", "81,-0.05", "90,-0.5", "100,-1", "120,-1"})
  void lengthPenaltyFallsOverTheBuffer(int tokens, double expected) {
    // L = 100, B = 20: 0 up to 80 tokens, -1 from 100, a line between (DAPO, equation 13)
    Completion c = new Completion("x", tokens, 100, true);
    Reward r = rewards(Map.of("length_penalty.buffer", "20"), "length_penalty").grade("1", c);
    assertThat(r.total()).isEqualTo(expected);
    assertThat(rewards(Map.of(), "length_penalty").grade("1", c).total()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'3+4=7#7', true, 1",
    "'3+4=7# 7 ', true, 1",
    "'7#8#7', true, 1",
    "'7#8', true, 0",
    "'7', true, 0",
    "'3+4=7#7', false, 0",
    "'#7.0', true, 0"
  })
  void exactFinalWantsTheTextAfterTheLastHash(String text, boolean finished, double expected) {
    Completion c = new Completion(text, 5, 10, finished);
    assertThat(rewards(Map.of(), "exact_final").grade("7", c).total()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "26, '\\boxed{26}', 1",
    "26, '18 + 8 = 26.', 1",
    "26, 'The answer is $26$.', 1",
    "1234, '\\boxed{1,234}', 1",
    "26, '\\boxed{18 + 8}', 0",
    "2, 'We look for 5 - 3.', 0",
    "26, '\\boxed{26.0}', 0",
    "26, '\\boxed{27}', 0",
    "-7, '\\boxed{-7}', 1"
  })
  void exactMatchWantsTheAnswerAsItIsWritten(String gold, String text, double expected) {
    Completion c = Completion.of(text);
    assertThat(rewards(Map.of(), "exact_match").grade(gold, c).total()).isEqualTo(expected);
  }

  /** A user's function with options. */
  public static final class Shouting implements RewardFunction {
    private final double value;

    public Shouting(Map<String, String> options) {
      value = Double.parseDouble(options.getOrDefault("shouting.value", "1"));
    }

    @Override
    public String name() {
      return "shouting";
    }

    @Override
    public double score(String gold, Completion completion, Verdict verdict) {
      return completion.text().endsWith("!") ? value : 0;
    }
  }

  /** A user's function that breaks its contract. */
  public static final class Broken implements RewardFunction {
    @Override
    public String name() {
      return "broken";
    }

    @Override
    public double score(String gold, Completion completion, Verdict verdict) {
      return Double.NaN;
    }
  }

  @Test
  void aClassOfTheUsersOwn() {
    Rewards r = rewards(Map.of("shouting.value", "3"), Shouting.class.getName() + "*2");
    assertThat(r.grade("1", Completion.of("1!")).total()).isEqualTo(6);
    assertThat(r.grade("1", Completion.of("1!")).parts()).containsOnlyKeys("shouting");
  }

  /** A user's function with a fault. */
  public static final class Failing implements RewardFunction {
    @Override
    public String name() {
      return "failing";
    }

    @Override
    public double score(String gold, Completion completion, Verdict verdict) {
      throw new IllegalStateException("no model is loaded");
    }
  }

  @Test
  void aFunctionThatFailsIsZeroAndNamed() {
    Rewards r = rewards(Map.of(), "correctness", Broken.class.getName(), Failing.class.getName());
    Reward reward = r.grade("1", Completion.of("1"));
    assertThat(reward.total()).isEqualTo(1);
    assertThat(reward.parts()).isEqualTo(Map.of("correctness", 1.0, "broken", 0.0, "failing", 0.0));
    assertThat(reward.faults())
        .containsExactly(
            "reward function broken: returned NaN, not a finite number",
            "reward function failing: java.lang.IllegalStateException: no model is loaded");
    assertThat(reward.reason()).endsWith("; " + String.join("; ", reward.faults()));
  }

  @Test
  void aRuleThatFailsIsNotCorrectAndNamed() {
    Reward reward =
        rewards(Map.of(), "correctness")
            .grade(new Gold(GradingRule.GRID, "42"), Completion.of("1"));
    assertThat(reward.total()).isZero();
    assertThat(reward.verdict().correct()).isFalse();
    assertThat(reward.faults())
        .hasSize(1)
        .first()
        .asString()
        .contains("GRID")
        .contains("gold answer 42");
  }

  @Test
  void malformedSettingsNameTheKeyAndWhatWasExpected() {
    assertThatThrownBy(() -> rewards(Map.of(), "corectness"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Unknown function corectness in reward.functions")
        .hasMessageContaining("expected correctness, exact_match, format");
    assertThatThrownBy(() -> rewards(Map.of(), "correctness*much"))
        .hasMessage("Cannot set reward.functions to 'much', expected a finite number");
    assertThatThrownBy(() -> rewards(Map.of("tolerance", "2"), "correctness"))
        .hasMessageContaining(
            "reward.options.tolerance: Cannot set tolerance to 2.0, expected a number from 0");
    assertThatThrownBy(() -> rewards(Map.of("length_penalty.buffer", "0"), "length_penalty"))
        .hasMessageContaining("reward.options.length_penalty.buffer to 0.0, expected a positive");
    assertThatThrownBy(() -> rewards(Map.of(), "java.lang.String"))
        .hasMessageContaining("Cannot use java.lang.String in reward.functions");
    assertThatThrownBy(() -> rewards(Map.of())).hasMessageContaining("reward.functions is empty");
    assertThatThrownBy(() -> rewards(Map.of("lenght_penalty.buffer", "9"), "length_penalty"))
        .hasMessageContaining("Unknown key reward.options.lenght_penalty.buffer");
    assertThatThrownBy(() -> rewards(Map.of(), "correctness", "correctness*2"))
        .hasMessageContaining("reward.functions names correctness twice");
  }

  @Test
  void toleranceComesFromTheOptions() {
    Completion near = Completion.of("\\boxed{3.1416}");
    assertThat(rewards(Map.of(), "correctness").grade("3.14159265", near).total()).isZero();
    assertThat(
            rewards(Map.of("tolerance", "1e-4"), "correctness").grade("3.14159265", near).total())
        .isEqualTo(1);
    Completion coarse = Completion.of("\\boxed{3.14}");
    assertThat(rewards(Map.of(), "correctness").grade("\\pi", coarse).total()).isZero();
    assertThat(
            rewards(Map.of("exact_tolerance", "1e-3"), "correctness").grade("\\pi", coarse).total())
        .isEqualTo(1);
  }

  @Test
  void travelsBySerialisation() throws Exception {
    Rewards before =
        rewards(Map.of("length_penalty.buffer", "20"), "correctness", "length_penalty");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(before);
    Rewards after =
        (Rewards) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    Completion c = new Completion("\\boxed{4}", 90, 100, true);
    assertThat(after.grade("4", c)).isEqualTo(before.grade("4", c));
    assertThat(after.grade("4", c).total()).isEqualTo(0.5);
  }
}
