package io.gradus.jobs.config;

import java.util.function.DoublePredicate;

/** The numbers that a setting accepts, and how an error message says so. */
record Bound(DoublePredicate accepts, String words) {

  static final Bound POSITIVE = new Bound(x -> x > 0, "greater than 0");
  static final Bound NOT_NEGATIVE = new Bound(x -> x >= 0, "of at least 0");
  static final Bound PROBABILITY = new Bound(x -> x >= 0 && x <= 1, "from 0 to 1");
  static final Bound POSITIVE_PROBABILITY =
      new Bound(x -> x > 0 && x <= 1, "greater than 0 and at most 1");
  static final Bound BELOW_ONE = new Bound(x -> x >= 0 && x < 1, "from 0 to below 1");
  static final Bound ABOVE_ONE = new Bound(x -> x > 1, "greater than 1");
  static final Bound ANY = new Bound(x -> true, "");

  static Bound atLeast(long low) {
    return new Bound(x -> x >= low, "of at least " + low);
  }
}
