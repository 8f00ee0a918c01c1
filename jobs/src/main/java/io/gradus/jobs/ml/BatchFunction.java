package io.gradus.jobs.ml;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Row;

/** What a stage computes of a batch. */
interface BatchFunction extends Serializable {
  /**
   * Computes the values of the added column.
   *
   * @param contents the batch's different contents, in the layout's order
   * @return for each content a value, or several if its rows are to be repeated; null values stand
   *     for SQL's
   */
  List<List<Object>> compute(List<Row> contents);
}
