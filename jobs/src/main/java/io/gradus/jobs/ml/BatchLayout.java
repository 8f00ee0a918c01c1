package io.gradus.jobs.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.dense_rank;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.StructType;

/**
 * Which rows are computed together. The last bits of a matrix product depend on the rows that share
 * it, and with them, now and then, a sampled token; so batches are cut by what rows contain: rows
 * are split into buckets by a hash of their content, ordered by content within a bucket, and cut
 * into batches of {@code size} different contents. Rows of equal content share one computation.
 *
 * @param size different contents a batch, at least 1
 * @param buckets at least 1; a bucket is ordered by one task, so that many rows want more buckets
 */
record BatchLayout(int size, int buckets) {
  private static final String CONTENT = "__gradus_content";
  private static final String BUCKET = "__gradus_bucket";
  private static final String RANK = "__gradus_rank";
  private static final String BATCH = "__gradus_batch";

  /**
   * Computes each batch's results and adds them to its rows.
   *
   * @param content what a row's result depends on, in the order that ranks it
   * @param output the rows' schema with the added column at its end
   */
  Dataset<Row> compute(
      Dataset<?> rows, List<Column> content, StructType output, BatchFunction function) {
    return rows.withColumn(CONTENT, struct(content.toArray(Column[]::new)))
        .withColumn(BUCKET, pmod(xxhash64(col(CONTENT)), lit(buckets)))
        .withColumn(RANK, dense_rank().over(Window.partitionBy(BUCKET).orderBy(CONTENT)))
        .withColumn(BATCH, floor(col(RANK).minus(1).divide(size)))
        .repartition(col(BUCKET), col(BATCH))
        .sortWithinPartitions(BUCKET, RANK)
        .mapPartitions(new BatchTask(output.length() - 1, function), Encoders.row(output));
  }
}
