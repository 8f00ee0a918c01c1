package io.gradus.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.jobs.testkit.TestSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedPathsTest {
  @TempDir Path folder;
  private static JavaSparkContext spark;

  @BeforeAll
  static void open() {
    spark = JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext());
  }

  @Test
  void namesSettingAndExecutorThatDoesNotSeeAFile() throws Exception {
    Path there = Files.createFile(folder.resolve("there"));
    assertThatCode(() -> SharedPaths.check(spark, "store.path", "s", there.toString()))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () -> SharedPaths.check(spark, "store.path", "out", folder + "/elsewhere-only"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "store.path = out is on the driver's disk, which executor driver does not see; expected"
                + " hdfs://, s3a:// or a folder that all machines share");
  }

  @Test
  void marksAreOfFilesThemselvesOrGoneAfterwards() throws Exception {
    Path file = Files.createFile(folder.resolve("problems.jsonl"));
    SharedPaths.requireOnDisk(spark, "--in", file.toString(), file);
    Path store = folder.resolve("new/store");
    SharedPaths.requireOnDisk(spark, "store.path", store.toString(), store);
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }
}
