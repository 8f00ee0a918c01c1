package io.gradus.jobs.rollout;

import io.gradus.rewards.Reward;
import java.io.Serializable;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A completion's text and its reward, in a form that travels between JVMs. */
public final class Grade implements Serializable {
  private static final long serialVersionUID = 1;

  private final String completion;
  private final double reward;
  private final TreeMap<String, Double> parts;
  private final boolean correct;
  private final String reason;
  private final int faults;

  /** Null where there is none, since an Optional cannot be serialised. */
  private final String extracted;

  /**
   * The grade of a completion; it is correct if its deciding part is at least 1, or, where no
   * function of that name was asked, if verification says so.
   *
   * @param completion its text
   * @param decidingPart name of a reward function
   */
  Grade(String completion, Reward reward, String decidingPart) {
    this.completion = completion;
    this.reward = reward.total();
    this.parts = new TreeMap<>(reward.parts());
    Double deciding = parts.get(decidingPart);
    this.correct = deciding == null ? reward.verdict().correct() : deciding >= 1;
    this.reason = reward.reason();
    this.faults = reward.faults().size();
    this.extracted = reward.verdict().extracted().orElse(null);
  }

  /** What the policy wrote, as text. */
  public String completion() {
    return completion;
  }

  /** The sum that is learnt from. */
  public double reward() {
    return reward;
  }

  /** Each reward function's value by name. */
  public SortedMap<String, Double> parts() {
    return Collections.unmodifiableSortedMap(parts);
  }

  /** Whether the answer counts as right. */
  public boolean correct() {
    return correct;
  }

  /** The answer that was found in the text. */
  public Optional<String> extracted() {
    return Optional.ofNullable(extracted);
  }

  /** How many reward functions and rules failed on it; each counts as 0. */
  public int faults() {
    return faults;
  }

  /** Why the verdict is so, for people. */
  public String reason() {
    return reason;
  }
}
