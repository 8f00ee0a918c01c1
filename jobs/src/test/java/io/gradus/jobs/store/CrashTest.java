package io.gradus.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.jobs.store.CrashPoint.Point;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run that was stopped after any operation resumes and gives the bytes of one never stopped. */
class CrashTest {
  @TempDir Path folder;

  /** Kills a process for real, for each kind of operation at its last chance. */
  @ParameterizedTest
  @EnumSource(Point.class)
  void goesOnAfterAKill(Point point) throws Exception {
    List<Point> points = new ArrayList<>();
    Path reference = folder.resolve("reference");
    SampleRun.write(RunStore.open(new Configuration(), reference.toString(), points::add));
    Path root = folder.resolve("killed");
    int number = points.lastIndexOf(point) + 1;
    String output = ChildProcess.run(137, SampleRun.class, root.toString(), String.valueOf(number));
    assertThat(output).contains("stopped at " + point);
    SampleRun.write(RunStore.open(new Configuration(), root.toString()));
    assertThat(SampleRun.tables(root)).isEqualTo(SampleRun.tables(reference));
  }

  @Test
  void goesOnFromTheStateAfterEveryOperationOnALocalDisk() throws IOException {
    List<Point> points = goOnFromEveryState("", new Configuration());
    assertThat(EnumSet.copyOf(points)).isEqualTo(EnumSet.allOf(Point.class));
  }

  @Test
  void goesOnFromTheStateAfterEveryOperationOnAnObjectStore() throws IOException {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.objects.impl", ObjectFileSystem.class.getName());
    hadoop.set("gradus.owner.settle", "1ms");
    hadoop.set("gradus.owner.lease", "20ms");
    List<Point> points = goOnFromEveryState("objects://bucket", hadoop);
    // Nothing is staged or moved there.
    assertThat(EnumSet.complementOf(EnumSet.copyOf(points)))
        .containsExactly(Point.TABLE_PLACED, Point.CHECKPOINT_PLACED, Point.MANIFEST_STAGED);
  }

  /**
   * What a killed process leaves is what the files were at that moment: copies of them stand for
   * kills.
   */
  private List<Point> goOnFromEveryState(String scheme, Configuration hadoop) throws IOException {
    List<Point> points = new ArrayList<>();
    Path reference = folder.resolve("reference");
    CrashPoint copy =
        point -> {
          points.add(point);
          copy(reference, folder.resolve("stopped-" + points.size()));
        };
    SampleRun.write(RunStore.open(hadoop, scheme + reference, copy));
    Map<String, String> expected = SampleRun.tables(reference);
    for (int i = 1; i <= points.size(); i++) {
      Path root = folder.resolve("stopped-" + i);
      SampleRun.write(RunStore.open(hadoop, scheme + root));
      String state = "stopped at operation %d, %s".formatted(i, points.get(i - 1));
      assertThat(SampleRun.tables(root)).as(state).isEqualTo(expected);
      assertThat(SampleRun.contents(root).keySet()).as(state).noneMatch(f -> f.startsWith("_att"));
    }
    return points;
  }

  private static void copy(Path from, Path to) {
    try (var paths = Files.walk(from)) {
      for (Path path : paths.sorted().toList()) {
        Files.copy(path, to.resolve(from.relativize(path)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
