package io.gradus.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.jobs.config.ConfigException;
import io.gradus.jobs.testkit.SmallRun;
import io.gradus.jobs.testkit.TestSpark;
import io.gradus.training.checkpoint.Checkpoint;
import io.gradus.training.hub.ModelDirectory;
import io.gradus.training.hub.WeightSink;
import io.gradus.training.model.Learner.Moment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The small run with an update by a gang of tasks. */
class GangRunTest {
  private static final String[] ONE_STEP = {"steps=1", "evaluate.every=0"};

  private static Path driver;

  /** One step by the driver's update. */
  private static synchronized Path byDriver() throws IOException {
    if (driver == null) {
      driver = run(four(), "driver-one-step", ONE_STEP);
    }
    return driver;
  }

  private static SparkSession four() {
    return TestSpark.session("local[4]");
  }

  private static Path run(SparkSession spark, String name, String... overrides) throws IOException {
    return SmallRun.again(spark, name, overrides);
  }

  private static String[] with(String[] some, String... more) {
    return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
  }

  private static String[] gang(int members, String... more) {
    return with(new String[] {"update.mode=gang", "update.gang=" + members}, more);
  }

  private static Path checkpoint(Path store, int step) {
    return store.resolve("checkpoints/%s/step-%08d".formatted(SmallRun.ID, step));
  }

  private interface Numbers {
    void readInto(WeightSink sink) throws IOException;
  }

  private static float[] read(Path checkpoint, Numbers numbers) throws IOException {
    try (ModelDirectory model = ModelDirectory.open(checkpoint)) {
      float[] all = new float[Math.toIntExact(model.layout().totalLength())];
      numbers.readInto(WeightSink.into(all));
      return all;
    }
  }

  private static float[] weights(Path checkpoint) throws IOException {
    try (ModelDirectory model = ModelDirectory.open(checkpoint)) {
      return read(checkpoint, model::readWeights);
    }
  }

  private static float[] moments(Path checkpoint, Moment moment) throws IOException {
    try (ModelDirectory model = ModelDirectory.open(checkpoint)) {
      return read(
          checkpoint, sink -> Checkpoint.readMoment(checkpoint, moment, model.config(), sink));
    }
  }

  /** ‖a − b‖ / ‖b‖. */
  private static double distance(float[] a, float[] b) {
    double difference = 0;
    double size = 0;
    for (int i = 0; i < b.length; i++) {
      difference += Math.pow((double) a[i] - b[i], 2);
      size += Math.pow(b[i], 2);
    }
    return Math.sqrt(difference / size);
  }

  private static Map<String, String> withoutCards(Path store) throws IOException {
    Map<String, String> sums = new TreeMap<>(SmallRun.sums(store));
    sums.keySet().removeIf(file -> file.endsWith("README.md"));
    return sums;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void aStepOfAGangIsThatOfTheDriver(int members) throws IOException {
    Path driver = byDriver();
    Path gang = run(four(), "gang-one-step-" + members, gang(members, ONE_STEP));
    float[] before = weights(SmallRun.model());
    float[] expected = weights(checkpoint(driver, 1));
    float[] found = weights(checkpoint(gang, 1));
    assertThat(distance(expected, before)).as("the step").isGreaterThan(1e-3);
    assertThat(distance(found, expected)).isLessThan(1e-5);
    for (Moment moment : Moment.values()) {
      assertThat(
              distance(
                  moments(checkpoint(gang, 1), moment), moments(checkpoint(driver, 1), moment)))
          .as("%s", moment)
          .isLessThan(1e-4);
    }
    if (members == 1) {
      assertThat(found).as("the same arithmetic").isEqualTo(expected);
    }
  }

  @Test
  void theNumberOfCoresDoesNotMatter() throws IOException {
    Path two = run(TestSpark.session("local[2]"), "gang-on-two", gang(2));
    Path four = run(four(), "gang-on-four", gang(2));
    assertThat(SmallRun.sums(four)).isNotEmpty().isEqualTo(SmallRun.sums(two));
    assertThat(SmallRun.steps(four)).isEqualTo(SmallRun.steps(two));
  }

  @Test
  void aRunThatIsResumedEndsAsOneNeverStopped() throws IOException {
    String[] refreshed = gang(3, "grpo.reference-refresh=1", "grpo.epochs=2");
    Path whole = run(four(), "gang-whole", refreshed);
    Path resumed = run(four(), "gang-resumed", with(refreshed, "steps=2"));
    run(four(), "gang-resumed", refreshed);
    assertThat(SmallRun.sums(resumed)).isNotEmpty().isEqualTo(SmallRun.sums(whole));
    assertThat(SmallRun.steps(resumed)).isEqualTo(SmallRun.steps(whole));
  }

  /** The first step is the driver's to the last bit, and the second one takes up its moments. */
  @Test
  void aRunChangesFromDriverToGangAndBack() throws IOException {
    Path alone = run(four(), "all-by-driver");
    Path mixed = run(four(), "mixed", "steps=1");
    run(four(), "mixed", gang(2, "steps=2"));
    run(four(), "mixed", "steps=3");
    assertThat(distance(weights(checkpoint(mixed, 3)), weights(checkpoint(alone, 3))))
        .isLessThan(1e-4);
    Map<String, String> one = withoutCards(alone);
    one.keySet().removeIf(file -> !file.contains("step=1/"));
    assertThat(withoutCards(mixed)).containsAllEntriesOf(one);
    assertThat(SmallRun.steps(mixed)).hasSize(3);
  }

  /** A gang of one has the arithmetic of the driver in bfloat16 too, where weights are rounded. */
  @Test
  void membersComputeWithRoundedWeights() throws IOException {
    String[] rounded = with(ONE_STEP, "grpo.dtype=bfloat16", "rollout.dtype=bfloat16");
    Path whole = run(four(), "driver-rounded", rounded);
    Path one = run(four(), "gang-rounded", gang(1, rounded));
    assertThat(weights(checkpoint(one, 1))).isEqualTo(weights(checkpoint(whole, 1)));
    Path sent = run(four(), "gang-sent", gang(2, with(ONE_STEP, "update.exchange=bfloat16")));
    assertThat(distance(weights(checkpoint(sent, 1)), weights(checkpoint(byDriver(), 1))))
        .as("gradients with 8 bits")
        .isBetween(1e-9, 1e-3);
  }

  @Test
  void aDivergedStepIsRecordedAsTheDriverRecordsIt() {
    assertThatThrownBy(
            () -> run(four(), "gang-diverged", gang(2, "steps=1", "grpo.learning-rate=1e30")))
        .isInstanceOf(DivergedRunException.class)
        .hasMessageContaining("diverged at step 1: the norm of the gradient is not finite");
  }

  @Test
  void settingsThatCannotWorkAreRefused() {
    assertThatThrownBy(() -> SmallRun.config(Path.of("store"), gang(0)))
        .isInstanceOf(ConfigException.class)
        .hasMessage("command line: update.gang = \"0\", expected a whole number of at least 1");
    assertThatThrownBy(() -> SmallRun.config(Path.of("store"), gang(2, "grpo.adapter=lora")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "command line: update.mode = \"gang\", expected driver, since with grpo.adapter = lora"
                + " adapters alone learn, on the driver");
    assertThatThrownBy(() -> run(TestSpark.session("local[2]"), "gang-too-large", gang(3)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "command line: update.gang = \"3\", expected at most 2, since so many tasks can run at"
                + " once here");
  }
}
