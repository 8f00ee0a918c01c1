package io.gradus.training.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradus.files.Folders;
import io.gradus.files.WholeFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Saves a model as a directory that transformers loads: config.json, generation_config.json,
 * model.safetensors (above 5 GB shards with their index, as transformers splits them) and, copied
 * byte for byte from another directory, the tokenizer's files and chat template.
 *
 * <p>The directory is filled under a temporary name and renamed: it appears whole or not at all.
 */
public final class ModelDirectoryWriter {
  static final String CONFIG = "config.json";

  /** The size above which transformers splits weights, in bytes. */
  private static final long DEFAULT_SHARD_BYTES = 5_000_000_000L;

  /** What is taken over from the directory that a model came from. */
  private static final List<String> COPIED =
      List.of(
          GenerationDefaults.FILE,
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "added_tokens.json",
          "vocab.json",
          "merges.txt",
          "tokenizer.model",
          "chat_template.jinja",
          "chat_template.json");

  private final ModelConfig config;
  private final WeightSource weights;
  private Optional<Path> copiedFrom = Optional.empty();
  private long shardBytes = DEFAULT_SHARD_BYTES;

  /**
   * A writer of one model.
   *
   * @param config its configuration, which also says how the numbers are stored
   * @param weights the flat buffer of its {@link WeightLayout}
   */
  public ModelDirectoryWriter(ModelConfig config, WeightSource weights) {
    this.config = config;
    this.weights = weights;
  }

  /** Also copies the tokenizer's files, chat template and generation_config.json found there. */
  public ModelDirectoryWriter copyingFilesFrom(Path directory) {
    copiedFrom = Optional.of(directory);
    return this;
  }

  /** Splits the weights into files of at most this many bytes of tensors, where possible. */
  public ModelDirectoryWriter shardBytes(long bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException("shard size is " + bytes + ", expected a positive number");
    }
    shardBytes = bytes;
    return this;
  }

  /**
   * Writes the directory.
   *
   * @throws FileAlreadyExistsException if the target exists and is no empty directory
   * @throws ModelFormatException if the tokenizer to copy has ids beyond the vocabulary
   */
  public void save(Path target) throws IOException {
    Path absolute = target.toAbsolutePath();
    if (Files.exists(absolute) && !isEmptyDirectory(absolute)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    if (copiedFrom.isPresent()) {
      TokenizerIdCheck.check(copiedFrom.get(), config.vocabSize());
    }
    Folders.make(absolute.getParent());
    Path staging = absolute.resolveSibling("." + absolute.getFileName() + ".saving");
    Folders.delete(staging);
    Files.createDirectory(staging);
    try {
      fill(staging);
      Folders.move(staging, absolute);
    } finally {
      Folders.delete(staging);
    }
  }

  private static boolean isEmptyDirectory(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return false;
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.findAny().isEmpty();
    }
  }

  /**
   * Writes the files into a directory that exists, for a caller that makes the whole appear at
   * once.
   *
   * @throws ModelFormatException if the tokenizer to copy has ids beyond the vocabulary
   */
  public void saveInto(Path directory) throws IOException {
    if (copiedFrom.isPresent()) {
      TokenizerIdCheck.check(copiedFrom.get(), config.vocabSize());
    }
    fill(directory);
  }

  private void fill(Path directory) throws IOException {
    WholeFile.write(directory.resolve(CONFIG), config.toJson());
    WholeFile.write(
        directory.resolve(GenerationDefaults.FILE), GenerationDefaults.of(config).toJson());
    if (copiedFrom.isPresent()) {
      copyFiles(copiedFrom.get(), directory);
    }
    writeWeights(directory);
  }

  /** Copies the tokenizer's files, chat template and generation_config.json, as far as there. */
  public static void copyFiles(Path from, Path directory) throws IOException {
    for (String name : COPIED) {
      Path file = from.resolve(name);
      if (Files.exists(file)) {
        WholeFile.copy(file, directory.resolve(name));
      }
    }
    copyOtherTemplates(from, directory);
  }

  private static void copyOtherTemplates(Path from, Path directory) throws IOException {
    Path folder = from.resolve(TokenizerFiles.OTHER_TEMPLATES);
    if (!Files.isDirectory(folder)) {
      return;
    }
    Path target = directory.resolve(TokenizerFiles.OTHER_TEMPLATES);
    Folders.make(target);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        WholeFile.copy(file, target.resolve(file.getFileName()));
      }
    }
  }

  private void writeWeights(Path directory) throws IOException {
    List<List<SafetensorsWriter.Tensor>> shards = shards();
    if (shards.size() == 1) {
      SafetensorsWriter.write(directory.resolve(WeightFiles.SINGLE), shards.get(0));
      return;
    }
    Map<String, String> shardOf = new TreeMap<>();
    for (int i = 0; i < shards.size(); i++) {
      String name = String.format("model-%05d-of-%05d.safetensors", i + 1, shards.size());
      SafetensorsWriter.write(directory.resolve(name), shards.get(i));
      shards.get(i).forEach(tensor -> shardOf.put(tensor.name(), name));
    }
    WholeFile.write(directory.resolve(WeightFiles.INDEX), index(shardOf));
  }

  private String index(Map<String, String> shardOf) {
    long parameters = WeightLayout.of(config).totalLength();
    ObjectNode json = JsonObject.MAPPER.createObjectNode();
    json.putObject("metadata")
        .put("total_parameters", parameters)
        .put("total_size", parameters * config.weightType().bytes());
    ObjectNode map = json.putObject(WeightFiles.WEIGHT_MAP);
    shardOf.forEach(map::put);
    return JsonObject.pretty(json);
  }

  /** Fills one shard after the other in the layout's order. */
  private List<List<SafetensorsWriter.Tensor>> shards() {
    List<List<SafetensorsWriter.Tensor>> shards = new ArrayList<>();
    List<SafetensorsWriter.Tensor> shard = new ArrayList<>();
    long size = 0;
    for (WeightLayout.Slice slice : WeightLayout.of(config).slices()) {
      SafetensorsWriter.Tensor tensor =
          new SafetensorsWriter.Tensor(
              slice.name(), config.weightType(), slice.shape(), weights.from(slice.offset()));
      if (!shard.isEmpty() && size + tensor.bytes() > shardBytes) {
        shards.add(shard);
        shard = new ArrayList<>();
        size = 0;
      }
      shard.add(tensor);
      size += tensor.bytes();
    }
    shards.add(shard);
    return shards;
  }
}
