package io.gradus.jobs.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of files that a store has. */
final class FileKinds {
  /** The run whose files are damaged. */
  static final String RUN = "tiny-base-s1";

  /** Kinds of files by the name of one of them; * stands for a name that is not known before. */
  static final Map<String, String> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put("manifest, the last", "_manifests/" + RUN + "/00000003.json");
    NAMES.put("manifest, an earlier", "_manifests/" + RUN + "/00000002.json");
    NAMES.put("manifest, the first", "_manifests/" + RUN + "/00000000.json");
    NAMES.put("runs", "runs/" + RUN + ".parquet");
    NAMES.put("problems", "problems/source=*/split=test/*.parquet");
    NAMES.put("trajectories", "trajectories/run_id=" + RUN + "/step=1/part-00000.parquet");
    NAMES.put("steps", "steps/run_id=" + RUN + "/steps-00000002-00000002.parquet");
    NAMES.put(
        "evaluations", "evaluations/run_id=" + RUN + "/step=1/benchmark=test/part-00000.parquet");
    NAMES.put("run_forecasts", "run_forecasts/run_id=" + RUN + "/step=1/part-00000.parquet");
    NAMES.put("event file", "_tensorboard/" + RUN + "/events.*.gradus");
    String newest = "checkpoints/" + RUN + "/step-00000002/";
    NAMES.put("newest checkpoint, weights", newest + "model.safetensors");
    NAMES.put("newest checkpoint, config.json", newest + "config.json");
    NAMES.put("newest checkpoint, tokenizer.json", newest + "tokenizer.json");
    NAMES.put("newest checkpoint, moments", newest + "trainer/optimizer.safetensors");
    NAMES.put("newest checkpoint, counters", newest + "trainer/state.json");
    NAMES.put(
        "older checkpoint, weights", "checkpoints/" + RUN + "/step-00000001/model.safetensors");
    NAMES.put("initial model, weights", "models/*/model.safetensors");
    NAMES.put("initial model, config.json", "models/*/config.json");
    NAMES.put("initial model, generation_config.json", "models/*/generation_config.json");
    NAMES.put("initial model, tokenizer.json", "models/*/tokenizer.json");
    NAMES.put("sums of the initial model", "_models/*.json");
    NAMES.put("owner's record", "_owners/" + RUN + ".json");
    NAMES.put("lock", "_owners/" + RUN + ".lock");
  }

  private FileKinds() {}

  /** The file, or one of the files, that a name of a kind stands for. */
  static Path find(Path store, String name) throws IOException {
    Pattern pattern =
        Pattern.compile(
            Arrays.stream(name.split("\\*", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining("[^/]*")));
    try (Stream<Path> files = Files.walk(store)) {
      return files
          .filter(file -> pattern.matcher(store.relativize(file).toString()).matches())
          .sorted()
          .findFirst()
          .orElseThrow(() -> new AssertionError("no " + name));
    }
  }
}
