package io.gradus.datasets;

/** Paths for Spark's readers, which take the characters {@code [ ] * ? { }} of one for patterns. */
public final class LiteralPath {
  private LiteralPath() {}

  /** A path that stands for itself only. */
  public static String of(String path) {
    return path.replaceAll("[\\[\\]{}*?\\\\]", "\\\\$0");
  }
}
