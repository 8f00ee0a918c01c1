package io.gradus.training.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the safetensors files of a model directory and checks them against index and layout. */
final class WeightFiles {
  private static final Logger LOG = LoggerFactory.getLogger(WeightFiles.class);

  /** Directories whose ignored tensors were named: a command opens its model more than once. */
  private static final Set<String> NOTED = ConcurrentHashMap.newKeySet();

  static final String SINGLE = "model.safetensors";
  static final String INDEX = "model.safetensors.index.json";
  static final String WEIGHT_MAP = "weight_map";

  /** How many names an error lists before it only counts. */
  private static final int NAMES_SHOWN = 5;

  /** Buffers and heads beside the model that transformers or trainers leave in the files. */
  private static final Pattern IGNORED =
      Pattern.compile(
          "(.*\\.)?(rotary_emb\\.inv_freq|position_ids|masked_bias|(v_head|value_head)\\..*)");

  private static final Pattern PICKLED = Pattern.compile("pytorch_model.*\\.bin(\\.index\\.json)?");

  private WeightFiles() {}

  /** Opens the weights of a model and checks that they are those of its layout. */
  static SafetensorsReader open(Path directory, ModelConfig config, WeightLayout layout)
      throws IOException {
    SafetensorsReader reader = open(directory);
    try {
      check(directory, reader, config, layout);
      return reader;
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  /** Like transformers, takes the single file where both it and an index exist. */
  private static SafetensorsReader open(Path directory) throws IOException {
    if (Files.exists(directory.resolve(SINGLE))) {
      return SafetensorsReader.open(directory.resolve(SINGLE));
    }
    if (!Files.exists(directory.resolve(INDEX))) {
      throw new ModelFormatException(
          String.format(
              "%s has neither %s nor %s%s", directory, SINGLE, INDEX, pickled(directory)));
    }
    return openShards(directory);
  }

  /** What is said of weights in PyTorch's own format, whole or in shards. */
  private static String pickled(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> PICKLED.matcher(name).matches())
          .sorted()
          .findFirst()
          .map(name -> " (" + name + " is not supported: convert it to safetensors)")
          .orElse("");
    }
  }

  private static SafetensorsReader openShards(Path directory) throws IOException {
    JsonObject index = JsonObject.read(directory.resolve(INDEX));
    JsonObject map = index.object(WEIGHT_MAP).orElseThrow(() -> index.missing(WEIGHT_MAP));
    Map<String, Path> shardOf = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : map.node().properties()) {
      String shard = map.requiredText(entry.getKey());
      Path name = Path.of(shard);
      // The index must not lead out of the directory.
      if (name.getNameCount() != 1 || name.isAbsolute() || shard.startsWith(".")) {
        throw map.unexpected(entry.getKey(), "the name of a file beside the index");
      }
      shardOf.put(entry.getKey(), directory.resolve(name));
    }
    SafetensorsReader reader = SafetensorsReader.open(new TreeSet<>(shardOf.values()));
    try {
      checkIndex(index, shardOf, reader.tensors());
      return reader;
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  private static void checkIndex(
      JsonObject index, Map<String, Path> shardOf, Map<String, TensorInfo> tensors) {
    for (Map.Entry<String, Path> entry : shardOf.entrySet()) {
      TensorInfo tensor = tensors.get(entry.getKey());
      if (tensor == null || !tensor.file().equals(entry.getValue())) {
        throw new ModelFormatException(
            String.format(
                "%s: %s puts tensor %s in %s, where it is not",
                index.source(), WEIGHT_MAP, entry.getKey(), entry.getValue().getFileName()));
      }
    }
    for (TensorInfo tensor : tensors.values()) {
      if (!shardOf.containsKey(tensor.name())) {
        throw new ModelFormatException(
            String.format(
                "%s: %s lacks tensor %s of %s",
                index.source(), WEIGHT_MAP, tensor.name(), tensor.file().getFileName()));
      }
    }
  }

  private static void check(
      Path directory, SafetensorsReader reader, ModelConfig config, WeightLayout layout) {
    Map<String, TensorInfo> tensors = reader.tensors();
    List<String> missing =
        layout.slices().stream()
            .map(WeightLayout.Slice::name)
            .filter(name -> !tensors.containsKey(name))
            .toList();
    if (!missing.isEmpty()) {
      throw new ModelFormatException(directory + ": missing tensors: " + shown(missing));
    }
    List<String> extra = new ArrayList<>();
    List<String> ignored = new ArrayList<>();
    for (TensorInfo tensor : tensors.values()) {
      if (layout.slice(tensor.name()).isPresent()) {
        tensor.type(); // refuses numbers that are no weights
        checkShape(tensor, layout.slice(tensor.name()).get().shape());
      } else if (config.tieWordEmbeddings() && tensor.name().equals(WeightLayout.HEAD)) {
        // transformers ties the head after loading: the embedding's values win.
        checkShape(tensor, layout.slice(WeightLayout.EMBEDDING).orElseThrow().shape());
      } else if (IGNORED.matcher(tensor.name()).matches()) {
        ignored.add(tensor.name());
      } else {
        extra.add(tensor.name());
      }
    }
    if (!extra.isEmpty()) {
      throw new ModelFormatException(
          String.format(
              "%s: tensors that %s does not have: %s",
              directory, config.architecture().className(), shown(extra)));
    }
    if (!ignored.isEmpty() && NOTED.add(directory.toAbsolutePath().toString())) {
      LOG.warn("{}: ignored tensors beside the model: {}", directory, shown(ignored));
    }
  }

  private static void checkShape(TensorInfo tensor, List<Long> expected) {
    if (!tensor.shape().equals(expected)) {
      throw new ModelFormatException(
          String.format(
              "%s: tensor %s has shape %s, expected %s from config.json",
              tensor.file(), tensor.name(), tensor.shape(), expected));
    }
  }

  private static String shown(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size())));
    return names.size() <= NAMES_SHOWN
        ? first
        : String.format("%s and %d more", first, names.size() - NAMES_SHOWN);
  }
}
