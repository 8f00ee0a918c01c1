package io.gradus.datasets;

/**
 * Counter-based random numbers: the n-th number of a stream is a function of the stream's key and
 * n, so any row can be made anywhere, in any order, with the same bytes.
 *
 * <p>The stream is SplitMix64 (Steele, Lea, Flood 2014) started at a state hashed from the key: a
 * seed, a name that separates uses, and indices.
 */
public final class KeyedRandom {

  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  KeyedRandom(long state) {
    this.state = state;
  }

  /** The stream of a seed, a use and its indices. */
  public static KeyedRandom of(long seed, String use, long... indices) {
    long key = mix(seed + GAMMA);
    for (int i = 0; i < use.length(); i++) {
      key = absorb(key, use.charAt(i));
    }
    key = absorb(key, use.length());
    for (long index : indices) {
      key = absorb(key, index);
    }
    return new KeyedRandom(key);
  }

  /** The next 64 bits. */
  public long nextLong() {
    state += GAMMA;
    return mix(state);
  }

  /** The next number uniform in [0, 1), a multiple of 2^-53. */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /**
   * The next integer uniform in [0, bound), by multiplication instead of division; the bias is
   * below bound / 2^63.
   */
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("Bound %d, expected 1 or more.".formatted(bound));
    }
    return (int) Math.multiplyHigh(nextLong() >>> 1, 2L * bound);
  }

  /** A random order of 0 … size-1 (Fisher and Yates). */
  public int[] permutation(int size) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static long absorb(long key, long value) {
    return mix((key ^ mix(value + GAMMA)) + GAMMA);
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
