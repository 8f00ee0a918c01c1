package io.gradus.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.files.table.Table;
import io.gradus.jobs.testkit.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reader of a store says of damaged files, and which others it still reads. */
class DamagedStoreTest {
  private final SparkSession spark = TestSpark.session();

  @TempDir Path root;

  private StoreReader reader() {
    SampleRun.write(RunStore.open(new Configuration(), root.toString()));
    return StoreReader.open(spark, root.toString());
  }

  /** The last bit of a file's first half, where the pages of Parquet files have their values. */
  private static void flip(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    Files.write(file, content);
  }

  /** Spark reads most flipped bits as other values and says nothing. */
  @ParameterizedTest
  @CsvSource({
    "runs, runs/sample-s1.parquet, its record",
    "trajectories, trajectories/run_id=sample-s1/step=3/part-00000.parquet, steps 3 to 4",
    "steps, steps/run_id=sample-s1/steps-00000001-00000002.parquet, steps 1 to 2",
    "evaluations, evaluations/run_id=sample-s1/step=0/benchmark=test/part-00000.parquet, step 0",
    "problems, , step 0",
  })
  void aFlippedBitEndsTheQueriesThatReadItsFile(String table, String name, String steps)
      throws IOException {
    reader();
    Path file = root.resolve(name == null ? problems() : name);
    flip(file);
    StoreReader.open(spark, root.toString()).createViews();
    for (Table<?> other : Tables.ALL) {
      if (!other.name().equals(table)) {
        assertThat(spark.table(other.name()).collectAsList()).as(other.name()).isNotNull();
      }
    }
    assertThatThrownBy(() -> spark.table(table).collectAsList())
        .rootCause()
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith(root.relativize(file) + " in ")
        .hasMessageContaining("is damaged: SHA-256")
        .hasMessageEndingWith("(run sample-s1, " + steps + ")");
  }

  private String problems() throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve("problems"))) {
      return root.relativize(files.filter(Files::isRegularFile).findFirst().orElseThrow())
          .toString();
    }
  }

  /** Only the files that a query needs are read for their sums. */
  @Test
  void aDamagedStepDoesNotKeepOthersFromBeingRead() throws IOException {
    reader();
    flip(root.resolve("trajectories/run_id=sample-s1/step=3/part-00000.parquet"));
    Dataset<Row> trajectories = reader().table(Tables.TRAJECTORIES);
    assertThat(trajectories.filter("step <> 3").count()).isEqualTo(6);
    assertThatThrownBy(() -> trajectories.filter("step >= 3").count())
        .rootCause()
        .hasMessageContaining("step=3/part-00000.parquet");
  }

  /** What was seen sound before is not taken for sound when it was written to since. */
  @Test
  void aFileThatChangesAfterItWasReadIsReadAgain() throws IOException {
    StoreReader reader = reader();
    assertThat(reader.table(Tables.STEPS).count()).isEqualTo(4);
    Path file = root.resolve("steps/run_id=sample-s1/steps-00000001-00000002.parquet");
    flip(file);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));
    assertThatThrownBy(() -> reader.table(Tables.STEPS).collectAsList())
        .rootCause()
        .hasMessageContaining("is damaged");
  }

  /** Whatever a session's settings say of files that cannot be read. */
  @Test
  void damageIsNotPassedOver() throws IOException {
    reader();
    flip(root.resolve("steps/run_id=sample-s1/steps-00000001-00000002.parquet"));
    spark.conf().set("spark.sql.files.ignoreCorruptFiles", "true");
    try {
      assertThatThrownBy(() -> reader().table(Tables.STEPS).collectAsList())
          .rootCause()
          .hasMessageContaining("is damaged");
    } finally {
      spark.conf().unset("spark.sql.files.ignoreCorruptFiles");
    }
  }

  /** What desktops, editors and copies leave beside manifests is not of the store. */
  @Test
  void foreignFilesAmongManifestsAreNotRead() throws IOException {
    reader();
    Path manifests = root.resolve("_manifests");
    Files.writeString(manifests.resolve(".DS_Store"), "x");
    Files.writeString(manifests.resolve("00000000.json"), "{");
    Files.createDirectory(manifests.resolve("empty"));
    Files.writeString(manifests.resolve("sample-s1/.DS_Store"), "x");
    Files.writeString(manifests.resolve("sample-s1/00000002.json.bak"), "{");
    Files.writeString(manifests.resolve("sample-s1/.00000003.json.crc"), "x");
    Files.createDirectory(manifests.resolve("sample-s1/old"));
    assertThat(reader().runs()).containsExactly("sample-s1");
    assertThat(reader().table(Tables.STEPS).count()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut", "empty", "missing", "folder", "first_step", "last_step", "table"})
  void aRunWithADamagedManifestIsLeftOutAndOthersAreRead(String damage) throws IOException {
    reader();
    Path other = root.resolve("_manifests/sample-s1/00000002.json");
    String content = Files.readString(other);
    RunStore store = RunStore.open(new Configuration(), root.toString());
    store.openRun(SampleRun.record("whole", "{}"), 1).close();
    Files.delete(other);
    switch (damage) {
      case "cut" -> Files.writeString(other, content.substring(0, 100));
      case "empty" -> Files.createFile(other);
      case "folder" -> Files.createDirectory(other);
      case "first_step" ->
          Files.writeString(other, content.replace("\"first_step\" : 1", "\"first_step\" : 5"));
      case "last_step" ->
          Files.writeString(other, content.replace("\"last_step\" : 2", "\"last_step\" : 3"));
      case "table" ->
          Files.writeString(other, content.replaceFirst("trajectories", "trajectorier"));
      default -> {}
    }
    StoreReader reader = StoreReader.open(spark, root.toString());
    assertThat(reader.runs()).containsExactly("whole");
    assertThat(reader.table(Tables.RUNS).count()).isEqualTo(1);
    assertThatThrownBy(() -> StoreReader.ofRun(spark, root.toString(), "sample-s1"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("_manifests/sample-s1/00000002.json is ");
    assertThatThrownBy(() -> Inventory.manifests(files(), "sample-s1"))
        .hasMessageContaining(damage.equals("missing") ? "is missing" : "is damaged");
  }

  private StoreFiles files() throws IOException {
    return StoreFiles.open(new Configuration(), root.toString());
  }

  @Test
  void aLostLastManifestIsSaid() throws IOException {
    reader();
    Map<String, List<Manifest>> whole =
        Map.of("sample-s1", Inventory.manifests(files(), "sample-s1"));
    assertThat(LostManifests.of(files(), whole)).isEmpty();
    Files.delete(root.resolve("_manifests/sample-s1/00000003.json"));
    Map<String, List<Manifest>> cut =
        Map.of("sample-s1", Inventory.manifests(files(), "sample-s1"));
    assertThat(LostManifests.of(files(), cut))
        .singleElement()
        .asString()
        .startsWith(
            "run sample-s1: manifest _manifests/sample-s1/00000003.json is missing, though ")
        .endsWith("; steps after 2 do not count");
    // A commit that was cut off leaves its attempt, and is no loss.
    Files.createDirectories(root.resolve("_attempts/sample-s1/someone-00000003"));
    assertThat(LostManifests.of(files(), cut)).isEmpty();
  }
}
