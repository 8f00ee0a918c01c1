package io.gradus.jobs.testkit;

import io.gradus.files.table.Table;
import io.gradus.jobs.config.Settings;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.progress.TrainListener;
import io.gradus.jobs.store.StepRow;
import io.gradus.jobs.store.StoreReader;
import io.gradus.jobs.store.Tables;
import io.gradus.jobs.train.TrainJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The run that the tests of this package share: three steps of a model of a few thousand parameters
 * on sums and differences modulo 5, and what another execution of it must leave alike.
 */
public final class SmallRun {
  public static final String ID = "small-s3";
  public static final int STEPS = 3;
  public static final int PROMPTS = 6;
  public static final int GROUP = 4;
  public static final int TRAIN_PROBLEMS = 24;
  public static final int TEST_PROBLEMS = 10;
  public static final int TEST_SAMPLES = 2;

  private static final String CONF =
      """
seed = 3
steps = 3
model.pretrain {
  size { hidden = 16, layers = 2, heads = 2 }
  max-positions = 24, batch = 32, warm-up = 10, log-every = 1000, threads = 1
  corpus { modulus = 5, operations.max = 1 }
  phases = [ { steps = 120, learning-rate = 1e-2 } ]
}
problems {
  train { kind = synthetic, synthetic { modulus = 5, operations.max = 1, count = 24 } }
  test { kind = synthetic, synthetic { modulus = 5, operations.max = 1, count = 10 } }
  prompt { template = plain, max-tokens = 8 }
}
rollout { max-tokens = 6, prompts-per-batch = 2, group-size = 4 }
reward.functions = [exact_final, io.gradus.jobs.testkit.TrapReward]
grpo { prompts = 6, mini-batch = 3, learning-rate = 1e-3, micro-batch-tokens = 64, threads = 1 }
evaluate { every = 2, samples = 2, temperature = 1, prompts-per-batch = 4 }
""";

  private static Path folder;
  private static Path reference;
  private static RecordingListener heard;

  private SmallRun() {}

  /** What a listener was told. */
  public static final class RecordingListener implements TrainListener {
    public final List<String> events = new ArrayList<>();

    @Override
    public void begun(String runId, int step, int steps) {
      events.add("begun " + runId + " after " + step + " of " + steps);
    }

    @Override
    public void stepped(StepRow row, int steps) {
      events.add("stepped " + row.step() + " of " + steps);
    }

    @Override
    public void evaluated(int step, Map<String, Double> accuracies) {
      events.add("evaluated " + step + " " + accuracies.keySet());
    }

    @Override
    public void committed(int step, double seconds) {
      events.add("committed " + step);
    }

    @Override
    public void noted(String message) {
      events.add("noted " + message);
    }
  }

  public static TrainConfig config(Path store, String... overrides) throws IOException {
    Path file = Files.createTempDirectory("small-conf").resolve("small.conf");
    try {
      Files.writeString(file, CONF);
      List<String> all = new ArrayList<>(List.of("store.path=" + store));
      all.addAll(Arrays.asList(overrides));
      return TrainConfig.of(Settings.load(file.toString(), all));
    } finally {
      Files.delete(file);
      Files.delete(file.getParent());
    }
  }

  /** The store of the reference run, which made its model; not to be changed. */
  public static synchronized Path reference() throws IOException {
    if (reference == null) {
      Path store = folder().resolve("reference");
      RecordingListener listener = new RecordingListener();
      TrainJob.run(TestSpark.session(), config(store), listener);
      heard = listener;
      reference = store;
    }
    return reference;
  }

  /** What the reference run's listener was told. */
  public static List<String> events() throws IOException {
    reference();
    return heard.events;
  }

  /** The model that the reference run made and began from. */
  public static Path model() throws IOException {
    try (Stream<Path> models = Files.list(reference().resolve("models"))) {
      return models.toList().get(0);
    }
  }

  /** Executes the run again, in a new store and with the same model. */
  public static Path again(SparkSession spark, String name, String... overrides)
      throws IOException {
    Path store = folder().resolve(name);
    List<String> all = new ArrayList<>(List.of("model.path=" + model()));
    all.addAll(Arrays.asList(overrides));
    TrainJob.run(spark, config(store, all.toArray(String[]::new)), new TrainListener() {});
    return store;
  }

  /** A folder for stores, which is deleted when the tests are over. */
  public static synchronized Path folder() throws IOException {
    if (folder == null) {
      folder = Files.createTempDirectory("gradus-small-runs");
      Runtime.getRuntime().addShutdownHook(new Thread(SmallRun::delete));
    }
    return folder;
  }

  private static void delete() {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Sums of all files that another execution must leave with the same bytes: rollouts, evaluations,
   * problems and checkpoints with weights and moments.
   */
  public static Map<String, String> sums(Path store) throws IOException {
    Map<String, String> sums = new TreeMap<>();
    for (String table : List.of("trajectories", "evaluations", "problems", "checkpoints")) {
      try (Stream<Path> files = Files.walk(store.resolve(table))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          sums.put(store.relativize(file).toString(), sum(file));
        }
      }
    }
    return sums;
  }

  private static String sum(Path file) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Rows of a table in the given order. */
  public static List<Row> rows(Path store, Table<?> table, String... order) {
    return sorted(store, table, order).collectAsList();
  }

  /** Steps without their seconds: all that must be the same in another execution. */
  public static List<Row> steps(Path store) {
    return without(sorted(store, Tables.STEPS, "step"), "seconds_");
  }

  /** The run's row without what names the place and the time of its execution. */
  public static List<Row> runs(Path store) {
    return without(sorted(store, Tables.RUNS, "run_id"), "created", "config");
  }

  private static Dataset<Row> sorted(Path store, Table<?> table, String... order) {
    Column[] columns = Arrays.stream(order).map(Column::new).toArray(Column[]::new);
    return StoreReader.open(TestSpark.session(), store.toString()).table(table).orderBy(columns);
  }

  private static List<Row> without(Dataset<Row> rows, String... prefixes) {
    String[] dropped =
        Arrays.stream(rows.columns())
            .filter(column -> Arrays.stream(prefixes).anyMatch(column::startsWith))
            .toArray(String[]::new);
    return rows.drop(dropped).collectAsList();
  }
}
