package io.gradus.jobs.study.cost;

import io.gradus.jobs.config.AdapterTargets;
import io.gradus.jobs.config.EstimateConfig;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.training.hub.ModelConfig;
import java.util.List;

/**
 * What the runs of a study would take, by the settings alone.
 *
 * @param hardware the hardware that the estimate assumes
 * @param lines one a run, in the study's order
 */
public record StudyEstimate(EstimateConfig hardware, List<Line> lines) {

  /**
   * One run.
   *
   * @param run its name
   * @param model name of its model
   */
  public record Line(String run, String model, RunEstimate estimate) {}

  /**
   * Estimates runs.
   *
   * @throws io.gradus.jobs.config.ConfigException if the shape of a model is not known, or it has
   *     no matrix that is to have an adapter
   */
  public static StudyEstimate of(List<TrainConfig> runs, EstimateConfig hardware) {
    ModelShapes shapes = new ModelShapes(hardware.shapes());
    return new StudyEstimate(
        hardware,
        runs.stream()
            .map(
                run ->
                    new Line(
                        run.run().id(),
                        ModelShapes.name(run),
                        estimate(run, shapes.of(run), hardware)))
            .toList());
  }

  private static RunEstimate estimate(TrainConfig run, ModelConfig shape, EstimateConfig hardware) {
    AdapterTargets.require(run, shape);
    return RunEstimate.of(run, shape, hardware);
  }

  /** Operations of all runs. */
  public double flops() {
    return lines.stream().mapToDouble(line -> line.estimate().flops().total()).sum();
  }

  /** GPU hours of all runs. */
  public double gpuHours() {
    return lines.stream().mapToDouble(l -> l.estimate().hours() * l.estimate().gpus()).sum();
  }
}
