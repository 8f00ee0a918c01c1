package io.gradus.jobs.export;

import io.gradus.jobs.config.EstimateConfig;
import io.gradus.jobs.config.Settings;
import io.gradus.jobs.study.StudyPlan;
import io.gradus.jobs.testkit.TestSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A study of models that are not there, on twelve problems given from hard to easy. */
final class SmallStudy {
  static final String CONF =
      """
      store.path = nowhere
      steps = 6
      run.family = tiny
      model.path = models/tiny-chat
      problems {
        train { kind = jsonl, order = easy-first }
        test { kind = jsonl }
        prompt { system = "Be brief.", suffix = " Think first.", max-tokens = 100 }
      }
      rollout { group-size = 4, max-tokens = 50, temperature = 0.9, top-k = 20 }
      reward { functions = [correctness, "format*0.2"], extraction = strict }
      grpo {
        prompts = 4, mini-batch = 2, epochs = 1, micro-batch-tokens = 1000, learning-rate = 2e-6
        betas = [0.8, 0.95], epsilon = 1e-7, weight-decay = 0.05, max-grad-norm = 0.5
        clip-range = 0.15, kl-coefficient = 0.002, aggregation = seq-mean-token-mean
      }
      evaluate { every = 2, samples = 3, temperature = 0.6, top-p = 0.95 }
      checkpoint.keep = 7
      study {
        id = small
        title = "A small study"
        run-id = "t{tau}-s{seed}"
        axes {
          tau { 1 {}, 3 { run.tau = 3 } }
          seed { 1 { seed = 1 }, 2 { seed = 2, run.variant = instruct } }
        }
        grids = [ { name = all, tau = [1, 3], seed = [1, 2] } ]
        shapes.tiny-chat {
          architecture = qwen2, hidden = 64, layers = 2, heads = 4, kv-heads = 2, intermediate = 128
          vocabulary = 1000, head = tied
        }
      }
      """;

  private SmallStudy() {}

  /** The settings, with the problems' files in a folder. */
  static Settings settings(Path folder, String... overrides) throws IOException {
    StringBuilder train = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      train.append(
          "{\"id\": \"p%d\", \"prompt\": \"What is %d + 1?\", \"answer\": \"%d\", \"difficulty\": %s}%n"
              .formatted(i, i, i + 1, (i + 1) / 12.0));
    }
    Files.writeString(folder.resolve("train.jsonl"), train);
    Files.writeString(
        folder.resolve("test.jsonl"),
        """
        {"id": "q0", "prompt": "What is 2 * 3?", "answer": "6"}
        {"id": "q1", "prompt": "What is 3 * 3?", "answer": ["9", "nine"]}
        """);
    Path file = Files.writeString(folder.resolve("small.conf"), CONF);
    List<String> all =
        new ArrayList<>(
            List.of(
                "problems.train.path=" + folder.resolve("train.jsonl"),
                "problems.test.path=" + folder.resolve("test.jsonl")));
    all.addAll(Arrays.asList(overrides));
    return Settings.load(file.toString(), all);
  }

  static StudyExport.Summary export(Settings settings, Trainer trainer, Path out)
      throws IOException {
    return new StudyExport(
            TestSpark.session(), StudyPlan.of(settings), EstimateConfig.of(settings), trainer)
        .write(out);
  }

  /** The settings that a script for verl passes, by key, as verl's program would get them. */
  static Map<String, String> passed(Path script) throws IOException, InterruptedException {
    Path spy =
        Files.writeString(script.resolveSibling("spy"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    if (!spy.toFile().setExecutable(true)) {
      throw new IOException(spy + " cannot be made executable");
    }
    ProcessBuilder builder = new ProcessBuilder(script.toString(), "trainer.nnodes=3");
    builder.environment().put("PYTHON", spy.toString());
    Process process = builder.redirectErrorStream(true).start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    if (process.waitFor() != 0
        || !lines.subList(0, 3).equals(List.of("-u", "-m", "verl.trainer.main_ppo"))) {
      throw new IllegalStateException(String.join("\n", lines));
    }
    Map<String, String> passed = new LinkedHashMap<>();
    for (String line : lines.subList(3, lines.size())) {
      passed.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
    }
    return passed;
  }
}
