package io.gradus.jobs.policy;

import io.gradus.files.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** SHA-256 sums, in hexadecimal, that identify what a run was made from. */
public final class Digests {
  private Digests() {}

  /**
   * Of a model directory.
   *
   * @param whole of its configuration, weights and tokenizer, byte for byte
   * @param weights of each file of weights, by name
   */
  public record Model(String whole, Map<String, String> weights) {}

  /** Of a model directory's configuration, weights and tokenizer. */
  public static String ofModel(Path directory) throws IOException {
    return read(directory).whole();
  }

  /** Reads a model directory once for all its sums. */
  public static Model read(Path directory) throws IOException {
    Sha256 sum = new Sha256();
    Map<String, String> weights = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files = all.filter(Digests::isPartOfModel).sorted().toList();
    }
    byte[] buffer = new byte[1 << 16];
    for (Path file : files) {
      String name = file.getFileName().toString();
      sum.add(name);
      Sha256 own = new Sha256();
      try (InputStream in = Files.newInputStream(file)) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          sum.add(buffer, n);
          own.add(buffer, n);
        }
      }
      if (name.endsWith(".safetensors")) {
        weights.put(name, own.hex());
      }
    }
    return new Model(sum.hex(), weights);
  }

  private static boolean isPartOfModel(Path file) {
    String name = file.getFileName().toString();
    return name.equals("config.json")
        || name.equals("tokenizer.json")
        || name.equals("tokenizer_config.json")
        || (name.endsWith(".safetensors") && !name.startsWith("optimizer"));
  }
}
