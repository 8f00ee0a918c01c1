package io.gradus.analysis.importing;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What verl prints to the console: among other output, lines {@code step:3 - key:value - …}, with
 * evaluations among the keys, as {@code verl.utils.logger} formats them.
 *
 * <p>Before the step may stand what Ray and progress bars put there, colours included. Values are
 * Python's, so {@code nan}, {@code inf} and NumPy's {@code np.float64(0.5)} are read too.
 */
final class ConsoleLog {
  private static final Pattern COLOUR = Pattern.compile("\u001B\\[[;\\d]*[A-Za-z]");
  private static final Pattern STEP = Pattern.compile("(?<![\\w/.-])step:(\\d{1,9}) - (\\S.*)$");
  private static final Pattern WRAPPED = Pattern.compile("[\\w.]+\\(([^,()]+)(?:,[^()]*)?\\)");

  private ConsoleLog() {}

  /**
   * Reads a run; the later of two lines of one step wins, as after a restart. The run's name is the
   * file's without its ending.
   *
   * @throws IllegalArgumentException if no line is verl's
   */
  static RunLog read(Lines.TextFile file) {
    NavigableMap<Integer, Map<String, Double>> metrics = RunLog.noMetrics();
    for (String line : file.lines()) {
      entry(line)
          .ifPresent(
              entry ->
                  collect(
                      entry.group(2),
                      metrics.computeIfAbsent(
                          Integer.valueOf(entry.group(1)), s -> new HashMap<>())));
    }
    if (metrics.isEmpty()) {
      throw file.error("no line 'step:NUMBER - KEY:VALUE - …' as verl prints it");
    }
    return new RunLog(file.stem(), file.location(), metrics);
  }

  /** Whether a line is one of verl's. */
  static boolean isEntry(String line) {
    return entry(line).isPresent();
  }

  private static Optional<Matcher> entry(String line) {
    if (!line.contains("step:")) {
      return Optional.empty();
    }
    Matcher found = STEP.matcher(COLOUR.matcher(line).replaceAll(""));
    return found.find() ? Optional.of(found) : Optional.empty();
  }

  private static void collect(String pairs, Map<String, Double> into) {
    for (String pair : pairs.split(" - ", -1)) {
      int colon = pair.lastIndexOf(':');
      if (colon > 0) {
        into.put(pair.substring(0, colon).trim(), value(pair.substring(colon + 1).trim()));
      }
    }
  }

  /** The number a Python value is, NaN for what is none. */
  private static double value(String text) {
    Matcher wrapped = WRAPPED.matcher(text);
    String plain = wrapped.matches() ? wrapped.group(1).trim() : text;
    return switch (plain.toLowerCase(Locale.ROOT)) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> number(plain);
    };
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
