package io.gradus.jobs.store;

import io.gradus.files.table.Table;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;

/**
 * Where everything lies below the root of a store. Names that begin with an underscore Spark does
 * not read.
 */
final class Layout {
  static final String ATTEMPTS = "_attempts";
  static final String OWNERS = "_owners";
  static final String TENSORBOARD = "_tensorboard";

  /** Names of files and folders that say which steps they are of. */
  private static final Pattern STEPS =
      Pattern.compile(
          "/(?:step=|step-|steps-\\d{8}-|events\\.out\\.tfevents\\.\\d{8}-)(\\d{1,9})[/.]");

  private Layout() {}

  static String runFile(String runId) {
    return "runs/%s.parquet".formatted(runId);
  }

  static String problems(String source, String split, String sha256) {
    return "problems/source=%s/split=%s/%s.parquet"
        .formatted(
            ExternalCatalogUtils.escapePathName(source),
            ExternalCatalogUtils.escapePathName(split),
            sha256.substring(0, 16));
  }

  /** Folder of a table with what one run wrote. */
  static String ofRun(Table<?> table, String runId) {
    return "%s/run_id=%s".formatted(table.name(), runId);
  }

  static String ofStep(Table<?> table, String runId, int step) {
    return "%s/step=%d".formatted(ofRun(table, runId), step);
  }

  static String steps(String runId, int first, int last) {
    return "%s/steps-%08d-%08d.parquet".formatted(ofRun(Tables.STEPS, runId), first, last);
  }

  static String events(String runId) {
    return TENSORBOARD + "/" + runId;
  }

  /** TensorBoard reads files of such names, in the order of their names. */
  static String events(String runId, int first, int last) {
    return "%s/events.out.tfevents.%08d-%08d.gradus".formatted(events(runId), first, last);
  }

  static String checkpoints(String runId) {
    return "checkpoints/" + runId;
  }

  static String checkpoint(String runId, int step) {
    return "%s/step-%08d".formatted(checkpoints(runId), step);
  }

  /** The last step of the commit that a file belongs to, as far as its name says. */
  static OptionalInt lastStep(String path) {
    Matcher step = STEPS.matcher(path);
    return step.find() ? OptionalInt.of(Integer.parseInt(step.group(1))) : OptionalInt.empty();
  }
}
