package io.gradus.datasets.importing;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an import did; accepted and rejected rows add up to the input.
 *
 * @param output directory of the problems table
 * @param quarantine directory of the refused rows; exists also when there are none
 * @param input rows found
 * @param accepted problems written
 * @param rejected refused rows by cause; every cause is listed
 * @param splits accepted problems by {@code source/split}
 * @param leftOut names of files beside the input that hold no rows
 * @param unreadable accepted problems whose gold answers cannot be compared with
 */
public record ImportReport(
    String output,
    String quarantine,
    long input,
    long accepted,
    Map<Cause, Long> rejected,
    Map<String, Long> splits,
    List<String> leftOut,
    UnreadableGolds unreadable) {

  private static final int NAMED = 5;

  /** Checks the sum. */
  public ImportReport {
    rejected = Collections.unmodifiableMap(new TreeMap<>(rejected));
    splits = Collections.unmodifiableMap(new TreeMap<>(splits));
    leftOut = List.copyOf(leftOut);
    long refused = rejected.values().stream().mapToLong(Long::longValue).sum();
    if (accepted + refused != input) {
      throw new IllegalStateException(
          "%s: %d rows accepted and %d rejected, expected %d together."
              .formatted(output, accepted, refused, input));
    }
  }

  /** All refused rows. */
  public long rejectedRows() {
    return input - accepted;
  }

  /** A few lines for a person. */
  public String summary() {
    StringBuilder text =
        new StringBuilder(
            "%,d rows: %,d accepted, %,d rejected".formatted(input, accepted, rejectedRows()));
    rejected.forEach(
        (cause, rows) -> {
          if (rows > 0) {
            text.append("%n  rejected as %s: %,d".formatted(cause, rows));
          }
        });
    splits.forEach((split, rows) -> text.append("%n  %s: %,d".formatted(split, rows)));
    if (unreadable.count() > 0) {
      text.append("%n%s".formatted(unreadable));
    }
    if (!leftOut.isEmpty()) {
      List<String> first = leftOut.subList(0, Math.min(NAMED, leftOut.size()));
      text.append(
          "%nnot read, since they hold no rows: %s%s"
              .formatted(String.join(", ", first), leftOut.size() > NAMED ? ", …" : ""));
    }
    text.append("%nproblems: %s".formatted(output));
    if (rejectedRows() > rejected.getOrDefault(Cause.COPY, 0L)) {
      text.append("%nquarantine: %s".formatted(quarantine));
    }
    return text.toString();
  }
}
