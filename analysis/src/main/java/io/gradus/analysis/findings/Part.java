package io.gradus.analysis.findings;

/** A part of a finding's claim. */
public sealed interface Part {
  /** As tables have it. */
  String label();

  /** A part of one of the claims about training itself. */
  enum Claim implements Part {
    /** Neighbouring sizes, or group sizes, at the same compute. */
    EQUAL_COMPUTE("loss at equal compute"),
    /** Neighbouring sizes, or group sizes, at the same data. */
    EQUAL_DATA("loss at equal data"),
    /** How k goes with size. */
    EFFICIENCY("learning efficiency k"),
    /** How k over compute goes with size. */
    COMPUTE_EFFICIENCY("learning efficiency k over compute"),
    /** The end of each run from its beginning. */
    LATER_STEPS("the end of a run from its first quarter"),
    /** The largest size over data, from the smaller ones. */
    LARGER_SIZE("the largest size from the smaller ones, over data"),
    /** The same over compute. */
    LARGER_SIZE_COMPUTE("the largest size from the smaller ones, over compute"),
    /** Whether k rises less with size among the larger sizes. */
    SATURATION("growth of k slows"),
    /** The level reached by size, at equal loss before training. */
    SIZE_BESIDE_COMPETENCE("size at equal competence"),
    /** The level reached by the loss before training, at equal size. */
    COMPETENCE("competence at equal size"),
    /** Reused beside fresh data at the same number of steps. */
    REUSE_COST("no cost at equal steps"),
    /** Reused data beside stopping when every problem was seen once. */
    REUSE_GAIN("gain over one pass"),
    /** k of instruct beside base models of the same size. */
    VARIANT_LEVEL("k at equal size"),
    /** How differently k goes with size for base and instruct models. */
    VARIANT_TREND("trend of k with size");

    private final String label;

    Claim(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }
  }

  /**
   * What training did to one held-out set.
   *
   * @param benchmark the set
   */
  record OnBenchmark(String benchmark) implements Part {
    @Override
    public String label() {
      return benchmark;
    }
  }
}
