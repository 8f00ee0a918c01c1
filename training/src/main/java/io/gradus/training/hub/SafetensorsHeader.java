package io.gradus.training.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and checks the header of a safetensors file: eight bytes with its length (little-endian),
 * then JSON that gives each tensor's dtype, shape and byte range. The ranges must cover the rest of
 * the file without overlap, gap or remainder, as the format's specification demands.
 */
final class SafetensorsHeader {
  /** Bytes before the JSON. */
  static final int LENGTH_BYTES = 8;

  /** The key that holds free text rather than a tensor. */
  static final String METADATA = "__metadata__";

  /** The specification's limit, which guards against allocating for garbage. */
  private static final long MAX_LENGTH = 100_000_000;

  /** Bytes of a number of each type that the format has. */
  private static final Map<String, Integer> WIDTHS =
      Map.ofEntries(
          Map.entry("BOOL", 1),
          Map.entry("U8", 1),
          Map.entry("I8", 1),
          Map.entry("F8_E4M3", 1),
          Map.entry("F8_E5M2", 1),
          Map.entry("I16", 2),
          Map.entry("U16", 2),
          Map.entry("F16", 2),
          Map.entry("BF16", 2),
          Map.entry("I32", 4),
          Map.entry("U32", 4),
          Map.entry("F32", 4),
          Map.entry("I64", 8),
          Map.entry("U64", 8),
          Map.entry("F64", 8));

  /** A tensor with its byte range relative to the end of the header. */
  private record Range(TensorInfo tensor, long begin, long end) {}

  private final Path file;
  private final long fileSize;
  private final long dataStart;
  private final JsonObject json;

  private SafetensorsHeader(Path file, long fileSize, long dataStart, JsonObject json) {
    this.file = file;
    this.fileSize = fileSize;
    this.dataStart = dataStart;
    this.json = json;
  }

  /** The tensors of an open file, by position. */
  static List<TensorInfo> read(Path file, FileChannel channel) throws IOException {
    return parse(file, channel).tensors();
  }

  /** The free text of an open file under a key, if it has any. */
  static Optional<String> metadata(Path file, FileChannel channel, String key) throws IOException {
    JsonNode text = parse(file, channel).json.node().path(METADATA).path(key);
    return text.isTextual() ? Optional.of(text.textValue()) : Optional.empty();
  }

  private static SafetensorsHeader parse(Path file, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < LENGTH_BYTES) {
      throw error(file, "%d bytes is too short for the length of a header", size);
    }
    LfsPointer.refuse(file, () -> readFully(channel, 0, (int) Math.min(size, LfsPointer.BYTES)));
    long length = readFully(channel, 0, LENGTH_BYTES).getLong();
    if (length < 2 || length > MAX_LENGTH) {
      throw error(file, "header length %d, expected 2 to %d", length, MAX_LENGTH);
    }
    if (length > size - LENGTH_BYTES) {
      throw error(
          file, "truncated: header of %d bytes announced, %d follow", length, size - LENGTH_BYTES);
    }
    String text = decode(file, readFully(channel, LENGTH_BYTES, (int) length));
    JsonObject json = JsonObject.parse(text, file + ": header");
    return new SafetensorsHeader(file, size, LENGTH_BYTES + length, json);
  }

  private static String decode(Path file, ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new ModelFormatException(file + ": header is not valid UTF-8", e);
    }
  }

  private List<TensorInfo> tensors() {
    List<Range> ranges = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : json.node().properties()) {
      if (!entry.getKey().equals(METADATA)) {
        ranges.add(range(entry.getKey()));
      }
    }
    // An empty tensor shares its beginning with the next one and comes before it.
    ranges.sort(Comparator.comparingLong(Range::begin).thenComparingLong(Range::end));
    long end = 0;
    for (Range range : ranges) {
      if (range.begin() != end) {
        throw error(
            file,
            "tensor %s begins at byte %d of the data, expected %d: ranges must neither overlap nor"
                + " leave gaps",
            range.tensor().name(),
            range.begin(),
            end);
      }
      end = range.end();
    }
    long available = fileSize - dataStart;
    if (end > available) {
      throw error(file, "truncated: %d bytes of data announced, %d found", end, available);
    }
    if (end < available) {
      throw error(file, "%d bytes follow the last tensor, expected none", available - end);
    }
    return ranges.stream().map(Range::tensor).toList();
  }

  private Range range(String name) {
    JsonObject entry = json.object(name).orElseThrow(() -> json.unexpected(name, "an object"));
    String dtype = entry.requiredText("dtype");
    Integer width = WIDTHS.get(dtype);
    if (width == null) {
      throw entry.unexpected("dtype", "a type of the format, such as F32, F16 or BF16");
    }
    List<Long> shape = naturals(entry, "shape");
    List<Long> offsets = naturals(entry, "data_offsets");
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
      throw entry.unexpected("data_offsets", "[begin, end]");
    }
    long begin = offsets.get(0);
    long bytes = offsets.get(1) - begin;
    if (bytes != byteSize(entry, shape, width)) {
      throw entry.unexpected(
          "data_offsets",
          String.format("%d bytes for %s %s", byteSize(entry, shape, width), dtype, shape));
    }
    TensorInfo tensor = new TensorInfo(name, dtype, shape, file, dataStart + begin);
    return new Range(tensor, begin, offsets.get(1));
  }

  private static long byteSize(JsonObject entry, List<Long> shape, int width) {
    try {
      long size = width;
      for (long dimension : shape) {
        size = Math.multiplyExact(size, dimension);
      }
      return size;
    } catch (ArithmeticException e) {
      throw entry.unexpected("shape", "a size that fits 63 bits");
    }
  }

  private static List<Long> naturals(JsonObject entry, String key) {
    JsonNode array = entry.get(key);
    if (!array.isArray()) {
      throw array.isMissingNode()
          ? entry.missing(key)
          : entry.unexpected(key, "a list of integers of at least 0");
    }
    List<Long> values = new ArrayList<>();
    for (JsonNode value : array) {
      if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
        throw entry.unexpected(key, "a list of integers of at least 0");
      }
      values.add(value.longValue());
    }
    return values;
  }

  private static ByteBuffer readFully(FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    fill(channel, position, bytes);
    return bytes.flip();
  }

  /** Reads until the buffer is full. */
  static void fill(FileChannel channel, long position, ByteBuffer bytes) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      int count = channel.read(bytes, at);
      if (count < 0) {
        throw new EOFException("the file became shorter while it was read");
      }
      at += count;
    }
  }

  private static ModelFormatException error(Path file, String format, Object... arguments) {
    return new ModelFormatException(file + ": " + String.format(format, arguments));
  }
}
