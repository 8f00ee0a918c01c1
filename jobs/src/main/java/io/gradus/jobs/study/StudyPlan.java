package io.gradus.jobs.study;

import io.gradus.jobs.config.Settings;
import io.gradus.jobs.config.StudyConfig;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.pretrain.InitialModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a study is going to do. Depends on the settings alone.
 *
 * @param study the study's own settings
 * @param runs in the order of the grids, each once
 */
public record StudyPlan(StudyConfig study, List<PlannedRun> runs) {

  /**
   * Reads the plan from settings with a block {@code study}.
   *
   * @throws io.gradus.jobs.config.ConfigException naming the first key that is wrong
   */
  public static StudyPlan of(Settings settings) {
    StudyConfig study = StudyConfig.of(settings);
    return new StudyPlan(
        study,
        study.runs().stream()
            .map(
                run ->
                    new PlannedRun(
                        run.id(),
                        run.axes(),
                        run.grids(),
                        InitialModel.location(run.config()),
                        run.config()))
            .toList());
  }

  /**
   * The models that runs start from, by key, with the settings of the first run that needs each.
   */
  public Map<String, TrainConfig> models() {
    Map<String, TrainConfig> models = new LinkedHashMap<>();
    runs.forEach(run -> models.putIfAbsent(run.modelKey(), run.config()));
    return models;
  }

  /**
   * The same with one run only.
   *
   * @throws IllegalArgumentException if the study does not have it
   */
  public StudyPlan only(String runId) {
    List<PlannedRun> one = runs.stream().filter(run -> run.id().equals(runId)).toList();
    if (one.isEmpty()) {
      throw new IllegalArgumentException(
          "Study %s has no run %s; --list shows its %d runs"
              .formatted(study.id(), runId, runs.size()));
    }
    return new StudyPlan(study, one);
  }

  /** Names of the runs. */
  public List<String> ids() {
    return runs.stream().map(PlannedRun::id).toList();
  }

  /** Where all runs keep their tables. */
  public String store() {
    return runs.get(0).config().store().path();
  }
}
