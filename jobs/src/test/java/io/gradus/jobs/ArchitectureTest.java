package io.gradus.jobs;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import io.gradus.jobs.testkit.ModuleClasses;
import io.gradus.training.model.TensorEngine;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may depend on what, over the classes of all modules. */
class ArchitectureTest {
  /** The packages of jobs; each may depend on those before it. */
  private static final List<String> JOBS =
      List.of(
          "config",
          "store",
          "tracking",
          "progress",
          "policy",
          "rollout",
          "gang",
          "problems",
          "pretrain",
          "inference",
          "train",
          "study.cost",
          "study",
          "export",
          "ml",
          "cli");

  /** Those of jobs that are about Spark, and the adapters of the modules below. */
  private static final String[] SPARK_PACKAGES = {
    "io.gradus.jobs.store",
    "io.gradus.jobs.progress",
    "io.gradus.jobs.policy",
    "io.gradus.jobs.rollout",
    "io.gradus.jobs.gang",
    "io.gradus.jobs.problems",
    "io.gradus.jobs.pretrain",
    "io.gradus.jobs.inference",
    "io.gradus.jobs.train",
    "io.gradus.jobs.study",
    "io.gradus.jobs.export",
    "io.gradus.jobs.ml",
    "io.gradus.jobs.cli",
    "io.gradus.datasets.importing",
    "io.gradus.rewards.spark",
    "io.gradus.analysis.curves",
    "io.gradus.analysis.importing",
    "io.gradus.analysis.report",
  };

  /** Adapters that stand beside plain classes. */
  private static final Set<String> SPARK_CLASSES =
      Set.of(
          "io.gradus.datasets.ProblemTable",
          "io.gradus.datasets.SparkTable",
          "io.gradus.analysis.Analysis",
          "io.gradus.analysis.recipes.RecipeRuns",
          "io.gradus.analysis.uncertainty.SparkRunner",
          "io.gradus.jobs.config.ConfigFiles");

  /** Where DJL loads an engine. */
  private static final Set<String> LOADERS =
      Set.of(
          Engine.class.getName() + ".getEngine",
          Engine.class.getName() + ".getInstance",
          NDManager.class.getName() + ".newBaseManager",
          Model.class.getName() + ".newInstance");

  private static JavaClasses all;

  @BeforeAll
  static void readClasses() {
    all = ModuleClasses.read();
  }

  @ParameterizedTest
  @ValueSource(strings = {"datasets", "rewards", "training", "analysis"})
  void modulesBelowJobsDependOnNoOther(String module) {
    String own = "io.gradus." + module + "..";
    noClasses()
        .that()
        .resideInAPackage(own)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.gradus..")
                .and(not(resideInAnyPackage(own, "io.gradus.files.."))))
        .check(all);
  }

  @Test
  void theGroundFloorDependsOnNothingOfGradus() {
    noClasses()
        .that()
        .resideInAPackage("io.gradus.files..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.gradus..").and(not(resideInAnyPackage("io.gradus.files.."))))
        .check(all);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.gradus.(**)").should().beFreeOfCycles().check(all);
  }

  @Test
  void whatReadsAndWritesModelsDoesNotKnowWhatLearns() {
    noClasses()
        .that()
        .resideInAnyPackage("io.gradus.training.hub..", "io.gradus.training.text..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.gradus.training.model..",
            "io.gradus.training.grpo..",
            "io.gradus.training.rollout..",
            "io.gradus.training.pretrain..",
            "io.gradus.training.checkpoint..")
        .check(all);
  }

  /** The rest is plain Java, so that it can be tested and used without Spark. */
  @Test
  void onlyAdaptersKnowSpark() {
    noClasses()
        .that(
            resideInAPackage("io.gradus..")
                .and(not(resideInAnyPackage(SPARK_PACKAGES)))
                .and(describe("are no adapters", type -> !SPARK_CLASSES.contains(outermost(type)))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.spark..")
        .check(all);
  }

  /**
   * Threads sleep while they wait, and a process can end while libtorch computes, in whatever way
   * Gradus was started, because nothing else loads the engine.
   */
  @Test
  void oneClassLoadsTheTensorLibrary() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(TensorEngine.class.getName() + "$Loaded")
        .should()
        .callMethodWhere(
            describe(
                "an engine is loaded",
                call ->
                    LOADERS.contains(
                        call.getTargetOwner().getName() + "." + call.getTarget().getName())))
        .check(all);
  }

  @Test
  void packagesOfJobsDependOneWay() {
    for (int i = 0; i < JOBS.size() - 1; i++) {
      noClasses()
          .that()
          .resideInAPackage(jobs(JOBS.get(i)))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              JOBS.subList(i + 1, JOBS.size()).stream()
                  .map(ArchitectureTest::jobs)
                  .toArray(String[]::new))
          .check(all);
    }
  }

  @Test
  void everyPackageOfJobsHasItsPlaceInTheOrder() {
    assertThat(
            all.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith("io.gradus.jobs.")))
        .containsOnly(JOBS.stream().map(ArchitectureTest::jobs).toArray(String[]::new));
  }

  private static String outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type.getName());
  }

  private static String jobs(String name) {
    return "io.gradus.jobs." + name;
  }
}
