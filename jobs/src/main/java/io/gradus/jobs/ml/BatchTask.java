package io.gradus.jobs.ml;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Goes through a partition batch by batch. Its rows are ordered by bucket and rank, and end in the
 * columns content, bucket, rank and batch, which are left out of the result.
 */
final class BatchTask implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1;

  private final int width;
  private final BatchFunction function;

  /**
   * @param width columns that are kept
   */
  BatchTask(int width, BatchFunction function) {
    this.width = width;
    this.function = function;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return new Results(rows);
  }

  private final class Results implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final Queue<Row> done = new ArrayDeque<>();
    private Row next;

    Results(Iterator<Row> rows) {
      this.rows = rows;
      this.next = rows.hasNext() ? rows.next() : null;
    }

    @Override
    public boolean hasNext() {
      return next != null || !done.isEmpty();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (done.isEmpty()) {
        computeNextBatch();
      }
      return done.remove();
    }

    private void computeNextBatch() {
      Row first = next;
      List<Row> contents = new ArrayList<>();
      List<List<Row>> rowsOfContents = new ArrayList<>();
      int rank = 0; // ranks begin at 1
      while (next != null && isOfSameBatch(first, next)) {
        if (rank(next) != rank) {
          rank = rank(next);
          contents.add(next.getStruct(width));
          rowsOfContents.add(new ArrayList<>());
        }
        rowsOfContents.get(rowsOfContents.size() - 1).add(next);
        next = rows.hasNext() ? rows.next() : null;
      }
      List<List<Object>> values = function.compute(contents);
      for (int i = 0; i < contents.size(); i++) {
        for (Row row : rowsOfContents.get(i)) {
          values.get(i).forEach(value -> done.add(with(row, value)));
        }
      }
    }
  }

  private int rank(Row row) {
    return row.getInt(width + 2);
  }

  private boolean isOfSameBatch(Row a, Row b) {
    return a.getLong(width + 1) == b.getLong(width + 1)
        && a.getLong(width + 3) == b.getLong(width + 3);
  }

  private Row with(Row row, Object value) {
    Object[] values = new Object[width + 1];
    for (int i = 0; i < width; i++) {
      values[i] = row.get(i);
    }
    values[width] = value;
    return RowFactory.create(values);
  }
}
