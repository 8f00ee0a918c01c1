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
          default -> List.of();
        };
    TrainConfig fromFolder = TrainConfig.of(Settings.load(CONF.resolve(file).toString(), paths));
    TrainConfig fromJar = TrainConfig.of(Settings.load("classpath:" + file, paths));
    assertThat(fromJar).isEqualTo(fromFolder);
    assertThat(fromFolder.run().id()).isEqualTo(file.replace(".conf", "") + "-s1");
  }

  @Test
  void quickstartHasTwoSizes() {
    PretrainConfig small = pretrain("quickstart-32.conf");
    PretrainConfig large = pretrain("quickstart-64.conf");
    assertThat(small.size()).isEqualTo(new PretrainConfig.Size(32, 3, 4, 4, 88));
    assertThat(large.size()).isEqualTo(new PretrainConfig.Size(64, 4, 4, 4, 176));
    assertThat(small.phases()).hasSize(2).isEqualTo(large.phases());
  }

  private static PretrainConfig pretrain(String file) {
    TrainConfig config = TrainConfig.of(Settings.load("classpath:" + file, List.of()));
    return config.model().pretrain().orElseThrow();
  }
}
