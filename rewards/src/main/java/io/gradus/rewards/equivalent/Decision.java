package io.gradus.rewards.equivalent;

/** Whether two answers are equal, and how that was found. */
public record Decision(boolean equal, String reason) {
  static Decision yes(String reason) {
    return new Decision(true, reason);
  }

  static Decision no(String reason) {
    return new Decision(false, reason);
  }
}
