package io.gradus.training.model;

import io.gradus.training.hub.Architecture;
import io.gradus.training.hub.ModelConfig;
import io.gradus.training.hub.ModelConfigBuilder;
import io.gradus.training.hub.Switches.NormWeight;
import io.gradus.training.hub.WeightLayout.Slice;
import io.gradus.training.model.Compute.ComputeType;
import io.gradus.training.rollout.CounterRandom;
import java.nio.FloatBuffer;

/** Small models with random weights for tests. */
public final class TestPolicies {
  public static final Compute FLOAT32 = Compute.cpu(1, ComputeType.FLOAT32);
  public static final Compute BFLOAT16 = Compute.cpu(1, ComputeType.BFLOAT16);

  private TestPolicies() {}

  /** Grouped-query attention, explicit head size; Qwen2 with a tied head, the others untied. */
  public static ModelConfig config(Architecture architecture) {
    ModelConfigBuilder builder =
        ModelConfig.builder(architecture)
            .vocabSize(23)
            .hiddenSize(16)
            .intermediateSize(24)
            .layers(2)
            .heads(4)
            .kvHeads(2)
            .headDim(6)
            .ropeTheta(1000)
            .maxPositions(64);
    return (architecture == Architecture.QWEN2 ? builder.tiedEmbeddings() : builder).build();
  }

  public static Policy random(Architecture architecture) {
    return random(config(architecture), FLOAT32);
  }

  public static Policy random(ModelConfig config, Compute compute) {
    Policy policy = Policy.allocate(config, compute);
    for (Slice slice : policy.layout().slices()) {
      policy.write(slice.offset(), FloatBuffer.wrap(values(slice, config)));
    }
    return policy;
  }

  private static float[] values(Slice slice, ModelConfig config) {
    float[] values =
        CounterRandom.of(5, slice.name()).normals(0, 0, Math.toIntExact(slice.length()));
    boolean norm = slice.name().endsWith("norm.weight");
    int one = config.switches().normWeight() == NormWeight.WEIGHT ? 1 : 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = norm ? one + 0.1f * values[i] : 0.35f * values[i];
    }
    return values;
  }

  /** All weights of a policy. */
  public static float[] weights(Policy policy) {
    FloatBuffer all = FloatBuffer.allocate(Math.toIntExact(policy.layout().totalLength()));
    policy.read(0, all);
    return all.array();
  }

  /** The gradient that a learner has gathered. */
  public static float[] gradient(Learner learner) {
    FloatBuffer all =
        FloatBuffer.allocate(Math.toIntExact(learner.policy().layout().totalLength()));
    learner.readGradient(0, all);
    return all.array();
  }
}
