package io.gradus.analysis.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mapping file that was made before the study names runs that are still to come. */
class AbsentRunsTest {
  private static final String MAPPING =
      """
      benchmarks { math { value = "val-core/math/acc/mean@1", problems = 500 } }
      defaults { family = qwen2.5, variant = base, group_size = 8, prompts_per_step = 512 }
      runs { seven { params = 6.5e9 }, later { params = 1e9 } }
      """;

  @TempDir Path folder;

  private List<CurvePoint> read(String mapping) throws IOException {
    Files.createDirectories(folder.resolve("logs"));
    Files.writeString(folder.resolve("logs/seven.log"), "step:0 - val-core/math/acc/mean@1:0.5\n");
    Path file = Files.writeString(folder.resolve("mapping.conf"), mapping);
    return CurveImport.read(
        TestSpark.fresh(),
        new CurveImport.Settings(
            CurveFormat.VERL_CONSOLE,
            folder.resolve("logs").toString(),
            Optional.of(file),
            folder.resolve("unused").toString()));
  }

  @Test
  void theyAreAMistakeUnlessTheFileAllowsThem() throws IOException {
    assertThatThrownBy(() -> read(MAPPING)).hasMessageContaining("run 'later' is not in");
    assertThat(read(MAPPING + "absent_runs = allowed\n"))
        .extracting(CurvePoint::runId)
        .containsExactly("seven");
    assertThatThrownBy(() -> read(MAPPING + "absent_runs = perhaps\n"))
        .hasMessageContaining(
            "'absent_runs' cannot be 'perhaps', expected one of [refused, allowed]");
  }
}
