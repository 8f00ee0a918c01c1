package io.gradus.jobs.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.jobs.config.EvaluateConfig.Benchmark;
import io.gradus.jobs.config.PretrainConfig;
import io.gradus.jobs.config.Settings;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.progress.TrainListener;
import io.gradus.jobs.testkit.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pre-training that was stopped resumes from its checkpoint and ends as if it had not been. */
class PretrainResumeTest {
  private static final int STEPS_PER_CHECKPOINT = 3;
  private static final String CONF =
      """
store.path = unused
model.pretrain {
  size { hidden = 16, layers = 2, heads = 2 }
  max-positions = 24, batch = 8, warm-up = 2, log-every = 1, threads = 1
  corpus { modulus = 5, operations.max = 1 }
  phases = [ { steps = 5, learning-rate = 1e-2 }, { steps = 6, learning-rate = 1e-3, noise = 0.5 } ]
  finetune = [ { steps = 4, learning-rate = 1e-3 } ]
}
problems {
  train { kind = synthetic, synthetic { modulus = 5, operations.max = 1, count = 24 } }
  test { kind = synthetic, synthetic { modulus = 5, operations.max = 1, count = 10 } }
  prompt { template = plain, max-tokens = 8 }
}
rollout.max-tokens = 6
""";

  @TempDir Path folder;

  /** Is told of every step, and gives up after one of them. */
  private record Witness(String lastLine, List<String> lines) implements TrainListener {
    @Override
    public void noted(String message) {
      lines.add(message);
      if (message.startsWith(lastLine)) {
        throw new IllegalStateException("stopped");
      }
    }
  }

  private PretrainConfig config() throws IOException {
    Path file = Files.writeString(folder.resolve("small.conf"), CONF);
    TrainConfig config = TrainConfig.of(Settings.load(file.toString(), List.of()));
    return config.model().pretrain().orElseThrow();
  }

  private static PretrainJob job(Witness witness) {
    return new PretrainJob(TestSpark.session(), witness, STEPS_PER_CHECKPOINT);
  }

  private static Witness witness(String lastLine) {
    return new Witness(lastLine, new ArrayList<>());
  }

  @Test
  void endsAsOneThatWasNeverStopped() throws IOException {
    PretrainConfig config = config();
    List<Benchmark> none = List.of();
    Path whole = folder.resolve("whole");
    job(witness("never")).run(config, none, whole);

    Path stopped = folder.resolve("models/stopped");
    for (int step : new int[] {2, 4, 8}) {
      assertThatThrownBy(
              () -> job(witness("pre-training step " + step + "/")).run(config, none, stopped))
          .hasMessage("stopped");
      assertThat(stopped).doesNotExist();
    }
    Witness last = witness("never");
    job(last).run(config, none, stopped);
    assertThat(last.lines()).contains("Resuming after step 6");
    assertThat(last.lines()).noneMatch(line -> line.startsWith("pre-training step 6/"));
    assertSameModel(stopped, whole);
    assertThat(folder.resolve("models/_attempts")).doesNotExist();

    Path tuned = folder.resolve("tuned");
    job(witness("never")).finetune(config, none, whole, tuned);
    Path tunedAgain = folder.resolve("models/tuned");
    assertThatThrownBy(
            () -> job(witness("pre-training step 4/")).finetune(config, none, stopped, tunedAgain))
        .hasMessage("stopped");
    job(witness("pre-training step 3/")).finetune(config, none, stopped, tunedAgain);
    assertSameModel(tunedAgain, tuned);
  }

  /**
   * A checkpoint is replaced by two moves; killed after the first one there is only the old one.
   */
  @Test
  void resumesFromTheOldCheckpointWhenKilledBetweenTheMovesToTheNewOne() throws IOException {
    PretrainConfig config = config();
    List<Benchmark> none = List.of();
    Path target = folder.resolve("models/m");
    assertThatThrownBy(() -> job(witness("pre-training step 7/")).run(config, none, target))
        .hasMessage("stopped");
    try (Stream<Path> attempts = Files.list(folder.resolve("models/_attempts"))) {
      Path attempt = attempts.toList().get(0);
      Files.move(attempt.resolve("checkpoint"), attempt.resolve(".checkpoint.old"));
    }
    Witness last = witness("never");
    job(last).run(config, none, target);
    assertThat(last.lines()).contains("Resuming after step 6");
    Path whole = folder.resolve("whole");
    job(witness("never")).run(config, none, whole);
    assertSameModel(target, whole);
    assertThat(folder.resolve("models/_attempts")).doesNotExist();
  }

  @Test
  void otherSettingsBeginAnew() throws IOException {
    PretrainConfig config = config();
    Path target = folder.resolve("models/m");
    List<Benchmark> none = List.of();
    assertThatThrownBy(() -> job(witness("pre-training step 4/")).run(config, none, target))
        .hasMessage("stopped");
    Witness other = witness("never");
    job(other).run(config.withoutFinetune(), none, target);
    assertThat(other.lines()).anyMatch(line -> line.startsWith("pre-training step 1/"));
  }

  private static void assertSameModel(Path actual, Path expected) {
    for (String name : List.of("model.safetensors", "config.json", "tokenizer.json")) {
      assertThat(actual.resolve(name)).hasSameBinaryContentAs(expected.resolve(name));
    }
  }
}
