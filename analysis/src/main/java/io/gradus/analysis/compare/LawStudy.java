package io.gradus.analysis.compare;

import io.gradus.analysis.compare.Work.Done;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.ProblemOutcomes;
import io.gradus.analysis.fit.FitData;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.LawFunction;
import io.gradus.analysis.law.Laws;
import io.gradus.analysis.law.ScalingLaw;
import io.gradus.analysis.law.Scope;
import io.gradus.analysis.uncertainty.Intervals;
import io.gradus.analysis.uncertainty.ParameterInterval;
import io.gradus.analysis.uncertainty.ProfileLikelihood;
import io.gradus.analysis.uncertainty.ReplicateRunner;
import io.gradus.analysis.uncertainty.ReplicateTask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Fits, questions and compares every law on a set of curves: what {@code analyze} calls. */
public final class LawStudy {
  /** Laws that are also fitted to every size alone. */
  private static final Set<String> ALONE =
      Set.of("log-linear", "power-floor", "exponential", "sigmoid");

  /** Parameters whose profile is asked whether replicates missed an open end. */
  private static final Set<String> PROFILED = Set.of("Kmax", "N0");

  private final StudySettings settings;
  private final ProblemOutcomes outcomes;
  private final List<String> notes = new ArrayList<>();

  private LawStudy(StudySettings settings, ProblemOutcomes outcomes) {
    this.settings = settings;
    this.outcomes = outcomes;
  }

  /**
   * Studies the curves of every family, variant and benchmark.
   *
   * <p>Laws are fitted to the runs with the least reuse (the smallest τ present) at the commonest
   * group size; points without positive X (step 0) are left out. The notes say so. All replicates
   * of all fits go to the runner as one task.
   */
  public static StudyResult run(
      List<CurvePoint> points, StudySettings settings, ReplicateRunner runner) {
    return new LawStudy(settings, ProblemOutcomes.NONE).study(points, runner);
  }

  /**
   * Studies curves whose answers to single test problems are known: replicates then draw the
   * problems anew too, so that intervals speak of problems like these and not of these alone.
   */
  public static StudyResult run(
      List<CurvePoint> points,
      ProblemOutcomes outcomes,
      StudySettings settings,
      ReplicateRunner runner) {
    return new LawStudy(settings, outcomes).study(points, runner);
  }

  private StudyResult study(List<CurvePoint> points, ReplicateRunner runner) {
    List<ScalingLaw> laws =
        settings.laws().isEmpty() ? Laws.all() : settings.laws().stream().map(Laws::named).toList();
    Map<Axis, List<CurveGroup>> groups = new LinkedHashMap<>();
    List<Work> works = new ArrayList<>();
    List<CurveGroup> all = CurveGroup.of(points, notes);
    Map<List<Object>, List<HeldOut>> splits = new LinkedHashMap<>();
    for (Axis axis : settings.axes()) {
      for (CurveGroup group : all) {
        data(group, axis)
            .ifPresent(
                data -> {
                  groups.computeIfAbsent(axis, k -> new ArrayList<>()).add(group);
                  List<HeldOut> held = new ArrayList<>();
                  for (Split split : Split.values()) {
                    HeldOut.of(split, data).ifPresent(held::add);
                  }
                  splits.put(List.of(axis, group), held);
                  works.addAll(works(group, axis, laws, data, held));
                });
      }
    }
    List<Done> done =
        works.parallelStream()
            .map(work -> work.fit(settings, outcomes))
            .flatMap(Optional::stream)
            .toList();
    Map<Done, List<double[]>> replicates = replicate(done, runner);
    List<LawReport> reports = new ArrayList<>();
    List<Comparison> comparisons = new ArrayList<>();
    groups.forEach(
        (axis, list) -> {
          for (CurveGroup group : list) {
            List<Done> own =
                done.stream()
                    .filter(d -> d.work().axis() == axis && d.work().group() == group)
                    .toList();
            List<Scored> scored =
                new Scoring(settings, replicates)
                    .score(group, splits.get(List.of(axis, group)), own);
            reports.addAll(reports(own, scored, replicates));
            comparisons.add(Verdict.of(group, axis, scored, settings.level()));
          }
        });
    return new StudyResult(reports, comparisons, notes);
  }

