package io.gradus.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.jobs.store.CrashPoint.Point;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a loss of power leaves of a run, after any operation of its commits. */
class PowerLossTest {
  @TempDir Path folder;

  private record Outage(Point point, int commits, Path left) {}

  @ParameterizedTest
  @EnumSource(ForgetfulDisk.Lost.class)
  void committedStepsLastAndTheRunResumes(ForgetfulDisk.Lost lost) throws IOException {
    Path above = Files.createDirectory(folder.resolve("disk"));
    Path store = above.resolve("new/store");
    ForgetfulDisk disk = new ForgetfulDisk(above);
    List<Outage> outages = new ArrayList<>();
    CrashPoint loss =
        point -> {
          Path left = folder.resolve("left-" + outages.size());
          try {
            disk.lose(lost, above.resolve("new"), left);
            outages.add(new Outage(point, manifests(store), left.resolve("store")));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    SampleRun.write(RunStore.open(new Configuration(), store.toString(), loss, disk));
    Map<String, String> expected = SampleRun.tables(store);
    for (Outage outage : outages) {
      String state = "power lost after %s, commits %d".formatted(outage.point, outage.commits);
      if (outage.point == Point.MANIFEST_WRITTEN || lost == ForgetfulDisk.Lost.CONTENTS) {
        assertThat(manifests(outage.left)).as(state).isEqualTo(outage.commits);
      }
      SampleRun.write(RunStore.open(new Configuration(), outage.left.toString()));
      assertThat(SampleRun.tables(outage.left)).as(state).isEqualTo(expected);
    }
  }

  /** Files, then the folders they were moved to, then the manifest, then the manifests' folder. */
  @Test
  void theManifestIsForcedAfterAllItNames() throws IOException {
    List<String> log = new ArrayList<>();
    Path store = folder.toRealPath().resolve("store");
    StoreFiles.Disk disk = path -> log.add("forced " + store.relativize(path));
    CrashPoint points =
        point -> {
          if (point == Point.TABLE_PLACED || point == Point.MANIFEST_WRITTEN) {
            log.add(point.name());
          }
        };
    SampleRun.write(RunStore.open(new Configuration(), store.toString(), points, disk));
    int end = log.lastIndexOf("MANIFEST_WRITTEN");
    List<String> commit =
        log.subList(log.subList(0, end).lastIndexOf("MANIFEST_WRITTEN") + 1, end + 1).stream()
            .map(line -> line.replaceFirst("_attempts/[^/]*/[^/]*", "ATTEMPT"))
            .toList();
    assertThat(commit)
        .containsSubsequence(
            "forced ATTEMPT/trajectories/run_id=sample-s1/step=4/part-00000.parquet",
            "forced ATTEMPT/steps/run_id=sample-s1/steps-00000003-00000004.parquet",
            "forced ATTEMPT/checkpoints/sample-s1/step-00000004/shards/model.safetensors",
            "forced ATTEMPT/evaluations/run_id=sample-s1/step=4/benchmark=other",
            "TABLE_PLACED",
            "forced trajectories/run_id=sample-s1",
            "forced checkpoints/sample-s1",
            "forced ATTEMPT/manifest.json",
            "forced _manifests/sample-s1",
            "MANIFEST_WRITTEN");
  }

  private static int manifests(Path store) throws IOException {
    Path manifests = store.resolve(Manifest.FOLDER).resolve(SampleRun.ID);
    if (!Files.isDirectory(manifests)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(manifests)) {
      return (int) files.count();
    }
  }
}
