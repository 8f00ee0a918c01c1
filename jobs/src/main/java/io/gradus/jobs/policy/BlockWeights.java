package io.gradus.jobs.policy;

import io.gradus.training.hub.HalfPrecision;
import io.gradus.training.hub.ModelConfig;
import io.gradus.training.hub.WeightSource;
import io.gradus.training.model.Compute;
import io.gradus.training.model.Compute.ComputeType;
import io.gradus.training.model.Policy;
import java.nio.FloatBuffer;

/**
 * A policy's weights in blocks on executors: nobody holds the whole but those who compute with it.
 *
 * @param configJson the model's config.json
 * @param slices how weights are cut
 * @param type of the numbers stored: float32, or bfloat16 as arrays of shorts
 */
public record BlockWeights(
    String configJson, PolicySlices slices, ComputeType type, ArrayBlocks blocks)
    implements SnapshotSource {

  /** A name for these weights in a slot. */
  public PolicyVersion version(String slot) {
    return new PolicyVersion(slot, "blocks-" + blocks.set(), this);
  }

  @Override
  public Policy load(Compute compute) {
    Policy policy =
        Policy.allocateRounded(ModelConfig.parse(configJson, "weights in blocks"), compute);
    try {
      for (int member = 0; member < slices.members(); member++) {
        for (int number = 0; number < slices.chunks(member); number++) {
          policy.write(slices.offset(member, number), FloatBuffer.wrap(chunk(member, number)));
        }
      }
      return policy;
    } catch (RuntimeException e) {
      policy.close();
      throw e;
    }
  }

  private float[] chunk(int member, int number) {
    int index = slices.index(member, number);
    return type == ComputeType.FLOAT32 ? blocks.floats(index) : widened(blocks.halves(index));
  }

  /** Numbers rounded to bfloat16, ties to even. */
  public static short[] rounded(float[] values) {
    short[] halves = new short[values.length];
    for (int i = 0; i < values.length; i++) {
      halves[i] = HalfPrecision.toBfloat16(values[i]);
    }
    return halves;
  }

  /** The numbers again that were rounded. */
  public static float[] widened(short[] halves) {
    float[] values = new float[halves.length];
    for (int i = 0; i < halves.length; i++) {
      values[i] = HalfPrecision.fromBfloat16(halves[i]);
    }
    return values;
  }

  /** Float32 numbers that are cut like a policy's weights, to be read on the driver. */
  public static WeightSource source(PolicySlices slices, ArrayBlocks blocks) {
    return (offset, chunk) -> {
      long at = offset;
      while (chunk.hasRemaining()) {
        int member = slices.memberAt(at);
        int number = slices.chunkAt(at);
        int begin = (int) (at - slices.offset(member, number));
        int count = Math.min(chunk.remaining(), slices.size(member, number) - begin);
        chunk.put(blocks.floats(slices.index(member, number)), begin, count);
        at += count;
      }
    };
  }
}
