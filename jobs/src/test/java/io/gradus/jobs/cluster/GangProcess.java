package io.gradus.jobs.cluster;

import io.gradus.jobs.progress.TrainListener;
import io.gradus.jobs.testkit.SmallRun;
import io.gradus.jobs.testkit.TestSpark;
import io.gradus.jobs.train.TrainJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;
import scala.util.Properties;

/**
 * The small run by a gang of executor processes, in a driver process of its own that disturbs them
 * at a place.
 */
final class GangProcess {
  private GangProcess() {}

  /** What is done to an executor. */
  enum Signal {
    KILL,
    STOP
  }

  /** Sends an executor a signal when a job begins, for the first so many jobs of that name. */
  private static final class Disturber extends SparkListener {
    private final Signal signal;
    private final String job;
    private int times;

    Disturber(Signal signal, String job, int times) {
      this.signal = signal;
      this.job = job;
      this.times = times;
    }

    @Override
    public synchronized void onJobStart(SparkListenerJobStart started) {
      String description = started.properties().getProperty("spark.job.description", "");
      if (times > 0 && description.contains(job)) {
        times--;
        ProcessHandle.current()
            .descendants()
            .filter(GangProcess::isExecutor)
            .max((a, b) -> Long.compare(a.pid(), b.pid()))
            .ifPresent(executor -> send(signal, executor.pid()));
      }
    }
  }

  private static boolean isExecutor(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
          .contains("CoarseGrainedExecutorBackend");
    } catch (IOException e) {
      return false; // It has ended.
    }
  }

  private static void send(Signal signal, long process) {
    try {
      new ProcessBuilder("kill", "-" + signal, String.valueOf(process)).start().waitFor();
      System.out.println("disturbed " + process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Arguments: master, store, model, signal, job, times, then settings. */
  public static void main(String[] arguments) throws IOException {
    SparkConf conf =
        new SparkConf()
            .setMaster(arguments[0])
            .set("spark.executor.memory", "700m")
            .set("spark.executor.extraJavaOptions", System.getProperty("gradus.executor.options"))
            .set("spark.executor.extraClassPath", System.getProperty("java.class.path"));
    String[] settings = Arrays.copyOfRange(arguments, 6, arguments.length);
    String[] all = Arrays.copyOf(settings, settings.length + 1);
    all[settings.length] = "model.path=" + arguments[2];
    try (SparkSession spark = TestSpark.session(conf)) {
      spark
          .sparkContext()
          .addSparkListener(
              new Disturber(
                  Signal.valueOf(arguments[3]), arguments[4], Integer.parseInt(arguments[5])));
      TrainJob.run(
          spark,
          SmallRun.config(Path.of(arguments[1]), all),
          new TrainListener() {
            @Override
            public void noted(String message) {
              System.out.println("noted: " + message);
            }
          });
    } catch (RuntimeException e) {
      System.out.println("failed: " + e.getMessage());
      System.exit(1);
    }
  }

  /**
   * What a process left.
   *
   * @param output both of its streams
   */
  record Outcome(int exit, String output) {}

  /**
   * Runs to the end.
   *
   * @param master a local cluster
   * @param job part of the description of the jobs at whose beginning executors are disturbed
   * @param times how many such jobs
   */
  static Outcome run(
      String master, Path store, Signal signal, String job, int times, String... settings)
      throws IOException, InterruptedException {
    Path home = Files.createDirectories(SmallRun.folder().resolve("spark-home"));
    String javaOptions = Path.of("../conf/spark/java-options").toAbsolutePath().toString();
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.add("@" + javaOptions);
    command.addAll(List.of("-Xmx700m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add(
        "-Dgradus.executor.options=@" + javaOptions + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(GangProcess.class.getName());
    command.addAll(List.of(master, store.toString(), SmallRun.model().toString()));
    command.addAll(List.of(signal.name(), job, String.valueOf(times)));
    command.addAll(List.of(settings));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(Path.of("").toAbsolutePath().toFile());
    // Spark starts executors from a folder with its jars, or as its own tests do, without one.
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_TESTING", "1");
    builder.environment().put("SPARK_SCALA_VERSION", binaryVersion());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    return new Outcome(process.waitFor(), output);
  }

  private static String binaryVersion() {
    String version = Properties.versionNumberString();
    return version.substring(0, version.lastIndexOf('.'));
  }
}
