package io.gradus.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.training.model.Compute.ComputeType;
import io.gradus.training.model.Policy.DecodeRequest;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * What the settings of computing, sampling, decoding and optimising refuse, and how they say so.
 */
class SettingsOfTheModelTest {
  private static void assertRefused(ThrowingCallable made, String message) {
    assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void compute() {
    assertRefused(
        () -> Compute.cpu(0, ComputeType.FLOAT32),
        "Cannot compute with 0 threads, expected at least 1");
    assertRefused(
        () -> ComputeType.of("float16"),
        "Cannot compute in 'float16', expected float32 or bfloat16");
    assertThat(ComputeType.of("BFloat16")).isEqualTo(ComputeType.BFLOAT16);
    assertThat(ComputeType.of("float32")).isEqualTo(ComputeType.FLOAT32);
  }

  @Test
  void sampling() {
    assertRefused(
        () -> Sampling.temperature(-0.5), "Cannot sample at temperature -0.5, expected 0 or more");
    assertRefused(
        () -> Sampling.temperature(Double.NaN),
        "Cannot sample at temperature NaN, expected 0 or more");
    assertRefused(
        () -> Sampling.temperature(Double.POSITIVE_INFINITY),
        "Cannot sample at temperature Infinity, expected 0 or more");
    assertRefused(
        () -> new Sampling(1, 0, 0),
        "Cannot sample with top-p 0.0, expected more than 0 and at most 1");
    assertRefused(
        () -> new Sampling(1, 1.5, 0),
        "Cannot sample with top-p 1.5, expected more than 0 and at most 1");
    assertRefused(
        () -> new Sampling(1, 1, -1), "Cannot sample with top-k -1, expected 0 (off) or more");
  }

  @Test
  void optimiser() {
    assertRefused(
        () -> new AdamW(-1, 0.9, 0.99, 1e-8, 0, 1),
        "AdamW's learning rate is -1.0, expected 0 or more");
    assertRefused(
        () -> new AdamW(1, 1, 0.99, 1e-8, 0, 1),
        "AdamW's beta1 is 1.0, expected 0 or more and less than 1");
    assertRefused(
        () -> new AdamW(1, 0.9, -0.1, 1e-8, 0, 1),
        "AdamW's beta2 is -0.1, expected 0 or more and less than 1");
    assertRefused(
        () -> new AdamW(1, 0.9, 0.99, 0, 0, 1), "AdamW's epsilon is 0.0, expected more than 0");
    assertRefused(
        () -> new AdamW(1, 0.9, 0.99, 1e-8, Double.NaN, 1),
        "AdamW's weight decay is NaN, expected 0 or more");
    assertRefused(
        () -> new AdamW(1, 0.9, 0.99, 1e-8, 0, 0),
        "AdamW's maximum gradient norm is 0.0, expected more than 0");
  }

  @Test
  void theRateCanBeChangedAlone() {
    AdamW settings = new AdamW(1, 0.9, 0.99, 1e-8, 0.1, 2);
    assertThat(settings.at(0.25)).isEqualTo(new AdamW(0.25, 0.9, 0.99, 1e-8, 0.1, 2));
  }

  @Test
  void decoding() {
    assertRefused(
        () ->
            new DecodeRequest(
                List.of(new int[] {1}, new int[] {2}),
                new float[3][4],
                Sampling.greedy(),
                new int[0]),
        "Cannot decode 3 rows of 2 prompts, expected the same positive number a prompt");
    assertRefused(
        () -> new DecodeRequest(List.of(), new float[0][], Sampling.greedy(), new int[0]),
        "Cannot decode 0 rows of 0 prompts, expected the same positive number a prompt");
  }
}
