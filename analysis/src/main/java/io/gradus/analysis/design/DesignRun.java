package io.gradus.analysis.design;

import io.gradus.analysis.curves.ModelLine;
import io.gradus.analysis.curves.RunSetting;
import java.util.List;

/**
 * A run that is planned.
 *
 * @param models family and variant
 * @param params N, non-embedding parameters
 * @param setting reuse and group size
 * @param recipe all other settings that tell runs apart besides their seed, by any name
 * @param promptsPerStep D of a step
 * @param evaluatedAt steps above 0 whose policy is evaluated, ascending
 * @param problems test problems
 * @param samples answers a problem in an evaluation
 * @param cost in any unit that all runs share
 */
public record DesignRun(
    ModelLine models,
    double params,
    RunSetting setting,
    String recipe,
    double promptsPerStep,
    List<Integer> evaluatedAt,
    int problems,
    int samples,
    double cost) {

  /** Copies the steps and checks the ranges. */
  public DesignRun {
    evaluatedAt = List.copyOf(evaluatedAt);
    if (evaluatedAt.isEmpty() || !(params > 0) || problems < 1 || samples < 1) {
      throw new IllegalArgumentException(
          "A planned run of %s parameters has %d evaluations of %d problems and %d answers each, expected at least one of each"
              .formatted(params, evaluatedAt.size(), problems, samples));
    }
  }

  /** The same run of another size, at a cost in proportion. */
  DesignRun ofSize(double size) {
    return new DesignRun(
        models,
        size,
        setting,
        recipe,
        promptsPerStep,
        evaluatedAt,
        problems,
        samples,
        cost * size / params);
  }

  double data(int step) {
    return step * promptsPerStep;
  }
}
