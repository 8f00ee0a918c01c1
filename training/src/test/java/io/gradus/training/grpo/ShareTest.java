package io.gradus.training.grpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.training.grpo.SamplerCorrection.Kind;
import io.gradus.training.grpo.SamplerCorrection.Level;
import io.gradus.training.grpo.Share.Found;
import io.gradus.training.grpo.Share.Ratios;
import io.gradus.training.hub.Architecture;
import io.gradus.training.model.Activations;
import io.gradus.training.model.AdamW;
import io.gradus.training.model.Gradients;
import io.gradus.training.model.Policy;
import io.gradus.training.model.Policy.Scores;
import io.gradus.training.model.SequenceScorer;
import io.gradus.training.model.TestPolicies;
import io.gradus.training.rollout.CounterRandom;
import io.gradus.training.rollout.Rollout;
import io.gradus.training.rollout.Rollout.FinishReason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A mini-batch in parts against the same one whole. */
class ShareTest {
  /** Tokens of the completions of five prompts. */
  private static final int[][] LENGTHS = {{3, 1, 7}, {9, 2, 4}, {5, 5, 5}, {1, 8, 2}, {6, 3, 4}};

  private static List<List<Trajectory>> groups(Policy policy) {
    CounterRandom random = CounterRandom.of(9);
    List<List<Trajectory>> groups = new ArrayList<>();
    for (int prompt = 0; prompt < LENGTHS.length; prompt++) {
      List<Trajectory> group = new ArrayList<>();
      for (int sample = 0; sample < LENGTHS[prompt].length; sample++) {
        int length = LENGTHS[prompt][sample];
        int[] completion = ids(random, prompt, sample, length);
        float[] noise = CounterRandom.of(3).normals(prompt, sample, length);
        Trajectory unscored =
            new Trajectory(
                new Rollout(
                    "p" + prompt,
                    sample,
                    ids(random, prompt, 10, 2 + prompt),
                    completion,
                    new float[length],
                    FinishReason.STOP),
                (float) (sample - 1) * (prompt + 1) / 4,
                Optional.empty(),
                Optional.empty());
        Scores scores =
            new SequenceScorer(policy, 64).score(List.of(unscored.sequence()), 1).get(0);
        group.add(
            new Trajectory(
                new Rollout(
                    "p" + prompt,
                    sample,
                    unscored.rollout().promptIds(),
                    completion,
                    moved(scores.logprobs(), noise, 0.05f),
                    FinishReason.STOP),
                unscored.advantage(),
                Optional.of(new Scores(moved(scores.logprobs(), noise, 0.2f), scores.entropies())),
                Optional.of(moved(scores.logprobs(), noise, -0.3f))));
      }
      groups.add(group);
    }
    return groups;
  }

