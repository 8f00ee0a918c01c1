package io.gradus.datasets.importing;

import io.gradus.datasets.RootCause;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/**
 * A row group of a Parquet file, read by Parquet's own library: Spark's reader refuses whole files
 * for columns that it has no type for, or whose names differ only in case.
 *
 * @param file path of the file
 * @param group number of the row group in the file, from 0
 * @param first number of its first row in the file, from 0
 * @param rows number of its rows
 */
record ParquetPart(String file, int group, long first, long rows) implements Serializable {

  /**
   * The row groups of a file.
   *
   * @throws IllegalArgumentException if it is no Parquet file
   */
  static List<ParquetPart> of(String file, Configuration hadoop) {
    List<ParquetPart> parts = new ArrayList<>();
    try (ParquetFileReader reader = open(file, hadoop)) {
      long first = 0;
      for (BlockMetaData block : reader.getRowGroups()) {
        parts.add(new ParquetPart(file, parts.size(), first, block.getRowCount()));
        first += block.getRowCount();
      }
    } catch (IOException | RuntimeException e) {
      throw RootCause.refusal(file + ": cannot be read as Parquet", e);
    }
    return parts;
  }

  private static ParquetFileReader open(String file, Configuration hadoop) throws IOException {
    ParquetReadOptions options =
        HadoopReadOptions.builder(hadoop).withCodecFactory(new Codecs(hadoop)).build();
    InputFile input = HadoopInputFile.fromPath(new Path(file), hadoop);
    try {
      return ParquetFileReader.open(input, options);
    } catch (NullPointerException e) {
      // Parquet's library meets a type that it has no number for.
      return ParquetFileReader.open(NewerFooter.of(input), options);
    }
  }

  /**
   * The rows, positions counted within the file.
   *
   * @throws UncheckedIOException naming the file if it is damaged
   */
  Iterator<RawRow> read(Configuration hadoop) {
    try (ParquetFileReader reader = open(file, hadoop)) {
      MessageType schema = reader.getFileMetaData().getSchema();
      PageReadStore pages = reader.readRowGroup(group);
      RecordReader<Group> records =
          new ColumnIOFactory()
              .getColumnIO(schema)
              .getRecordReader(pages, new GroupRecordConverter(schema));
      return new Rows(records);
    } catch (IOException | RuntimeException e) {
      throw damaged(e);
    }
  }

  private UncheckedIOException damaged(Exception e) {
    String message = "the input cannot be read: " + file + ": " + e.getMessage();
    return new UncheckedIOException(message, e instanceof IOException io ? io : new IOException(e));
  }

  /** The rows of the group as they are asked for. */
  private final class Rows implements Iterator<RawRow> {
    private final RecordReader<Group> records;
    private long next;

    Rows(RecordReader<Group> records) {
      this.records = records;
    }

    @Override
    public boolean hasNext() {
      return next < rows;
    }

    @Override
    public RawRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Group record;
      try {
        record = records.read();
      } catch (RuntimeException e) {
        throw damaged(e);
      }
      long position = first + next++;
      ParquetJson.Row row = ParquetJson.row(record);
      return new RawRow(file, position + 1, position, row.text(), row.defect());
    }
  }
}
