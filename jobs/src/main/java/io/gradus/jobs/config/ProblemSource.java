package io.gradus.jobs.config;

import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Where problems come from (blocks {@code problems.train}, {@code problems.test} and the entries of
 * {@code evaluate.benchmarks}).
 *
 * @param location of the table or file; empty for made-up problems
 * @param limit only the first so many
 * @param grading what kind of answers the problems have
 * @param synthetic used by {@link Kind#SYNTHETIC} only
 */
public record ProblemSource(
    Kind kind,
    String location,
    Order order,
    OptionalInt limit,
    Grading grading,
    SyntheticConfig synthetic) {

  /** Format of the source. */
  public enum Kind {
    /** A problems table of {@code datasets import}. */
    TABLE,
    GSM8K,
    VERL,
    JSONL,
    SVAMP,
    ASDIV,
    MAWPS,
    SYNTHETIC;

    /** As {@code datasets import --source} calls it. */
    public String word() {
      return Section.word(this);
    }
  }

  /** Order in which problems are taken. */
  public enum Order {
    AS_GIVEN,
    EASY_FIRST,
    SHUFFLED
  }

  /** What kind of answers problems have. */
  public enum Grading {
    /** Told by the name of each problem's source. */
    AUTO,
    MATH,
    /** The letter of an option. */
    MULTIPLE_CHOICE,
    /** A table that solves a logic puzzle. */
    GRID,
    /** A Python program that passes tests. */
    PROGRAM
  }

  /**
   * What the problems depend on, by the names of the settings: what is made with them is named
   * after it.
   */
  public Map<String, Object> identity() {
    Map<String, Object> identity = new TreeMap<>();
    identity.put("kind", kind.word());
    identity.put("path", location);
    identity.put("order", Section.word(order));
    limit.ifPresent(first -> identity.put("limit", first));
    if (kind == Kind.SYNTHETIC) {
      identity.put("synthetic", synthetic.identity());
    }
    return identity;
  }

  static ProblemSource of(Section section, long seed) {
    Kind kind = section.choice("kind", Kind.class);
    if (kind == Kind.SYNTHETIC && section.isGiven("path")) {
      throw section.wrong("path", "none, since " + section.name("kind") + " = synthetic");
    }
    if (kind != Kind.SYNTHETIC && !section.isGiven("path")) {
      throw section.wrong(
          "path",
          "the location of a " + kind.word() + ", or " + section.name("kind") + "=synthetic");
    }
    return new ProblemSource(
        kind,
        section.optionalText("path").orElse(""),
        section.choice("order", Order.class),
        section.optionalInteger("limit", Bound.atLeast(1)),
        section.choice("grading", Grading.class),
        SyntheticConfig.of(section.child("synthetic"), seed));
  }
}
