package io.gradus.jobs.store;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;

/**
 * Writes one Parquet file of a table, in this process. A step's rows have come to the driver for
 * the update anyway, and a Spark job for a handful of small files takes longer than writing them;
 * rows keep the order given.
 */
final class TableFile {
  private TableFile() {}

  /** Writes {@code rows} and returns the file's entry under the name {@code path}. */
  static <T> FileEntry write(
      Table<T> table, List<T> rows, String path, DigestingOutputFile.Opener opener)
      throws IOException {
    DigestingOutputFile file = new DigestingOutputFile(opener);
    try (ParquetWriter<T> writer = new Builder<>(table, file).build()) {
      for (T row : rows) {
        writer.write(row);
      }
    }
    return new FileEntry(table.name(), path, file.bytes(), rows.size(), file.sha256());
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
