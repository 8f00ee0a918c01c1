package io.gradus.datasets.importing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Reads files as raw rows on the executors, one task a text file or row group, keeping rows in
 * order. Files are opened by their names as they stand: no character of one is a pattern.
 */
final class RawRows {

  private final JavaSparkContext context;
  private final Configuration hadoop;
  private final Broadcast<SerializableConfiguration> shared;

  RawRows(SparkSession spark) {
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.shared = context.broadcast(new SerializableConfiguration(hadoop));
  }

  /** Rows of all files with positions over all of them. */
  JavaRDD<RawRow> read(List<InputFile> files) {
    Map<String, List<ParquetPart>> parts = new HashMap<>();
    List<String> texts = new ArrayList<>();
    for (InputFile file : files) {
      if (file.format() == InputFile.Format.PARQUET) {
        parts.put(file.path(), ParquetPart.of(file.path(), hadoop));
      } else {
        texts.add(file.path());
      }
    }
    List<JavaRDD<RawRow>> read = new ArrayList<>();
    List<ParquetPart> all = parts.values().stream().flatMap(List::stream).toList();
    if (!all.isEmpty()) {
      read.add(parquet(all));
    }
    Map<String, Long> counts = new HashMap<>();
    if (!texts.isEmpty()) {
      JavaRDD<RawRow> lines = lines(texts);
      counts.putAll(lines.map(RawRow::file).countByValue());
      read.add(lines);
    }
    parts.forEach(
        (file, groups) -> counts.put(file, groups.stream().mapToLong(ParquetPart::rows).sum()));
    Map<String, Long> offsets = offsets(files, counts);
    return read.stream()
        .reduce(JavaRDD::union)
        .orElseGet(context::emptyRDD)
        .map(row -> row.withOffset(offsets.get(row.file())));
  }

  private static Map<String, Long> offsets(List<InputFile> files, Map<String, Long> counts) {
    Map<String, Long> offsets = new HashMap<>();
    long offset = 0;
    for (InputFile file : files) {
      offsets.put(file.path(), offset);
      offset += counts.getOrDefault(file.path(), 0L);
    }
    return offsets;
  }

  private JavaRDD<RawRow> parquet(List<ParquetPart> parts) {
    Broadcast<SerializableConfiguration> conf = shared;
    return context
        .parallelize(parts, parts.size())
        .flatMap(part -> part.read(conf.value().value()));
  }

  private JavaRDD<RawRow> lines(List<String> files) {
    Broadcast<SerializableConfiguration> conf = shared;
    return context.parallelize(files, files.size()).flatMap(f -> open(f, conf.value().value()));
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
}
