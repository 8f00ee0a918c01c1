package io.gradus.training.grpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.training.grpo.SamplerCorrection.Kind;
import io.gradus.training.grpo.SamplerCorrection.Level;
import io.gradus.training.hub.Architecture;
import io.gradus.training.model.Learner;
import io.gradus.training.model.LossSlopes;
import io.gradus.training.model.PlainForm;
import io.gradus.training.model.Policy;
import io.gradus.training.model.TestPolicies;
import io.gradus.training.model.TokenBatch;
import io.gradus.training.model.TokenBatch.Sequence;
import io.gradus.training.model.TokenLoss;
import io.gradus.training.rollout.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every part of the loss against its formula in double precision and its finite differences. */
class LossPartsTest {
  private static final int[] LENGTHS = {5, 1, 7, 4};
  private static final int N = 17;
  private static final Clip NARROW = new Clip(0.2, 0.28, Clip.NO_DUAL);
  private static final Kl K3 = new Kl(0.05, KlEstimator.K3, Kl.Place.LOSS);

  static Stream<GrpoLoss> losses() {
    List<GrpoLoss> losses = new ArrayList<>();
    for (PolicyLoss policy : PolicyLoss.values()) {
      losses.add(new GrpoLoss(policy, NARROW, K3, 0, SamplerCorrection.NONE, 1));
      for (Level level : Level.values()) {
        for (Kind kind : List.of(Kind.TRUNCATE, Kind.MASK)) {
          losses.add(
              new GrpoLoss(
                  policy, NARROW, K3, 0.01, new SamplerCorrection(kind, level, 0.8, 1.1), 1));
        }
      }
    }
    losses.add(
        new GrpoLoss(
            PolicyLoss.CLIP, new Clip(0.2, 0.28, 1.4), Kl.NONE, 0, SamplerCorrection.NONE, 1));
    for (KlEstimator estimator : KlEstimator.values()) {
      losses.add(
          new GrpoLoss(
              PolicyLoss.CLIP,
              NARROW,
              new Kl(0.3, estimator, Kl.Place.LOSS),
              0.02,
              SamplerCorrection.NONE,
              1));
    }
    return losses.stream();
  }

  private static float[] logprobs() {
    float[] normals = CounterRandom.of(41).normals(0, 0, N);
    float[] logprobs = new float[N];
    for (int i = 0; i < N; i++) {
      logprobs[i] = -1.5f - 0.6f * Math.abs(normals[i]);
    }
    return logprobs;
  }

  private static float[] shifted(float[] logprobs, long seed, float by) {
    float[] normals = CounterRandom.of(seed).normals(0, 0, N);
    float[] shifted = new float[N];
    for (int i = 0; i < N; i++) {
      shifted[i] = logprobs[i] + by * normals[i];
    }
    return shifted;
  }

  private static GrpoTokens tokens() {
    float[] now = logprobs();
    float[] old = shifted(now, 42, 0.35f);
    float[] weights = new float[N];
    float[] advantages = new float[N];
    float[] each = {1.2f, -0.4f, -0.9f, 0.6f};
    int at = 0;
    for (int s = 0; s < LENGTHS.length; s++) {
      Arrays.fill(weights, at, at + LENGTHS[s], 1f / (LENGTHS[s] * LENGTHS.length));
      Arrays.fill(advantages, at, at + LENGTHS[s], each[s]);
      at += LENGTHS[s];
    }
    return new GrpoTokens(
        weights, advantages, old, shifted(now, 43, 0.2f), shifted(old, 44, 0.15f), LENGTHS);
  }