  private Optional<FitData> data(CurveGroup group, Axis axis) {
    Optional<FitData> data = FitData.of(group.points(), axis);
    long without = group.points().stream().filter(p -> Double.isNaN(axis.of(p))).count();
    if (data.isEmpty()) {
      notes.add(
          "%s: no laws over %s, because no point knows it%s"
              .formatted(
                  group.label(),
                  axis.column(),
                  axis == Axis.COMPUTE ? " (training tokens are missing)" : ""));
    } else if (without > 0) {
      notes.add(
          "%s: %d of %d points do not know their %s and are left out of its laws"
              .formatted(group.label(), without, group.points().size(), axis.column()));
    }
    return data;
  }

  private static List<Work> works(
      CurveGroup group, Axis axis, List<ScalingLaw> laws, FitData data, List<HeldOut> splits) {
    List<Part> parts = parts(data, splits);
    List<Work> works = new ArrayList<>();
    for (ScalingLaw law : laws) {
      for (Part part : parts) {
        if (part.scope() instanceof Scope.AllSizes || ALONE.contains(law.name())) {
          works.add(new Work(group, axis, law, part.scope(), part.held(), part.data()));
        }
      }
    }
    return works;
  }

  /** What is fitted by several laws: all points or those of a split, of all sizes or one. */
  private record Part(Scope scope, Optional<HeldOut> held, FitData data) {}

  private static List<Part> parts(FitData data, List<HeldOut> splits) {
    List<Part> parts = new ArrayList<>();
    List<Double> sizes = data.frame().sizes();
    Axis axis = data.frame().axis();
    if (sizes.size() > 1) {
      parts.add(new Part(Scope.ALL_SIZES, Optional.empty(), data));
      for (HeldOut held : splits) {
        FitData.of(held.train(), axis)
            .ifPresent(train -> parts.add(new Part(Scope.ALL_SIZES, Optional.of(held), train)));
      }
    }
    for (double size : sizes) {
      Scope scope = new Scope.OneSize(size);
      FitData.of(data.points().stream().filter(p -> p.params() == size).toList(), axis)
          .ifPresent(own -> parts.add(new Part(scope, Optional.empty(), own)));
      for (HeldOut held : splits) {
        HeldOut own = held.only(size);
        FitData.of(own.train(), axis)
            .filter(train -> own.test().length > 0)
            .ifPresent(train -> parts.add(new Part(scope, Optional.of(own), train)));
      }
    }
    return parts;
  }

  private static Map<Done, List<double[]>> replicate(List<Done> done, ReplicateRunner runner) {
    List<ReplicateTask> tasks = new ArrayList<>();
    int[] starts = new int[done.size() + 1];
    for (int i = 0; i < done.size(); i++) {
      tasks.add(done.get(i).task());
      starts[i + 1] = starts[i] + done.get(i).replicates();
    }
    List<double[]> all = runner.run(new JoinedTask(tasks, starts), starts[done.size()]);
    Map<Done, List<double[]>> replicates = new java.util.IdentityHashMap<>();
    for (int i = 0; i < done.size(); i++) {
      replicates.put(done.get(i), all.subList(starts[i], starts[i + 1]));
    }
    return replicates;
  }

  private List<LawReport> reports(
      List<Done> done, List<Scored> scored, Map<Done, List<double[]>> replicates) {
    List<LawReport> reports = new ArrayList<>();
    for (Done each : done) {
      Work work = each.work();
      if (work.held().isPresent()) {
        continue;
      }
      List<double[]> drawn = replicates.get(each);
      List<HeldOutScore> scores =
          scored.stream()
              .filter(s -> s.contender().equals(work.contender()))
              .map(Scored::score)
              .toList();
      reports.add(
          new LawReport(
              each.fit().report(work.group().key(), work.scope()),
              intervals(each, drawn),
              scores,
              drawn.stream().map(theta -> new LawFunction(each.fit().model(), theta)).toList(),
              settings.level()));
    }
    return reports;
  }

  private List<ParameterInterval> intervals(Done done, List<double[]> drawn) {
    List<ParameterInterval> intervals = Intervals.of(done.fit(), drawn, settings.level());
    boolean asked = done.work().scope() instanceof Scope.AllSizes && !drawn.isEmpty();
    return asked
        ? ProfileLikelihood.confirm(done.fit(), intervals, PROFILED, settings.level())
        : intervals;
  }

  /** Several tasks behind each other as one. */
  private record JoinedTask(List<ReplicateTask> tasks, int[] starts) implements ReplicateTask {

    @Override
    public double[] replicate(int index) {
      int found = java.util.Arrays.binarySearch(starts, index);
      int task = found >= 0 ? found : -found - 2;
      while (starts[task + 1] <= index) {
        task++;
      }
      return tasks.get(task).replicate(index - starts[task]);
    }
  }
}
