package io.gradus.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.gradus.training.hub.ModelConfig;
import io.gradus.training.hub.RopeScaling;
import io.gradus.training.hub.WeightLayout;
import io.gradus.training.model.Compute.ComputeType;
import io.gradus.training.model.Program.Mode;
import io.gradus.training.model.TokenBatch.Sequence;
import java.io.Serializable;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One version of a model's weights on a device, and what can be computed from them without
 * gradients: logprobs of given tokens, and sampled completions.
 *
 * <p>The weights are one flat tensor in the order of {@link WeightLayout}: float32 where they are
 * read and written or learnt ({@link #allocate}), or {@code compute.dtype()} in a copy for
 * inference only ({@link #inferenceCopy}). Methods may be called from several threads as long as
 * none writes.
 */
public final class Policy implements AutoCloseable {
  private final ModelConfig config;
  private final WeightLayout layout;
  private final Compute compute;
  private final NDManager manager;
  private final Program program = Program.policy();
  private final NDArray flat;
  private final ComputeType stored;

  private Policy(
      ModelConfig config,
      WeightLayout layout,
      Compute compute,
      ComputeType stored,
      NDManager manager,
      NDArray flat) {
    this.stored = stored;
    this.config = config;
    this.layout = layout;
    this.compute = compute;
    this.manager = manager;
    this.flat = flat;
  }

  /** Float32 weights, all zero, to be filled with {@link #write}. */
  public static Policy allocate(ModelConfig config, Compute compute) {
    WeightLayout layout = WeightLayout.of(config);
    NDManager manager = Program.newManager(compute);
    NDArray flat = FlatArrays.zeros(manager, compute, layout.totalLength());
    return new Policy(config, layout, compute, ComputeType.FLOAT32, manager, flat);
  }

  /**
   * Weights in {@code compute.dtype()}, all zero, to be filled with {@link #write}, which rounds.
   * They may be read, scored with and have gradients taken, but nothing can learn in them.
   */
  public static Policy allocateRounded(ModelConfig config, Compute compute) {
    WeightLayout layout = WeightLayout.of(config);
    NDManager manager = Program.newManager(compute);
    try (NDManager scope = manager.newSubManager()) {
      NDArray flat =
          Program.policy()
              .run(
                  scope,
                  compute,
                  Mode.AUTOGRAD,
                  "zeros_of",
                  scope.create(0f),
                  scope.create(layout.totalLength()),
                  scope.create((long) compute.dtype().scalarType()))
              .get(0);
      flat.attach(manager);
      return new Policy(config, layout, compute, compute.dtype(), manager, flat);
    }
  }

  /**
   * A copy in {@code target.dtype()}, for inference only, on the same device. Its memory is
   * libtorch's own, so that alignment, on which the last bits of a product can depend, is the same
   * on every executor.
   */
  public Policy inferenceCopy(Compute target) {
    NDManager copyManager = Program.newManager(target);
    try (NDManager scope = manager.newSubManager()) {
      NDArray cast =
          program
              .run(
                  scope,
                  target,
                  Mode.INFERENCE,
                  "cast",
                  flat,
                  dimensions(scope, target),
                  reals(scope, 1))
              .get(0);
      cast.attach(copyManager);
      return new Policy(config, layout, target, target.dtype(), copyManager, cast);
    }
  }

  /**
   * The same weights for other calls, with another number of threads; no copy. Closing it leaves
   * the weights.
   *
   * @throws IllegalArgumentException if the device or the type is another
   */
  public Policy view(Compute target) {
    if (!isViewable(target)) {
      throw new IllegalArgumentException(
          "Weights of "
              + stored
              + " on "
              + compute.device()
              + " cannot serve "
              + target
              + " without a copy");
    }
    return new Policy(config, layout, target, stored, manager.newSubManager(), flat);
  }

  /** Whether every weight is a finite number. */
  public boolean isFinite() {
    try (NDManager scope = manager.newSubManager()) {
      NDArray least = flat.min();
      NDArray greatest = flat.max();
      least.attach(scope);
      greatest.attach(scope);
      // Both are NaN if any weight is.
      return Float.isFinite(least.getFloat()) && Float.isFinite(greatest.getFloat());
    }
  }

  /** Whether the weights are on the target's device and in its type. */
  public boolean isViewable(Compute target) {
    return target.device().equals(compute.device()) && target.dtype() == stored;
  }

  public ModelConfig config() {
    return config;
  }

  public WeightLayout layout() {
    return layout;
  }

  public Compute compute() {
    return compute;
  }

  /** Overwrites the float32 weights from {@code offset} on (in floats) with the chunk's. */
  public void write(long offset, FloatBuffer chunk) {
    copyIn(flat, offset, chunk);
  }

  /** Reads float32 weights from {@code offset} on (in floats) until the chunk is full. */
  public void read(long offset, FloatBuffer chunk) {
    copyOut(flat, offset, chunk);
  }

  /** Takes over the weights of a policy of the same configuration on the same device. */
  void copyFrom(Policy other) {
    if (!other.layout.slices().equals(layout.slices())) {
      throw new IllegalArgumentException("The weights of a model of another shape cannot be taken");
    }
    try (NDManager scope = manager.newSubManager()) {
      run(scope, Mode.INFERENCE, "copy_in", flat, scope.create(0L), other.flat);
    }
  }

  void copyIn(NDArray target, long offset, FloatBuffer chunk) {
    FlatArrays.write(manager, compute, target, offset, chunk);
  }

  void copyOut(NDArray source, long offset, FloatBuffer chunk) {
    FlatArrays.read(manager, compute, source, offset, chunk);
  }

  /**
   * Logprobs and entropies of tokens under the policy.
   *
   * @param logprobs natural logs, one a scored token, in the batch's order
   * @param entropies entropy in nats of the distribution each token was scored under
   */
  public record Scores(float[] logprobs, float[] entropies) implements Serializable {

    /** The scores of each of a batch's sequences. */
    public List<Scores> of(TokenBatch batch) {
      List<Scores> parts = new ArrayList<>();
      int at = 0;
      for (Sequence sequence : batch.sequences()) {
        int end = at + sequence.scored();
        parts.add(
            new Scores(
                Arrays.copyOfRange(logprobs, at, end), Arrays.copyOfRange(entropies, at, end)));
        at = end;
      }
      return parts;
    }
  }

  /**
   * Scores the batch's tokens at a temperature, in one forward pass over {@link PackedTokens}.
   *
   * @throws IllegalArgumentException if an id is outside the vocabulary
   */
  public Scores score(TokenBatch batch, double temperature) {
    checkIds(batch);
    if (batch.scored() == 0) {
      return new Scores(new float[0], new float[0]);
    }
    try (NDManager scope = manager.newSubManager()) {
      PackedTokens packed = packed(batch);
      NDList result =
          run(
              scope,
              Mode.INFERENCE,
              "score",
              flat,
              dimensions(scope, compute),
              reals(scope, temperature),
              scope.create(packed.ids()),
              scope.create(packed.positions(), packed.positionsShape()),
              scope.create(packed.parts(), packed.partsShape()),
              scope.create(packed.index()),
              scope.create(packed.predictors()),
              scope.create(packed.targets()));
      return new Scores(result.get(0).toFloatArray(), result.get(1).toFloatArray());
    }
  }

  /**
   * What to decode.
   *
   * @param prompts token ids, at least one each
   * @param uniforms [prompts × samples][maximum new tokens], each in [0, 1): the samples of a
   *     prompt are adjacent; token t of a row is drawn with the row's number t
   * @param stopIds ids that end a completion; they are kept as its last token
   */
  public record DecodeRequest(
      List<int[]> prompts, float[][] uniforms, Sampling sampling, int[] stopIds) {
    public DecodeRequest {
      prompts = List.copyOf(prompts);
      if (prompts.isEmpty() || uniforms.length == 0 || uniforms.length % prompts.size() != 0) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "Cannot decode %d rows of %d prompts, expected the same positive number a prompt",
                uniforms.length,
                prompts.size()));
      }
    }
  }

  /**
   * One sampled completion.
   *
   * @param tokens at least one id, the stop id included if one was drawn
   * @param logprobs of each token at the sampling temperature, before top-p and top-k
   * @param stopped whether it ended with a stop id rather than at the limit
   */
  public record Decoded(int[] tokens, float[] logprobs, boolean stopped) {}

  /** Decodes all rows of a request in one call; row order is that of its uniforms. */
  public List<Decoded> decode(DecodeRequest request) {
    request.prompts().forEach(this::checkIds);
    RopeScaling scaling = config.rotary().scaling();
    return scaling.longDivisors().isEmpty()
        ? decodeAtOnce(request)
        : new SwitchedDecoding(scaling.switchLength(), this::decodeAtOnce).decode(request);
  }

  private List<Decoded> decodeAtOnce(DecodeRequest request) {
    TokenBatch prompts =
        new TokenBatch(
            request.prompts().stream().map(ids -> new Sequence(ids, ids.length)).toList());
    int rows = request.uniforms().length;
    int limit = request.uniforms()[0].length;
    try (NDManager scope = manager.newSubManager()) {
      FloatBuffer uniforms = FloatBuffer.allocate(Math.multiplyExact(rows, limit));
      for (float[] row : request.uniforms()) {
        uniforms.put(row);
      }
      long[] lengths = request.prompts().stream().mapToLong(ids -> ids.length).toArray();
      long[] stops =
          request.stopIds().length == 0
              ? new long[] {-1}
              : Arrays.stream(request.stopIds()).asLongStream().toArray();
      Sampling sampling = request.sampling();
      NDList result =
          run(
              scope,
              Mode.INFERENCE,
              "generate",
              flat,
              scope.create(ProgramShape.forDecoding(config, compute)),
              reals(scope, 1),
              ids(scope, prompts),
              scope.create(lengths),
              scope.create(uniforms.array(), new Shape(rows, limit)),
              scope.create(stops),
              scope.create(
                  new double[] {sampling.temperature(), sampling.topP(), sampling.topK()}));
      long[] tokens = result.get(0).toLongArray();
      float[] logprobs = result.get(1).toFloatArray();
      long[] ends = result.get(2).toLongArray();
      boolean[] stopped = result.get(3).toBooleanArray();
      Decoded[] decoded = new Decoded[rows];
      for (int row = 0; row < rows; row++) {
        int from = row * limit;
        int to = from + (int) ends[row];
        int[] ids = Arrays.stream(tokens, from, to).mapToInt(Math::toIntExact).toArray();
        decoded[row] = new Decoded(ids, Arrays.copyOfRange(logprobs, from, to), stopped[row]);
      }
      return List.of(decoded);
    } finally {
      FreedMemory.release(this);
    }
  }

  PackedTokens packed(TokenBatch batch) {
    return PackedTokens.of(batch, config.rotary().scaling().switchLength());
  }

  NDManager manager() {
    return manager;
  }

  NDArray flat() {
    return flat;
  }

  NDList run(NDManager scope, Mode mode, String method, NDArray... inputs) {
    return program.run(scope, compute, mode, method, inputs);
  }

  NDArray ids(NDManager scope, TokenBatch batch) {
    return scope.create(batch.paddedIds(), new Shape(batch.sequences().size(), batch.width()));
  }

  NDArray reals(NDManager scope, double temperature) {
    return scope.create(ProgramShape.reals(config, temperature));
  }

  /** The sizes in the order of the program's {@code Shape}, for scoring and learning. */
  NDArray dimensions(NDManager scope, Compute target) {
    return scope.create(ProgramShape.of(config, target));
  }

  void checkIds(TokenBatch batch) {
    batch.sequences().forEach(sequence -> checkIds(sequence.ids()));
  }

  private void checkIds(int[] ids) {
    for (int id : ids) {
      if (id < 0 || id >= config.vocabSize()) {
        throw new IllegalArgumentException(
            "Token id "
                + id
                + " is outside the vocabulary, expected 0 to "
                + (config.vocabSize() - 1));
      }
    }
  }

  /** Frees the weights. */
  @Override
  public void close() {
    if (!QuietEnd.hasBegun()) {
      manager.close();
    }
  }
}
