package io.gradus.jobs.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradus.files.Json;
import io.gradus.training.grpo.Advantage;
import io.gradus.training.grpo.Aggregation;
import io.gradus.training.grpo.Clip;
import io.gradus.training.grpo.GrpoLoss;
import io.gradus.training.grpo.GrpoTokens;
import io.gradus.training.grpo.Kl;
import io.gradus.training.grpo.KlEstimator;
import io.gradus.training.grpo.PolicyLoss;
import io.gradus.training.grpo.SamplerCorrection;
import io.gradus.training.grpo.SamplerCorrection.Kind;
import io.gradus.training.grpo.SamplerCorrection.Level;
import io.gradus.training.model.LossSlopes;
import io.gradus.training.rollout.CounterRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes made-up tokens of a mini-batch, and what every loss, aggregation and advantage gives for
 * them, as JSON for another implementation to compute again.
 *
 * <p>Arguments: the file to write.
 */
public final class LossBench {
  private static final int PROMPTS = 4;
  private static final int SAMPLES = 3;
  private static final int LONGEST = 16;
  private static final int[] LENGTHS = {5, 1, 9, 3, 12, 7, 2, 2, 16, 4, 8, 6};
  private static final int TOKENS = Arrays.stream(LENGTHS).sum();
  private static final Clip CLIP = new Clip(0.2, 0.28, Clip.NO_DUAL);
  private static final Kl K3 = new Kl(0.04, KlEstimator.K3, Kl.Place.LOSS);

  private LossBench() {}

  private record Case(String name, GrpoLoss loss, Aggregation aggregation) {}

