package io.gradus.training.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradus.training.hub.SafetensorsWriter;
import io.gradus.training.hub.WeightSource;
import io.gradus.training.hub.WeightType;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * A tiny model of some family with what transformers computes for it, as make_families.py writes
 * them. The weights are computed from the tensors' names on both sides.
 */
final class FamilyModel {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MASK = 0xFFFFFFFFL;

  /** Logprob i is that of id i + 1. */
  record Scored(int[] ids, float[] logprobs) {}

  /** A greedy completion. */
  record Generated(int[] prompt, int[] tokens, float[] logprobs) {}

  private final String name;
  private final JsonNode content;

  private FamilyModel(Path file) throws IOException {
    this.name = file.getFileName().toString().replace(".json", "");
    this.content = JSON.readTree(file.toFile());
  }

  static List<FamilyModel> all() throws IOException {
    URL folder = Objects.requireNonNull(FamilyModel.class.getResource("families"));
    List<FamilyModel> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      for (Path file : files.sorted().toList()) {
        all.add(new FamilyModel(file));
      }
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
    return all;
  }

  String name() {
    return name;
  }

  JsonNode config() {
    return content.get("config");
  }

  /** Shapes by name, as transformers saves them. */
  Map<String, List<Long>> tensors() {
    Map<String, List<Long>> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> tensor : content.get("tensors").properties()) {
      List<Long> shape = new ArrayList<>();
      tensor.getValue().forEach(size -> shape.add(size.asLong()));
      tensors.put(tensor.getKey(), shape);
    }
    return tensors;
  }

  List<Scored> sequences() throws IOException {
    List<Scored> sequences = new ArrayList<>();
    for (JsonNode node : content.get("sequences")) {
      sequences.add(new Scored(ints(node.get("input_ids")), floats(node.get("logprobs"))));
    }
    return sequences;
  }

  List<Generated> generated() throws IOException {
    List<Generated> generated = new ArrayList<>();
    for (JsonNode node : content.get("generated")) {
      generated.add(
          new Generated(
              ints(node.get("prompt")), ints(node.get("tokens")), floats(node.get("logprobs"))));
    }
    return generated;
  }

  private static int[] ints(JsonNode node) throws IOException {
    return JSON.treeToValue(node, int[].class);
  }

  private static float[] floats(JsonNode node) throws IOException {
    return JSON.treeToValue(node, float[].class);
  }

  /** Writes the model's directory. */
  Path writeTo(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("config.json"), config().toString());
    List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
    tensors()
        .forEach(
            (tensor, shape) ->
                tensors.add(
                    new SafetensorsWriter.Tensor(
                        tensor,
                        WeightType.FLOAT32,
                        shape,
                        WeightSource.of(weights(tensor, shape)))));
    SafetensorsWriter.write(directory.resolve("model.safetensors"), tensors);
    return directory;
  }

  private float[] weights(String tensor, List<Long> shape) {
    long last = shape.get(shape.size() - 1);
    double[] uniforms =
        uniforms(tensor, Math.toIntExact(shape.stream().reduce(1L, (a, b) -> a * b)));
    float[] weights = new float[uniforms.length];
    for (int i = 0; i < weights.length; i++) {
      double u = uniforms[i];
      if (tensor.contains("norm")) {
        weights[i] = (float) (content.get("norms").asInt() + 0.8 * u);
      } else {
        weights[i] = (float) (tensor.endsWith("bias") ? 0.8 * u : u * (5 / Math.sqrt(last)));
      }
    }
    return weights;
  }

  private static double[] uniforms(String text, int count) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    double[] uniforms = new double[count];
    for (int i = 0; i < count; i++) {
      long x = (i * 2654435761L + crc.getValue()) & MASK;
      x = ((x ^ (x >>> 16)) * 0x45D9F3B) & MASK;
      x = ((x ^ (x >>> 16)) * 0x45D9F3B) & MASK;
      uniforms[i] = (x ^ (x >>> 16)) / 4294967296.0 - 0.5;
    }
    return uniforms;
  }
}
