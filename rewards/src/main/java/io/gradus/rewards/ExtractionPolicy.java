package io.gradus.rewards;

/** Which parts of a completion may hold its answer. */
public enum ExtractionPolicy {
  /** Only \boxed{…} and #### lines. */
  STRICT,
  /** Also "the answer is …", and at last the last mathematics or number. */
  FLEXIBLE
}
