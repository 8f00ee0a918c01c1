package io.gradus.training.hub;

import java.nio.file.Path;
import java.util.List;

/**
 * One tensor of a safetensors file.
 *
 * @param name its key in the header
 * @param dtype how its numbers are stored, in the file's words
 * @param shape its dimensions, row major; empty for a scalar
 * @param file where it lies
 * @param position its first byte, from the beginning of the file
 */
public record TensorInfo(String name, String dtype, List<Long> shape, Path file, long position) {
  public TensorInfo {
    shape = List.copyOf(shape);
  }

  /** How many numbers it holds: the product of the shape. */
  public long length() {
    return shape.stream().reduce(1L, (product, dimension) -> product * dimension);
  }

  /** Whether the numbers can be read as weights. */
  boolean isReadable() {
    return WeightType.ofSafetensorsName(dtype).isPresent();
  }

  /**
   * How its numbers are stored.
   *
   * @throws ModelFormatException if they cannot be read as weights
   */
  public WeightType type() {
    return WeightType.ofSafetensorsName(dtype)
        .orElseThrow(
            () ->
                new ModelFormatException(
                    String.format(
                        "%s: tensor %s is %s, expected F32, F16, BF16 or F64", file, name, dtype)));
  }
}
