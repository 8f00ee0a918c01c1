package io.gradus.jobs.inference;

import io.gradus.jobs.config.DeviceConfig;
import io.gradus.jobs.config.Dtype;
import io.gradus.jobs.config.SamplingConfig;
import io.gradus.jobs.policy.Arithmetic;
import io.gradus.jobs.policy.Digests;
import io.gradus.jobs.policy.PolicyPublisher;
import io.gradus.jobs.policy.PolicyVersion;
import io.gradus.jobs.policy.TokenizerBundle;
import io.gradus.jobs.rollout.RolloutPlan;
import io.gradus.rewards.grading.Rewards;
import io.gradus.training.checkpoint.Checkpoint;
import io.gradus.training.hub.ModelDirectory;
import io.gradus.training.model.Compute;
import io.gradus.training.rollout.RolloutKey;
import io.gradus.training.text.TextTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model that is made available to executors for the length of one command. */
final class ModelSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelSession.class);

  private final JavaSparkContext spark;
  private final TokenizerBundle bundle;
  private final Broadcast<TokenizerBundle> tokenizer;
  private final PolicyPublisher publisher;
  private final PolicyVersion version;
  private final Compute compute;
  private final DeviceConfig.Choice device;
  private final List<Integer> stopIds;

  private ModelSession(
      JavaSparkContext spark,
      TokenizerBundle bundle,
      PolicyPublisher publisher,
      PolicyVersion version,
      Compute compute,
      DeviceConfig.Choice device,
      List<Integer> stopIds) {
    this.spark = spark;
    this.bundle = bundle;
    this.tokenizer = spark.broadcast(bundle);
    this.publisher = publisher;
    this.version = version;
    this.compute = compute;
    this.device = device;
    this.stopIds = stopIds;
  }

  /**
   * Refuses ids that the model cannot draw.
   *
   * @throws IllegalArgumentException naming the setting
   */
  static void requireStopIds(List<Integer> stopIds, int vocabulary) {
    if (stopIds.stream().anyMatch(id -> id >= vocabulary)) {
      throw new IllegalArgumentException(
          "rollout.stop-ids = %s, expected token ids from 0 to %d, since the model has %d tokens"
              .formatted(stopIds, vocabulary - 1, vocabulary));
    }
  }

  /**
   * Reads a model directory and publishes its weights; tasks sample on {@code device}.
   *
   * @param furtherStops ids that end a completion beside the model's own
   */
  static ModelSession open(
      SparkSession session,
      Path model,
      Dtype dtype,
      int threads,
      DeviceConfig.Choice device,
      List<Integer> furtherStops)
      throws IOException {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    TokenizerBundle bundle = TokenizerBundle.read(model);
    Set<Integer> stopIds = new TreeSet<>(furtherStops);
    int width;
    try (ModelDirectory directory = ModelDirectory.open(model)) {
      stopIds.addAll(directory.generation().eosTokenIds());
      width = directory.config().hiddenSize();
    }
    Arithmetic arithmetic =
        Arithmetic.ofTasks(spark, new Arithmetic.Wanted(dtype, device, threads, width));
    arithmetic.caution().ifPresent(cost -> LOG.warn("dtype = bfloat16, but {}", cost));
    Compute compute = Compute.cpu(threads, arithmetic.type());
    PolicyPublisher publisher =
        new PolicyPublisher(
            spark, "model-" + Digests.ofModel(model), "", Long.MAX_VALUE, arithmetic.type());
    PolicyVersion version = publisher.handOver(Checkpoint.loadPolicy(model, compute), "only");
    return new ModelSession(
        spark, bundle, publisher, version, compute, device, List.copyOf(stopIds));
  }

  JavaSparkContext spark() {
    return spark;
  }

  List<Integer> stopIds() {
    return stopIds;
  }

  TextTokenizer tokenizer() {
    return bundle.tokenizer();
  }

  /** How tasks sample and grade with the model. */
  RolloutPlan plan(
      int samples,
      SamplingConfig sampling,
      RolloutKey key,
      Rewards rewards,
      String decidingPart,
      String answerPrefix) {
    return new RolloutPlan(
        version,
        compute,
        device,
        sampling.rollouts(samples, stopIds),
        key,
        tokenizer,
        rewards,
        decidingPart,
        answerPrefix);
  }

  @Override
  public void close() {
    publisher.close();
    tokenizer.destroy();
  }
}
