package io.gradus.datasets.importing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * A Parquet file as one whose footer has no logical types and orders that are newer than Parquet's
 * library here, which fails on them. Their columns become what they are stored as; those of 16-bit
 * floats get {@link #FLOAT16} as field id, for their two bytes alone do not tell what they are.
 */
final class NewerFooter implements InputFile {
  /** Field id of a column of 16-bit floats. */
  static final int FLOAT16 = Integer.MIN_VALUE + 16;

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int TAIL = Integer.BYTES + MAGIC.length;

  private final InputFile file;

  /** Where the footer begins, and all that stands from there on. */
  private final long begin;

  private final byte[] footer;

  private NewerFooter(InputFile file, long begin, byte[] footer) {
    this.file = file;
    this.begin = begin;
    this.footer = footer;
  }

  /** The file with a footer that the library can read. */
  static InputFile of(InputFile file) throws IOException {
    try (SeekableInputStream stream = file.newStream()) {
      byte[] tail = new byte[TAIL];
      stream.seek(file.getLength() - TAIL);
      stream.readFully(tail);
      int length = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
      long begin = file.getLength() - TAIL - length;
      byte[] footer = new byte[length];
      stream.seek(begin);
      stream.readFully(footer);
      FileMetaData data = Util.readFileMetaData(new ByteArrayInputStream(footer));
      data.getSchema().forEach(NewerFooter::simplify);
      if (data.isSetColumn_orders()
          && data.getColumn_orders().stream().anyMatch(order -> order.getSetField() == null)) {
        data.unsetColumn_orders();
      }
      ByteArrayOutputStream simpler = new ByteArrayOutputStream();
      Util.writeFileMetaData(data, simpler);
      int size = simpler.size();
      simpler.write(
          ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(size).array());
      simpler.write(MAGIC);
      return new NewerFooter(file, begin, simpler.toByteArray());
    }
  }

  private static void simplify(SchemaElement column) {
    if (column.isSetLogicalType() && column.getLogicalType().getSetField() == null) {
      column.unsetLogicalType();
      // The one type of two bytes among the newer ones.
      if (column.getType() == Type.FIXED_LEN_BYTE_ARRAY && column.getType_length() == 2) {
        column.setField_id(FLOAT16);
      }
    }
  }

  @Override
  public long getLength() {
    return begin + footer.length;
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    return new Joined(file.newStream());
  }

  /** Reads the file up to the footer, and then the other footer. */
  private final class Joined extends DelegatingSeekableInputStream {
    private final Bytes bytes;

    Joined(SeekableInputStream data) {
      this(new Bytes(data, begin, footer));
    }

    private Joined(Bytes bytes) {
      super(bytes);
      this.bytes = bytes;
    }

    @Override
    public long getPos() {
      return bytes.position;
    }

    @Override
    public void seek(long position) throws IOException {
      bytes.seek(position);
    }
  }

  /** The bytes of both. */
  private static final class Bytes extends InputStream {
    private final SeekableInputStream data;
    private final long begin;
    private final byte[] footer;
    private long position;

    Bytes(SeekableInputStream data, long begin, byte[] footer) {
      this.data = data;
      this.begin = begin;
      this.footer = footer;
    }

    void seek(long to) throws IOException {
      position = to;
      if (to < begin) {
        data.seek(to);
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      if (position < begin) {
        int read = data.read(to, offset, (int) Math.min(length, begin - position));
        position += Math.max(read, 0);
        return read;
      }
      int at = (int) (position - begin);
      if (at >= footer.length && length > 0) {
        return -1;
      }
      int read = Math.min(length, footer.length - at);
      System.arraycopy(footer, at, to, offset, read);
      position += read;
      return read;
    }

    @Override
    public void close() throws IOException {
      data.close();
    }
  }
}
