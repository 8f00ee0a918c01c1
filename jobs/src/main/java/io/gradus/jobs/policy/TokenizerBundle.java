package io.gradus.jobs.policy;

import io.gradus.files.Sha256;
import io.gradus.training.text.TextTokenizer;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A model directory's tokenizer files, to be sent to executors and opened once in each JVM. */
public final class TokenizerBundle implements Serializable {
  private static final long serialVersionUID = 1;
  private static final List<String> NAMES =
      List.of(
          "config.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "chat_template.jinja");
  private static final Map<String, TextTokenizer> OPEN = new ConcurrentHashMap<>();

  private final TreeMap<String, byte[]> files;
  private final String digest;

  private TokenizerBundle(TreeMap<String, byte[]> files, String digest) {
    this.files = files;
    this.digest = digest;
  }

  public static TokenizerBundle read(Path modelDirectory) throws IOException {
    Path tokenizer = modelDirectory.resolve("tokenizer.json");
    if (!Files.isRegularFile(tokenizer)) {
      throw new IllegalArgumentException(
          tokenizer + " does not exist, expected the model's tokenizer");
    }
    return readFiles(modelDirectory);
  }

  /** Of a model that may do without a tokenizer, as one that only sees token ids. */
  static TokenizerBundle readIfPresent(Path modelDirectory) throws IOException {
    return readFiles(modelDirectory);
  }

  private static TokenizerBundle readFiles(Path modelDirectory) throws IOException {
    TreeMap<String, byte[]> files = new TreeMap<>();
    Sha256 sum = new Sha256();
    for (String name : NAMES) {
      Path file = modelDirectory.resolve(name);
      if (Files.exists(file)) {
        byte[] content = Files.readAllBytes(file);
        files.put(name, content);
        sum.add(name).add(content);
      }
    }
    return new TokenizerBundle(files, sum.hex());
  }

  /** The tokenizer, shared by all users of this JVM; not to be closed. */
  public TextTokenizer tokenizer() {
    return OPEN.computeIfAbsent(digest, key -> open());
  }

  private TextTokenizer open() {
    try (ScratchFolder scratch = ScratchFolder.create("tokenizer")) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Files.write(scratch.path().resolve(file.getKey()), file.getValue());
      }
      return TextTokenizer.open(scratch.path());
    } catch (IOException e) {
      throw new UncheckedIOException("The tokenizer cannot be unpacked", e);
    }
  }
}
