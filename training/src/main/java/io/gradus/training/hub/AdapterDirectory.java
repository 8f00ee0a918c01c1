package io.gradus.training.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradus.files.WholeFile;
import io.gradus.training.hub.WeightLayout.Slice;
import java.io.Closeable;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A directory with LoRA adapters as the library peft writes and reads it: {@code
 * adapter_config.json}, and {@code adapter_model.safetensors} with A and B of each target matrix.
 */
public final class AdapterDirectory implements Closeable {
  static final String CONFIG = "adapter_config.json";
  static final String WEIGHTS = "adapter_model.safetensors";

  /** Metadata of the file of weights: SHA-256 of the base model, where it is known. */
  private static final String BASE_SUM = "base_model_sha256";

  private static final Pattern TENSOR =
      Pattern.compile("base_model\\.model\\.(.*\\.)?([A-Za-z0-9_]+)\\.lora_[AB]\\.weight");

  /** Keys of the configuration that change what adapters do, and the values that are understood. */
  private static final Map<String, List<String>> PLAIN =
      Map.ofEntries(
          Map.entry("bias", List.of("none")),
          Map.entry("use_dora", List.of("false")),
          Map.entry("init_lora_weights", List.of("true", "false", "gaussian", "orthogonal", "eva")),
          Map.entry("fan_in_fan_out", List.of("false")),
          Map.entry("rank_pattern", List.of("{}")),
          Map.entry("alpha_pattern", List.of("{}")),
          Map.entry("modules_to_save", List.of("[]")),
          Map.entry("target_parameters", List.of("[]")),
          Map.entry("trainable_token_indices", List.of("[]", "{}")),
          Map.entry("layer_replication", List.of("[]")),
          Map.entry("alora_invocation_tokens", List.of("[]")),
          Map.entry("use_qalora", List.of("false")),
          Map.entry("use_bdlora", List.of("false")),
          Map.entry("arrow_config", List.of("null")),
          Map.entry("kasa_config", List.of("null")),
          Map.entry("monteclora_config", List.of("null")),
          Map.entry("velora_config", List.of("null")),
          Map.entry("lora_bias", List.of("false")));

  private final LoraLayout layout;
  private final SafetensorsReader weights;

  private AdapterDirectory(LoraLayout layout, SafetensorsReader weights) {
    this.layout = layout;
    this.weights = weights;
  }

  /** Whether a directory holds adapters. */
  public static boolean isThere(Path directory) {
    return Files.exists(directory.resolve(CONFIG));
  }

  /**
   * The model that adapters belong to, as their configuration names it: a path or a name.
   *
   * @throws ModelFormatException if there is no configuration, or it is none of LoRA
   */
  public static Optional<String> base(Path directory) throws IOException {
    return JsonObject.read(directory.resolve(CONFIG)).text("base_model_name_or_path");
  }

  /** SHA-256 of the base model that adapters were made for, if it was kept with them. */
  public static Optional<String> baseSum(Path directory) throws IOException {
    Path file = directory.resolve(WEIGHTS);
    if (!Files.exists(file)) {
      throw new ModelFormatException(file + " does not exist, expected the adapters' numbers");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return SafetensorsHeader.metadata(file, channel, BASE_SUM);
    }
  }

  /**
   * Opens the adapters of a model.
   *
   * @param config of the base model
   * @throws ModelFormatException naming file and key or tensor, and what is expected
   */
  public static AdapterDirectory open(Path directory, ModelConfig config) throws IOException {
    JsonObject json = JsonObject.read(directory.resolve(CONFIG));
    if (!json.text("peft_type").orElse("").equals("LORA")) {
      throw json.unexpected("peft_type", "LORA");
    }
    for (Map.Entry<String, List<String>> key : PLAIN.entrySet()) {
      JsonNode value = json.get(key.getKey());
      boolean unset = value == null || value.isNull() || value.isMissingNode();
      String text = unset || !value.isTextual() ? String.valueOf(value) : value.asText();
      if (!unset && !key.getValue().contains(text)) {
        throw json.unexpected(key.getKey(), key.getValue().get(0));
      }
    }
    SafetensorsReader weights = SafetensorsReader.open(directory.resolve(WEIGHTS));
    try {
      return new AdapterDirectory(
          layout(json, weights, directory.resolve(WEIGHTS), config), weights);
    } catch (RuntimeException e) {
      weights.close();
      throw e;
    }
  }

