package io.gradus.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.jobs.cluster.SparkDistribution.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gradus's jar under a plain Spark distribution, with executors that are processes. */
class ClusterIT {
  private static final Path CONF = Path.of("../conf").toAbsolutePath().normalize();

  /** The smoke run, cut short. */
  private static final List<String> SHORT =
      List.of(
          "steps=1",
          "model.pretrain.phases=[{ steps = 20, learning-rate = 3e-3 }]",
          "grpo.prompts=8",
          "rollout.prompts-per-batch=2",
          "evaluate.every=0",
          "problems.test.synthetic.count=16");

  @TempDir static Path folder;
  private static SparkDistribution spark;

  @BeforeAll
  static void install() throws Exception {
    spark = SparkDistribution.installed();
  }

  private static List<String> train(String conf, Path store) {
    List<String> command = new ArrayList<>(List.of("train", conf, "store.path=" + store));
    command.addAll(SHORT);
    return command;
  }

  /** Files that a run computed. Model cards are left out: they say where the model came from. */
  private static List<Path> computed(Path store) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String table : List.of("trajectories", "evaluations", "checkpoints")) {
      try (Stream<Path> all = Files.walk(store.resolve(table))) {
        all.filter(Files::isRegularFile)
            .filter(file -> !file.endsWith("README.md"))
            .map(store::relativize)
            .forEach(files::add);
      }
    }
    return files;
  }

  @Test
  void theJarHasNoClassThatSparkHas() throws IOException {
    Set<String> ours = classes(SparkDistribution.JAR);
    assertThat(ours).contains("io/gradus/jobs/cli/Gradus.class");
    Set<String> twice = new TreeSet<>();
    try (Stream<Path> jars = Files.list(spark.jars())) {
      for (Path jar : jars.filter(j -> j.toString().endsWith(".jar")).toList()) {
        Collection<String> theirs = classes(jar);
        theirs.retainAll(ours);
        twice.addAll(theirs);
      }
    }
    assertThat(twice).isEmpty();
  }

  private static Set<String> classes(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      Set<String> classes = new TreeSet<>();
      zip.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
          .forEach(classes::add);
      return classes;
    }
  }

  @Test
  void executorsAreGivenGpusAndAClusterModeDriverLeavesTheSameTables() throws Exception {
    Path gpus = folder.resolve("gpus");
    Outcome local = onLocalCluster(gpus);
    assertThat(local.exit()).as(local.output()).isZero();
    assertThat(local.output())
        .contains("executor 0 was given gpu ", "executor 1 was given gpu ")
        .contains("was given gpu 0, computes on cpu")
        .contains("was given gpu 1, computes on cpu")
        .contains("run short-s1: 1 steps in " + gpus);

    Path clusterMode = folder.resolve("cluster-mode");
    try (StandaloneCluster cluster = StandaloneCluster.start(spark, folder.resolve("cluster"))) {
      Outcome submitted = inClusterMode(cluster, clusterMode, "short.conf");
      assertThat(submitted.output()).containsPattern("State of driver driver-\\S+ is FINISHED");
      assertThat(driverOutput(cluster)).contains("run short-s1: 1 steps in " + clusterMode);
      Outcome refused = inClusterMode(cluster, clusterMode, "missing.conf");
      assertThat(refused.output())
          .as("what spark-submit says; it ends with 0 whatever the driver did")
          .containsPattern("State of driver driver-\\S+ is FAILED");
      assertThat(driverOutput(cluster))
          .contains(
              "gradus: missing.conf: no such configuration file; the driver runs on the cluster");
    }
    assertThat(computed(clusterMode)).isNotEmpty().hasSameElementsAs(computed(gpus));
    for (Path file : computed(gpus)) {
      assertThat(clusterMode.resolve(file)).hasSameBinaryContentAs(gpus.resolve(file));
    }
  }

  /** Two executors of one core and one GPU each; the submitter is in an empty folder. */
  private static Outcome onLocalCluster(Path store) throws Exception {
    Path properties =
        Files.writeString(
            Files.createDirectories(folder).resolve("gpus.conf"),
            """
            spark.executor.cores 1
            spark.executor.memory 2g
            spark.cores.max 2
            spark.scheduler.minRegisteredResourcesRatio 1
            spark.worker.resource.gpu.amount 2
            spark.worker.resource.gpu.discoveryScript %1$s
            spark.executor.resource.gpu.amount 1
            spark.task.resource.gpu.amount 1
            spark.gradus.device.rollouts cpu
            spark.ui.enabled false
            """
                .formatted(CONF.resolve("spark/discover-gpus.sh")));
    return spark.submit(
        folder.resolve("elsewhere"),
        Map.of("GRADUS_GPU_ADDRESSES", "0,1"),
        List.of("--master", "local-cluster[1,2,4096]", "--properties-file", properties.toString()),
        train(shortConf().toString(), store));
  }

  private static Path shortConf() throws IOException {
    return Files.copy(
        CONF.resolve("smoke.conf"),
        folder.resolve("short.conf"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  /** As the sample says; the driver runs on the worker, which is sent the configuration file. */
  private static Outcome inClusterMode(StandaloneCluster cluster, Path store, String conf)
      throws Exception {
    List<String> options =
        new ArrayList<>(
            List.of("--properties-file", CONF.resolve("spark/standalone.conf").toString()));
    options.addAll(List.of("--master", cluster.url(), "--deploy-mode", "cluster"));
    options.addAll(List.of("--files", shortConf().toString()));
    options.addAll(List.of("--driver-memory", "1g", "--executor-memory", "2g"));
    for (String smaller :
        List.of(
            "spark.executor.cores=2",
            "spark.task.cpus=1",
            "spark.gradus.rollout.threads=1",
            "spark.executorEnv.OMP_NUM_THREADS=1")) {
      options.addAll(List.of("--conf", smaller));
    }
    return spark.submit(folder.resolve("elsewhere"), Map.of(), options, train(conf, store));
  }

  private static String driverOutput(StandaloneCluster cluster) throws IOException {
    StringBuilder output = new StringBuilder();
    try (Stream<Path> files = Files.walk(cluster.work())) {
      for (Path file :
          files
              .filter(f -> f.toString().contains("driver-"))
              .filter(f -> f.endsWith("stdout") || f.endsWith("stderr"))
              .toList()) {
        output.append(Files.readString(file));
      }
    }
    return output.toString();
  }
}
