package io.gradus.jobs.store;

import io.gradus.jobs.config.Settings;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/** Reads back the one row that a run recorded of itself, without Spark. */
final class RunRecords {
  private RunRecords() {}

  static RunRecord read(StoreFiles files, String runId, List<Manifest> manifests)
      throws IOException {
    CommittedFile record =
        Inventory.tableFiles(manifests, Tables.RUNS).stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new StoreException(
                        "%s is damaged: it names no record of the run"
                            .formatted(files.path(Manifest.path(runId, 0)))));
    record.check(files.root(), () -> files.open(record.path()));
    Configuration hadoop = files.configuration();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), files.path(record.path()))
            .withConf(hadoop)
            .build()) {
      return record(reader.read());
    }
  }

  private static RunRecord record(Group row) {
    return new RunRecord(
        text(row, "run_id"),
        text(row, "family"),
        text(row, "variant"),
        text(row, "model"),
        text(row, "model_digest"),
        row.getLong("params", 0),
        text(row, "dataset"),
        text(row, "problems_digest"),
        row.getInteger("tau", 0),
        row.getInteger("group_size", 0),
        row.getLong("seed", 0),
        text(row, "config"),
        text(row, "description"),
        new RunRecord.Environment(
            text(row, "gradus"),
            text(row, "spark"),
            text(row, "java"),
            text(row, "libtorch"),
            text(row, "platform"),
            row.getInteger("rollout_threads", 0),
            row.getInteger("update_threads", 0),
            dtype(row, "rollout_dtype", RunCheck.ROLLOUT_DTYPE),
            dtype(row, "update_dtype", RunCheck.UPDATE_DTYPE),
            Instant.EPOCH.plusNanos(Math.multiplyExact(row.getLong("created", 0), 1000L))),
        has(row, "contents") ? text(row, "contents") : "");
  }

  /** Runs that did not record what they compute in were told so by their settings. */
  private static String dtype(Group row, String column, String setting) {
    return has(row, column)
        ? text(row, column)
        : Settings.flatten(text(row, "config")).getOrDefault(setting, "float32");
  }

  private static String text(Group row, String column) {
    return row.getString(column, 0);
  }

  /** Whether a run recorded a value that runs of earlier versions did not. */
  private static boolean has(Group row, String column) {
    return row.getType().containsField(column) && row.getFieldRepetitionCount(column) > 0;
  }
}
