package io.gradus.analysis.compare;

/** What is hidden from a fit and then predicted. */
public enum Split {
  /** Fitted on the first quarter of every run's steps, scored on the rest. */
  FIRST_QUARTER("first quarter of steps"),
  /** Fitted on the first half of every run's steps, scored on the rest. */
  FIRST_HALF("first half of steps"),
  /** Fitted without the largest size, scored on it. */
  WITHOUT_LARGEST("without the largest size"),
  /** Fitted without the two largest sizes, scored on them. */
  WITHOUT_TWO_LARGEST("without the two largest sizes");

  private final String label;

  Split(String label) {
    this.label = label;
  }

  /** Whether whole sizes are hidden, rather than later steps. */
  boolean hidesSizes() {
    return this == WITHOUT_LARGEST || this == WITHOUT_TWO_LARGEST;
  }

  /** In words: what the fit saw. */
  public String label() {
    return label;
  }
}
