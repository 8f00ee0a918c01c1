package io.gradus.jobs.store;

import io.gradus.datasets.Message;
import io.gradus.datasets.Problem;
import io.gradus.files.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * A run with made-up numbers that are a function of the step, and a process that writes it and can
 * be stopped anywhere.
 */
final class SampleRun {
  static final String ID = "sample-s1";
  static final int STEPS = 4;

  private SampleRun() {}

  /**
   * Arguments: root, number of the operation to stop at (0: none), Hadoop settings as key=value.
   */
  public static void main(String[] arguments) {
    int stopAt = Integer.parseInt(arguments[1]);
    int[] reached = {0};
    CrashPoint crash =
        point -> {
          if (++reached[0] == stopAt) {
            System.out.println("stopped at " + point);
            System.out.flush();
            Runtime.getRuntime().halt(137);
          }
        };
    Configuration hadoop = new Configuration();
    for (int i = 2; i < arguments.length; i++) {
      String[] pair = arguments[i].split("=", 2);
      hadoop.set(pair[0], pair[1]);
    }
    write(RunStore.open(hadoop, arguments[0], crash));
  }

  /** Writes the run from where it stands to its end, two steps a commit. */
  static void write(RunStore store) {
    try (RunWriter run = store.openRun(record("{}"), 1)) {
      if (run.lastCommittedStep().isEmpty()) {
        try (StepCommit commit = run.begin(0, 0)) {
          commit.problems(problems());
          commit.evaluations(0, "test", evaluations(0));
          commit.commit();
        }
      }
      for (int step = run.lastCommittedStep().orElseThrow() + 1; step <= STEPS; step += 2) {
        commit(run, step, step + 1);
      }
    }
  }

  static void commit(RunWriter run, int first, int last) {
    try (StepCommit commit = run.begin(first, last)) {
      List<StepRow> steps = new ArrayList<>();
      for (int step = first; step <= last; step++) {
        commit.trajectories(step, trajectories(step));
        steps.add(step(step));
      }
      commit.steps(steps);
      commit.evaluations(last, "test", evaluations(last));
      commit.evaluations(last, "other", evaluations(last));
      commit.checkpoint(folder -> writeCheckpoint(folder, last));
      commit.events(("events of " + first + " to " + last).getBytes(StandardCharsets.UTF_8));
      commit.commit();
    }
  }

  private static void writeCheckpoint(Path folder, int step) throws java.io.IOException {
    Files.writeString(folder.resolve("config.json"), "{\"step\": " + step + "}");
    Files.createDirectories(folder.resolve("shards"));
    byte[] weights = new byte[2000];
    java.util.Arrays.fill(weights, (byte) step);
    Files.write(folder.resolve("shards/model.safetensors"), weights);
  }

  static RunRecord record(String config) {
    return record(ID, config);
  }

  static RunRecord record(String runId, String config) {
    return new RunRecord(
        runId,
        "sample",
        "base",
        "models/m",
        "d".repeat(64),
        37856,
        "synthetic",
        "e".repeat(64),
        1,
        2,
        1,
        config,
        "",
        new RunRecord.Environment(
            "0.1",
            "3.5.7",
            "17",
            "2.7.1",
            "Linux amd64",
            1,
            2,
            "float32",
            "bfloat16",
            Instant.EPOCH),
        "");
  }

  static List<Problem> problems() {
    return List.of(
        new Problem(
            "p0", "sample/set", "train", 0, List.of(), "1+1=", "2", 0.5, Map.of("level", "easy")),
        new Problem(
            "p1",
            "sample/set",
            "train",
            1,
            List.of(new Message("user", "2+2?")),
            "2+2?",
            "4",
            Double.NaN,
            Map.of()));
  }

  static List<TrajectoryRow> trajectories(int step) {
    List<TrajectoryRow> rows = new ArrayList<>();
    for (int sample = 0; sample < 2; sample++) {
      rows.add(
          new TrajectoryRow(
              0,
              "p" + step % 2,
              sample,
              step - 1,
              List.of(5, 6, 7),
              sample == 0 ? List.of(8, 2) : List.of(),
              sample == 0 ? List.of(-0.5f, -0.25f * step) : List.of(),
              "→ " + step,
              sample == 0 ? Optional.of("2") : Optional.empty(),
              1 - sample,
              Map.of("format", 0.0, "correctness", 1.0 - sample),
              "equal",
              0.5 - sample,
              sample == 0 ? "stop" : "length"));
    }
    return rows;
  }

  static StepRow step(int step) {
    return new StepRow(
        step,
        new StepRow.Reward(0.5, 0.25, 0, 0, 0),
        new StepRow.Update(
            2,
            0.1,
            0.09,
            0.01,
            new StepRow.Clips(0.02, 0.015, 0.005, 0),
            1.5,
            0.7,
            1e-6,
            new StepRow.Gap(1e-4, 1e-3, 1e-5, 0.99, 1.01)),
        new StepRow.Lengths(6, 2, 1, 2, 0.5),
        new StepRow.Totals(16L * step, 8L * step, 6.0 * 37856 * 8 * step),
        new StepRow.Seconds(1, 2, 3, 4, 10, new StepRow.Parts(0, 0.5, 0, 0.25, 0.1, 1, 2)));
  }

  static List<EvaluationRow> evaluations(int step) {
    return List.of(
        new EvaluationRow("p0", 0, step > 1, 2, "2", Optional.of("2"), "equal", "stop"),
        new EvaluationRow("p1", 0, false, 3, "", Optional.empty(), "no answer", "length"));
  }

  /** SHA-256 of all files below a root, by relative name. */
  static Map<String, String> contents(Path root) throws java.io.IOException {
    Map<String, String> contents = new java.util.TreeMap<>();
    try (var files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        try (var in = Files.newInputStream(file)) {
          contents.put(root.relativize(file).toString(), new Sha256().add(in).hex());
        }
      }
    }
    return contents;
  }

  /**
   * What of a store must be the same for two executions: all but manifests, attempts and owners'
   * records.
   */
  static Map<String, String> tables(Path root) throws java.io.IOException {
    Map<String, String> contents = contents(root);
    contents
        .keySet()
        .removeIf(name -> name.startsWith("_") && !name.startsWith(Layout.TENSORBOARD));
    return contents;
  }
}
