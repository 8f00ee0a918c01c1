package io.gradus.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.datasets.ProblemTable;
import io.gradus.datasets.importing.DatasetImport;
import io.gradus.datasets.importing.ImportSettings;
import io.gradus.datasets.importing.SourceKind;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.policy.Digests;
import io.gradus.jobs.progress.TrainListener;
import io.gradus.jobs.s3.S3Server;
import io.gradus.jobs.store.DirectCommitProtocol;
import io.gradus.jobs.store.ModelCache;
import io.gradus.jobs.store.StoreReader;
import io.gradus.jobs.store.Tables;
import io.gradus.jobs.testkit.SmallRun;
import io.gradus.jobs.testkit.TestSpark;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Problems, models, stores and tables at s3a://, spoken to a real S3 server. */
class ObjectStorageTest {
  private static final String BUCKET = "s3a://" + S3Server.BUCKET + "/";
  private static final List<String> SETTINGS =
      List.of("gradus.owner.settle=1ms", "gradus.owner.lease=150ms");

  @TempDir Path folder;

  private static S3Server server;
  private static SparkSession spark;
  private static final List<String> SET = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    SmallRun.reference();
    server = S3Server.start();
    spark = TestSpark.session();
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    server.settings().forEach((key, value) -> set(hadoop, key, value));
    SETTINGS.forEach(s -> set(hadoop, s.split("=")[0], s.split("=")[1]));
    spark.conf().set("spark.sql.sources.commitProtocolClass", DirectCommitProtocol.class.getName());
  }

  private static void set(Configuration hadoop, String key, String value) {
    hadoop.set(key, value);
    SET.add(key);
  }

  @AfterAll
  static void stop() throws IOException {
    files().close();
    SET.forEach(spark.sparkContext().hadoopConfiguration()::unset);
    spark.conf().unset("spark.sql.sources.commitProtocolClass");
    server.close();
  }

  private static FileSystem files() throws IOException {
    return new org.apache.hadoop.fs.Path(BUCKET)
        .getFileSystem(spark.sparkContext().hadoopConfiguration());
  }

  /** Everything below a place, by name. */
  private static Map<String, byte[]> objects(String place) throws IOException {
    Map<String, byte[]> objects = new TreeMap<>();
    RemoteIterator<LocatedFileStatus> all =
        files().listFiles(new org.apache.hadoop.fs.Path(BUCKET + place), true);
    while (all.hasNext()) {
      org.apache.hadoop.fs.Path path = all.next().getPath();
      try (InputStream in = files().open(path)) {
        objects.put(path.toString().substring((BUCKET + place).length() + 1), in.readAllBytes());
      }
    }
    return objects;
  }

  private TrainConfig config(String store, String... more) throws IOException {
    List<String> overrides = new ArrayList<>(List.of("model.cache=" + folder.resolve("cache")));
    overrides.addAll(List.of(more));
    overrides.add("store.path=" + BUCKET + store);
    return SmallRun.config(Path.of("unused"), overrides.toArray(String[]::new));
  }

  @Test
  void aRunLeavesTheBytesOfALocalOneWithoutRenamesOrKeys() throws IOException {
    TrainJob.run(spark, config("store", "steps=2"), new TrainListener() {});
    SmallRun.RecordingListener listener = new SmallRun.RecordingListener();
    TrainJob.run(spark, config("store"), listener);
    assertThat(listener.events)
        .as("the second call resumes with model and run of the first")
        .contains("begun small-s3 after 2 of 3")
        .noneMatch(event -> event.contains("Pre-training"));

    Map<String, byte[]> objects = objects("store");
    Path reference = SmallRun.reference();
    for (String name : SmallRun.sums(reference).keySet()) {
      assertThat(objects.get(name)).as(name).isEqualTo(Files.readAllBytes(reference.resolve(name)));
    }
    assertThat(files().getStorageStatistics().getLong("op_rename")).isIn(null, 0L);
    assertThat(files().getStorageStatistics().getLong("object_copy_requests")).isIn(null, 0L);
    objects.forEach(
        (name, content) ->
            assertThat(new String(content, StandardCharsets.ISO_8859_1))
                .as(name)
                .doesNotContain(S3Server.SECRET_KEY, S3Server.ACCESS_KEY));

    StoreReader reader = StoreReader.open(spark, BUCKET + "store");
    assertThat(reader.table(Tables.STEPS).count()).isEqualTo(3);
    String model = reader.table(Tables.RUNS).select("model").first().getString(0);
    assertThat(model).matches(BUCKET + "store/models/[0-9a-f]{16}");
    try (var copies = Files.list(folder.resolve("cache/models"))) {
      assertThat(copies).as("one copy for both calls").hasSize(1);
    }
  }

  @Test
  void importedProblemsAreThoseOfALocalTable() throws IOException {
    Path lines = folder.resolve("p.jsonl");
    Files.writeString(
        lines,
        "{\"id\":\"a\",\"prompt\":\"1+1=\",\"answer\":\"2\"}\n{\"id\":\"b\",\"prompt\":\"1+2=\",\"answer\":\"3\"}\n");
    files()
        .copyFromLocalFile(
            new org.apache.hadoop.fs.Path(lines.toUri()),
            new org.apache.hadoop.fs.Path(BUCKET + "in/p.jsonl"));
    String table = BUCKET + "problems";
    DatasetImport.run(
        spark,
        ImportSettings.of(
            SourceKind.of("jsonl"), Optional.of(BUCKET + "in/p.jsonl"), table, Map.of()));
    assertThat(ProblemTable.collect(ProblemTable.read(spark, table)))
        .extracting(p -> p.id() + " " + p.prompt() + p.answer())
        .containsExactly("a 1+1=2", "b 1+2=3");
    assertThat(objects("problems").keySet())
        .as("nothing temporary is left")
        .noneMatch(name -> name.contains("_temporary"))
        .contains("_SUCCESS");
    assertThatThrownBy(
            () ->
                DatasetImport.run(
                    spark,
                    ImportSettings.of(
                        SourceKind.of("jsonl"), Optional.of(lines.toString()), table, Map.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(table + " already exists");
  }

  @Test
  void aModelIsCopiedOncePerVersion() throws IOException {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    ModelCache cache = ModelCache.of(hadoop, Optional.of(folder.toString()));
    String place = BUCKET + "models/small";
    assertThatThrownBy(() -> cache.local(place, "--model"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "--model = " + place + " has no config.json, expected a Hugging Face model directory");
    Path made = Files.createDirectory(folder.resolve("made"));
    try (var files = Files.list(SmallRun.model())) {
      for (Path file : files.toList()) {
        Files.copy(file, made.resolve(file.getFileName()));
      }
    }
    cache.publish(made, place);
    assertThat(made).doesNotExist();
    Path copy = cache.local(place, "--model");
    assertThat(Digests.ofModel(copy)).isEqualTo(Digests.ofModel(SmallRun.model()));
    assertThat(cache.local(place, "--model")).isEqualTo(copy);
    files().delete(new org.apache.hadoop.fs.Path(place, "generation_config.json"), false);
    assertThat(cache.local(place, "--model")).as("another version").isNotEqualTo(copy);
  }

  @Test
  void keysThatAreRefusedDoNotShowInTheError() throws IOException {
    Configuration hadoop = new Configuration(spark.sparkContext().hadoopConfiguration());
    hadoop.set("fs.s3a.secret.key", "not-the-secret-key");
    hadoop.setBoolean("fs.s3a.impl.disable.cache", true);
    ModelCache cache = ModelCache.of(hadoop, Optional.of(folder.toString()));
    assertThatThrownBy(() -> cache.local(BUCKET + "any", "--model"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("403")
        .hasMessageNotContainingAny("not-the-secret-key", S3Server.SECRET_KEY);
  }
}
