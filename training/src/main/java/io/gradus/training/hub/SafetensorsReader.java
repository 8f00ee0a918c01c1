package io.gradus.training.hub;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Tensors of one or several safetensors files, read as float32.
 *
 * <p>float16 and bfloat16 numbers widen exactly, float64 numbers are rounded. Tensors of other
 * types may be there but cannot be read. Tensors are read in pieces, so their size is not limited
 * by Java's arrays. Reading is safe from several threads.
 */
public final class SafetensorsReader implements Closeable {
  private final Map<Path, FileChannel> channels = new HashMap<>();
  private final TreeMap<String, TensorInfo> tensors = new TreeMap<>();
  private final ConcurrentLinkedQueue<PieceBuffers> idle = new ConcurrentLinkedQueue<>();

  private SafetensorsReader() {}

  /** Opens one file; see {@link #open(Collection)}. */
  public static SafetensorsReader open(Path file) throws IOException {
    return open(List.of(file));
  }

  /**
   * Opens the shards of a model and checks their headers.
   *
   * @throws ModelFormatException if a file is missing, truncated or malformed, or repeats a tensor
   *     of another file
   */
  public static SafetensorsReader open(Collection<Path> files) throws IOException {
    SafetensorsReader reader = new SafetensorsReader();
    try {
      for (Path file : files) {
        reader.add(file);
      }
      return reader;
    } catch (IOException | RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  private void add(Path file) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      throw new ModelFormatException(file + " does not exist", e);
    }
    channels.put(file, channel);
    for (TensorInfo tensor : SafetensorsHeader.read(file, channel)) {
      TensorInfo other = tensors.put(tensor.name(), tensor);
      if (other != null) {
        throw new ModelFormatException(
            String.format("%s: tensor %s is in %s as well", file, tensor.name(), other.file()));
      }
    }
  }

  /** All tensors by name. */
  public Map<String, TensorInfo> tensors() {
    return Collections.unmodifiableMap(tensors);
  }

  /** Gives a tensor's numbers to the sink, in order, offset 0 being its first. */
  public void read(String name, WeightSink sink) throws IOException {
    TensorInfo tensor = tensor(name);
    PieceBuffers buffers = idle.poll();
    if (buffers == null) {
      buffers = new PieceBuffers(longest());
    }
    try {
      read(tensor, buffers, sink);
    } finally {
      idle.add(buffers);
    }
  }

  private long longest() {
    return tensors.values().stream().mapToLong(TensorInfo::length).max().orElse(0);
  }

  private void read(TensorInfo tensor, PieceBuffers buffers, WeightSink sink) throws IOException {
    FileChannel channel = channels.get(tensor.file());
    int bytes = tensor.type().bytes();
    long length = tensor.length();
    int capacity = buffers.capacity(length, tensor.type());
    ByteBuffer raw = buffers.stored();
    FloatBuffer floats = buffers.floats(tensor.type());
    for (long offset = 0; offset < length; offset += capacity) {
      int count = (int) Math.min(capacity, length - offset);
      raw.clear().limit(count * bytes);
      SafetensorsHeader.fill(channel, tensor.position() + offset * bytes, raw);
      floats.clear().limit(count);
      if (bytes != Float.BYTES) {
        widen(tensor.type(), raw.flip(), floats);
        floats.flip();
      }
      sink.accept(offset, floats);
    }
  }

  private TensorInfo tensor(String name) {
    return Optional.ofNullable(tensors.get(name))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format("no tensor %s in %s", name, channels.keySet())));
  }

  private static void widen(WeightType type, ByteBuffer raw, FloatBuffer floats) {
    switch (type) {
      case BFLOAT16 -> {
        ShortBuffer halves = raw.asShortBuffer();
        while (halves.hasRemaining()) {
          floats.put(HalfPrecision.fromBfloat16(halves.get()));
        }
      }
      case FLOAT16 -> {
        ShortBuffer halves = raw.asShortBuffer();
        while (halves.hasRemaining()) {
          floats.put(HalfPrecision.fromFloat16(halves.get()));
        }
      }
      case FLOAT64 -> {
        DoubleBuffer doubles = raw.asDoubleBuffer();
        while (doubles.hasRemaining()) {
          floats.put((float) doubles.get());
        }
      }
      case FLOAT32 -> floats.put(raw.asFloatBuffer());
    }
  }

  @Override
  public void close() throws IOException {
    List<IOException> failures = new ArrayList<>();
    for (FileChannel channel : channels.values()) {
      try {
        channel.close();
      } catch (IOException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
  }
}