  /** The loss by its formulas; {@code held} are the logprobs that no gradient goes through. */
  private static double expected(GrpoLoss loss, GrpoTokens t, double[] lp, double[] held) {
    double sum = 0;
    int from = 0;
    for (int length : t.lengths()) {
      int to = from + length;
      double ratio = 0;
      double heldRatio = 0;
      double gap = 0;
      for (int i = from; i < to; i++) {
        ratio += (lp[i] - t.oldLogprobs()[i]) / length;
        heldRatio += (held[i] - t.oldLogprobs()[i]) / length;
        gap += (double) t.oldLogprobs()[i] - t.samplerLogprobs()[i];
      }
      for (int i = from; i < to; i++) {
        double a = t.advantages()[i];
        double r = Math.exp(lp[i] - t.oldLogprobs()[i]);
        if (loss.policy() == PolicyLoss.GSPO) {
          // Where tokens of a completion have weights of their own, each gets its own slope.
          boolean apart = loss.correction().isOn() && loss.correction().level() == Level.TOKEN;
          r = Math.exp(apart ? heldRatio + lp[i] - held[i] : ratio);
        }
        double low = 1 - loss.clip().low();
        double high = 1 + loss.clip().high();
        double term = Math.max(-a * r, -a * Math.min(Math.max(r, low), high));
        if (loss.policy() == PolicyLoss.CISPO) {
          double fixed = Math.exp(held[i] - t.oldLogprobs()[i]);
          term = -a * Math.min(Math.max(fixed, low), high) * lp[i];
        }
        if (a < 0 && loss.clip().dual() > 0) {
          term = Math.min(term, -a * loss.clip().dual());
        }
        SamplerCorrection correction = loss.correction();
        double c =
            Math.exp(
                correction.level() == Level.SEQUENCE
                    ? gap
                    : (double) t.oldLogprobs()[i] - t.samplerLogprobs()[i]);
        if (correction.kind() == Kind.TRUNCATE) {
          term *= Math.min(c, correction.high());
        } else if (correction.kind() == Kind.MASK) {
          term *= c >= correction.low() && c <= correction.high() ? c : 0;
        }
        double q = t.referenceLogprobs()[i] - lp[i];
        double kl =
            switch (loss.kl().estimator()) {
              case K1 -> -q;
              case K2 -> q * q / 2;
              case K3 -> Math.exp(q) - q - 1;
            };
        sum += t.weights()[i] * (term + loss.kl().coefficient() * kl);
      }
      from = to;
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("losses")
  void isItsFormulaAndItsSlopesAreFiniteDifferences(GrpoLoss loss) {
    GrpoTokens tokens = tokens();
    float[] now = logprobs();
    double[] lp = new double[N];
    float[] entropies = new float[N];
    double bonus = 0;
    for (int i = 0; i < N; i++) {
      lp[i] = now[i];
      entropies[i] = 0.1f * i;
      bonus += loss.entropyCoefficient() * tokens.weights()[i] * entropies[i];
    }
    LossSlopes slopes = LossSlopes.of(loss.over(tokens), now, entropies);
    assertThat(slopes.sums()[0]).isCloseTo(expected(loss, tokens, lp, lp) - bonus, within(1e-6));
    for (int i = 0; i < N; i++) {
      double[] up = lp.clone();
      double[] down = lp.clone();
      up[i] += 1e-6;
      down[i] -= 1e-6;
      double difference =
          (expected(loss, tokens, up, lp) - expected(loss, tokens, down, lp)) / 2e-6;
      assertThat((double) slopes.byLogprob()[i])
          .as("token " + i)
          .isCloseTo(difference, within(1e-6));
      assertThat((double) slopes.byEntropy()[i])
          .isCloseTo(-loss.entropyCoefficient() * tokens.weights()[i], within(1e-8));
    }
  }

  /** Ratio e^0.5 = 1.6487 and A = −2 cost 3.2974 without, 2.8 with a dual clip at 1.4. */
  @Test
  void theDualClipBoundsWhatABadCompletionCosts() {
    GrpoTokens one =
        new GrpoTokens(
            new float[] {1},
            new float[] {-2},
            new float[] {-1.5f},
            new float[1],
            new float[1],
            new int[] {1});
    float[] now = {-1};
    GrpoLoss free = GrpoLoss.of(Clip.of(0.2), 0, 1);
    GrpoLoss dual =
        new GrpoLoss(
            PolicyLoss.CLIP, new Clip(0.2, 0.2, 1.4), Kl.NONE, 0, SamplerCorrection.NONE, 1);
    assertThat(LossSlopes.of(free.over(one), now, new float[1]).sums()[0])
        .isCloseTo(3.297443, within(1e-5));
    LossSlopes capped = LossSlopes.of(dual.over(one), now, new float[1]);
    assertThat(capped.sums()[0]).isCloseTo(2.8, within(1e-6));
    assertThat(capped.byLogprob()[0]).isZero();
    assertThat(GrpoSums.of(capped.sums()).clippedDual()).isEqualTo(1);
  }

  /** Where the old policy is the policy, GSPO, PPO and CISPO have the same slope. */
  @Test
  void onPolicyAllSurrogatesTeachTheSame() {
    for (PolicyLoss policy : PolicyLoss.values()) {
      GrpoLoss loss = new GrpoLoss(policy, NARROW, Kl.NONE, 0, SamplerCorrection.NONE, 1);
      LossSlopes slopes = LossSlopes.of(loss.onPolicy(tokens()), logprobs(), new float[N]);
      for (int i = 0; i < N; i++) {
        assertThat(slopes.byLogprob()[i])
            .isCloseTo(-tokens().weights()[i] * tokens().advantages()[i], within(1e-7f));
      }
    }
  }

  /** 24 completions of 28 tokens: more than the logits that are held at a time. */
  private static TokenBatch batch() {
    List<Sequence> sequences = new ArrayList<>();
    for (int s = 0; s < 24; s++) {
      float[] uniforms = CounterRandom.of(45).uniforms(0, s, 31);
      int[] ids = new int[31];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = (int) (uniforms[i] * 23);
      }
      sequences.add(new Sequence(ids, 3));
    }
    return new TokenBatch(sequences);
  }

  /** The written-out gradient, entropy bonus included, is that of autograd through the model. */
  @ParameterizedTest
  @MethodSource("losses")
  void gradientsOfWeightsAreThoseOfAutograd(GrpoLoss loss) {
    TokenBatch batch = batch();
    int n = batch.scored();
    try (Policy policy = TestPolicies.random(Architecture.QWEN3);
        Learner learner = new Learner(policy)) {
      float[] now = policy.score(batch, 1).logprobs();
      float[] weights = new float[n];
      float[] advantages = new float[n];
      float[] old = new float[n];
      float[] reference = new float[n];
      float[] sampler = new float[n];
      float[] noise = CounterRandom.of(46).normals(0, 0, 3 * n);
      for (int i = 0; i < n; i++) {
        weights[i] = 1f / n;
        advantages[i] = (i / 28) % 2 == 0 ? 1 : -0.7f;
        old[i] = now[i] + 0.3f * noise[i];
        reference[i] = now[i] + 0.2f * noise[n + i];
        sampler[i] = old[i] + 0.02f * noise[2 * n + i];
      }
      int[] lengths = new int[24];
      Arrays.fill(lengths, 28);
      TokenLoss over =
          loss.over(new GrpoTokens(weights, advantages, old, reference, sampler, lengths));
      learner.accumulate(batch, over);
      float[] actual = TestPolicies.gradient(learner);
      float[] plain = new PlainForm(policy).gradient(batch, over).gradient();
      double error = 0;
      double size = 0;
      for (int i = 0; i < plain.length; i++) {
        error = Math.max(error, Math.abs(actual[i] - plain[i]));
        size = Math.max(size, Math.abs(plain[i]));
      }
      assertThat(size).isPositive();
      assertThat(error / size).isLessThan(1e-4);
    }
  }
}
