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

  /**
   * Reads and opens the tokenizer of a model directory, so that errors name the files there.
   *
   * @throws IllegalArgumentException naming the file that is missing or cannot be used
   */
  public static TokenizerBundle read(Path modelDirectory) throws IOException {
    Path tokenizer = modelDirectory.resolve("tokenizer.json");
    if (!Files.isRegularFile(tokenizer)) {
      throw new IllegalArgumentException(
          tokenizer + " does not exist, expected the model's tokenizer");
    }
    return opened(modelDirectory);
  }

  /** Of a model that may do without a tokenizer, as one that only sees token ids. */
  static TokenizerBundle readIfPresent(Path modelDirectory) throws IOException {
    return Files.isRegularFile(modelDirectory.resolve("tokenizer.json"))
        ? opened(modelDirectory)
        : readFiles(modelDirectory);
  }

  private static TokenizerBundle opened(Path modelDirectory) throws IOException {
    TokenizerBundle bundle = readFiles(modelDirectory);
    if (!OPEN.containsKey(bundle.digest)) {
      TextTokenizer tokenizer = TextTokenizer.open(modelDirectory);
      if (OPEN.putIfAbsent(bundle.digest, tokenizer) != null) {
        tokenizer.close();
      }
    }
    return bundle;
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
