package io.gradus.training.hub;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a decoder computes beyond the sizes of a plain Llama: the settings by which one program
 * serves all families.
 *
 * @param biases the projections that add a bias
 * @param headNorms RMS norms of queries and keys before the rotation
 * @param norms where the RMS norms of a layer stand
 * @param normWeight what an RMS norm multiplies by
 * @param activation of the gate
 * @param multipliers of embeddings, attention scores, residuals and logits
 * @param caps of attention scores and logits
 * @param window tokens that a local layer's token attends to, itself included; 0 without such
 *     layers
 * @param layers what each layer does otherwise
 */
public record Switches(
    Set<Bias> biases,
    HeadNorms headNorms,
    Norms norms,
    NormWeight normWeight,
    Activation activation,
    Multipliers multipliers,
    Caps caps,
    int window,
    List<Layer> layers) {

  /** Projections with a bias. */
  public enum Bias {
    QUERY_KEY_VALUE,
    ATTENTION_OUTPUT,
    FEED_FORWARD
  }

  /** RMS norms of queries and keys. */
  public enum HeadNorms {
    NONE,
    /** Of each head, with one weight of the head's width for all heads. */
    EACH,
    /** Of all heads together, with a weight of their joint width. */
    ALL
  }

  /** Where norms stand relative to attention and to the feed-forward layer. */
  public enum Norms {
    BEFORE,
    AFTER,
    AROUND
  }

  /** The factor of an RMS norm. */
  public enum NormWeight {
    WEIGHT,
    ONE_PLUS_WEIGHT
  }

  /** Activations, by transformers' names. */
  public enum Activation {
    SILU("silu", "swish"),
    GELU_TANH("gelu_pytorch_tanh", "gelu_new"),
    GELU("gelu", "gelu_python");

    private final Set<String> names;

    Activation(String... names) {
      this.names = Set.of(names);
    }

    boolean isCalled(String name) {
      return names.contains(name);
    }
  }

  /**
   * Constant factors.
   *
   * @param embedding times the embeddings
   * @param attention times the products of queries and keys
   * @param residual times what attention and the feed-forward layer add
   * @param logits divides the logits
   */
  public record Multipliers(double embedding, double attention, double residual, double logits) {}

  /**
   * Bounds c by c·tanh(x/c), 0 for none.
   *
   * @param attention of attention scores
   * @param logits of logits
   */
  public record Caps(double attention, double logits) {
    static final Caps NONE = new Caps(0, 0);
  }

  /** One layer's rotation and reach. */
  public enum Layer {
    FULL,
    /** Attends to the window only. */
    LOCAL,
    UNROTATED,
    UNROTATED_LOCAL;

    static Layer of(boolean rotated, boolean local) {
      if (rotated) {
        return local ? LOCAL : FULL;
      }
      return local ? UNROTATED_LOCAL : UNROTATED;
    }

    public boolean isRotated() {
      return this == FULL || this == LOCAL;
    }

    public boolean isLocal() {
      return this == LOCAL || this == UNROTATED_LOCAL;
    }
  }

  public Switches {
    biases = Collections.unmodifiableSet(new TreeSet<>(biases));
    layers = List.copyOf(layers);
  }

  /** Those of a Llama. */
  static Switches plain(int layers, int headDim) {
    return new Switches(
        Set.of(),
        HeadNorms.NONE,
        Norms.BEFORE,
        NormWeight.WEIGHT,
        Activation.SILU,
        new Multipliers(1, perRootOf(headDim), 1, 1),
        Caps.NONE,
        0,
        Collections.nCopies(layers, Layer.FULL));
  }

  static double perRootOf(double width) {
    return 1 / Math.sqrt(width);
  }

  boolean has(Bias bias) {
    return biases.contains(bias);
  }
}
