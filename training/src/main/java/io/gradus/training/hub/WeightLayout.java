package io.gradus.training.hub;

import io.gradus.training.hub.Architecture.Trait;
import io.gradus.training.hub.Switches.Bias;
import io.gradus.training.hub.Switches.HeadNorms;
import io.gradus.training.hub.Switches.Norms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where each parameter of a model lies in one flat float32 buffer.
 *
 * <p>With V the vocabulary, H the hidden size, I the intermediate size, d the head size, nq query
 * heads and nkv key-value heads, the order is: embed_tokens [V, H]; for each layer input_layernorm
 * [H], q_proj [nq·d, H], k_proj [nkv·d, H], v_proj [nkv·d, H], their biases, q_norm and k_norm ([d]
 * each, or [nq·d] and [nkv·d]), o_proj [H, nq·d] and its bias, the norm after attention [H], the
 * one before the feed-forward layer [H], gate_proj [I, H], up_proj [I, H] and their biases,
 * down_proj [H, I] and its bias, the norm after it [H]; then norm [H]; then lm_head [V, H] unless
 * it is tied to embed_tokens. What a model does not have is left out.
 *
 * <p>Query, key and value weights are adjacent, so a program may see them as one [(nq + 2·nkv)·d,
 * H] matrix; likewise their biases, and gate and up as one [2·I, H] matrix. {@link #fusedSlices}
 * lists these. Families whose files hold them as such matrices (Phi-3) have these only.
 */
public final class WeightLayout {
  /** Hugging Face's name of the embedding, which is also the head where that is tied. */
  static final String EMBEDDING = "model.embed_tokens.weight";

  /** Hugging Face's name of the output head. */
  static final String HEAD = "lm_head.weight";

  /**
   * One parameter.
   *
   * @param name Hugging Face's name; for a fused slice the first part's name
   * @param shape its dimensions, row major
   * @param offset first number's position in the flat buffer, in floats
   * @param length how many floats: the product of the shape
   */
  public record Slice(String name, List<Long> shape, long offset, long length) {
    public Slice {
      shape = List.copyOf(shape);
    }

    /** The position after the last number, in floats. */
    public long end() {
      return offset + length;
    }
  }

  private final List<Slice> slices;
  private final List<Slice> fusedSlices;
  private final Map<String, Slice> byName = new LinkedHashMap<>();
  private final long totalLength;

  private WeightLayout(List<Slice> slices, List<Slice> fusedSlices) {
    this.slices = List.copyOf(slices);
    this.fusedSlices = List.copyOf(fusedSlices);
    slices.forEach(slice -> byName.put(slice.name(), slice));
    this.totalLength = slices.get(slices.size() - 1).end();
  }

  /**
   * The layout of a model.
   *
   * @throws ArithmeticException if a size exceeds 2^63 numbers
   */
  public static WeightLayout of(ModelConfig config) {
    Builder layout = new Builder();
    long hidden = config.hiddenSize();
    layout.add(EMBEDDING, config.vocabSize(), hidden);
    for (int layer = 0; layer < config.layers(); layer++) {
      addLayer(layout, config, "model.layers." + layer + ".");
    }
    layout.add("model.norm.weight", hidden);
    if (!config.tieWordEmbeddings()) {
      layout.add(HEAD, config.vocabSize(), hidden);
    }
    return new WeightLayout(layout.slices, layout.fused);
  }

  private static void addLayer(Builder layout, ModelConfig config, String prefix) {
    Norms norms = config.switches().norms();
    long hidden = config.hiddenSize();
    if (norms != Norms.AFTER) {
      layout.add(prefix + "input_layernorm.weight", hidden);
    }
    addAttention(layout, config, prefix + "self_attn.");
    // "post" is said from attention's point of view: the feed-forward layer's norm in a Llama
    layout.add(prefix + "post_attention_layernorm.weight", hidden);
    if (norms == Norms.AROUND) {
      layout.add(prefix + "pre_feedforward_layernorm.weight", hidden);
    }
    addFeedForward(layout, config, prefix + "mlp.");
    if (norms != Norms.BEFORE) {
      layout.add(prefix + "post_feedforward_layernorm.weight", hidden);
    }
  }

  private static void addAttention(Builder layout, ModelConfig config, String prefix) {
    Switches switches = config.switches();
    long hidden = config.hiddenSize();
    long head = config.headDim();
    long queries = Math.multiplyExact(config.heads(), head);
    long keys = Math.multiplyExact(config.kvHeads(), head);
    if (config.architecture().has(Trait.PACKED_PROJECTIONS)) {
      layout.add(prefix + "qkv_proj.weight", Math.addExact(queries, 2 * keys), hidden);
    } else {
      layout.add(prefix + "q_proj.weight", queries, hidden);
      layout.fuse(prefix + "k_proj.weight", keys, hidden);
      layout.fuse(prefix + "v_proj.weight", keys, hidden);
    }
    if (switches.has(Bias.QUERY_KEY_VALUE)) {
      layout.add(prefix + "q_proj.bias", queries);
      layout.fuse(prefix + "k_proj.bias", keys);
      layout.fuse(prefix + "v_proj.bias", keys);
    }
    if (switches.headNorms() != HeadNorms.NONE) {
      boolean wide = switches.headNorms() == HeadNorms.ALL;
      layout.add(prefix + "q_norm.weight", wide ? queries : head);
      layout.add(prefix + "k_norm.weight", wide ? keys : head);
    }
    layout.add(prefix + "o_proj.weight", hidden, queries);
    if (switches.has(Bias.ATTENTION_OUTPUT)) {
      layout.add(prefix + "o_proj.bias", hidden);
    }
  }

  private static void addFeedForward(Builder layout, ModelConfig config, String prefix) {
    long hidden = config.hiddenSize();
    long width = config.intermediateSize();
    boolean bias = config.switches().has(Bias.FEED_FORWARD);
    if (config.architecture().has(Trait.PACKED_PROJECTIONS)) {
      layout.add(prefix + "gate_up_proj.weight", 2 * width, hidden);
    } else {
      layout.add(prefix + "gate_proj.weight", width, hidden);
      layout.fuse(prefix + "up_proj.weight", width, hidden);
    }
    if (bias) {
      layout.add(prefix + "gate_proj.bias", width);
      layout.fuse(prefix + "up_proj.bias", width);
    }
    layout.add(prefix + "down_proj.weight", hidden, width);
    if (bias) {
      layout.add(prefix + "down_proj.bias", hidden);
    }
  }

  /** Every parameter by ascending offset, without gaps. */
  public List<Slice> slices() {
    return slices;
  }

  /** The parameters as a program sees them, by ascending offset, adjacent projections as one. */
  public List<Slice> fusedSlices() {
    return fusedSlices;
  }

  /** The parameter of the given Hugging Face name, if the model has it. */
  public Optional<Slice> slice(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All parameters of the model, a tied head counted once: the length of the flat buffer. */
  public long totalLength() {
    return totalLength;
  }

  /**
   * Non-embedding parameters N, as transformers' {@code num_parameters(exclude_embeddings=True)}
   * counts them: everything but embed_tokens. An untied head counts, for it multiplies every token;
   * a tied one is the embedding and does not. (Model cards such as Qwen3's leave out an untied head
   * as well; see {@link #parametersWithoutEmbeddingAndHead}.)
   */
  public long nonEmbeddingParameters() {
    return totalLength - byName.get(EMBEDDING).length();
  }

  /** Parameters of the layers and the last norm only: without embedding and head, tied or not. */
  public long parametersWithoutEmbeddingAndHead() {
    return nonEmbeddingParameters() - slice(HEAD).map(Slice::length).orElse(0L);
  }

  /** Appends slices one after the other. */
  private static final class Builder {
    private final List<Slice> slices = new ArrayList<>();
    private final List<Slice> fused = new ArrayList<>();
    private long end;

    void add(String name, long... shape) {
      fused.add(append(name, shape));
    }

    /** Appends a parameter whose rows continue those of the one before. */
    void fuse(String name, long... shape) {
      Slice part = append(name, shape);
      Slice before = fused.remove(fused.size() - 1);
      List<Long> rows = new ArrayList<>(before.shape());
      rows.set(0, Math.addExact(rows.get(0), shape[0]));
      long length = Math.addExact(before.length(), part.length());
      fused.add(new Slice(before.name(), rows, before.offset(), length));
    }

    private Slice append(String name, long... shape) {
      long length = 1;
      List<Long> dimensions = new ArrayList<>();
      for (long dimension : shape) {
        length = Math.multiplyExact(length, dimension);
        dimensions.add(dimension);
      }
      Slice slice = new Slice(name, dimensions, end, length);
      slices.add(slice);
      end = Math.addExact(end, length);
      return slice;
    }
  }
}
