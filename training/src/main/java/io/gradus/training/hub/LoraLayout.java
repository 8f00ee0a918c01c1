package io.gradus.training.hub;

import io.gradus.training.hub.WeightLayout.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Where each number of a model's low-rank adapters lies in one flat float32 buffer: for every
 * target matrix in the order of {@link WeightLayout}, A [rank, in] and then B [out, rank].
 *
 * <p>Query, key and value projections have adapters of their own where the family's files have them
 * as matrices of their own, although programs see one matrix; likewise gate and up. Phi-3, whose
 * files have one matrix of each, has one adapter of each. Embedding and head are no targets.
 */
public final class LoraLayout {
  private static final String WEIGHT = ".weight";
  private static final String PEFT = "base_model.model.";

  /** Matrices of a layer as programs see them, in the program's order. */
  private static final List<List<String>> MATRICES =
      List.of(
          List.of("q_proj", "qkv_proj"),
          List.of("o_proj"),
          List.of("gate_proj", "gate_up_proj"),
          List.of("down_proj"));

  /**
   * An adapter of one matrix.
   *
   * @param matrix that it is added to
   * @param a [rank, in], named as peft does, its offset that of the adapters' buffer
   * @param b [out, rank], likewise
   * @param fused the matrix that programs see, of which {@code matrix} is all or some rows
   */
  public record Pair(Slice matrix, Slice a, Slice b, Slice fused) {
    /** The layer that the matrix belongs to, 0 being the first. */
    public int layer() {
      return Integer.parseInt(matrix.name().split("\\.")[2]);
    }

    /** Which of a layer's matrices it is in programs: 0 qkv, 1 out, 2 gate and up, 3 down. */
    public int place() {
      String name = projection(fused);
      for (int i = 0; i < MATRICES.size(); i++) {
        if (MATRICES.get(i).contains(name)) {
          return i;
        }
      }
      throw new IllegalStateException(fused.name() + " is no matrix of a layer");
    }

    /** Its first row in the matrix that programs see. */
    public long firstRow() {
      return (matrix.offset() - fused.offset()) / inputs();
    }

    /** Rows of the matrix. */
    public long rows() {
      return matrix.shape().get(0);
    }

    /** Columns of the matrix. */
    public long inputs() {
      return matrix.shape().get(1);
    }
  }

  private final LoraSettings settings;
  private final List<Pair> pairs;
  private final List<String> targets;

  private LoraLayout(LoraSettings settings, List<Pair> pairs, List<String> targets) {
    this.settings = settings;
    this.pairs = List.copyOf(pairs);
    this.targets = List.copyOf(targets);
  }

  /**
   * The adapters of a model.
   *
   * @throws IllegalArgumentException naming a target that the model does not have, and those that
   *     it has
   */
  public static LoraLayout of(ModelConfig config, LoraSettings settings) {
    WeightLayout layout = WeightLayout.of(config);
    List<String> possible = projections(config);
    boolean all = settings.targets().equals(List.of(LoraSettings.ALL_LINEAR));
    List<String> targets = all ? possible : settings.targets();
    for (String target : targets) {
      if (!possible.contains(target)) {
        throw new IllegalArgumentException(
            "%s has no projection %s, expected all-linear or names among %s"
                .formatted(config.architecture().className(), target, String.join(", ", possible)));
      }
    }
    List<Pair> pairs = new ArrayList<>();
    long end = 0;
    for (Slice slice : layout.slices()) {
      if (isProjection(slice) && targets.contains(projection(slice))) {
        long rank = settings.rank();
        Slice a = part(slice, "lora_A", rank, slice.shape().get(1), end);
        Slice b = part(slice, "lora_B", slice.shape().get(0), rank, a.end());
        pairs.add(new Pair(slice, a, b, fused(layout, slice)));
        end = b.end();
      }
    }
    return new LoraLayout(settings, pairs, List.copyOf(new TreeSet<>(targets)));
  }

  /** Names of the projections of a model's layers, in the order of its files. */
  public static List<String> projections(ModelConfig config) {
    return WeightLayout.of(config).slices().stream()
        .filter(LoraLayout::isProjection)
        .map(LoraLayout::projection)
        .distinct()
        .toList();
  }

  private static boolean isProjection(Slice slice) {
    return slice.name().endsWith("_proj" + WEIGHT);
  }

  private static String projection(Slice slice) {
    String module = module(slice);
    return module.substring(module.lastIndexOf('.') + 1);
  }

  private static String module(Slice slice) {
    return slice.name().substring(0, slice.name().length() - WEIGHT.length());
  }

  private static Slice part(Slice matrix, String which, long rows, long columns, long offset) {
    return new Slice(
        PEFT + module(matrix) + "." + which + WEIGHT,
        List.of(rows, columns),
        offset,
        Math.multiplyExact(rows, columns));
  }

  private static Slice fused(WeightLayout layout, Slice slice) {
    return layout.fusedSlices().stream()
        .filter(f -> f.offset() <= slice.offset() && slice.end() <= f.end())
        .findFirst()
        .orElseThrow();
  }

  /** What the adapters were made by. */
  public LoraSettings settings() {
    return settings;
  }

  /** Names of the projections that have adapters, in alphabetical order. */
  public List<String> targets() {
    return targets;
  }

  /** The adapters by ascending offset, without gaps. */
  public List<Pair> pairs() {
    return pairs;
  }

  /** A and B of every adapter by ascending offset. */
  public List<Slice> slices() {
    List<Slice> slices = new ArrayList<>();
    for (Pair pair : pairs) {
      slices.add(pair.a());
      slices.add(pair.b());
    }
    return slices;
  }

  /** Numbers of all adapters: the length of the flat buffer. */
  public long totalLength() {
    return pairs.get(pairs.size() - 1).b().end();
  }
}
