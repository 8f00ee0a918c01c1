package io.gradus.rewards.parse;

/** What the parser accepts at most; anything larger is refused with a {@link ParseException}. */
final class Limits {
  /** Characters of one answer. */
  static final int LENGTH = 10_000;

  /** Brackets, fractions, exponents … inside one another. */
  static final int NESTING = 200;

  /** Nodes of one tree. */
  static final int NODES = 2_000;

  /** Digits of one number. */
  static final int DIGITS = 5_000;

  /** Largest exponent in scientific notation. */
  static final int EXPONENT = 400;

  private Limits() {}
}
