package io.gradus.training.hub;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The decoder architectures that can be read, run and written, by transformers' names. */
public enum Architecture {
  /** Llama and everything saved as such (SmolLM2, TinyLlama, …). */
  LLAMA("llama", "LlamaForCausalLM"),
  /** Qwen2 and Qwen2.5: biases on the query, key and value projections. */
  QWEN2("qwen2", "Qwen2ForCausalLM"),
  /** Qwen3: RMS norms on every query and key head, no biases. */
  QWEN3("qwen3", "Qwen3ForCausalLM");

  private final String modelType;
  private final String className;

  Architecture(String modelType, String className) {
    this.modelType = modelType;
    this.className = className;
  }

  /** The value of {@code model_type} in config.json. */
  public String modelType() {
    return modelType;
  }

  /** The transformers class listed under {@code architectures} in config.json. */
  public String className() {
    return className;
  }

  /** Whether the query, key and value projections add a bias. */
  public boolean attentionBias() {
    return this == QWEN2;
  }

  /** Whether each query and key head passes an RMS norm before the rotation. */
  public boolean queryKeyNorms() {
    return this == QWEN3;
  }

  static Optional<Architecture> ofModelType(String modelType) {
    return Arrays.stream(values()).filter(a -> a.modelType.equals(modelType)).findFirst();
  }

  static String supportedModelTypes() {
    return Arrays.stream(values()).map(Architecture::modelType).collect(Collectors.joining(", "));
  }
}
