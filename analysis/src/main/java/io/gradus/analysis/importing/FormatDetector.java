package io.gradus.analysis.importing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Says from names and first lines what an input is. */
final class FormatDetector {
  private static final int HEAD = 1 << 16;
  private static final Pattern VERL =
      Pattern.compile("\"step\"\\s*:\\s*\\d+\\s*,\\s*\"data\"\\s*:\\s*\\{");

  private FormatDetector() {}

  /**
   * The format of a file, of the files in a folder, or of a server.
   *
   * @throws IllegalArgumentException if it is none that is known, or of several
   */
  static CurveFormat detect(Configuration conf, String location) {
    if (MlflowServer.isAddress(location)) {
      return CurveFormat.MLFLOW;
    }
    List<Path> files = Lines.list(conf, location, path -> !path.getName().startsWith("_"));
    if (files.stream().anyMatch(path -> MlflowStore.isRun(conf, path))) {
      return CurveFormat.MLFLOW;
    }
    List<CurveFormat> found =
        files.stream().flatMap(path -> of(conf, path).stream()).distinct().sorted().toList();
    // TRL and TensorBoard stand side by side in a trainer's folder: its state is the fuller.
    if (found.equals(List.of(CurveFormat.TRL_JSON, CurveFormat.TENSORBOARD))) {
      return CurveFormat.TRL_JSON;
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          location
              + " is of no format that is known: no curve table, W&B export, JSON lines with steps,"
              + " console log of verl, trainer_state.json, event file or MLflow store; any CSV or"
              + " Parquet is read with --format csv or parquet and a mapping file");
    }
    if (found.size() > 1) {
      throw new IllegalArgumentException(
          "%s holds files of several formats, %s: name one with --format, or its folder"
              .formatted(location, found.stream().map(CurveFormat::label).toList()));
    }
    return found.get(0);
  }

  private static Optional<CurveFormat> of(Configuration conf, Path path) {
    if (EventFiles.isEventFile(path)) {
      return Optional.of(CurveFormat.TENSORBOARD);
    }
    byte[] bytes = Lines.head(conf, path, HEAD);
    String head = new String(bytes, StandardCharsets.UTF_8);
    if (head.startsWith("PAR1")) {
      return Optional.of(CurveFormat.PARQUET);
    }
    String name = path.getName();
    String text =
        head.startsWith("\uFEFF") ? head.substring(1).stripLeading() : head.stripLeading();
    if (text.startsWith("{")) {
      return json(conf, path, text);
    }
    if (name.endsWith(".csv") || name.endsWith(".tsv")) {
      return csv(conf, path);
    }
    boolean console =
        text.indexOf('\0') < 0
            && Lines.read(conf, path).lines().stream().anyMatch(ConsoleLog::isEntry);
    return console ? Optional.of(CurveFormat.VERL_CONSOLE) : Optional.empty();
  }

  private static Optional<CurveFormat> json(Configuration conf, Path path, String text) {
    if (path.getName().endsWith(".json")) {
      boolean state = String.join("\n", Lines.read(conf, path).lines()).contains("\"log_history\"");
      return state ? Optional.of(CurveFormat.TRL_JSON) : Optional.empty();
    }
    if (!path.getName().endsWith(".jsonl")) {
      return Optional.empty();
    }
    String line = text.lines().findFirst().orElse("");
    boolean steps = line.contains("step\"");
    return VERL.matcher(line).find()
        ? Optional.of(CurveFormat.VERL_JSONL)
        : steps ? Optional.of(CurveFormat.PRIME_JSONL) : Optional.empty();
  }

  private static Optional<CurveFormat> csv(Configuration conf, Path path) {
    CellTable table = CellTable.csv(Lines.read(conf, path));
    if (CurveRows.fits(table)) {
      return Optional.of(CurveFormat.CSV);
    }
    return TableLogs.hasStep(table) ? Optional.of(CurveFormat.WANDB_CSV) : Optional.empty();
  }
}
