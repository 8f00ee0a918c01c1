package io.gradus.jobs.study.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.analysis.design.Difference;
import io.gradus.analysis.design.GridDesign;
import io.gradus.jobs.config.ConfigException;
import io.gradus.jobs.config.DesignConfig;
import io.gradus.jobs.config.EstimateConfig;
import io.gradus.jobs.config.Settings;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.study.PlannedRun;
import io.gradus.jobs.study.StudyPlan;
import java.util.List;
import org.junit.jupiter.api.Test;

class StudyDesignTest {

  /** Two sizes, three models of each, two seeds: models of a size are not taken for seeds. */
  @Test
  void modelsOfOneSizeAreToldApart() {
    Settings settings =
        Settings.load("classpath:competence.conf", List.of("study.design.draws=20"));
    List<TrainConfig> runs =
        StudyPlan.of(settings).runs().stream().map(PlannedRun::config).toList();
    StudyEstimate estimate = StudyEstimate.of(runs, EstimateConfig.of(settings));
    DesignConfig assumed = DesignConfig.of(settings);

    GridDesign design = StudyDesign.of(runs, estimate, assumed);

    assertThat(runs).hasSize(12);
    assertThat(StudyDesign.problems(runs.get(0), assumed)).isEqualTo(800);
    assertThat(design.lines()).singleElement().satisfies(l -> assertThat(l.runs()).isEqualTo(4));
    assertThat(design.differences())
        .extracting(Difference::kind)
        .containsExactly(Difference.Kind.SIZE, Difference.Kind.RECIPE);
    assertThat(design.differences()).extracting(Difference::runs).containsOnly(4);
    assertThat(design.differences().get(0).pairs()).isEqualTo(3);
  }

  @Test
  void assumptionsAreChecked() {
    Settings settings =
        Settings.load("classpath:competence.conf", List.of("study.design.first-loss.largest=1"));
    assertThatThrownBy(() -> DesignConfig.of(settings))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("study.design.first-loss.largest")
        .hasMessageContaining("expected a number greater than 0 and below 1");
  }
}
