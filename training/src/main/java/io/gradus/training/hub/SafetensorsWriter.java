package io.gradus.training.hub;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradus.files.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes safetensors files whose bytes depend only on names, types, shapes, numbers and metadata:
 * tensors lie in order of their names, those of wider types first, as the format's own library lays
 * them out.
 */
public final class SafetensorsWriter {
  /** The data begins at a multiple of this, so that every tensor is aligned to its number. */
  private static final int ALIGNMENT = 8;

  /**
   * One tensor to be written.
   *
   * @param name its key, unique in the file
   * @param type how its numbers are stored; narrowing rounds to nearest, ties to even
   * @param shape its dimensions, row major
   * @param values its numbers, offset 0 being the first
   */
  public record Tensor(String name, WeightType type, List<Long> shape, WeightSource values) {
    public Tensor {
      shape = List.copyOf(shape);
      if (type == WeightType.FLOAT64) {
        throw new IllegalArgumentException("tensor " + name + " cannot be written in float64");
      }
    }

    long length() {
      return shape.stream().reduce(1L, Math::multiplyExact);
    }

    long bytes() {
      return Math.multiplyExact(length(), type.bytes());
    }
  }

  private SafetensorsWriter() {}

  /** Writes tensors with no other metadata than the format; see {@link #write(Path, List, Map)}. */
  public static void write(Path file, List<Tensor> tensors) throws IOException {
    write(file, tensors, Map.of());
  }

  /**
   * Writes a file whole or not at all: under a temporary name beside it, synchronised to the disk,
   * then renamed over what may stand there.
   *
   * @param metadata free text kept in the header, beside {@code format: pt} that transformers needs
   * @throws IllegalArgumentException if two tensors have one name, or one has a reserved name
   */
  public static void write(Path file, List<Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    checkNames(tensors);
    List<Tensor> ordered = new ArrayList<>(tensors);
    ordered.sort(
        Comparator.comparingInt((Tensor tensor) -> tensor.type().bytes())
            .thenComparing(Tensor::type)
            .reversed()
            .thenComparing(Tensor::name));
    WholeFile.write(
        file,
        channel -> {
          WholeFile.writeFully(channel, header(ordered, metadata));
          PieceBuffers buffers =
              new PieceBuffers(ordered.stream().mapToLong(Tensor::length).max().orElse(0));
          for (Tensor tensor : ordered) {
            write(channel, tensor, buffers);
          }
        });
  }

  private static void checkNames(List<Tensor> tensors) {
    Set<String> names = new HashSet<>(Set.of(SafetensorsHeader.METADATA));
    for (Tensor tensor : tensors) {
      if (!names.add(tensor.name())) {
        throw new IllegalArgumentException(
            "tensor name " + tensor.name() + " is reserved or given twice");
      }
    }
  }

  private static ByteBuffer header(List<Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    ObjectNode json = JsonObject.MAPPER.createObjectNode();
    TreeMap<String, String> texts = new TreeMap<>(metadata);
    texts.put("format", "pt");
    texts.forEach(json.putObject(SafetensorsHeader.METADATA)::put);
    long offset = 0;
    for (Tensor tensor : tensors) {
      ObjectNode entry = json.putObject(tensor.name());
      entry.put("dtype", tensor.type().safetensorsName());
      ArrayNode shape = entry.putArray("shape");
      tensor.shape().forEach(shape::add);
      entry.putArray("data_offsets").add(offset).add(offset + tensor.bytes());
      offset += tensor.bytes();
    }
    byte[] text = JsonObject.MAPPER.writeValueAsString(json).getBytes(StandardCharsets.UTF_8);
    int length = (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer header =
        ByteBuffer.allocate(SafetensorsHeader.LENGTH_BYTES + length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(length)
            .put(text);
    while (header.hasRemaining()) {
      header.put((byte) ' ');
    }
    return header.flip();
  }

  private static void write(FileChannel channel, Tensor tensor, PieceBuffers buffers)
      throws IOException {
    int bytes = tensor.type().bytes();
    long length = tensor.length();
    int capacity = buffers.capacity(length, tensor.type());
    ByteBuffer raw = buffers.stored();
    FloatBuffer floats = buffers.floats(tensor.type());
    for (long offset = 0; offset < length; offset += capacity) {
      int count = (int) Math.min(capacity, length - offset);
      floats.clear().limit(count);
      tensor.values().read(offset, floats);
      if (floats.hasRemaining()) {
        throw new IllegalStateException(
            String.format(
                "tensor %s: source left %d of %d numbers unfilled",
                tensor.name(), floats.remaining(), count));
      }
      raw.clear().limit(count * bytes);
      if (bytes != Float.BYTES) {
        narrow(tensor.type(), floats.flip(), raw.asShortBuffer());
      }
      WholeFile.writeFully(channel, raw);
    }
  }

  private static void narrow(WeightType type, FloatBuffer floats, ShortBuffer halves) {
    while (floats.hasRemaining()) {
      float value = floats.get();
      halves.put(
          type == WeightType.BFLOAT16
              ? HalfPrecision.toBfloat16(value)
              : HalfPrecision.toFloat16(value));
    }
  }
}
