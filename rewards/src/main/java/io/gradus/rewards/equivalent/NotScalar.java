package io.gradus.rewards.equivalent;

/** Something in the tree is not a number or a function of variables; an expected outcome. */
final class NotScalar extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotScalar(String what) {
    super(what, null, false, false);
  }
}
