package io.gradus.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCacheTest {
  /** Done once, when a file of the bucket is opened next. */
  private static final AtomicReference<Callable<?>> MEANWHILE = new AtomicReference<>();

  /** An object store during whose reads something else can happen. */
  public static final class Interrupted extends ObjectFileSystem {
    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path path, int bufferSize)
        throws IOException {
      Callable<?> meanwhile = MEANWHILE.getAndSet(null);
      if (meanwhile != null) {
        try {
          meanwhile.call();
        } catch (Exception e) {
          throw new IOException(e);
        }
      }
      return super.open(path, bufferSize);
    }
  }

  @TempDir Path folder;
  private ModelCache cache;
  private String location;

  @BeforeEach
  void putAModel() throws IOException {
    Configuration hadoop = new Configuration(false);
    hadoop.set("fs.objects.impl", Interrupted.class.getName());
    hadoop.setBoolean("fs.objects.impl.disable.cache", true);
    cache = ModelCache.of(hadoop, Optional.of(folder.resolve("cache").toString()));
    Path model = Files.createDirectory(folder.resolve("model"));
    Files.writeString(model.resolve("config.json"), "{}");
    Files.writeString(model.resolve("model.safetensors"), "weights");
    location = "objects://bucket" + model;
  }

  private List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void copiesOnceUntilTheModelChanges() throws IOException {
    Path first = cache.local(location, "--model");
    assertThat(names(first)).containsExactly("config.json", "model.safetensors");
    assertThat(cache.local(location, "--model")).isEqualTo(first);
    Files.writeString(folder.resolve("model/model.safetensors"), "other weights");
    assertThat(cache.local(location, "--model").resolve("model.safetensors"))
        .hasContent("other weights");
  }

  @Test
  void twoThatCopyAtOnceShareTheCopyThatIsThereFirst() throws IOException {
    AtomicReference<Path> other = new AtomicReference<>();
    MEANWHILE.set(
        () -> {
          other.set(cache.local(location, "--model"));
          return null;
        });
    assertThat(cache.local(location, "--model")).isEqualTo(other.get()).isNotNull();
    assertThat(names(other.get().getParent()))
        .containsExactly(other.get().getFileName().toString());
  }

  @Test
  void messagesNameTheModelNotItsCopy() throws IOException {
    Path copy = cache.local(location, "--model");
    assertThat(ModelCache.inUsersWords(copy.resolve("config.json") + ": hidden_size is missing"))
        .isEqualTo(location + "/config.json: hidden_size is missing");
  }

  @Test
  void namesTheOptionWhoseModelIsMissing() {
    assertThatThrownBy(() -> cache.local(location + "-2", "--model"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "--model = %s-2 has no config.json, expected a Hugging Face model directory", location);
  }
}
