package io.gradus.jobs.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.Util;

/**
 * Makes the end of a file, its page indexes and footer, the same for the same rows.
 *
 * <p>Parquet's writer keeps the encodings of a column in a set of objects that hash by address, so
 * that two processes write them in different orders. And the writers of Spark 3.5 (Parquet 1.13)
 * and of Spark 4 (1.17) write the same pages, but the later one adds sizes of values, leaves a
 * column's deprecated {@code file_offset} 0, and both say who they are. The end that is made is
 * that of the earlier one.
 */
final class ParquetFooter {
  /** Length of the footer as four bytes, then PAR1. */
  private static final int TAIL = 8;

  /** Readers know by it which faults of old writers to expect; neither writer has any of them. */
  private static final String CREATED_BY =
      "parquet-mr version 1.13.1 (build db4183109d5b734ec5930d870cdae161e408ddba)";

  private final byte[] file;
  private final FileMetaData footer;
  private final ByteArrayOutputStream out;

  private ParquetFooter(byte[] file) throws IOException {
    int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - TAIL);
    int start = file.length - TAIL - length;
    this.file = file;
    this.footer = Util.readFileMetaData(new ByteArrayInputStream(file, start, length));
    this.out = new ByteArrayOutputStream(file.length);
  }

  /** The same file with the end that any process would have written. */
  static byte[] inOrder(byte[] file) throws IOException {
    return new ParquetFooter(file).rewritten();
  }

  private byte[] rewritten() throws IOException {
    List<ColumnChunk> chunks =
        footer.getRow_groups().stream().flatMap(group -> group.getColumns().stream()).toList();
    out.write(file, 0, endOfPages(chunks));
    for (ColumnChunk chunk : chunks) {
      chunk.setMeta_data(plain(chunk.getMeta_data()));
      chunk.setFile_offset(chunk.getMeta_data().getData_page_offset());
      if (chunk.isSetColumn_index_offset()) {
        writeColumnIndex(chunk);
      }
    }
    for (ColumnChunk chunk : chunks) {
      if (chunk.isSetOffset_index_offset()) {
        writeOffsetIndex(chunk);
      }
    }
    footer.getKey_value_metadata().sort(Comparator.comparing(KeyValue::getKey));
    footer.setCreated_by(CREATED_BY);
    int start = out.size();
    Util.writeFileMetaData(footer, out);
    byte[] tail = new byte[TAIL];
    System.arraycopy(file, file.length - TAIL, tail, 0, TAIL);
    ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).putInt(out.size() - start);
    out.write(tail);
    return out.toByteArray();
  }

  /** Where the first index begins, or in a file without any the footer. */
  private int endOfPages(List<ColumnChunk> chunks) {
    long end = file.length - TAIL - footerLength();
    for (ColumnChunk chunk : chunks) {
      if (chunk.isSetColumn_index_offset()) {
        end = Math.min(end, chunk.getColumn_index_offset());
      }
      if (chunk.isSetOffset_index_offset()) {
        end = Math.min(end, chunk.getOffset_index_offset());
      }
    }
    return Math.toIntExact(end);
  }

  private int footerLength() {
    return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - TAIL);
  }

  /** With what both writers know of a column. */
  private static ColumnMetaData plain(ColumnMetaData column) {
    List<org.apache.parquet.format.Encoding> encodings = column.getEncodings();
    Collections.sort(encodings);
    ColumnMetaData plain =
        new ColumnMetaData(
            column.getType(),
            encodings,
            column.getPath_in_schema(),
            column.getCodec(),
            column.getNum_values(),
            column.getTotal_uncompressed_size(),
            column.getTotal_compressed_size(),
            column.getData_page_offset());
    if (column.isSetDictionary_page_offset()) {
      plain.setDictionary_page_offset(column.getDictionary_page_offset());
    }
    plain.setStatistics(column.getStatistics());
    plain.setEncoding_stats(column.getEncoding_stats());
    return plain;
  }

  private void writeColumnIndex(ColumnChunk chunk) throws IOException {
    ColumnIndex index =
        Util.readColumnIndex(at(chunk.getColumn_index_offset(), chunk.getColumn_index_length()));
    ColumnIndex plain =
        new ColumnIndex(
            index.getNull_pages(),
            index.getMin_values(),
            index.getMax_values(),
            index.getBoundary_order());
    plain.setNull_counts(index.getNull_counts());
    int start = out.size();
    Util.writeColumnIndex(plain, out);
    chunk.setColumn_index_offset(start);
    chunk.setColumn_index_length(out.size() - start);
  }

  private void writeOffsetIndex(ColumnChunk chunk) throws IOException {
    OffsetIndex index =
        Util.readOffsetIndex(at(chunk.getOffset_index_offset(), chunk.getOffset_index_length()));
    int start = out.size();
    Util.writeOffsetIndex(new OffsetIndex(index.getPage_locations()), out);
    chunk.setOffset_index_offset(start);
    chunk.setOffset_index_length(out.size() - start);
  }

  private ByteArrayInputStream at(long offset, int length) {
    return new ByteArrayInputStream(file, Math.toIntExact(offset), length);
  }
}
