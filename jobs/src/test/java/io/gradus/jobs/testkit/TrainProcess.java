package io.gradus.jobs.testkit;

import io.gradus.jobs.progress.TrainListener;
import io.gradus.jobs.train.TrainJob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** A training run in a process of its own, on one core, that stops where a trap is set. */
public final class TrainProcess {
  private TrainProcess() {}

  /** Arguments: store, model, kind of event to stop at, end of its description, overrides. */
  public static void main(String[] arguments) throws IOException {
    Trap.set(arguments[2], arguments[3]);
    SparkConf conf =
        new SparkConf()
            .setMaster("local[1]")
            .set("spark.hadoop.fs.file.impl", TrapFileSystem.class.getName());
    try (SparkSession spark = TestSpark.session(conf)) {
      List<String> overrides = new ArrayList<>(List.of("model.path=" + arguments[1]));
      overrides.addAll(Arrays.asList(arguments).subList(4, arguments.length));
      TrainJob.run(
          spark,
          SmallRun.config(Path.of(arguments[0]), overrides.toArray(String[]::new)),
          new TrainListener() {});
    }
  }

  /** Runs until the trap and says what was printed. */
  public static String runUntil(
      Path store, Path model, String kind, String end, String... overrides)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.add("@" + Path.of("../conf/spark/java-options").toAbsolutePath());
    command.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(TrainProcess.class.getName());
    command.addAll(List.of(store.toString(), model.toString(), kind, end));
    command.addAll(Arrays.asList(overrides));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    if (exit != Trap.EXIT) {
      throw new AssertionError("exit code %d, expected %d:%n%s".formatted(exit, Trap.EXIT, output));
    }
    return output;
  }
}
