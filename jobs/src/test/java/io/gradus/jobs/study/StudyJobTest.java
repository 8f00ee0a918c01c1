package io.gradus.jobs.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.jobs.config.ConfigException;
import io.gradus.jobs.config.Settings;
import io.gradus.jobs.testkit.TestSpark;
import io.gradus.jobs.testkit.TinyRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two steps of models of a few hundred parameters, base and fine-tuned. */
class StudyJobTest {
  private static final String CONF =
      TinyRun.CONF
          + """
          evaluate { every = 2, temperature = 1 }
          study {
            run-id = "{variant}-s{seed}"
            axes {
              variant {
                base {}
                instruct { run.variant = instruct, model.pretrain.finetune = [ { steps = 2 } ] }
                unlucky {}
                broken { problems.prompt.max-tokens = 1 }
              }
              seed { 1 { seed = 1 }, 2 { seed = 2 } }
            }
            grids = [ { name = all, variant = [base, instruct], seed = [1, 2] } ]
          }
          """;

  @TempDir Path folder;

  private static final class Started implements StudyListener {
    final List<String> names = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void started(String name) {
      names.add(name.substring(name.lastIndexOf('/') + 1));
    }
  }

  private StudyPlan plan(String store, String... overrides) throws IOException {
    Path file = Files.writeString(folder.resolve("tiny.conf"), CONF);
    List<String> all = new ArrayList<>(List.of("store.path=" + folder.resolve(store)));
    all.addAll(Arrays.asList(overrides));
    return StudyPlan.of(Settings.load(file.toString(), all));
  }

  private static Map<String, Throwable> run(StudyPlan plan, StudyListener listener)
      throws IOException {
    return new StudyJob(TestSpark.session(), plan, listener).run();
  }

  /** Sums of what any two executions must leave alike. */
  private Map<String, String> sums(String store) throws IOException {
    Map<String, String> sums = new TreeMap<>();
    Path root = folder.resolve(store);
    for (String part :
        List.of("models", "trajectories", "evaluations", "problems", "checkpoints")) {
      try (Stream<Path> files = Files.walk(root.resolve(part))) {
        files
            .filter(Files::isRegularFile)
            .forEach(file -> sums.put(root.relativize(file).toString(), sum(file)));
      }
    }
    return sums;
  }

  private static String sum(Path file) {
    try {
      return HexFormat.of()
          .formatHex(
              java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void sideBySideGivesTheBytesOfOneByOne() throws IOException {
    assertThat(run(plan("one", "study.side-by-side=1"), new Started())).isEmpty();
    assertThat(run(plan("four", "study.side-by-side=4"), new Started())).isEmpty();
    // Of each of four runs: the initial and the last evaluation, two steps.
    assertThat(sums("one")).hasSizeGreaterThan(4 * 4).isEqualTo(sums("four"));
    assertThat(Files.list(folder.resolve("one/models"))).hasSize(2);
  }

  @Test
  void aFailingRunIsIsolatedAndARunThatIsAddedRunsAlone() throws IOException {
    Started first = new Started();
    // A damaged file of the store, which settings do not show.
    Path manifests = folder.resolve("s/_manifests/tiny-unlucky-s1");
    Files.createDirectories(manifests);
    Files.writeString(manifests.resolve("00000000.json"), "{");
    String unlucky = "study.grids=[{name = a, variant = [base, unlucky], seed = [1]}]";
    Map<String, Throwable> failures = run(plan("s", unlucky), first);
    assertThat(failures).containsOnlyKeys("tiny-unlucky-s1");
    assertThat(failures.get("tiny-unlucky-s1")).hasMessageContaining("00000000.json is damaged");
    assertThat(first.names).hasSize(3).contains("tiny-base-s1", "tiny-unlucky-s1");

    Started second = new Started();
    StudyPlan more = plan("s", "study.grids=[{name = b, variant = [base], seed = [1, 2]}]");
    assertThat(StudyJob.unfinished(TestSpark.session().sparkContext().hadoopConfiguration(), more))
        .extracting(PlannedRun::id)
        .containsExactly("tiny-base-s2");
    assertThat(run(more, second)).isEmpty();
    assertThat(second.names).containsExactly("tiny-base-s2");
  }

  @Test
  void aRunThatCannotWorkIsFoundBeforeAnyModelIsMade() throws IOException {
    Started started = new Started();
    StudyPlan plan =
        plan("r", "study.grids=[{name = a, variant = [base, instruct, broken], seed = [1]}]");
    StudyJob job = new StudyJob(TestSpark.session(), plan, started);
    for (ThrowingCallable attempt : List.<ThrowingCallable>of(job::run, job::makeModels)) {
      assertThatThrownBy(attempt)
          .isInstanceOf(RefusedRun.class)
          .hasMessageStartingWith("Run tiny-broken-s1 cannot work: ")
          .hasMessageEndingWith(
              "problems.prompt.max-tokens = 1, expected more, since it leaves no prompt of test")
          .hasCauseInstanceOf(ConfigException.class);
    }
    assertThat(started.names).isEmpty();
    assertThat(folder.resolve("r")).doesNotExist();
    // The runs that can work are not held up by it.
    assertThat(run(plan.only("tiny-base-s1"), started)).isEmpty();
  }

  @Test
  void modelsCanBeMadeByThemselvesAndTheBaseOnce() throws IOException {
    Started models = new Started();
    StudyPlan plan = plan("m");
    assertThat(new StudyJob(TestSpark.session(), plan, models).makeModels()).isEmpty();
    assertThat(models.names).hasSize(2);
    Started runs = new Started();
    assertThat(run(plan.only("tiny-instruct-s2"), runs)).isEmpty();
    assertThat(runs.names).containsExactly("tiny-instruct-s2");
  }
}
