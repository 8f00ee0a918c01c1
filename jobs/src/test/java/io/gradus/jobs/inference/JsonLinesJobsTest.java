package io.gradus.jobs.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradus.jobs.config.DeviceConfig.Choice;
import io.gradus.jobs.config.Dtype;
import io.gradus.jobs.config.SamplingConfig;
import io.gradus.jobs.testkit.SmallRun;
import io.gradus.jobs.testkit.TestSpark;
import io.gradus.training.checkpoint.Checkpoint;
import io.gradus.training.model.Compute;
import io.gradus.training.model.Compute.ComputeType;
import io.gradus.training.model.Policy;
import io.gradus.training.model.Sampling;
import io.gradus.training.model.TokenBatch;
import io.gradus.training.model.TokenBatch.Sequence;
import io.gradus.training.text.ChatOptions;
import io.gradus.training.text.TextTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What generating and scoring read and write, with the small model of 13 tokens. */
class JsonLinesJobsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private Path in(String... lines) throws IOException {
    return Files.write(folder.resolve("in.jsonl"), List.of(lines));
  }

  private Path out() {
    return folder.resolve("out.jsonl");
  }

  private static List<JsonNode> read(Path file) throws IOException {
    List<JsonNode> nodes = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      nodes.add(JSON.readTree(line));
    }
    return nodes;
  }

  private long generate(Path prompts) throws IOException {
    return generate(prompts, new SamplingConfig(new Sampling(1, 1, 0), 6));
  }

  private final List<String> notes = new ArrayList<>();
  private List<Integer> stopIds = List.of();

  private long generate(Path prompts, SamplingConfig sampling) throws IOException {
    return GenerateJob.run(
        TestSpark.session(),
        new GenerateJob.Request(
            SmallRun.model(),
            prompts,
            out(),
            ChatOptions.NONE,
            sampling,
            Optional.of("--max-tokens"),
            3,
            2,
            Dtype.FLOAT32,
            1,
            Choice.CPU,
            stopIds,
            5),
        notes::add);
  }

  private long logprobs(Path sequences) throws IOException {
    return LogprobsJob.run(SmallRun.model(), sequences, out(), 1);
  }

  private void assertNothingWritten() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("in.jsonl");
    }
  }

  private static float[] score(int[] ids, int first) throws IOException {
    Compute compute = Compute.cpu(1, ComputeType.FLOAT32);
    try (Policy policy = Checkpoint.loadPolicy(SmallRun.model(), compute)) {
      return policy.score(new TokenBatch(List.of(new Sequence(ids, first))), 1).logprobs();
    }
  }

  private static int[] ids(JsonNode array) {
    int[] ids = new int[array.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = array.get(i).intValue();
    }
    return ids;
  }

  @Test
  void atTemperatureZeroAllSamplesAreTheLikeliestOne() throws IOException {
    generate(in("{\"prompt\": \"1+2=\"}"), new SamplingConfig(Sampling.greedy(), 6));
    List<JsonNode> lines = read(out());
    assertThat(lines).hasSize(3);
    assertThat(lines)
        .extracting(line -> line.get("token_ids"))
        .containsOnly(lines.get(0).get("token_ids"));
  }

  @Test
  void saysFirstWhatThePromptsAre() throws IOException {
    generate(in("{\"prompt\": \"1+2=\"}", "{\"prompt\": \"11+2=\"}"));
    assertThat(notes)
        .containsExactly(
            "prompts: plain text; stop tokens <eos> (1); longest prompt 5 tokens, completions up to"
                + " 6, positions 24");
    notes.clear();
    stopIds = List.of(3);
    generate(in("{\"input_ids\": [8, 3, 9, 5]}"));
    assertThat(notes)
        .containsExactly(
            "prompts: token ids; stop tokens <eos> (1), * (3); longest prompt 4 tokens, completions"
                + " up to 6, positions 24");
  }

  @Test
  void furtherStopTokensEndCompletions() throws IOException {
    Path prompts = in("{\"prompt\": \"1+2=\"}");
    generate(prompts, new SamplingConfig(Sampling.greedy(), 6));
    int[] free = ids(read(out()).get(0).get("token_ids"));
    stopIds = List.of(free[0]);
    generate(prompts, new SamplingConfig(Sampling.greedy(), 6));
    JsonNode stopped = read(out()).get(0);
    assertThat(ids(stopped.get("token_ids"))).containsExactly(free[0]);
    assertThat(stopped.get("finish_reason").textValue()).isEqualTo("stop");
  }

  @Test
  void stopTokensThatTheModelDoesNotHaveAreRefusedFirst() throws IOException {
    Path prompts = in("{\"prompt\": \"1+2=\"}");
    stopIds = List.of(1000);
    assertThatThrownBy(() -> generate(prompts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("rollout.stop-ids = [1000], expected token ids from 0 to ");
    assertNothingWritten();
  }

  @Test
  void lengthsBeyondThePositionsAreRefusedFirst() throws IOException {
    Path prompts = in("{\"prompt\": \"1+2=\"}");
    assertThatThrownBy(() -> generate(prompts, new SamplingConfig(Sampling.greedy(), 24)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "--max-tokens = 24, expected at most 23, since the model has 24" + " positions");
    assertNothingWritten();
  }

  @Test
  void allLinesAreLookedAtBeforeTheFirstIsSampled() throws IOException {
    String[] lines = new String[1100];
    java.util.Arrays.fill(lines, "{\"prompt\": \"1+2=\"}");
    lines[1099] = "{\"prompt\": 3}";
    Path prompts = in(lines);
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext());
    int[] before = spark.statusTracker().getJobIdsForGroup(null);
    assertThatThrownBy(() -> generate(prompts))
        .hasMessage(prompts + " line 1100: prompt is 3, expected a text");
    assertThat(spark.statusTracker().getJobIdsForGroup(null)).hasSameSizeAs(before);
    assertNothingWritten();
  }

  @Test
  void completionsComeByLineAndSampleWithTheirLogprobs() throws IOException {
    Path prompts =
        in("{\"id\": \"sum\", \"prompt\": \"1+2=\"}", "", "{\"input_ids\": [8, 3, 9, 5]}");
    assertThat(generate(prompts)).isEqualTo(6);
    List<JsonNode> lines = read(out());
    assertThat(lines)
        .extracting(line -> line.get("id").textValue())
        .containsExactly("sum", "sum", "sum", "line-3", "line-3", "line-3");
    assertThat(lines)
        .extracting(line -> line.get("sample").intValue())
        .containsExactly(0, 1, 2, 0, 1, 2);
    try (TextTokenizer tokenizer = TextTokenizer.open(SmallRun.model())) {
      for (int i = 0; i < lines.size(); i++) {
        int[] completion = ids(lines.get(i).get("token_ids"));
        assertThat(lines.get(i).get("text").textValue()).isEqualTo(tokenizer.decode(completion));
        boolean ended = completion[completion.length - 1] == 1;
        assertThat(lines.get(i).get("finish_reason").textValue())
            .isEqualTo(ended ? "stop" : "length");
        int[] prompt = i < 3 ? tokenizer.encode("1+2=") : new int[] {8, 3, 9, 5};
        float[] expected = score(Sequence.of(prompt, completion).ids(), prompt.length);
        JsonNode logprobs = lines.get(i).get("logprobs");
        assertThat(logprobs).hasSize(expected.length);
        for (int t = 0; t < expected.length; t++) {
          assertThat(logprobs.get(t).floatValue()).isCloseTo(expected[t], within(1e-4f));
        }
      }
    }
    String first = Files.readString(out());
    generate(prompts);
    assertThat(out()).as("the same seed").hasContent(first);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"prompt\": 7} | prompt is 7, expected a text",
        "{\"input_ids\": [1, 13]} | input_ids[1] is 13, expected a token id from 0 to 12",
        "{\"input_ids\": [1, \"2\"]} | input_ids[1] is \"2\", expected a token id from 0 to 12",
        "{\"input_ids\": []} | input_ids is [], expected a list of token ids, at least one",
        "{\"prompt\": \"\"} | a prompt of 0 tokens, expected 1 to 18, the model's positions less"
            + " the new tokens",
        "{\"prompt\": \"1+1+1+1+1+1+1+1+1+1=\"} | a prompt of 20 tokens, expected 1 to 18, the"
            + " model's positions less the new tokens",
        "{\"question\": \"1+1=\"} | no prompt, expected one of prompt, messages, input_ids",
        "{\"messages\": [{\"role\": \"user\", \"content\": \"1+1=\"}]} | messages, but the model"
            + " has no chat template, expected prompt or input_ids"
      })
  void aPromptThatCannotBeUsedIsNamedAndNothingWritten(String line, String message)
      throws IOException {
    Path prompts = in("{\"prompt\": \"1+2=\"}", line);
    assertThatThrownBy(() -> generate(prompts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(prompts + " line 2: " + message);
    assertNothingWritten();
  }

  @Test
  void linesThatAreNoObjectsAreNamed() throws IOException {
    Path list = in("[1, 2]");
    assertThatThrownBy(() -> logprobs(list))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(list + " line 1: not an object, expected a JSON object on each line");
    Path broken = in("{\"input_ids\": [1]}", "{\"input_ids\": [1}");
    assertThatThrownBy(() -> logprobs(broken))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(broken + " line 2: ")
        .hasMessageEndingWith(", expected a JSON object");
    Path latin =
        Files.write(folder.resolve("in.jsonl"), new byte[] {'{', '"', (byte) 0xe9, '"', ':', '1'});
    assertThatThrownBy(() -> logprobs(latin))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(latin + " line 1: not UTF-8, expected JSON lines in UTF-8");
    assertNothingWritten();
  }

  @Test
  void filesThatCannotBeReadOrWrittenAreNamed() throws IOException {
    Path missing = folder.resolve("missing.jsonl");
    assertThatThrownBy(() -> logprobs(missing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(missing + " is not a file, expected JSON lines");
    Path nowhere = folder.resolve("nowhere").resolve("out.jsonl");
    Path sequences = in("{\"input_ids\": [1]}");
    assertThatThrownBy(() -> LogprobsJob.run(SmallRun.model(), sequences, nowhere, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            nowhere + " cannot be written, since there is no folder " + nowhere.getParent());
    assertThatThrownBy(() -> LogprobsJob.run(SmallRun.model(), sequences, folder, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(folder + " is a folder, expected a file to write");
  }

  @Test
  void logprobsAreAddedToEachLine() throws IOException {
    Path sequences =
        in(
            "{\"id\": 7, \"input_ids\": [8, 3, 9, 5, 7]}",
            "{\"text\": \"1+2=3#3<eos>\", \"note\": [true]}",
            "{\"input_ids\": [4]}");
    assertThat(logprobs(sequences)).isEqualTo(3);
    List<JsonNode> lines = read(out());
    assertThat(lines.get(0).get("id").intValue()).isEqualTo(7);
    assertThat(lines.get(1).get("note")).hasToString("[true]");
    assertThat(lines.get(2).get("logprobs")).isEmpty();
    int[] text;
    try (TextTokenizer tokenizer = TextTokenizer.open(SmallRun.model())) {
      text = tokenizer.encodeWithoutSpecialTokens("1+2=3#3<eos>");
    }
    assertThat(text).hasSize(8).endsWith(1);
    assertLogprobs(lines.get(0), new int[] {8, 3, 9, 5, 7});
    assertLogprobs(lines.get(1), text);
  }

  private static void assertLogprobs(JsonNode line, int[] ids) throws IOException {
    float[] expected = score(ids, 1);
    assertThat(line.get("logprobs")).hasSize(ids.length - 1);
    for (int t = 0; t < expected.length; t++) {
      assertThat(line.get("logprobs").get(t).floatValue()).isCloseTo(expected[t], within(1e-5f));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"text\": 5} | text is 5, expected a text",
        "{\"text\": \"\"} | 0 tokens, expected 1 to 24, the model's positions",
        "{\"ids\": [1]} | neither input_ids nor text, expected one of them",
        "{\"input_ids\": [-1]} | input_ids[0] is -1, expected a token id from 0 to 12",
        "{\"input_ids\": [1.5]} | input_ids[0] is 1.5, expected a token id from 0 to 12",
        "{\"input_ids\": [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]} | 25 tokens, expected"
            + " 1 to 24, the model's positions"
      })
  void aSequenceThatCannotBeScoredIsNamedAndNothingWritten(String line, String message)
      throws IOException {
    Path sequences = in("{\"input_ids\": [1, 2]}", line);
    assertThatThrownBy(() -> logprobs(sequences))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sequences + " line 2: " + message);
    assertNothingWritten();
  }

  @Test
  void aFailureLeavesAnOlderResultAlone() throws IOException {
    logprobs(in("{\"input_ids\": [1, 2]}"));
    String before = Files.readString(out());
    Path bad = in("{\"input_ids\": [99]}");
    assertThatThrownBy(() -> logprobs(bad)).hasMessageContaining("line 1: input_ids[0] is 99");
    assertThat(out()).hasContent(before);
  }
}
