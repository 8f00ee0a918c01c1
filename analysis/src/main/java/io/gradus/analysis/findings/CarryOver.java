package io.gradus.analysis.findings;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.ModelLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What training did to benchmarks: each run's last loss over its own first one, on log10 scale, by
 * model size and on average over sizes.
 */
final class CarryOver {
  static final String MEASURE = "last loss over the same run's first loss";

  private CarryOver() {}

  /** Adds a benchmark as a part of its name; runs with one evaluation only are left out. */
  static void add(Contrasts contrasts, Study study, String benchmark) {
    Contrasts.Claim lower = new Contrasts.Claim.Below(0);
    Map<ModelLine, TreeMap<Double, List<RunCurve>>> groups = new TreeMap<>();
    for (RunCurve curve : study.curves()) {
      if (curve.points().size() >= 2) {
        CurvePoint run = curve.run();
        groups
            .computeIfAbsent(ModelLine.of(run), g -> new TreeMap<>())
            .computeIfAbsent(run.params(), n -> new ArrayList<>())
            .add(curve);
      }
    }
    groups.forEach(
        (group, cells) -> {
          TreeMap<Double, Sample> samples = new TreeMap<>();
          cells.forEach((params, runs) -> samples.put(params, sample(runs)));
          Sample.Spread spread =
              Sample.Spread.of(List.copyOf(samples.values()), Study.freedom(cells.values()));
          List<Estimate> sizes = samples.values().stream().map(s -> s.estimate(spread)).toList();
          contrasts.add(
              new Part.OnBenchmark(benchmark),
              Within.of(group),
              Compared.OVERALL,
              MEASURE + ", mean over sizes",
              samples.values().stream().mapToInt(Sample::size).sum(),
              Estimate.mean(sizes),
              Contrasts.Unit.RATIO,
              lower);
          samples.forEach(
              (params, sample) ->
                  contrasts.add(
                      new Part.OnBenchmark(benchmark),
                      Within.of(group),
                      new Compared.AtSize(params),
                      MEASURE,
                      sample.size(),
                      sample.estimate(spread),
                      Contrasts.Unit.RATIO,
                      lower));
        });
  }

  private static Sample sample(List<RunCurve> runs) {
    return new Sample(
        runs.stream().mapToDouble(CarryOver::change).toArray(),
        runs.stream().mapToDouble(CarryOver::error).toArray());
  }

  private static double change(RunCurve run) {
    return RunCurve.logLoss(last(run)) - RunCurve.logLoss(run.run());
  }

  /** The two evaluations' errors; that they share their problems makes it smaller, if anything. */
  private static double error(RunCurve run) {
    return Math.hypot(RunCurve.logLossError(run.run()), RunCurve.logLossError(last(run)));
  }

  private static CurvePoint last(RunCurve run) {
    return run.points().get(run.points().size() - 1);
  }
}
