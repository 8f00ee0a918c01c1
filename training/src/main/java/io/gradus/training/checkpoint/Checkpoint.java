package io.gradus.training.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradus.files.Folders;
import io.gradus.files.Json;
import io.gradus.files.WholeFile;
import io.gradus.training.hub.AdapterDirectory;
import io.gradus.training.hub.ModelConfig;
import io.gradus.training.hub.ModelDirectory;
import io.gradus.training.hub.ModelDirectoryWriter;
import io.gradus.training.hub.ModelFormatException;
import io.gradus.training.hub.SafetensorsReader;
import io.gradus.training.hub.SafetensorsWriter;
import io.gradus.training.hub.TensorInfo;
import io.gradus.training.hub.WeightLayout;
import io.gradus.training.hub.WeightLayout.Slice;
import io.gradus.training.hub.WeightSink;
import io.gradus.training.hub.WeightSource;
import io.gradus.training.hub.WeightType;
import io.gradus.training.model.Adapter;
import io.gradus.training.model.Compute;
import io.gradus.training.model.Learner;
import io.gradus.training.model.Learner.Moment;
import io.gradus.training.model.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;

/**
 * Writes and reads a learner: {@code config.json}, {@code model.safetensors} in float32 and
 * tokenizer files as transformers has them, and the folder {@code trainer} with {@code
 * optimizer.safetensors}, the moments under {@code exp_avg.NAME} and {@code exp_avg_sq.NAME}, and
 * {@code state.json} with the count of optimiser steps and whatever numbers the caller keeps.
 *
 * <p>Where the reference of the KL term is another one than the initial model, {@code
 * trainer/reference.safetensors} has it.
 *
 * <p>The moments have a folder of their own since vLLM and SGLang take every {@code *.safetensors}
 * file beside config.json for weights.
 */
public final class Checkpoint {
  private static final String OPTIMIZER = "trainer/optimizer.safetensors";
  private static final String REFERENCE = "trainer/reference.safetensors";
  private static final String STATE = "trainer/state.json";
  private static final String OPTIMIZER_STEPS = "optimizer_steps";
  private static final Map<Moment, String> PREFIXES =
      new EnumMap<>(Map.of(Moment.FIRST, "exp_avg.", Moment.SECOND, "exp_avg_sq."));

  private Checkpoint() {}

  /** Loads a model directory's weights as a float32 policy. */
  public static Policy loadPolicy(Path directory, Compute compute) throws IOException {
    try (ModelDirectory model = ModelDirectory.open(directory)) {
      Policy policy = Policy.allocate(model.config(), compute);
      try {
        model.readWeights(policy::write);
        return policy;
      } catch (IOException | RuntimeException e) {
        policy.close();
        throw e;
      }
    }
  }

  /**
   * Overwrites a float32 policy's weights with those of a model directory of the same shape.
   *
   * @throws ModelFormatException if the directory's configuration is another
   */
  public static void loadWeights(Path directory, Policy policy) throws IOException {
    readWeights(directory, policy.config(), policy::write);
  }

  /**
   * Writes a learner into an existing directory.
   *
   * @param tokenizerFrom model directory whose tokenizer and generation files are copied
   * @param counters numbers to be kept in state.json
   */
  public static void save(
      Path directory, Learner learner, Path tokenizerFrom, Map<String, Double> counters)
      throws IOException {
    Policy policy = learner.policy();
    save(
        directory,
        new TrainedState(policy.config(), policy::read, moments(learner), learner.steps()),
        tokenizerFrom,
        counters);
  }

  /** The same of a state that need not be whole in this process. */
  public static void save(
      Path directory, TrainedState state, Path tokenizerFrom, Map<String, Double> counters)
      throws IOException {
    // The initial model may have been stored in half precision, where small updates would be lost.
    new ModelDirectoryWriter(state.config().storedAs(WeightType.FLOAT32), state.weights())
        .copyingFilesFrom(tokenizerFrom)
        .saveInto(directory);
    List<Slice> all = WeightLayout.of(state.config()).slices();
    saveTrainer(directory, state.moments(), state.steps(), all, counters);
  }

  private static Map<Moment, WeightSource> moments(Learner learner) {
    Map<Moment, WeightSource> moments = new EnumMap<>(Moment.class);
    for (Moment moment : Moment.values()) {
      moments.put(moment, (offset, chunk) -> learner.read(moment, offset, chunk));
    }
    return moments;
  }

