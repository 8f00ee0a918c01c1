package io.gradus.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.jobs.progress.TrainListener;
import io.gradus.jobs.s3.FlakyServer;
import io.gradus.jobs.s3.FlakyServer.Fault;
import io.gradus.jobs.s3.S3Server;
import io.gradus.jobs.store.StoreCheck;
import io.gradus.jobs.testkit.SmallRun;
import io.gradus.jobs.testkit.TestSpark;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs on object storage that is busy, loses connections and answers late. {@code
 * -Dgradus.faults.seed=N} lets other requests suffer.
 */
class FlakyStorageTest {
  private static final double SHARE = 0.1;
  private static final long SEED = Long.getLong("gradus.faults.seed", 1);

  @TempDir Path folder;

  private static S3Server server;
  private static SparkSession spark;

  @BeforeAll
  static void start() throws IOException {
    SmallRun.reference();
    server = S3Server.start();
    spark = TestSpark.session();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Test
  void aRunLeavesTheBytesOfOneOnAGoodDay() throws IOException {
    String store = "s3a://%s/store".formatted(S3Server.BUCKET);
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    try (FlakyServer flaky = FlakyServer.start(server, SHARE, SEED, Fault.values())) {
      Map<String, String> settings = new LinkedHashMap<>(server.settings());
      settings.putAll(flaky.settings());
      settings.put("fs.s3a.impl.disable.cache", "true");
      settings.put("gradus.owner.settle", "1ms");
      settings.put("gradus.owner.lease", "5s");
      settings.forEach(hadoop::set);
      try {
        for (String steps : new String[] {"steps=2", "steps=3"}) {
          TrainJob.run(
              spark,
              SmallRun.config(
                  Path.of("unused"),
                  "store.path=" + store,
                  "model.cache=" + folder.resolve("cache"),
                  steps),
              new TrainListener() {});
        }
        assertThat(flaky.counts()).as("requests that suffered").containsOnlyKeys(Fault.values());
        assertThat(StoreCheck.of(hadoop, store, Optional.empty()).findings()).isEmpty();
        Path reference = SmallRun.reference();
        for (String name : SmallRun.sums(reference).keySet()) {
          assertThat(read(hadoop, store + "/" + name))
              .as(name)
              .isEqualTo(Files.readAllBytes(reference.resolve(name)));
        }
      } finally {
        settings.keySet().forEach(hadoop::unset);
      }
    }
  }

  private static byte[] read(Configuration hadoop, String name) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(name);
    try (FileSystem files = FileSystem.newInstance(path.toUri(), hadoop);
        InputStream in = files.open(path)) {
      return in.readAllBytes();
    }
  }
}
