package io.gradus.jobs.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * Brings what Parquet's writer leaves in the order of a hash table into one order. It keeps the
 * encodings of a column in a set of objects that hash by address, so that two processes that write
 * the same rows write different footers.
 */
final class ParquetFooter {
  /** Length of the footer as four bytes, then PAR1. */
  private static final int TAIL = 8;

  private ParquetFooter() {}

  /** The same file with its footer in order. */
  static byte[] inOrder(byte[] file) throws IOException {
    int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - TAIL);
    int start = file.length - TAIL - length;
    FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(file, start, length));
    for (RowGroup group : footer.getRow_groups()) {
      for (ColumnChunk chunk : group.getColumns()) {
        ColumnMetaData column = chunk.getMeta_data();
        Collections.sort(column.getEncodings());
      }
    }
    footer.getKey_value_metadata().sort(Comparator.comparing(KeyValue::getKey));
    ByteArrayOutputStream ordered = new ByteArrayOutputStream(length);
    Util.writeFileMetaData(footer, ordered);
    if (ordered.size() != length) {
      throw new IOException(
          "a Parquet footer of %d bytes became %d bytes when put in order"
              .formatted(length, ordered.size()));
    }
    byte[] result = Arrays.copyOf(file, file.length);
    System.arraycopy(ordered.toByteArray(), 0, result, start, length);
    return result;
  }
}
