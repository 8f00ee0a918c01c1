package io.gradus.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of conf/ can be used as it is, but for the paths that its first lines ask for. */
class ShippedConfigsTest {
  private static final Path CONF = Path.of("../conf");

  static List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(CONF)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith(".conf"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void loadsFromFolderAndClassPath(String file) {
    List<String> paths =
        switch (file) {
            // Defaults and shared parts: everything they lack is given here.
          case "reference.conf", "smollm2.conf" ->
              List.of(
                  "store.path=s", "model.path=m", "problems.train.path=a", "problems.test.path=b");
          case "gsm8k-smollm2.conf", "math-smollm2.conf" ->
              List.of("model.path=m", "problems.train.path=a", "problems.test.path=b");
          case "paper.conf", "paper-smollm2.conf" -> List.of("model.path=m");
          default -> List.of();
        };
    TrainConfig fromFolder = TrainConfig.of(Settings.load(CONF.resolve(file).toString(), paths));
    TrainConfig fromJar = TrainConfig.of(Settings.load("classpath:" + file, paths));
    assertThat(fromJar).isEqualTo(fromFolder);
    assertThat(fromFolder.run().id()).isEqualTo(file.replace(".conf", "") + "-s1");
  }

  @Test
  void miniatureIsTheWholeDesign() {
    List<StudyConfig.Run> runs =
        StudyConfig.of(Settings.load("classpath:miniature.conf", List.of())).runs();
    assertThat(runs).hasSizeGreaterThanOrEqualTo(54);
    assertThat(runs.stream().map(run -> run.axes().get("size")).distinct().count())
        .isGreaterThanOrEqualTo(6);
    assertThat(runs)
        .extracting(StudyConfig.Run::id)
        .contains(
            "miniature-128-instruct-t1-g8-s1",
            "miniature-48-base-t100-g8-s1",
            "miniature-64-base-t100-g8-s1",
            "miniature-64-base-t1-g32-s1");
  }

  @Test
  void quickstartHasThreeSizesTwoVariantsAndOneReuseRun() {
    List<StudyConfig.Run> runs =
        StudyConfig.of(Settings.load("classpath:quickstart.conf", List.of())).runs();
    assertThat(runs)
        .extracting(StudyConfig.Run::id)
        .containsExactlyInAnyOrder(
            "quickstart-32-base-t1",
            "quickstart-48-base-t1",
            "quickstart-64-base-t1",
            "quickstart-32-instruct-t1",
            "quickstart-48-instruct-t1",
            "quickstart-64-instruct-t1",
            "quickstart-64-base-t10");
    PretrainConfig small = runs.get(0).config().model().pretrain().orElseThrow();
    assertThat(small.size()).isEqualTo(new PretrainConfig.Size(32, 3, 4, 4, 88));
    assertThat(small.phases()).hasSize(2);
    assertThat(small.finetune()).isEmpty();
  }
}
