package io.gradus.jobs.pipeline;

import io.gradus.jobs.pipeline.PromptEncoder.EncodedProblem;
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
final class Digests {
  private Digests() {}

  /** Of a text. */
  static String of(String text) {
    MessageDigest digest = sha256();
    update(digest, text);
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Of a model directory's configuration, weights and tokenizer. */
  static String ofModel(Path directory) throws IOException {
    MessageDigest digest = sha256();
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files = all.filter(Digests::isPartOfModel).sorted().toList();
    }
    byte[] buffer = new byte[1 << 20];
    for (Path file : files) {
      update(digest, file.getFileName().toString());
      try (InputStream in = Files.newInputStream(file)) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          digest.update(buffer, 0, read);
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static boolean isPartOfModel(Path file) {
    String name = file.getFileName().toString();
    return name.equals("config.json")
        || name.equals("tokenizer.json")
        || name.equals("tokenizer_config.json")
        || (name.endsWith(".safetensors") && !name.startsWith("optimizer"));
  }

  /** Of problems: their ids, prompts, answers and order. */
  static String ofProblems(List<EncodedProblem> problems) {
    MessageDigest digest = sha256();
    for (EncodedProblem encoded : problems) {
      update(digest, encoded.problem().id());
      update(digest, encoded.problem().answer());
      for (int id : encoded.prompt().ids()) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, id));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
