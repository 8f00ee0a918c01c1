package io.gradus.jobs.study.cost;

import io.gradus.analysis.curves.ModelLine;
import io.gradus.analysis.curves.RunSetting;
import io.gradus.analysis.curves.Variant;
import io.gradus.analysis.design.Assumptions;
import io.gradus.analysis.design.DesignRun;
import io.gradus.analysis.design.GridDesign;
import io.gradus.jobs.config.DesignConfig;
import io.gradus.jobs.config.ProblemSource;
import io.gradus.jobs.config.Settings;
import io.gradus.jobs.config.TrainConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The runs of a study as the simulation of its grid sees them. */
public final class StudyDesign {
  private static final int USUAL_PROBLEMS = 500;

  /** Settings that tell recipes apart, as in {@code analyze}. */
  private static final List<String> OF_RECIPES = List.of("grpo.", "rollout.", "reward.");

  private StudyDesign() {}

  /**
   * Simulates the grid of a study.
   *
   * @param runs settings of the runs, in the order of the estimate's lines
   * @param estimate what they would cost: runs are compared by their operations
   */
  public static GridDesign of(
      List<TrainConfig> runs, StudyEstimate estimate, DesignConfig assumed) {
    List<DesignRun> grid = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      grid.add(run(runs.get(i), estimate.lines().get(i).estimate(), assumed));
    }
    return GridDesign.of(
        grid,
        new Assumptions(
            assumed.kMax(),
            assumed.n0(),
            assumed.smallestLoss(),
            assumed.largestLoss(),
            assumed.seedSpread(),
            assumed.repeated(),
            assumed.draws(),
            assumed.seed()));
  }

  private static DesignRun run(TrainConfig config, RunEstimate estimate, DesignConfig assumed) {
    return new DesignRun(
        new ModelLine(
            config.run().family().orElse("models"),
            new Variant(config.run().variant().name().toLowerCase(Locale.ROOT))),
        estimate.params(),
        new RunSetting(config.run().tau(), config.rollout().groupSize()),
        recipe(config),
        config.grpo().prompts(),
        IntStream.rangeClosed(1, config.steps())
            .filter(step -> config.evaluate().isDue(step, config.steps()))
            .boxed()
            .toList(),
        problems(config, assumed),
        config.evaluate().samples(),
        estimate.flops().total());
  }

  /** Test problems: as assumed, as the source's settings say, or as many as the paper had. */
  public static int problems(TrainConfig config, DesignConfig assumed) {
    if (assumed.problems().isPresent()) {
      return assumed.problems().getAsInt();
    }
    ProblemSource test = config.problems().test();
    if (test.kind() == ProblemSource.Kind.SYNTHETIC) {
      return Math.min(test.synthetic().count(), test.limit().orElse(Integer.MAX_VALUE));
    }
    return test.limit().orElse(USUAL_PROBLEMS);
  }

  private static String recipe(TrainConfig config) {
    Map<String, String> settings = new TreeMap<>(Settings.flatten(config.json()));
    settings.keySet().removeIf(key -> OF_RECIPES.stream().noneMatch(key::startsWith));
    settings.remove("rollout.group-size");
    return config.run().recipe().orElse("") + settings;
  }
}
