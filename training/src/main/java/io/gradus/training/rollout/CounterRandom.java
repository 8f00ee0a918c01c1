package io.gradus.training.rollout;

import io.gradus.files.Sha256;
import java.nio.ByteBuffer;

/**
 * Random numbers that are a function of a key and a counter, so that any of them can be had without
 * the others: Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1,
 * 2, 3", 2011).
 */
public final class CounterRandom {
  private static final int ROUNDS = 10;
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final long UNSIGNED = 0xFFFFFFFFL;
  private static final float UNIT = 0x1.0p-24f;

  private final int key0;
  private final int key1;

  private CounterRandom(int key0, int key1) {
    this.key0 = key0;
    this.key1 = key1;
  }

  /**
   * Numbers keyed by a seed and any texts: equal keys give equal numbers, others independent ones.
   */
  public static CounterRandom of(long seed, String... names) {
    Sha256 sum = new Sha256().add(seed);
    for (String name : names) {
      sum.add(name);
    }
    ByteBuffer key = ByteBuffer.wrap(sum.bytes());
    return new CounterRandom(key.getInt(), key.getInt());
  }

  static CounterRandom ofKey(int key0, int key1) {
    return new CounterRandom(key0, key1);
  }

  /** The four 32-bit numbers of one counter value. */
  int[] block(int counter0, int counter1, int counter2, int counter3) {
    int c0 = counter0;
    int c1 = counter1;
    int c2 = counter2;
    int c3 = counter3;
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * (c0 & UNSIGNED);
      long product1 = MULTIPLIER_1 * (c2 & UNSIGNED);
      c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
      c1 = (int) product1;
      c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
      c3 = (int) product0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    return new int[] {c0, c1, c2, c3};
  }

  /**
   * The first {@code length} numbers of stream (a, b): uniform in [0, 1), multiples of 2⁻²⁴.
   *
   * @param a any number, for instance a step
   * @param b any number, for instance a sample's index
   */
  public float[] uniforms(long a, int b, int length) {
    float[] uniforms = new float[length];
    for (int i = 0; i < length; i += 4) {
      int[] block = block(i / 4, b, (int) a, (int) (a >>> 32));
      for (int j = 0; j < Math.min(4, length - i); j++) {
        uniforms[i + j] = (block[j] >>> 8) * UNIT;
      }
    }
    return uniforms;
  }

  /** The first {@code length} numbers of stream (a, b) from the standard normal distribution. */
  public float[] normals(long a, int b, int length) {
    float[] normals = new float[length];
    for (int i = 0; i < length; i += 2) {
      int[] block = block(i / 2, b, (int) a, (int) (a >>> 32));
      // Box and Muller 1958; the first uniform is in (0, 1], so its logarithm is finite
      double radius = StrictMath.sqrt(-2 * StrictMath.log(((block[0] & UNSIGNED) + 1) * 0x1.0p-32));
      double angle = 2 * Math.PI * (block[1] & UNSIGNED) * 0x1.0p-32;
      normals[i] = (float) (radius * StrictMath.cos(angle));
      if (i + 1 < length) {
        normals[i + 1] = (float) (radius * StrictMath.sin(angle));
      }
    }
    return normals;
  }
}
