package io.gradus.training.pretrain;

import io.gradus.training.hub.WeightLayout.Slice;
import io.gradus.training.model.Adapter;
import io.gradus.training.rollout.CounterRandom;
import java.nio.FloatBuffer;

/**
 * Initial low-rank adapters as peft makes them: B is zero, so that the policy begins as the base
 * model, and A is uniform within ± 1 / √in (Kaiming's uniform distribution with a = √5).
 */
public final class AdapterInitializer {
  private AdapterInitializer() {}

  /** Fills the adapters, which depend on the seed and their names and shapes only, and merges. */
  public static void fill(Adapter adapter, long seed) {
    for (var pair : adapter.layout().pairs()) {
      adapter.write(pair.a().offset(), FloatBuffer.wrap(uniform(pair.a(), seed)));
      adapter.write(
          pair.b().offset(), FloatBuffer.wrap(new float[Math.toIntExact(pair.b().length())]));
    }
    adapter.merge();
  }

  private static float[] uniform(Slice slice, long seed) {
    float[] values =
        CounterRandom.of(seed, "initial adapter", slice.name())
            .uniforms(0, 0, Math.toIntExact(slice.length()));
    double bound = 1 / Math.sqrt(slice.shape().get(1));
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((2 * values[i] - 1) * bound);
    }
    return values;
  }
}
