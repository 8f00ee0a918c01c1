package io.gradus.jobs.policy;

import io.gradus.jobs.config.DeviceConfig.Choice;
import io.gradus.jobs.store.ModelCache;
import io.gradus.training.checkpoint.Checkpoint;
import io.gradus.training.hub.ModelDirectory;
import io.gradus.training.model.Compute;
import io.gradus.training.model.Compute.ComputeType;
import io.gradus.training.model.Policy;
import io.gradus.training.model.PolicySnapshot;
import io.gradus.training.text.TextTokenizer;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * A model directory for the tasks of lazily evaluated datasets: the driver reads it once and sends
 * it by broadcast; an executor builds one policy of it, which all its tasks share. Executors need
 * not see the directory.
 *
 * <p>A JVM keeps the policies of the {@value #HELD} models used last.
 */
public final class SharedModel implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int HELD = 2;

  /** On the driver: what is published, by application, place, state of the files and rounding. */
  private static final Map<String, SoftReference<SharedModel>> PUBLISHED = new HashMap<>();

  /** On executors: slots by their last use. */
  private static final LinkedHashMap<String, Boolean> RECENT =
      new LinkedHashMap<>(2 * HELD, 0.75f, true);

  private final PolicyVersion version;
  private final Broadcast<TokenizerBundle> tokenizer;
  private final Facts facts;

  private SharedModel(PolicyVersion version, Broadcast<TokenizerBundle> tokenizer, Facts facts) {
    this.version = version;
    this.tokenizer = tokenizer;
    this.facts = facts;
  }

  /**
   * What the model's files say of it.
   *
   * @param vocabSize token ids are below this
   * @param maxPositions longest sequence
   * @param stopIds token ids that end a completion
   */
  public record Facts(int vocabSize, int maxPositions, List<Integer> stopIds, Tokenizing tokenizing)
      implements Serializable {}

  /** What the model can read, beside token ids. */
  public enum Tokenizing {
    /** There is no tokenizer.json. */
    NONE,
    /** Texts. */
    TEXT,
    /** Texts and conversations. */
    TEXT_AND_CHAT
  }

  /**
   * Reads and publishes a model directory, or finds it published.
   *
   * @param url a local path, or a URL of a Hadoop file system that the driver can read
   * @param type rounding of the weights sent
   * @throws IllegalArgumentException if there is no model that can be used
   */
  public static SharedModel open(SparkSession session, String url, ComputeType type) {
    try {
      Path directory =
          ModelCache.of(session.sessionState().newHadoopConf(), Optional.empty())
              .local(url, "modelUrl")
              .toAbsolutePath();
      String key = session.sparkContext().applicationId() + type + stamp(directory);
      synchronized (PUBLISHED) {
        PUBLISHED.values().removeIf(reference -> reference.get() == null);
        SoftReference<SharedModel> known = PUBLISHED.get(key);
        SharedModel model = known == null ? null : known.get();
        if (model == null) {
          model = read(session, directory, type);
          PUBLISHED.put(key, new SoftReference<>(model));
        }
        return model;
      }
    } catch (UnsupportedFileSystemException e) {
      throw new IllegalArgumentException(
          "modelUrl = " + url + ", expected a local directory or one of a Hadoop file system", e);
    } catch (IOException e) {
      throw new UncheckedIOException("The model at " + url + " cannot be read", e);
    }
  }

  /** Changes when a file of the directory does. */
  private static String stamp(Path directory) throws IOException {
    StringBuilder stamp = new StringBuilder();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        stamp.append('\n').append(file).append(' ').append(Files.size(file));
        stamp.append(' ').append(Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS));
      }
    }
    return stamp.toString();
  }

  private static SharedModel read(SparkSession session, Path directory, ComputeType type)
      throws IOException {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    TokenizerBundle bundle = TokenizerBundle.readIfPresent(directory);
    Facts facts;
    try (ModelDirectory model = ModelDirectory.open(directory)) {
      facts =
          new Facts(
              model.config().vocabSize(),
              model.config().maxPositions(),
              model.generation().eosTokenIds(),
              tokenizing(directory, bundle));
    }
    try (Policy policy = Checkpoint.loadPolicy(directory, Compute.cpu(1, ComputeType.FLOAT32))) {
      Broadcast<PolicySnapshot> weights = spark.broadcast(PolicySnapshot.of(policy, type));
      PolicyVersion version =
          new PolicyVersion(
              "shared-" + UUID.randomUUID(), "only", new SnapshotSource.Sent(weights));
      return new SharedModel(version, spark.broadcast(bundle), facts);
    }
  }

  private static Tokenizing tokenizing(Path directory, TokenizerBundle bundle) {
    if (!Files.exists(directory.resolve("tokenizer.json"))) {
      return Tokenizing.NONE;
    }
    return bundle.tokenizer().chatTemplate().isEmpty() ? Tokenizing.TEXT : Tokenizing.TEXT_AND_CHAT;
  }

  /** What the model's files say of it. */
  public Facts facts() {
    return facts;
  }

  /** The tokenizer, shared by all users of this JVM; not to be closed. */
  public TextTokenizer tokenizer() {
    return tokenizer.value().tokenizer();
  }

  /**
   * Computes something with the policy, which is loaded if this JVM does not hold it; in a task on
   * the device that Spark gave it.
   */
  public <T> T with(Compute compute, Function<Policy, T> work) {
    markUse(version.slot());
    Compute here =
        TaskContext.get() == null ? compute : TaskDevice.ofTask(Choice.AUTO).compute(compute);
    try (ExecutorPolicies.Lease lease = ExecutorPolicies.borrow(version, here)) {
      return work.apply(lease.policy());
    }
  }

  private static void markUse(String slot) {
    synchronized (RECENT) {
      RECENT.put(slot, true);
      if (RECENT.size() > HELD) {
        String oldest = RECENT.keySet().iterator().next();
        RECENT.remove(oldest);
        ExecutorPolicies.release(oldest);
      }
    }
  }
}
