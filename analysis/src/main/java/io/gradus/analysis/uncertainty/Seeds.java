package io.gradus.analysis.uncertainty;

/** Seeds of independent streams. */
public final class Seeds {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Seeds() {}

  /** A well-mixed seed of a stream's number. */
  public static long mix(long seed, long stream) {
    long x = seed + GOLDEN * (stream + 1);
    x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }

  /** A seed of a name: the same for the same name in every JVM. */
  public static long mix(long seed, String name) {
    long x = seed;
    for (int i = 0; i < name.length(); i++) {
      x = mix(x, name.charAt(i));
    }
    return x;
  }
}
