package io.gradus.jobs.cli;

import io.gradus.analysis.Analysis;
import io.gradus.analysis.findings.Finding;
import io.gradus.jobs.progress.StepClock;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Prints how a study ended: what failed, how well it was packed, what it found. */
final class StudyPrinter {
  private final PrintWriter print;
  private final long start = System.nanoTime();
  private final long cpuStart = processorNanos();

  /** A printer that takes the time from now on. */
  StudyPrinter(PrintWriter print) {
    this.print = print;
  }

  /** Wall time so far, and how busy it kept the cores of this machine. */
  void time() {
    double wall = System.nanoTime() - start;
    double busy = processorNanos() - cpuStart;
    int cores = Runtime.getRuntime().availableProcessors();
    print.printf(
        Locale.ROOT,
        "wall time %s (%.1f s), %d cores busy to %.0f %%%n",
        StepClock.show(Duration.ofNanos(Math.round(wall))),
        wall / 1e9,
        cores,
        100 * busy / wall / cores);
  }

  private static long processorNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  void failures(Map<String, Throwable> failures) {
    // A model that could not be made takes all runs that need it with it.
    Set<Throwable> shown = new HashSet<>();
    failures.forEach(
        (name, cause) ->
            print.printf(
                "%s failed%s%n",
                name, shown.add(cause) ? ": " + Errors.message(cause) : " for the same reason"));
    if (!failures.isEmpty()) {
      print.printf("%d failed; the same command tries them again%n", failures.size());
    }
  }

  void findings(Analysis.Result result) {
    for (Finding finding : result.findings()) {
      print.printf("%s%n   %s: %s%n", finding.heading(), finding.verdict(), finding.answer());
    }
    result.recipes().forEach(print::println);
    print.println("report: " + result.report());
    print.flush();
  }
}
