package io.gradus.datasets.importing;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import io.gradus.datasets.RootCause;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Reads files as raw rows on the executors, one task a text file, keeping rows in order. */
final class RawRows {

  private final SparkSession spark;
  private final JavaSparkContext context;

  RawRows(SparkSession spark) {
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  /** Rows of all files with positions over all of them. */
  JavaRDD<RawRow> read(List<String> files) {
    List<JavaRDD<RawRow>> parts = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (String file : files) {
      if (file.endsWith(".parquet")) {
        parts.add(parquet(file));
      } else {
        lines.add(file);
      }
    }
    if (!lines.isEmpty()) {
      parts.add(lines(lines));
    }
    JavaRDD<RawRow> rows = parts.stream().reduce(JavaRDD::union).orElseThrow();
    Map<String, Long> offsets = offsets(files, rows);
    return rows.map(row -> row.withOffset(offsets.get(row.file())));
  }

  private static Map<String, Long> offsets(List<String> files, JavaRDD<RawRow> rows) {
    Map<String, Long> counts = rows.map(RawRow::file).countByValue();
    Map<String, Long> offsets = new TreeMap<>();
    long offset = 0;
    for (String file : files) {
      offsets.put(file, offset);
      offset += counts.getOrDefault(file, 0L);
    }
    return offsets;
  }

  private JavaRDD<RawRow> lines(List<String> files) {
    Broadcast<SerializableConfiguration> hadoop =
        context.broadcast(
            new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
    return context.parallelize(files, files.size()).flatMap(f -> open(f, hadoop.value().value()));
  }

  private static Iterator<RawRow> open(String file, Configuration hadoop) throws IOException {
    Path path = new Path(file);
    InputStream bytes = path.getFileSystem(hadoop).open(path);
    CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(path);
    LineReader lines = new LineReader(file, codec == null ? bytes : codec.createInputStream(bytes));
    TaskContext.get()
        .addTaskCompletionListener(
            task -> {
              try {
                lines.close();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return lines;
  }

  /** One file by itself: layouts may differ in what their structs hold. */
  private JavaRDD<RawRow> parquet(String file) {
    Dataset<Row> table = open(file);
    Column[] columns =
        Arrays.stream(table.columns()).map(c -> col("`" + c + "`")).toArray(Column[]::new);
    return table
        .select(to_json(struct(columns)), col("_metadata.row_index"))
        .javaRDD()
        .map(r -> new RawRow(file, r.getLong(1) + 1, r.getLong(1), r.getString(0), ""));
  }

  private Dataset<Row> open(String file) {
    try {
      return spark.read().parquet(file);
    } catch (Exception e) {
      throw RootCause.refusal(file + ": cannot be read as Parquet", e);
    }
  }
}
