package io.gradus.training.hub;

import java.io.Closeable;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An open Hugging Face model directory: configuration, special tokens and weights, all checked.
 *
 * <p>The weights may be one file or shards, in float32, float16, bfloat16 or float64, and are read
 * as float32; all must be finite. Tensors that the configuration asks for must all be there in its
 * shapes and no others, except a head beside a tied embedding, and buffers and value heads, which
 * are ignored with a line in the log. Tokenizer files are optional; where they are, no id may lie
 * beyond the vocabulary.
 */
public final class ModelDirectory implements Closeable {
  private final ModelConfig config;
  private final GenerationDefaults generation;
  private final WeightLayout layout;
  private final SafetensorsReader weights;

  private ModelDirectory(
      ModelConfig config, GenerationDefaults generation, SafetensorsReader weights) {
    this.config = config;
    this.generation = generation;
    this.layout = WeightLayout.of(config);
    this.weights = weights;
  }

  /**
   * Opens and checks a model directory without reading the weights' numbers.
   *
   * @throws ModelFormatException naming file and key or tensor, the value found and what is
   *     expected
   */
  public static ModelDirectory open(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      throw new ModelFormatException(path + " is not a directory");
    }
    ModelConfig config = ModelConfig.read(path.resolve(ModelDirectoryWriter.CONFIG));
    GenerationDefaults generation = GenerationDefaults.read(path, config);
    TokenizerIdCheck.check(path, config.vocabSize());
    SafetensorsReader weights = WeightFiles.open(path, config, WeightLayout.of(config));
    return new ModelDirectory(config, generation, weights);
  }

  public ModelConfig config() {
    return config;
  }

  /** The special tokens that generating goes by. */
  public GenerationDefaults generation() {
    return generation;
  }

  /** Where {@link #readWeights} puts each parameter. */
  public WeightLayout layout() {
    return layout;
  }

  /**
   * Gives all parameters in the layout's order, offsets being those of the flat buffer.
   *
   * @throws ModelFormatException naming the tensor that has a number that is not finite
   */
  public void readWeights(WeightSink sink) throws IOException {
    for (WeightLayout.Slice slice : layout.slices()) {
      weights.read(
          slice.name(),
          (offset, chunk) -> {
            requireFinite(slice.name(), offset, chunk);
            sink.accept(slice.offset() + offset, chunk);
          });
    }
  }

  private void requireFinite(String name, long offset, FloatBuffer chunk) {
    for (int i = chunk.position(); i < chunk.limit(); i++) {
      if (!Float.isFinite(chunk.get(i))) {
        throw new ModelFormatException(
            String.format(
                "%s: tensor %s has %s at number %d, expected finite weights",
                weights.tensors().get(name).file(), name, chunk.get(i), offset + i));
      }
    }
  }

  @Override
  public void close() throws IOException {
    weights.close();
  }
}
