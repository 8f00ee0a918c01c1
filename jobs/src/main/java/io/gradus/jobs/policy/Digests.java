package io.gradus.jobs.policy;

import io.gradus.files.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** SHA-256 sums, in hexadecimal, that identify what a run was made from. */
public final class Digests {
  private Digests() {}

  /** Of a model directory's configuration, weights and tokenizer. */
  public static String ofModel(Path directory) throws IOException {
    Sha256 sum = new Sha256();
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files = all.filter(Digests::isPartOfModel).sorted().toList();
    }
    for (Path file : files) {
      sum.add(file.getFileName().toString());
      try (InputStream in = Files.newInputStream(file)) {
        sum.add(in);
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
}