  private static LoraLayout layout(
      JsonObject json, SafetensorsReader weights, Path file, ModelConfig config) {
    int rank = json.requiredInt("r");
    if (rank < 1) {
      throw json.unexpected("r", "at least 1");
    }
    double alpha = json.number("lora_alpha", 8);
    if (!(alpha > 0)) {
      throw json.unexpected("lora_alpha", "a number greater than 0");
    }
    // rsLoRA (Kalajdzievski 2023) divides by the root of the rank.
    double scaled = json.flag("use_rslora") ? alpha * Math.sqrt(rank) : alpha;
    TreeSet<String> targets = new TreeSet<>();
    for (String name : weights.tensors().keySet()) {
      Matcher tensor = TENSOR.matcher(name);
      if (!tensor.matches()) {
        throw new ModelFormatException(
            "%s: tensor %s is no part of a LoRA adapter of a projection".formatted(file, name));
      }
      targets.add(tensor.group(2));
    }
    if (targets.isEmpty()) {
      throw new ModelFormatException(file + " has no tensors, expected adapters");
    }
    LoraLayout layout;
    try {
      layout = LoraLayout.of(config, new LoraSettings(rank, scaled, List.copyOf(targets)));
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(file + ": " + e.getMessage(), e);
    }
    for (Slice slice : layout.slices()) {
      TensorInfo tensor = weights.tensors().get(slice.name());
      if (tensor == null || !tensor.shape().equals(slice.shape())) {
        throw new ModelFormatException(
            "%s: tensor %s is %s, expected shape %s"
                .formatted(
                    file,
                    slice.name(),
                    tensor == null ? "missing" : tensor.shape(),
                    slice.shape()));
      }
    }
    if (layout.slices().size() < weights.tensors().size()) {
      TreeSet<String> extra = new TreeSet<>(weights.tensors().keySet());
      layout.slices().forEach(slice -> extra.remove(slice.name()));
      throw new ModelFormatException(
          "%s: tensor %s is of no matrix of the base model".formatted(file, extra.first()));
    }
    return layout;
  }

  /** The adapters' places in one buffer. */
  public LoraLayout layout() {
    return layout;
  }

  /**
   * Gives all numbers in the layout's order, offsets being those of the adapters' flat buffer.
   *
   * @throws ModelFormatException naming the tensor that has a number that is not finite
   */
  public void readWeights(WeightSink sink) throws IOException {
    for (Slice slice : layout.slices()) {
      weights.read(
          slice.name(),
          (offset, chunk) -> {
            requireFinite(slice.name(), chunk);
            sink.accept(slice.offset() + offset, chunk);
          });
    }
  }

  private void requireFinite(String name, FloatBuffer chunk) {
    for (int i = chunk.position(); i < chunk.limit(); i++) {
      if (!Float.isFinite(chunk.get(i))) {
        throw new ModelFormatException(
            "%s: tensor %s has %s, expected finite weights"
                .formatted(weights.tensors().get(name).file(), name, chunk.get(i)));
      }
    }
  }

  @Override
  public void close() throws IOException {
    weights.close();
  }

  /**
   * Writes adapters into an existing directory, in float32.
   *
   * @param base where the base model is, as {@code base_model_name_or_path} says it
   * @param values their numbers, offset 0 being the first of the layout's
   * @param baseSum SHA-256 of the base model, kept in the header of the file of weights
   */
  public static void save(
      Path directory, LoraLayout layout, String base, WeightSource values, String baseSum)
      throws IOException {
    List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
    for (Slice slice : layout.slices()) {
      tensors.add(
          new SafetensorsWriter.Tensor(
              slice.name(), WeightType.FLOAT32, slice.shape(), values.from(slice.offset())));
    }
    SafetensorsWriter.write(directory.resolve(WEIGHTS), tensors, Map.of(BASE_SUM, baseSum));
    WholeFile.write(directory.resolve(CONFIG), json(layout, base));
  }

  private static String json(LoraLayout layout, String base) {
    double alpha = layout.settings().alpha();
    ObjectNode json = JsonObject.MAPPER.createObjectNode();
    json.putObject("alpha_pattern");
    json.put("base_model_name_or_path", base);
    json.put("bias", "none");
    json.put("fan_in_fan_out", false);
    json.put("inference_mode", true);
    json.put("init_lora_weights", true);
    if (alpha == Math.rint(alpha)) {
      json.put("lora_alpha", (long) alpha);
    } else {
      json.put("lora_alpha", alpha);
    }
    json.put("lora_dropout", 0.0);
    json.putNull("modules_to_save");
    json.put("peft_type", "LORA");
    json.put("r", layout.settings().rank());
    json.putObject("rank_pattern");
    layout.targets().forEach(json.putArray("target_modules")::add);
    json.put("task_type", "CAUSAL_LM");
    json.put("use_dora", false);
    json.put("use_rslora", false);
    return JsonObject.pretty(json);
  }
}
