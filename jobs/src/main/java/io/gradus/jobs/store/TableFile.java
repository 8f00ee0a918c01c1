package io.gradus.jobs.store;

import io.gradus.files.Sha256;
import io.gradus.files.table.Table;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;

/**
 * Rows of a table as one Parquet file: the same rows in the same order give the same bytes in any
 * process, under Spark 3.5 and under Spark 4.
 *
 * <p>Made in memory by this process. A step's rows have come to the driver for the update anyway,
 * and a Spark job for a handful of small files takes longer than writing them.
 */
record TableFile(byte[] bytes, long rows) {

  static <T> TableFile of(Table<T> table, List<T> rows) throws IOException {
    MemoryOutputFile file = new MemoryOutputFile();
    try (ParquetWriter<T> writer = new Builder<>(table, file).build()) {
      for (T row : rows) {
        writer.write(row);
      }
    }
    return new TableFile(ParquetFooter.inOrder(file.toByteArray()), rows.size());
  }

  FileEntry entry(Table<?> table, String path) throws IOException {
    return new FileEntry(table.name(), path, bytes.length, rows, Sha256.hex(bytes));
  }

  private static final class Builder<T> extends ParquetWriter.Builder<T, Builder<T>> {
    private final Table<T> table;

    Builder(Table<T> table, OutputFile file) {
      super(file);
      this.table = table;
      // No defaults of the machine: they would show in the bytes.
      withConf(new Configuration(false));
      withCompressionCodec(CompressionCodecName.SNAPPY);
    }

    @Override
    protected Builder<T> self() {
      return this;
    }

    @Override
    protected WriteSupport<T> getWriteSupport(Configuration conf) {
      return new RowWriteSupport<>(table);
    }
  }
}
