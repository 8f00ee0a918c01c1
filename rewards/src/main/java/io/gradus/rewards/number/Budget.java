package io.gradus.rewards.number;

/**
 * Counts the elementary operations of one verification and ends it when they run out. Work is
 * bounded by counting, never by a clock, so the same input always gets the same answer. Not shared
 * between threads: each call makes its own.
 */
public final class Budget {
  /**
   * Thrown when the budget is used up; carries no stack trace because it is an expected outcome.
   */
  public static final class Exceeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An end of work for the given reason. */
    public Exceeded(String message) {
      super(message, null, false, false);
    }
  }

  private final long limit;
  private long spent;

  /**
   * A budget of the given number of operations; one is about one short word-sized multiplication.
   */
  public Budget(long limit) {
    if (limit <= 0) {
      throw new IllegalArgumentException("limit must be positive, found " + limit);
    }
    this.limit = limit;
  }

  /**
   * Charges some operations, before they are done. What does not fit is not done and uses the
   * budget up.
   */
  public void spend(long operations) {
    boolean fits = operations <= limit - spent;
    spent = fits ? spent + operations : limit;
    if (!fits) {
      throw new Exceeded("more than " + limit + " operations needed");
    }
  }

  /** What was charged so far, never more than the limit. */
  public long spent() {
    return spent;
  }
}
