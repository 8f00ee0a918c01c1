package io.gradus.analysis.plan;

import io.gradus.analysis.plan.Effects.Effect;
import java.util.Locale;

/** A run before it is ranked: its terms and its steps. */
record Candidate(Terms terms, int steps) {

  /**
   * Everything but the steps.
   *
   * @param computePerPrompt FLOP; NaN when unknown
   */
  record Terms(
      double params,
      int groupSize,
      int tau,
      Effect groupEffect,
      Effect reuseEffect,
      double computePerPrompt,
      double promptsPerStep) {

    String label() {
      return String.format(
          Locale.ROOT, "%.3g parameters, group size %d, reuse %d", params, groupSize, tau);
    }
  }

  double data() {
    return steps * terms.promptsPerStep();
  }

  double compute() {
    return data() * terms.computePerPrompt();
  }

  /** Predicted loss with the mean effects. */
  double loss(LossFunction law) {
    return Math.min(1, Math.exp(logLoss(law)));
  }

  double logLoss(LossFunction law) {
    return law.logLoss(terms.params(), data())
        + terms.groupEffect().value()
        + terms.reuseEffect().value();
  }

  /**
   * What it costs where a target is to be reached: compute, or N times data where that is unknown.
   */
  double cost() {
    return Double.isNaN(terms.computePerPrompt()) ? terms.params() * data() : compute();
  }
}
