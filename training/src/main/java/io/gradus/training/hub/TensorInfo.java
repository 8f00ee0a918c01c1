package io.gradus.training.hub;

import java.nio.file.Path;
import java.util.List;

/**
 * One tensor of a safetensors file.
 *
 * @param name its key in the header
 * @param type how its numbers are stored
 * @param shape its dimensions, row major; empty for a scalar
 * @param file where it lies
 * @param position its first byte, from the beginning of the file
 */
public record TensorInfo(String name, WeightType type, List<Long> shape, Path file, long position) {
  public TensorInfo {
    shape = List.copyOf(shape);
  }

  /** How many numbers it holds: the product of the shape. */
  public long length() {
    return shape.stream().reduce(1L, (product, dimension) -> product * dimension);
  }
}