  public static void main(String[] args) throws IOException {
    ObjectNode file = Json.STRICT.createObjectNode();
    file.put("samples", SAMPLES).put("longest", LONGEST);
    numbers(file.putArray("lengths"), LENGTHS);
    float[] now = around(new float[TOKENS], 1, 0.8f);
    for (int i = 0; i < TOKENS; i++) {
      now[i] = -0.2f - Math.abs(now[i]);
    }
    float[] old = around(now, 2, 0.3f);
    float[] reference = around(now, 3, 0.2f);
    float[] sampler = around(old, 4, 0.08f);
    float[] entropies = CounterRandom.of(5).uniforms(0, 0, TOKENS);
    float[] advantages = CounterRandom.of(6).normals(0, 0, LENGTHS.length);
    numbers(file.putArray("logprobs"), now);
    numbers(file.putArray("old"), old);
    numbers(file.putArray("reference"), reference);
    numbers(file.putArray("sampler"), sampler);
    numbers(file.putArray("entropies"), entropies);
    numbers(file.putArray("advantages"), advantages);
    ArrayNode cases = file.putArray("losses");
    for (Case one : cases()) {
      float[] weights = new float[TOKENS];
      float[] each = new float[TOKENS];
      int at = 0;
      for (int s = 0; s < LENGTHS.length; s++) {
        int group = s / SAMPLES * SAMPLES;
        long ofGroup = Arrays.stream(LENGTHS, group, group + SAMPLES).sum();
        float weight =
            one.aggregation()
                .weight(
                    new Aggregation.Counts(
                        LENGTHS[s], ofGroup, TOKENS, LENGTHS.length, PROMPTS, LONGEST));
        Arrays.fill(weights, at, at + LENGTHS[s], weight);
        Arrays.fill(each, at, at + LENGTHS[s], advantages[s]);
        at += LENGTHS[s];
      }
      GrpoTokens tokens = new GrpoTokens(weights, each, old, reference, sampler, LENGTHS);
      add(cases.addObject(), one, LossSlopes.of(one.loss().over(tokens), now, entropies));
    }
    addAdvantages(file);
    Files.writeString(Path.of(args[0]), Json.STRICT.writeValueAsString(file) + "\n");
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Aggregation aggregation : Aggregation.values()) {
      cases.add(
          new Case(
              "aggregation " + word(aggregation),
              loss(PolicyLoss.CLIP, CLIP, K3, 0, SamplerCorrection.NONE),
              aggregation));
    }
    for (PolicyLoss policy : PolicyLoss.values()) {
      cases.add(
          new Case(
              "policy-loss " + word(policy),
              loss(policy, CLIP, Kl.NONE, 0, SamplerCorrection.NONE),
              Aggregation.SEQ_MEAN_TOKEN_MEAN));
    }
    cases.add(
        new Case(
            "clip-dual",
            loss(PolicyLoss.CLIP, new Clip(0.2, 0.28, 1.4), Kl.NONE, 0, SamplerCorrection.NONE),
            Aggregation.TOKEN_MEAN));
    for (KlEstimator estimator : KlEstimator.values()) {
      cases.add(
          new Case(
              "kl-estimator " + word(estimator),
              loss(
                  PolicyLoss.CLIP,
                  CLIP,
                  new Kl(0.5, estimator, Kl.Place.LOSS),
                  0,
                  SamplerCorrection.NONE),
              Aggregation.TOKEN_MEAN));
    }
    cases.add(
        new Case(
            "entropy-coefficient",
            loss(PolicyLoss.CLIP, CLIP, K3, 0.01, SamplerCorrection.NONE),
            Aggregation.TOKEN_MEAN));
    for (Kind kind : List.of(Kind.TRUNCATE, Kind.MASK)) {
      for (Level level : Level.values()) {
        cases.add(
            new Case(
                "correction " + word(kind) + " " + word(level),
                loss(PolicyLoss.CLIP, CLIP, K3, 0, new SamplerCorrection(kind, level, 0.9, 1.05)),
                Aggregation.TOKEN_MEAN));
      }
    }
    return cases;
  }

  private static GrpoLoss loss(
      PolicyLoss policy, Clip clip, Kl kl, double entropy, SamplerCorrection correction) {
    return new GrpoLoss(policy, clip, kl, entropy, correction, 1);
  }

  private static void add(ObjectNode node, Case one, LossSlopes slopes) {
    GrpoLoss loss = one.loss();
    node.put("name", one.name());
    node.put("policy", word(loss.policy()));
    node.put("low", loss.clip().low()).put("high", loss.clip().high());
    node.put("dual", loss.clip().dual());
    node.put("kl", loss.kl().coefficient()).put("estimator", word(loss.kl().estimator()));
    node.put("entropy", loss.entropyCoefficient());
    node.put("correction", word(loss.correction().kind()));
    node.put("level", word(loss.correction().level()));
    node.put("bottom", loss.correction().low()).put("top", loss.correction().high());
    node.put("aggregation", word(one.aggregation()));
    node.put("loss", slopes.sums()[0]);
    numbers(node.putArray("by_logprob"), slopes.byLogprob());
    numbers(node.putArray("by_entropy"), slopes.byEntropy());
  }

  private static void addAdvantages(ObjectNode file) {
    List<double[]> rewards =
        List.of(
            new double[] {0, 1, 0},
            new double[] {1, 1, 1},
            new double[] {0.5, -0.25, 2},
            new double[] {0, 1, 1});
    List<int[]> tokens = new ArrayList<>();
    for (int p = 0; p < PROMPTS; p++) {
      tokens.add(Arrays.copyOfRange(LENGTHS, p * SAMPLES, (p + 1) * SAMPLES));
      numbers(file.withArray("rewards").addArray(), rewards.get(p));
    }
    ArrayNode estimators = file.putArray("estimators");
    for (Advantage.Estimator estimator : Advantage.Estimator.values()) {
      for (double epsilon : new double[] {1e-6, 1e-4}) {
        ObjectNode node = estimators.addObject();
        node.put("name", word(estimator)).put("epsilon", epsilon);
        for (float[] group : new Advantage(estimator, epsilon).of(rewards, tokens)) {
          numbers(node.withArray("advantages").addArray(), group);
        }
      }
    }
  }

  private static float[] around(float[] centre, long seed, float by) {
    float[] normals = CounterRandom.of(seed).normals(0, 0, centre.length);
    float[] values = new float[centre.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = centre[i] + by * normals[i];
    }
    return values;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  private static void numbers(ArrayNode array, float[] values) {
    for (float value : values) {
      array.add(value);
    }
  }

  private static void numbers(ArrayNode array, double[] values) {
    for (double value : values) {
      array.add(value);
    }
  }

  private static void numbers(ArrayNode array, int[] values) {
    for (int value : values) {
      array.add(value);
    }
  }
}
