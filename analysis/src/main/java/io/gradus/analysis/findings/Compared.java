package io.gradus.analysis.findings;

import io.gradus.analysis.text.ModelSize;

/** What an {@link Effect} compares. */
public sealed interface Compared {
  /** The mean over all single comparisons of a part. */
  Overall OVERALL = new Overall();

  /** As tables have it. */
  String label();

  /** The mean over all single comparisons of a part. */
  record Overall() implements Compared {
    @Override
    public String label() {
      return "overall";
    }
  }

  /**
   * Two neighbouring model sizes.
   *
   * @param small non-embedding parameters of the smaller
   * @param large of the larger
   */
  record Sizes(double small, double large) implements Compared {
    @Override
    public String label() {
      return ModelSize.text(small) + " → " + ModelSize.text(large);
    }
  }

  /**
   * Two neighbouring group sizes.
   *
   * @param small rollouts a prompt of the smaller
   * @param large of the larger
   */
  record GroupSizes(int small, int large) implements Compared {
    @Override
    public String label() {
      return "G=" + small + " → G=" + large;
    }
  }

  /**
   * Reused against fresh data.
   *
   * @param tau how often each problem was used
   */
  record Reuse(int tau) implements Compared {
    @Override
    public String label() {
      return "τ=" + tau;
    }
  }

  /**
   * Two kinds of models of one size, or one size before and after training.
   *
   * @param params its non-embedding parameters
   */
  record AtSize(double params) implements Compared {
    @Override
    public String label() {
      return ModelSize.text(params);
    }
  }
}
