package io.gradus.jobs.cluster;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A standalone master and a worker of two cores, each a process of its own. */
final class StandaloneCluster implements AutoCloseable {
  private static final Pattern URL = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path folder;
  private final Process master;
  private final Process worker;
  private final String url;

  private StandaloneCluster(Path folder, Process master, Process worker, String url) {
    this.folder = folder;
    this.master = master;
    this.worker = worker;
    this.url = url;
  }

  static StandaloneCluster start(SparkDistribution spark, Path folder) throws IOException {
    Files.createDirectories(folder);
    Path masterLog = folder.resolve("master.log");
    Path workerLog = folder.resolve("worker.log");
    Process master =
        spark.start(
            folder,
            masterLog,
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--webui-port",
            "0");
    String url = awaitText(masterLog, URL);
    Process worker =
        spark.start(
            folder,
            workerLog,
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            "127.0.0.1",
            "--webui-port",
            "0",
            "--cores",
            "3",
            "--memory",
            "6g",
            "--work-dir",
            folder.resolve("work").toString(),
            url);
    awaitText(workerLog, Pattern.compile("(Successfully registered) with master"));
    return new StandaloneCluster(folder, master, worker, url);
  }

  private static String awaitText(Path log, Pattern pattern) {
    return await().atMost(PATIENCE).until(() -> pattern.matcher(read(log)), Matcher::find).group(1);
  }

  private static String read(Path log) {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return url;
  }

  /** Where the worker keeps what drivers and executors print. */
  Path work() {
    return folder.resolve("work");
  }

  @Override
  public void close() throws InterruptedException {
    worker.destroy();
    worker.waitFor(20, TimeUnit.SECONDS);
    worker.destroyForcibly();
    master.destroyForcibly();
  }
}
