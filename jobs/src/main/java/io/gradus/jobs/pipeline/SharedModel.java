package io.gradus.jobs.pipeline;

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
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
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
      URI uri = location(url);
      FileSystem files = FileSystem.get(uri, session.sessionState().newHadoopConf());
      if (!files.exists(new Path(new Path(uri), "config.json"))) {
        throw new IllegalArgumentException(
            "modelUrl = " + url + " has no config.json, expected a Hugging Face model directory");
      }
      String key = session.sparkContext().applicationId() + type + stamp(files, new Path(uri));
      synchronized (PUBLISHED) {
        PUBLISHED.values().removeIf(reference -> reference.get() == null);
        SoftReference<SharedModel> known = PUBLISHED.get(key);
        SharedModel model = known == null ? null : known.get();
        if (model == null) {
          model = read(session, files, uri, type);
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

  private static URI location(String url) {
    return new Path(url).toUri().getScheme() == null
        ? java.nio.file.Path.of(url).toAbsolutePath().toUri()
        : new Path(url).toUri();
  }

  /** Changes when a file of the directory does. */
  private static String stamp(FileSystem files, Path directory) throws IOException {
    FileStatus[] all = files.listStatus(directory);
    Arrays.sort(all);
    StringBuilder stamp = new StringBuilder();
    for (FileStatus file : all) {
      stamp.append('\n').append(file.getPath());
      stamp.append(' ').append(file.getLen()).append(' ').append(file.getModificationTime());
    }
    return stamp.toString();
  }

  private static SharedModel read(SparkSession session, FileSystem files, URI uri, ComputeType type)
      throws IOException {
    if (uri.getScheme().equals("file")) {
      return read(session, java.nio.file.Path.of(uri.getPath()), type);
    }
    try (ScratchFolder scratch = ScratchFolder.create("model")) {
      for (FileStatus file : files.listStatus(new Path(uri))) {
        if (file.isFile() && !file.getPath().getName().startsWith("optimizer")) {
          Path copy = new Path(scratch.path().resolve(file.getPath().getName()).toUri());
          files.copyToLocalFile(false, file.getPath(), copy, true);
        }
      }
      return read(session, scratch.path(), type);
    }
  }

  private static SharedModel read(
      SparkSession session, java.nio.file.Path directory, ComputeType type) throws IOException {
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

  private static Tokenizing tokenizing(java.nio.file.Path directory, TokenizerBundle bundle) {
    if (!java.nio.file.Files.exists(directory.resolve("tokenizer.json"))) {
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

  /** Computes something with the policy, which is loaded if this JVM does not hold it. */
  public <T> T with(Compute compute, Function<Policy, T> work) {
    markUse(version.slot());
    try (ExecutorPolicies.Lease lease = ExecutorPolicies.borrow(version, compute)) {
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