  private static float[] moved(float[] values, float[] noise, float by) {
    float[] moved = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      moved[i] = values[i] + by * noise[i];
    }
    return moved;
  }

  private static int[] ids(CounterRandom random, int a, int b, int length) {
    float[] uniforms = random.uniforms(a, b, length);
    int[] ids = new int[length];
    for (int i = 0; i < length; i++) {
      ids[i] = (int) (uniforms[i] * 23);
    }
    return ids;
  }

  private static GrpoSettings settings(GrpoLoss loss, Aggregation aggregation) {
    return new GrpoSettings(
        5,
        1,
        1000,
        new AdamW(1e-3, 0.9, 0.999, 1e-8, 0.1, 1),
        loss,
        aggregation,
        9,
        OldLogprobs.RECOMPUTED,
        Overlong.KEEP);
  }

  private static Share share(Policy policy, GrpoSettings settings) {
    MiniBatch all = MiniBatch.of(groups(policy), settings);
    return new Share(all.trajectories(), all.weights(), Ratios.OF_OLD_LOGPROBS);
  }

  private static float[] gradient(Gradients gradients, Policy policy) {
    FloatBuffer all = FloatBuffer.allocate(Math.toIntExact(policy.layout().totalLength()));
    gradients.read(0, all);
    return all.array();
  }

  /** What whole and parts find, and how far their gradients are apart. */
  private static void assertPartsAddUp(GrpoSettings settings) {
    try (Policy policy = TestPolicies.random(Architecture.QWEN3)) {
      Share share = share(policy, settings);
      for (int parts = 1; parts <= 6; parts++) {
        try (Gradients whole = Gradients.of(policy, Activations.AUTO)) {
          Found expected = share.accumulate(whole, settings);
          float[] sum = new float[Math.toIntExact(policy.layout().totalLength())];
          List<Found> found = new ArrayList<>();
          for (Share part : share.split(parts)) {
            try (Gradients gradients = Gradients.of(policy, Activations.AUTO)) {
              found.add(part.accumulate(gradients, settings));
              float[] own = gradient(gradients, policy);
              for (int i = 0; i < sum.length; i++) {
                sum[i] += own[i];
              }
            }
          }
          Found joined = Found.join(found);
          assertThat(joined.sums().loss())
              .isCloseTo(expected.sums().loss(), within(2e-6 + 1e-5 * expected.sums().loss()));
          assertThat(joined.sums().clipped()).isEqualTo(expected.sums().clipped());
          assertThat(joined.scores()).hasSameSizeAs(expected.scores());
          double difference = 0;
          double size = 0;
          float[] all = gradient(whole, policy);
          for (int i = 0; i < sum.length; i++) {
            difference += Math.pow((double) sum[i] - all[i], 2);
            size += Math.pow(all[i], 2);
          }
          assertThat(size).isGreaterThan(1e-4);
          assertThat(Math.sqrt(difference / size)).as("%d parts", parts).isLessThan(1e-5);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void gradientsOfPartsAddUpForEachAggregation(Aggregation aggregation) {
    assertPartsAddUp(settings(GrpoLoss.of(Clip.of(0.2), 0.05, 1), aggregation));
  }

  static Stream<GrpoLoss> losses() {
    List<GrpoLoss> losses = new ArrayList<>();
    Kl kl = new Kl(0.05, KlEstimator.K3, Kl.Place.LOSS);
    for (PolicyLoss policy : PolicyLoss.values()) {
      for (Level level : Level.values()) {
        losses.add(
            new GrpoLoss(
                policy,
                Clip.of(0.2),
                kl,
                0.01,
                new SamplerCorrection(Kind.TRUNCATE, level, 0.5, 1.1),
                1));
      }
    }
    return losses.stream();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void gradientsOfPartsAddUpForEachLoss(GrpoLoss loss) {
    assertPartsAddUp(settings(loss, Aggregation.TOKEN_MEAN));
  }

  @Test
  void partsKeepPromptsTogetherAndAreAboutAlike() {
    try (Policy policy = TestPolicies.random(Architecture.LLAMA)) {
      GrpoSettings settings = settings(GrpoLoss.of(Clip.of(0.2), 0, 1), Aggregation.TOKEN_MEAN);
      Share share = share(policy, settings);
      // Tokens with prompts: 17, 24, 27, 26, 31 of 125. Halves end at 62.5, so after 68.
      assertThat(share.split(2).stream().map(s -> s.trajectories().size())).containsExactly(9, 6);
      // Thirds end at 41.7 and 83.3: after 41 and, of 68 and 94, after 94.
      assertThat(share.split(3).stream().map(s -> s.trajectories().size()))
          .containsExactly(6, 6, 3);
      List<Trajectory> all = new ArrayList<>();
      List<Float> weights = new ArrayList<>();
      for (Share part : share.split(7)) {
        all.addAll(part.trajectories());
        weights.addAll(part.weights());
      }
      assertThat(all).isEqualTo(share.trajectories());
      assertThat(weights).isEqualTo(share.weights());
      assertThat(share.split(20).stream().filter(s -> s.trajectories().isEmpty())).hasSize(5);
    }
  }

  @Test
  void isTheSameAfterItWasSent() throws IOException, ClassNotFoundException {
    try (Policy policy = TestPolicies.random(Architecture.LLAMA)) {
      GrpoSettings settings = settings(GrpoLoss.of(Clip.of(0.2), 0.05, 1), Aggregation.TOKEN_MEAN);
      Share share = share(policy, settings);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(share);
        out.writeObject(settings);
      }
      try (ObjectInputStream in =
              new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));
          Gradients here = Gradients.of(policy, Activations.AUTO);
          Gradients there = Gradients.of(policy, Activations.AUTO)) {
        Share sent = (Share) in.readObject();
        GrpoSettings sentSettings = (GrpoSettings) in.readObject();
        assertThat(sentSettings).isEqualTo(settings);
        share.accumulate(here, settings);
        sent.accumulate(there, sentSettings);
        assertThat(gradient(there, policy)).isEqualTo(gradient(here, policy));
      }
    }
  }
}
