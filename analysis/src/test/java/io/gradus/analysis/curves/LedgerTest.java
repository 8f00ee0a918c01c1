package io.gradus.analysis.curves;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

class LedgerTest {

  /** 1,000 parameters; two steps of eight prompts, twelve of them different; 360 + 640 tokens. */
  @Test
  void dataAndOperationsAddUp() {
    SparkSession spark = TestSpark.fresh();
    spark.sql(
        "CREATE OR REPLACE TEMPORARY VIEW runs AS SELECT 'a' AS run_id, 'toy' AS family, 'base' AS"
            + " variant, 1000L AS params, 2 AS tau, 4 AS group_size, 1L AS seed,"
            + " '{\"grpo\":{\"prompts\":8,\"mini-batch\":2,\"epochs\":1,\"kl-coefficient\":0.001,"
            + "\"old-logprobs\":\"recomputed\"}}' AS config");
    spark.sql(
        "CREATE OR REPLACE TEMPORARY VIEW steps AS SELECT * FROM VALUES"
            + " ('a', 1, 8L, 400L, 160L, 240L, 0.25D, 10D), ('a', 2, 16L, 1000L, 200L, 400L, 0.5D,"
            + " 20D) AS s(run_id, step, data, tokens, prompt_tokens, completion_tokens,"
            + " groups_without_signal, seconds_total)");
    spark.sql(
        "CREATE OR REPLACE TEMPORARY VIEW trajectories AS SELECT 'a' AS run_id,"
            + " 'p' || (n % 12) AS problem_id FROM (SELECT explode(sequence(0, 15)) AS n)");
    spark.sql(
        "CREATE OR REPLACE TEMPORARY VIEW evaluations AS SELECT * FROM VALUES ('a', 50), ('a', 70)"
            + " AS e(run_id, tokens)");
    spark.sql(Aggregates.sql("ledger"));
    Row row = spark.sql("SELECT * FROM ledger").first();
    assertThat(row.<Long>getAs("prompts")).isEqualTo(16);
    assertThat(row.<Long>getAs("different_prompts")).isEqualTo(12);
    assertThat(row.<Long>getAs("repeated_prompts")).isEqualTo(4);
    assertThat(row.<Double>getAs("prompts_without_signal")).isEqualTo(6);
    assertThat(row.<Double>getAs("flops_sampling")).isEqualTo(2000 * (360 / 4 + 640));
    assertThat(row.<Double>getAs("flops_scoring"))
        .as("the reference, and the old logprobs of three of four mini-batches")
        .isEqualTo(2000 * 1000 * 1.75);
    assertThat(row.<Double>getAs("flops_learning")).isEqualTo(6000 * 1000);
    assertThat(row.<Double>getAs("flops_evaluation")).isEqualTo(2000 * 120);
    assertThat(row.<Double>getAs("flops")).isEqualTo(1_460_000 + 3_500_000 + 6_000_000 + 240_000);
    assertThat(row.<Double>getAs("seconds")).isEqualTo(30);

    // Half as many tokens again of prompts that others replaced: sampled and scored, not learned
    // from.
    spark
        .sql("SELECT * FROM steps")
        .withColumn("tokens", functions.expr("CAST(1.5 * tokens AS BIGINT)"))
        .createOrReplaceTempView("steps");
    spark.sql(Aggregates.sql("ledger"));
    Row replaced = spark.sql("SELECT * FROM ledger").first();
    assertThat(replaced.<Double>getAs("flops_sampling")).isEqualTo(1.5 * 1_460_000);
    assertThat(replaced.<Double>getAs("flops_scoring")).isEqualTo(1.5 * 3_500_000);
    assertThat(replaced.<Double>getAs("flops_learning")).isEqualTo(6_000_000);
  }
}
