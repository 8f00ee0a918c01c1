package io.gradus.analysis.importing;

import io.gradus.analysis.curves.CurvePoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What an input was taken for and what was found in it, in lines for the terminal. */
final class Overview {
  private static final int MOST = 40;
  private static final Pattern EVALUATION =
      Pattern.compile("(?i)(^|[/_. -])(val|eval|test)([/_. -]|$)|val-|pass@|mean@|avg@");

  private Overview() {}

  /** Of logs: format, metrics, and the steps of each run. */
  static List<String> of(String in, CurveFormat format, List<RunLog> logs) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s was taken for %s: %d runs."
            .formatted(in, format.label(), logs.stream().map(RunLog::name).distinct().count()));
    TreeSet<String> metrics = new TreeSet<>();
    logs.forEach(log -> metrics.addAll(log.logged()));
    lines.add("Columns: " + some(List.copyOf(metrics)));
    List<String> scores = metrics.stream().filter(m -> EVALUATION.matcher(m).find()).toList();
    lines.add("Of these, evaluations by their names: " + some(scores));
    logs.stream()
        .limit(MOST)
        .forEach(
            log ->
                lines.add(
                    log.metrics().isEmpty()
                        ? "Run '%s': no steps".formatted(log.name())
                        : "Run '%s': %d steps, %d to %d"
                            .formatted(
                                log.name(),
                                log.metrics().size(),
                                log.metrics().firstKey(),
                                log.metrics().lastKey())));
    return lines;
  }

  /** Of points: the sizes, and the steps of each run. */
  static List<String> of(List<CurvePoint> points) {
    Map<String, List<CurvePoint>> runs = new TreeMap<>();
    points.forEach(p -> runs.computeIfAbsent(p.runId(), r -> new ArrayList<>()).add(p));
    return runs.entrySet().stream()
        .limit(MOST)
        .map(
            run ->
                "Run '%s': N = %.4g, evaluated at %d steps, %d to %d, on %s"
                    .formatted(
                        run.getKey(),
                        run.getValue().get(0).params(),
                        run.getValue().stream().mapToInt(CurvePoint::step).distinct().count(),
                        run.getValue().stream().mapToInt(CurvePoint::step).min().orElse(0),
                        run.getValue().stream().mapToInt(CurvePoint::step).max().orElse(0),
                        String.join(
                            ", ",
                            new TreeSet<>(
                                run.getValue().stream().map(CurvePoint::benchmark).toList()))))
        .toList();
  }

  /** What is still to be told, with the beginning of a mapping file. */
  static String missing(List<String> overview, List<RunLog> logs) {
    StringBuilder text = new StringBuilder(String.join("\n", overview));
    List<String> runs = logs.stream().map(RunLog::name).distinct().toList();
    text.append("\nNot said there: the non-embedding parameters of ")
        .append(String.join(", ", runs.stream().map(r -> "'" + r + "'").toList()))
        .append(". Give --mapping FILE (see docs/laws.md), for example\n\n");
    text.append("  benchmarks { NAME { value = \"COLUMN\", problems = COUNT } }\n")
        .append("  defaults { family = NAME, group_size = COUNT, prompts_per_step = COUNT }\n")
        .append("  runs {\n");
    runs.forEach(run -> text.append("    \"%s\" { params = NUMBER }\n".formatted(run)));
    return text.append("  }").toString();
  }

  private static String some(List<String> names) {
    if (names.isEmpty()) {
      return "none";
    }
    String listed = String.join(", ", names.stream().limit(MOST).toList());
    return names.size() > MOST ? listed + " and %d more".formatted(names.size() - MOST) : listed;
  }
}
