package io.gradus.training.model;

import io.gradus.training.hub.ModelConfig;
import io.gradus.training.model.Compute.ComputeType;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A policy's weights as plain bytes, to be sent to executors or written to a file: float32, or the
 * upper halves of numbers already rounded to bfloat16, which is exact and half the size.
 */
public final class PolicySnapshot implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int CHUNK = 1 << 22;

  private final String configJson;
  private final ComputeType type;
  private final List<byte[]> chunks;

  private PolicySnapshot(String configJson, ComputeType type, List<byte[]> chunks) {
    this.configJson = configJson;
    this.type = type;
    this.chunks = chunks;
  }

  /**
   * The weights of a float32 policy, rounded to {@code type} as {@link Policy#inferenceCopy} does.
   */
  public static PolicySnapshot of(Policy policy, ComputeType type) {
    Compute target = new Compute(policy.compute().device(), policy.compute().threads(), type);
    if (type == ComputeType.FLOAT32) {
      return new PolicySnapshot(policy.config().toJson(), type, readChunks(policy, type));
    }
    try (Policy rounded = policy.inferenceCopy(target)) {
      return new PolicySnapshot(policy.config().toJson(), type, readChunks(rounded, type));
    }
  }

  private static List<byte[]> readChunks(Policy policy, ComputeType type) {
    long total = policy.layout().totalLength();
    List<byte[]> chunks = new ArrayList<>();
    for (long offset = 0; offset < total; offset += CHUNK) {
      FloatBuffer floats = FloatBuffer.allocate((int) Math.min(CHUNK, total - offset));
      policy.read(offset, floats);
      chunks.add(encode(floats.flip(), type));
    }
    return chunks;
  }

  private static byte[] encode(FloatBuffer floats, ComputeType type) {
    int width = type == ComputeType.FLOAT32 ? Float.BYTES : Short.BYTES;
    ByteBuffer bytes =
        ByteBuffer.allocate(floats.remaining() * width).order(ByteOrder.LITTLE_ENDIAN);
    if (type == ComputeType.FLOAT32) {
      bytes.asFloatBuffer().put(floats);
    } else {
      ShortBuffer upper = bytes.asShortBuffer();
      while (floats.hasRemaining()) {
        upper.put((short) (Float.floatToRawIntBits(floats.get()) >>> 16));
      }
    }
    return bytes.array();
  }

  private FloatBuffer decode(byte[] chunk) {
    ByteBuffer bytes = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
    if (type == ComputeType.FLOAT32) {
      return bytes.asFloatBuffer();
    }
    FloatBuffer floats = FloatBuffer.allocate(chunk.length / Short.BYTES);
    ShortBuffer upper = bytes.asShortBuffer();
    while (upper.hasRemaining()) {
      floats.put(Float.intBitsToFloat(upper.get() << 16));
    }
    return floats.flip();
  }

  /** The policy again, float32 whatever the snapshot's type; {@code compute} says where. */
  public Policy restore(Compute compute) {
    Policy policy = Policy.allocate(ModelConfig.parse(configJson, "policy snapshot"), compute);
    long offset = 0;
    for (byte[] chunk : chunks) {
      FloatBuffer floats = decode(chunk);
      long length = floats.remaining();
      policy.write(offset, floats);
      offset += length;
    }
    return policy;
  }

  /** Size of the weights in bytes. */
  public long bytes() {
    return chunks.stream().mapToLong(chunk -> chunk.length).sum();
  }

  /** Writes the snapshot; {@link #readFrom} reads it back. */
  public void writeTo(OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeUTF(configJson);
    data.writeUTF(type.name());
    data.writeInt(chunks.size());
    for (byte[] chunk : chunks) {
      data.writeInt(chunk.length);
      data.write(chunk);
    }
    data.flush();
  }

  /** Reads what {@link #writeTo} wrote. */
  public static PolicySnapshot readFrom(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    String config = data.readUTF();
    ComputeType type = ComputeType.valueOf(data.readUTF());
    int count = data.readInt();
    List<byte[]> chunks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] chunk = new byte[data.readInt()];
      data.readFully(chunk);
      chunks.add(chunk);
    }
    return new PolicySnapshot(config, type, chunks);
  }
}