  private static void saveTrainer(
      Path directory,
      Map<Moment, WeightSource> values,
      long steps,
      List<Slice> trained,
      Map<String, Double> counters)
      throws IOException {
    Folders.make(directory.resolve(OPTIMIZER).getParent());
    List<SafetensorsWriter.Tensor> moments = new ArrayList<>();
    for (Entry<Moment, String> entry : PREFIXES.entrySet()) {
      for (Slice slice : trained) {
        moments.add(
            new SafetensorsWriter.Tensor(
                entry.getValue() + slice.name(),
                WeightType.FLOAT32,
                slice.shape(),
                values.get(entry.getKey()).from(slice.offset())));
      }
    }
    SafetensorsWriter.write(directory.resolve(OPTIMIZER), moments);
    ObjectNode state = Json.STRICT.createObjectNode();
    state.put(OPTIMIZER_STEPS, steps);
    new TreeMap<>(counters).forEach(state::put);
    WholeFile.write(directory.resolve(STATE), Json.STRICT.writeValueAsString(state) + "\n");
  }

  /**
   * Writes a learner of adapters into an existing directory: {@code adapter_config.json} and {@code
   * adapter_model.safetensors} as peft has them, the tokenizer's files, and {@code trainer} as
   * {@link #save} writes it. The base model's weights are not written.
   *
   * @param base where the base model is, for {@code base_model_name_or_path}
   * @param baseSum SHA-256 of the base model
   * @param tokenizerFrom model directory whose tokenizer files are copied
   * @param counters numbers to be kept in state.json
   */
  public static void saveAdapter(
      Path directory,
      Learner learner,
      String base,
      String baseSum,
      Path tokenizerFrom,
      Map<String, Double> counters)
      throws IOException {
    Adapter adapter = adapterOf(learner);
    ModelDirectoryWriter.copyFiles(tokenizerFrom, directory);
    AdapterDirectory.save(directory, adapter.layout(), base, adapter::read, baseSum);
    saveTrainer(directory, moments(learner), learner.steps(), adapter.layout().slices(), counters);
  }

  /**
   * Loads the adapters of a directory over a base model and merges them.
   *
   * @param base float32
   * @return the merged policy; the base stays as it is
   */
  public static Policy loadMerged(Path directory, Policy base) throws IOException {
    try (AdapterDirectory files = AdapterDirectory.open(directory, base.config())) {
      Policy policy = Policy.allocate(base.config(), base.compute());
      try (Adapter adapter = new Adapter(policy, base, files.layout())) {
        files.readWeights(adapter::write);
        adapter.merge();
        return policy;
      } catch (IOException | RuntimeException e) {
        policy.close();
        throw e;
      }
    }
  }

  private static Adapter adapterOf(Learner learner) {
    return learner
        .adapter()
        .orElseThrow(() -> new IllegalArgumentException("The learner has no adapters"));
  }

  /** Writes the policy that a KL term compares with into a checkpoint's directory. */
  public static void saveReference(Path directory, Policy policy) throws IOException {
    saveReference(directory, policy.config(), policy::read);
  }

  /** The same of weights that need not be whole in this process. */
  public static void saveReference(Path directory, ModelConfig config, WeightSource values)
      throws IOException {
    List<SafetensorsWriter.Tensor> weights = new ArrayList<>();
    for (Slice slice : WeightLayout.of(config).slices()) {
      weights.add(
          new SafetensorsWriter.Tensor(
              slice.name(), WeightType.FLOAT32, slice.shape(), values.from(slice.offset())));
    }
    SafetensorsWriter.write(directory.resolve(REFERENCE), weights);
  }

  /**
   * Overwrites a float32 policy's weights with the reference of a checkpoint.
   *
   * @throws ModelFormatException naming the file and the tensor that is missing or misshapen
   */
  public static void loadReference(Path directory, Policy policy) throws IOException {
    readReference(directory, policy.config(), policy::write);
  }

