package io.gradus.jobs.progress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/**
 * The most memory that each process of an application has held at once, heap and tensors together:
 * Linux's high-water mark of resident memory. Processes on other systems are left out.
 */
public final class PeakMemory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private PeakMemory() {}

  /** Bytes by process: {@code driver}, and the ids of executors that are other processes. */
  public static Map<String, Long> measure(JavaSparkContext spark) {
    int tasks = 4 * spark.defaultParallelism();
    Map<String, Long> peaks =
        new TreeMap<>(
            spark
                .parallelize(Collections.nCopies(tasks, 0), tasks)
                .mapToPair(task -> new Tuple2<>(SparkEnv.get().executorId(), here()))
                .reduceByKey(Math::max)
                .collectAsMap());
    peaks.put("driver", here());
    peaks.values().removeIf(bytes -> bytes == 0);
    return peaks;
  }

  /** For instance {@code driver 1.24 GB, executor 0 2.10 GB}. */
  public static String show(Map<String, Long> peaks) {
    return peaks.entrySet().stream()
        .map(
            e ->
                String.format(
                    Locale.ROOT,
                    "%s%s %.2f GB",
                    e.getKey().equals("driver") ? "" : "executor ",
                    e.getKey(),
                    e.getValue() / 1e9))
        .collect(Collectors.joining(", "));
  }

  /** Of this process; 0 where the system does not say. */
  static long here() {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
