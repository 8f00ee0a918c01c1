package io.gradus.jobs.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.jobs.config.ConfigException;
import io.gradus.jobs.config.Settings;
import io.gradus.jobs.config.TrainConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudyPlanTest {
  private static final String SHARED =
      """
      store.path = out/s
      problems { train.kind = synthetic, test { kind = synthetic, synthetic.seed = 5 }, prompt.max-tokens = 16 }
      rollout.max-tokens = 14
      model.pretrain { seed = 1, phases = [ { steps = 3 } ] }
      grpo.threads = 1
      """;
  private static final String AXES =
      """
      study {
        run-id = "{size}-t{tau}-s{seed}"
        axes {
          size { 16 { model.pretrain.size.hidden = 16 }, 128 { model.pretrain.size.hidden = 128, grpo.threads = 2 } }
          tau { 1 {}, 10 { run.tau = 10 } }
          seed { 1 { seed = 1 }, 2 { seed = 2 } }
        }
        defaults { tau = 1, seed = 1 }
        grids = [
          { name = sizes, size = [16, 128], seed = [1, 2] }
          { name = reuse, size = [16], tau = [1, 10] }
        ]
      }
      """;

  @TempDir Path folder;

  private StudyPlan plan(String text, String... overrides) throws IOException {
    Path file = Files.writeString(folder.resolve("tiny.conf"), text);
    return StudyPlan.of(Settings.load(file.toString(), List.of(overrides)));
  }

  @Test
  void runsAreTheUnionOfTheGrids() throws IOException {
    StudyPlan plan = plan(SHARED + AXES);
    assertThat(plan.runs())
        .extracting(PlannedRun::id)
        .containsExactly(
            "tiny-16-t1-s1", "tiny-128-t1-s1", "tiny-16-t1-s2", "tiny-128-t1-s2", "tiny-16-t10-s1");
    assertThat(plan.runs())
        .extracting(PlannedRun::grids)
        .containsExactly(
            List.of("sizes", "reuse"),
            List.of("sizes"),
            List.of("sizes"),
            List.of("sizes"),
            List.of("reuse"));
    PlannedRun last = plan.runs().get(4);
    assertThat(last.axes()).isEqualTo(Map.of("size", "16", "tau", "10", "seed", "1"));
    assertThat(last.config().run().id()).isEqualTo("tiny-16-t10-s1");
    assertThat(last.config().run().tau()).isEqualTo(10);
    assertThat(plan.runs().get(3).config().seed()).isEqualTo(2);
    assertThat(plan.runs())
        .extracting(PlannedRun::exclusive)
        .containsExactly(false, true, false, true, false);
  }

  @Test
  void runsThatStartAlikeShareAModel() throws IOException {
    StudyPlan plan = plan(SHARED + AXES);
    assertThat(plan.models()).hasSize(2);
    assertThat(plan.runs().get(0).modelKey())
        .isEqualTo(plan.runs().get(2).modelKey())
        .isEqualTo(plan.runs().get(4).modelKey())
        .isNotEqualTo(plan.runs().get(1).modelKey());
  }

  @Test
  void whatIsAddedChangesNoOtherRun() throws IOException {
    Map<String, TrainConfig> before = configs(plan(SHARED + AXES));
    String more =
        AXES.replace("2 { seed = 2 }", "2 { seed = 2 }, 3 { seed = 3 }")
            .replace(
                "seed = [1, 2] }",
                "seed = [1, 2, 3] }\n{ name = more, size = [16], tau = [10], seed = [2] }");
    Map<String, TrainConfig> after = configs(plan(SHARED + more));
    assertThat(after).hasSize(8).containsAllEntriesOf(before);
  }

  private static Map<String, TrainConfig> configs(StudyPlan plan) {
    return plan.runs().stream()
        .collect(java.util.stream.Collectors.toMap(PlannedRun::id, PlannedRun::config));
  }

  @Test
  void namesRunsByAllAxesUnlessTold() throws IOException {
    assertThat(plan(SHARED + AXES, "study.run-id=null", "study.id=x").runs().get(4).id())
        .isEqualTo("x-tau10-seed1-size16");
  }

  @Test
  void refusesAnOverrideThatAnAxisWouldHide() {
    assertThatThrownBy(() -> plan(SHARED + AXES, "seed=9"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "command line: seed is set by the study's axes; expected study.axes.seed.1.seed=…");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "study.grids = [{name = a, sise = [16]}]|:19: study.grids[0].sise = [16], expected an axis of study.axes: tau, seed, size",
        "study.grids = [{name = a, size = [17]}]|study.grids[0].size = [17], expected values of study.axes.size, which are 16, 128",
        "study.grids = [{name = a, tau = [1]}]|study.grids[0].name = \"a\", expected a grid that has the axis size",
        "study.grids = [{size = [16]}]|study.grids[0].name is not set",
        "study.grids = []|study.grids = [], expected at least one grid",
        "study.defaults.tau = 3|study.defaults.tau = 3, expected values of study.axes.tau",
        "study.defaults.taus = 3|study.defaults.taus = 3, expected an axis",
        "study.axes.tau.10.run.taus = 3|:19: unknown key run.taus (is tau meant?)",
        "study.axes.tau.10 = 3|study.axes.tau.10 = 3, expected a block",
        "study.axes.tau.10.seed = 3|study.axes.tau.10 sets seed, which study.axes.seed.1 sets too",
        "study.axes.tau.10.run.id = x|study.axes.tau.10 sets run.id, expected keys other than",
        "study.axes.tau.10.store.path = x|study.axes.tau.10 sets store.path, expected keys other than",
        "study.axes.tau.10.run.tau = 0|:19: run.tau = 0, expected a whole number of at least 1",
        "study.run-id = \"{size}\"|expected names that tell",
        "study.run-id = \"{size}{x}\"|expected only names of axes in braces",
        "study.axis = {}|unknown key study.axis; conf",
      })
  void refusesWithKeyValueAndExpectation(String line, String message) {
    assertThatThrownBy(() -> plan(SHARED + AXES + line))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }
}
