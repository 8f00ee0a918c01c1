package io.gradus.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sample run samples in float32 and learns in bfloat16, as it recorded. */
class RunCheckTest {
  private static RunRecord run(String rollout, String update) {
    return SampleRun.record(
        "{\"rollout\":{\"dtype\":\"%s\"},\"grpo\":{\"dtype\":\"%s\"}}".formatted(rollout, update));
  }

  /** Whoever chose the types, a run keeps them, on whatever machine it goes on. */
  @ParameterizedTest
  @CsvSource({
    "auto, auto, auto, auto",
    "auto, auto, float32, bfloat16",
    "float32, bfloat16, auto, auto",
    "auto, bfloat16, float32, auto",
  })
  void aTypeThatIsLeftOpenIsTheOneThatTheRunHas(
      String rollout, String update, String rolloutNow, String updateNow) {
    assertThat(RunCheck.difference(run(rollout, update), run(rolloutNow, updateNow))).isEmpty();
  }

  @Test
  void anotherTypeIsRefused() {
    assertThat(RunCheck.difference(run("auto", "auto"), run("bfloat16", "auto")))
        .contains(
            "Run sample-s1 was begun with rollout.dtype = float32, now it is bfloat16; expected the"
                + " old value, or another run.id");
    assertThat(RunCheck.difference(run("auto", "bfloat16"), run("auto", "float32")))
        .hasValueSatisfying(
            message -> assertThat(message).contains("grpo.dtype = bfloat16, now it is float32"));
  }
}