  /** Gives the reference of a checkpoint piece by piece, in the order of the flat buffer. */
  public static void readReference(Path directory, ModelConfig config, WeightSink sink)
      throws IOException {
    Path file = directory.resolve(REFERENCE);
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      for (Slice slice : WeightLayout.of(config).slices()) {
        requireTensor(reader, file, slice.name(), slice);
        reader.read(slice.name(), (offset, chunk) -> sink.accept(slice.offset() + offset, chunk));
      }
    }
  }

  private static void requireTensor(SafetensorsReader reader, Path file, String name, Slice slice) {
    TensorInfo tensor = reader.tensors().get(name);
    if (tensor == null || !tensor.shape().equals(slice.shape())) {
      throw new ModelFormatException(
          String.format(
              "%s: tensor %s is %s, expected shape %s",
              file, name, tensor == null ? "missing" : tensor.shape(), slice.shape()));
    }
  }

  private static void loadAdapter(Path directory, Adapter adapter) throws IOException {
    try (AdapterDirectory files = AdapterDirectory.open(directory, adapter.base().config())) {
      if (!files.layout().slices().equals(adapter.layout().slices())) {
        throw new ModelFormatException(
            directory + ": the adapters differ from those of the learner to be restored");
      }
      files.readWeights(adapter::write);
      adapter.merge();
    }
  }

  /**
   * Restores a learner's weights, or its adapters, and its moments.
   *
   * @param learner of a policy of the same configuration, or of the same adapters of the same base
   * @return the counters kept in state.json
   * @throws ModelFormatException naming the file and the tensor that is missing or misshapen
   */
  public static Map<String, Double> restore(Path directory, Learner learner) throws IOException {
    List<Slice> trained = learner.policy().layout().slices();
    if (learner.adapter().isPresent()) {
      Adapter adapter = learner.adapter().get();
      loadAdapter(directory, adapter);
      trained = adapter.layout().slices();
    } else {
      loadWeights(directory, learner.policy());
    }
    for (Moment moment : Moment.values()) {
      readMoment(directory, moment, trained, (at, chunk) -> learner.write(moment, at, chunk));
    }
    Map<String, Double> counters = counters(directory);
    learner.restoreSteps(counters.remove(OPTIMIZER_STEPS).longValue());
    return counters;
  }

  /**
   * Gives the weights of a model directory piece by piece, in the order of the flat buffer.
   *
   * @throws ModelFormatException if the directory's configuration is of another shape
   */
  public static void readWeights(Path directory, ModelConfig config, WeightSink sink)
      throws IOException {
    try (ModelDirectory model = ModelDirectory.open(directory)) {
      if (!model.layout().slices().equals(WeightLayout.of(config).slices())) {
        throw new ModelFormatException(
            directory + ": the model's tensors differ from those of the policy to be loaded");
      }
      model.readWeights(sink);
    }
  }

  /** Gives a moment of all weights piece by piece, in the order of the flat buffer. */
  public static void readMoment(Path directory, Moment moment, ModelConfig config, WeightSink sink)
      throws IOException {
    readMoment(directory, moment, WeightLayout.of(config).slices(), sink);
  }

  private static void readMoment(
      Path directory, Moment moment, List<Slice> trained, WeightSink sink) throws IOException {
    Path file = directory.resolve(OPTIMIZER);
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      for (Slice slice : trained) {
        String name = PREFIXES.get(moment) + slice.name();
        requireTensor(reader, file, name, slice);
        reader.read(name, (offset, chunk) -> sink.accept(slice.offset() + offset, chunk));
      }
    }
  }

  /**
   * The numbers kept in state.json.
   *
   * @param optimizerSteps taken so far
   * @param counters that the caller keeps
   */
  public record State(long optimizerSteps, Map<String, Double> counters) {}

  /** Reads the numbers kept with a checkpoint. */
  public static State readState(Path directory) throws IOException {
    Map<String, Double> counters = counters(directory);
    return new State(counters.remove(OPTIMIZER_STEPS).longValue(), counters);
  }

  private static Map<String, Double> counters(Path directory) throws IOException {
    JsonNode state = Json.STRICT.readTree(directory.resolve(STATE).toFile());
    Map<String, Double> counters = new TreeMap<>();
    state
        .fields()
        .forEachRemaining(field -> counters.put(field.getKey(), field.getValue().asDouble()));
    if (!counters.containsKey(OPTIMIZER_STEPS)) {
      throw new ModelFormatException(
          directory.resolve(STATE) + ": " + OPTIMIZER_STEPS + " is missing");
    }
    return counters;
  }
}
