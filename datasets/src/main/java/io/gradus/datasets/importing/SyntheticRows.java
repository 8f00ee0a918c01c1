package io.gradus.datasets.importing;

import io.gradus.datasets.Problem;
import io.gradus.datasets.arithmetic.ArithmeticSettings;
import io.gradus.datasets.arithmetic.ArithmeticSplits;
import io.gradus.datasets.arithmetic.ArithmeticTask;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Arithmetic problems as rows of an import. */
final class SyntheticRows {

  private static final int DEFAULT_TRAIN = 1600;
  private static final int DEFAULT_DEV = 400;
  private static final int DEFAULT_TEST = 800;
  private static final Set<String> KNOWN =
      Set.of(
          "seed",
          "train",
          "dev",
          "test",
          "modulus",
          "largest",
          "operators",
          "minOperations",
          "maxOperations",
          "operatorSets");

  private SyntheticRows() {}

  static JavaRDD<RowOutcome> make(SparkSession spark, ImportSettings settings) {
    ImportOptions options = new ImportOptions(settings.kind(), settings.options(), KNOWN);
    long seed = options.longInteger("seed", 0);
    int train = options.integer("train", DEFAULT_TRAIN, 0);
    ArithmeticSplits splits =
        new ArithmeticSplits(
            arithmetic(options),
            seed,
            options.integer("test", DEFAULT_TEST, 0),
            options.integer("dev", DEFAULT_DEV, 0));
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    int slices = spark.sparkContext().defaultParallelism();
    ArithmeticTask task = splits.train();
    JavaRDD<Problem> problems =
        spark
            .range(0, train, 1, slices)
            .javaRDD()
            .map(i -> task.problem(seed, ArithmeticSplits.TRAIN, i))
            .union(context.parallelize(splits.dev(), 1))
            .union(context.parallelize(splits.test(), 1));
    PromptLimiter limiter = PromptLimiter.of(settings.tokenLimit());
    return problems.map(
        problem ->
            limiter.apply(
                new RawRow(
                    "synthetic " + problem.split(),
                    problem.position() + 1,
                    problem.position(),
                    problem.prompt(),
                    ""),
                problem));
  }

  private static ArithmeticSettings arithmetic(ImportOptions options) {
    ArithmeticSettings standard = ArithmeticSettings.DEFAULT;
    return new ArithmeticSettings(
        options.integer("modulus", standard.modulus(), 2),
        options.name("operators").orElse(options.has("largest") ? "+-" : standard.operators()),
        options.integer("minOperations", standard.minOperations(), 1),
        options.integer("maxOperations", standard.maxOperations(), 1),
        List.of(),
        0,
        options.list("operatorSets"),
        options.integer("largest", 0, 0));
  }
}
