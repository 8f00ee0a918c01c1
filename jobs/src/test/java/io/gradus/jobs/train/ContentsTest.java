package io.gradus.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.files.Json;
import io.gradus.jobs.config.ConfigException;
import io.gradus.jobs.testkit.SmallRun;
import io.gradus.jobs.testkit.TestSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run resumes with the model and the problems that it was begun with, however they are written.
 */
class ContentsTest {
  @TempDir Path folder;
  private Path model;
  private Path store;

  @BeforeEach
  void trainOneStep() throws IOException {
    model = Files.createDirectory(folder.resolve("model"));
    try (Stream<Path> files = Files.list(SmallRun.model())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, model.resolve(file.getFileName()));
      }
    }
    Files.writeString(folder.resolve("test.jsonl"), problems("3"));
    store = folder.resolve("store");
    train();
  }

  private static String problems(String answer) {
    return "{\"prompt\":\"1+2=\",\"answer\":\"%s\"}\n{\"prompt\":\"1+3=\",\"answer\":\"4\"}\n"
        .formatted(answer);
  }

  private SmallRun.RecordingListener train() throws IOException {
    SmallRun.RecordingListener listener = new SmallRun.RecordingListener();
    TrainJob.run(
        TestSpark.session(),
        SmallRun.config(
            store,
            "model.path=" + model,
            "model.pretrain.phases=[]",
            "steps=1",
            "problems.test={kind=jsonl,path=" + folder.resolve("test.jsonl") + "}"),
        listener);
    return listener;
  }

  private static Map<String, String> contents(Path root) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      files.filter(Files::isRegularFile).forEach(file -> contents.put(file.toString(), look(file)));
    }
    return contents;
  }

  private static String look(Path file) {
    try {
      return Files.getLastModifiedTime(file) + " " + Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void refused(String message) throws IOException {
    Map<String, String> before = contents(store);
    assertThatThrownBy(this::train)
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("Run small-s3 was begun with " + message)
        .hasMessageEndingWith("; expected the old content, or another run.id");
    assertThat(contents(store)).isEqualTo(before);
  }

  private void edit(String file, String before, String after) throws IOException {
    String text = Files.readString(model.resolve(file));
    assertThat(text).contains(before);
    Files.writeString(model.resolve(file), text.replace(before, after));
  }

  @Test
  void otherStopTokensAreRefused() throws IOException {
    edit("generation_config.json", "\"eos_token_id\" : 1", "\"eos_token_id\" : [1, 2]");
    refused("generation_config.json: eos_token_id of " + model + " = 1, now it is [1,2]");
  }

  @Test
  void otherWeightsTemplatesAndShapesAreRefused() throws IOException {
    Files.writeString(model.resolve("chat_template.jinja"), "{{ messages[0].content }}");
    refused(
        "chat_template.jinja or tokenizer_config.json: chat_template of "
            + model
            + " = not there, now it is \"{{ messages[0].content }}\"");
    Files.delete(model.resolve("chat_template.jinja"));
    edit("config.json", "\"rope_theta\" : 1000.0", "\"rope_theta\" : 2000.0");
    refused("config.json: rope_theta of " + model + " = 1000, now it is 2000");
    edit("config.json", "\"rope_theta\" : 2000.0", "\"rope_theta\" : 1000.0");
    Path weights = model.resolve("model.safetensors");
    byte[] content = Files.readAllBytes(weights);
    content[content.length - 4] ^= 1;
    Files.write(weights, content);
    refused("model.safetensors of " + model + " = SHA-256 ");
  }

  @Test
  void otherHeldOutProblemsAreRefused() throws IOException {
    Files.writeString(folder.resolve("test.jsonl"), problems("4"));
    refused("problems of test, answers = SHA-256 ");
  }

  @Test
  void otherWaysToWriteTheSameAreNot() throws IOException {
    for (String name : new String[] {"config.json", "generation_config.json", "tokenizer.json"}) {
      Path file = model.resolve(name);
      TreeMap<?, ?> sorted = Json.STRICT.readValue(file.toFile(), TreeMap.class);
      Files.writeString(file, Json.STRICT.writeValueAsString(sorted.descendingMap()) + "\n\n");
    }
    edit("config.json", "{", "{\"some_tools_key\": false, \"nothing_reads_this\": 7,");
    edit("generation_config.json", "4.56.2", "5.1.0");
    Files.writeString(folder.resolve("test.jsonl"), problems("3").replace(":", " : ") + "\n");
    assertThat(train().events).contains("noted Run small-s3 is complete: 1 steps");
  }
}
