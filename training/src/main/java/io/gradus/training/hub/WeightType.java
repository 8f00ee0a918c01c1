package io.gradus.training.hub;

import java.util.Arrays;
import java.util.Optional;

/** The number formats in which weights are stored. */
public enum WeightType {
  FLOAT32("float32", "F32", 4),
  FLOAT16("float16", "F16", 2),
  BFLOAT16("bfloat16", "BF16", 2),
  /** Read only: weights are written in float32 at most. */
  FLOAT64("float64", "F64", 8);

  private final String torchName;
  private final String safetensorsName;
  private final int bytes;

  WeightType(String torchName, String safetensorsName, int bytes) {
    this.torchName = torchName;
    this.safetensorsName = safetensorsName;
    this.bytes = bytes;
  }

  /** The name in config.json, for example {@code bfloat16}. */
  public String torchName() {
    return torchName;
  }

  /** The name in a safetensors header, for example {@code BF16}. */
  public String safetensorsName() {
    return safetensorsName;
  }

  /** Bytes of one number. */
  public int bytes() {
    return bytes;
  }

  static Optional<WeightType> ofTorchName(String name) {
    return Arrays.stream(values()).filter(t -> t.torchName.equals(name)).findFirst();
  }

  static Optional<WeightType> ofSafetensorsName(String name) {
    return Arrays.stream(values()).filter(t -> t.safetensorsName.equals(name)).findFirst();
  }
}
