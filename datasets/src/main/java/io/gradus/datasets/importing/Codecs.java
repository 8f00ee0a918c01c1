package io.gradus.datasets.importing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopCodecs;
import org.brotli.dec.BrotliInputStream;

/** How the pages of Parquet files are unpacked: by Parquet's own codecs, and Brotli. */
final class Codecs implements CompressionCodecFactory {
  private final CompressionCodecFactory known;

  Codecs(Configuration hadoop) {
    this.known = HadoopCodecs.newFactory(hadoop, 0);
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    if (codec == CompressionCodecName.BROTLI) {
      return new Brotli();
    }
    try {
      return known.getDecompressor(codec);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "the columns are compressed as %s, which cannot be unpacked here; expected a copy in another codec (in Python: pyarrow.parquet.write_table(table, path, compression=\"zstd\"))"
              .formatted(codec),
          e);
    }
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    return known.getCompressor(codec);
  }

  @Override
  public void release() {
    known.release();
  }

  /** Pages that Brotli has compressed, for which Parquet's library needs one in native code. */
  private static final class Brotli implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput bytes, int uncompressedSize) throws IOException {
      return BytesInput.from(unpack(bytes.toByteArray(), uncompressedSize));
    }

    @Override
    public void decompress(
        ByteBuffer input, int compressedSize, ByteBuffer output, int uncompressedSize)
        throws IOException {
      byte[] packed = new byte[compressedSize];
      input.get(packed);
      output.put(unpack(packed, uncompressedSize));
    }

    private static byte[] unpack(byte[] packed, int size) throws IOException {
      try (InputStream in = new BrotliInputStream(new ByteArrayInputStream(packed))) {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length != size || in.read() >= 0) {
          throw new IOException("a page is not the " + size + " bytes that it says it is");
        }
        return bytes;
      }
    }

    @Override
    public void release() {}
  }
}
