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
import java.util.HashMap;
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
    Map<List<Object>, List<String>> models = new HashMap<>();
    for (int i = 0; i < runs.size(); i++) {
      RunEstimate cost = estimate.lines().get(i).estimate();
      grid.add(run(runs.get(i), cost, ordinal(runs.get(i), cost, models), assumed));
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

  /** Which of the models of its size and variant a run starts from, in the order of the grid. */
  private static int ordinal(
      TrainConfig config, RunEstimate estimate, Map<List<Object>, List<String>> models) {
    List<String> known =
        models.computeIfAbsent(List.of(line(config), estimate.params()), size -> new ArrayList<>());
    String model = settings(config, List.of("model.")).toString();
    if (!known.contains(model)) {
      known.add(model);
    }
    return known.indexOf(model);
  }

  private static ModelLine line(TrainConfig config) {
    return new ModelLine(
        config.run().family().orElse("models"),
        new Variant(config.run().variant().name().toLowerCase(Locale.ROOT)));
  }

  private static DesignRun run(
      TrainConfig config, RunEstimate estimate, int model, DesignConfig assumed) {
    return new DesignRun(
        line(config),
        estimate.params(),
        new RunSetting(config.run().tau(), config.rollout().groupSize()),
        recipe(config) + (model == 0 ? "" : " model " + model),
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
    Map<String, String> settings = settings(config, OF_RECIPES);
    settings.remove("rollout.group-size");
    return config.run().recipe().orElse("") + settings;
  }

  private static Map<String, String> settings(TrainConfig config, List<String> blocks) {
    Map<String, String> settings = new TreeMap<>(Settings.flatten(config.json()));
    settings.keySet().removeIf(key -> blocks.stream().noneMatch(key::startsWith));
    return settings;
  }
}
