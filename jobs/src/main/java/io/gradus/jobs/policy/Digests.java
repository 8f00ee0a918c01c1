package io.gradus.jobs.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** SHA-256 sums, in hexadecimal, that identify what a run was made from. */
public final class Digests {
  private Digests() {}

  /** Of a text. */
  public static String of(String text) {
    Sum sum = new Sum();
    sum.add(text);
    return sum.hex();
  }

  /** Of a model directory's configuration, weights and tokenizer. */
  public static String ofModel(Path directory) throws IOException {
    Sum sum = new Sum();
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files = all.filter(Digests::isPartOfModel).sorted().toList();
    }
    byte[] buffer = new byte[1 << 20];
    for (Path file : files) {
      sum.add(file.getFileName().toString());
      try (InputStream in = Files.newInputStream(file)) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          sum.digest.update(buffer, 0, read);
        }
      }
    }
    return sum.hex();
  }

  private static boolean isPartOfModel(Path file) {
    String name = file.getFileName().toString();
    return name.equals("config.json")
        || name.equals("tokenizer.json")
        || name.equals("tokenizer_config.json")
        || (name.endsWith(".safetensors") && !name.startsWith("optimizer"));
  }

  /** A sum over parts, each after its length, so that no two lists of parts run together. */
  public static final class Sum {
    private final MessageDigest digest = sha256();

    /** Adds a text. */
    public void add(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
      digest.update(bytes);
    }

    /** Adds a whole number, as four bytes without a length. */
    public void add(int number) {
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, number));
    }

    /** The sum, to be asked for once. */
    public String hex() {
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
