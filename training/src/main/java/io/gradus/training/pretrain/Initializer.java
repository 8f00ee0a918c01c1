package io.gradus.training.pretrain;

import io.gradus.training.hub.Switches;
import io.gradus.training.hub.WeightLayout;
import io.gradus.training.hub.WeightLayout.Slice;
import io.gradus.training.model.Policy;
import io.gradus.training.rollout.CounterRandom;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Initial weights of a model made from scratch: norms 1 (0 where 1 is added), biases 0, the
 * embedding N(0, 1), every projection N(0, 1 / fan-in), and those that write to the residual stream
 * (attention output and down projection) further divided by √(2 · layers), as GPT-2 has it.
 */
public final class Initializer {
  private Initializer() {}

  /** Fills the policy's weights, which depend on the seed and the layout only. */
  public static void fill(Policy policy, long seed) {
    double residual = 1 / Math.sqrt(2.0 * policy.config().layers());
    boolean plusOne =
        policy.config().switches().normWeight() == Switches.NormWeight.ONE_PLUS_WEIGHT;
    float norm = plusOne ? 0 : 1;
    WeightLayout layout = policy.layout();
    for (Slice slice : layout.slices()) {
      policy.write(slice.offset(), FloatBuffer.wrap(values(slice, residual, norm, seed)));
    }
  }

  private static float[] values(Slice slice, double residual, float norm, long seed) {
    int length = Math.toIntExact(slice.length());
    float[] values = new float[length];
    if (slice.name().endsWith("norm.weight")) {
      Arrays.fill(values, norm);
    } else if (slice.shape().size() == 2) {
      double scale = 1 / Math.sqrt(slice.shape().get(1));
      if (slice.name().endsWith("embed_tokens.weight")) {
        scale = 1;
      } else if (slice.name().endsWith("o_proj.weight")
          || slice.name().endsWith("down_proj.weight")) {
        scale *= residual;
      }
      float[] normals =
          CounterRandom.of(seed, "initial weights", slice.name()).normals(0, 0, length);
      for (int i = 0; i < length; i++) {
        values[i] = (float) (normals[i] * scale);
      }
    }
    return values;
  }
}
