package io.gradus.files;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.util.zip.GZIPInputStream;

/** Streams of text as programs write them: compressed with gzip, or begun with a mark of UTF-16. */
public final class TextInput {
  private static final int PEEKED = 4;

  private TextInput() {}

  /**
   * The text of a stream in UTF-8: what gzip has compressed is unpacked, and UTF-16 with a byte
   * order mark is translated. A mark of UTF-8 and bytes that are no text stay as they are.
   *
   * @param in closed by closing the stream that is returned
   */
  public static InputStream utf8(InputStream in) throws IOException {
    InputStream plain = buffered(in);
    byte[] first = peek(plain);
    if (begins(first, 0x1f, 0x8b)) {
      plain = buffered(new GZIPInputStream(plain));
      first = peek(plain);
    }
    if (begins(first, 0xff, 0xfe)) {
      return new Translated(plain, UTF_16LE);
    }
    return begins(first, 0xfe, 0xff) ? new Translated(plain, UTF_16BE) : plain;
  }

  private static InputStream buffered(InputStream in) {
    return in instanceof BufferedInputStream ? in : new BufferedInputStream(in, 1 << 16);
  }

  private static byte[] peek(InputStream in) throws IOException {
    in.mark(PEEKED);
    byte[] first = in.readNBytes(PEEKED);
    in.reset();
    return first;
  }

  private static boolean begins(byte[] bytes, int first, int second) {
    return bytes.length > 1 && (bytes[0] & 0xff) == first && (bytes[1] & 0xff) == second;
  }

  /** A stream of another character set as bytes of UTF-8. */
  private static final class Translated extends InputStream {
    private final Reader reader;
    private final char[] chars = new char[1 << 13];
    private byte[] bytes = {};
    private int at;
    private boolean halfPair;

    Translated(InputStream in, Charset charset) {
      this.reader = new InputStreamReader(in, charset);
    }

    @Override
    public int read() throws IOException {
      return fill() ? bytes[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int count = Math.min(length, bytes.length - at);
      System.arraycopy(bytes, at, into, offset, count);
      at += count;
      return count;
    }

    /** A pair of surrogates is translated together, so the first of one waits for the next. */
    private boolean fill() throws IOException {
      while (at == bytes.length) {
        int kept = halfPair ? 1 : 0;
        int count = reader.read(chars, kept, chars.length - kept);
        if (count < 0 && kept == 0) {
          return false;
        }
        int all = kept + Math.max(0, count);
        halfPair = count >= 0 && Character.isHighSurrogate(chars[all - 1]);
        int whole = halfPair ? all - 1 : all;
        bytes = new String(chars, 0, whole).getBytes(UTF_8);
        at = 0;
        if (halfPair) {
          chars[0] = chars[all - 1];
        }
      }
      return true;
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
