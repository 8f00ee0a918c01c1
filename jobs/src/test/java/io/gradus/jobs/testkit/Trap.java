package io.gradus.jobs.testkit;

/** Stops this process without warning at one event, once that has been named. */
public final class Trap {
  /** The exit code of a process that was stopped: that of one killed by SIGKILL. */
  static final int EXIT = 137;

  private static volatile String kind = "";
  private static volatile String end = "";

  private Trap() {}

  /** Sets the trap: at an event of this kind whose description ends so, the process stops. */
  static void set(String eventKind, String descriptionEnd) {
    end = descriptionEnd;
    kind = eventKind;
  }

  /** Told of an event. */
  static void at(String eventKind, String description) {
    if (kind.equals(eventKind) && description.endsWith(end)) {
      System.out.println("stopped at " + eventKind + " " + description);
      System.out.flush();
      Runtime.getRuntime().halt(EXIT);
    }
  }
}
