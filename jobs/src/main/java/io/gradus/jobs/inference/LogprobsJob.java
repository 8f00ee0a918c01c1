package io.gradus.jobs.inference;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.gradus.training.checkpoint.Checkpoint;
import io.gradus.training.model.Compute;
import io.gradus.training.model.Compute.ComputeType;
import io.gradus.training.model.Policy;
import io.gradus.training.model.Policy.Scores;
import io.gradus.training.model.SequenceScorer;
import io.gradus.training.model.TokenBatch.Sequence;
import io.gradus.training.text.TextTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Adds to each line of a file the logprobs of its tokens under a model, in float32 and at
 * temperature 1: those of tokens 1 … n − 1, given what stands before them.
 */
public final class LogprobsJob {
  private static final int LINES_AT_A_TIME = 256;
  private static final int TOKENS_AT_A_TIME = 4096;

  private final Policy policy;
  private final Optional<TextTokenizer> tokenizer;

  private LogprobsJob(Policy policy, Optional<TextTokenizer> tokenizer) {
    this.policy = policy;
    this.tokenizer = tokenizer;
  }

  /**
   * Scores a file.
   *
   * @param in lines of {"input_ids": […]} or {"text": …}, a text being tokenised as it stands,
   *     special tokens only where it spells them out; other fields are kept
   * @param threads libtorch threads
   * @return lines written
   * @throws IllegalArgumentException naming file and line of what cannot be scored; then nothing is
   *     written
   */
  public static long run(Path model, Path in, Path out, int threads) throws IOException {
    Compute compute = Compute.cpu(threads, ComputeType.FLOAT32);
    try (Policy policy = Checkpoint.loadPolicy(model, compute)) {
      if (!Files.exists(model.resolve("tokenizer.json"))) {
        return new LogprobsJob(policy, Optional.empty()).run(in, out);
      }
      try (TextTokenizer tokenizer = TextTokenizer.open(model)) {
        return new LogprobsJob(policy, Optional.of(tokenizer)).run(in, out);
      }
    }
  }

  private long run(Path in, Path out) throws IOException {
    long written = 0;
    try (JsonLines.Reader reader = new JsonLines.Reader(in);
        JsonLines.Writer writer = new JsonLines.Writer(out)) {
      for (List<JsonLines.Line> lines = reader.next(LINES_AT_A_TIME);
          !lines.isEmpty();
          lines = reader.next(LINES_AT_A_TIME)) {
        score(lines, writer);
        written += lines.size();
      }
      if (written == 0) {
        throw new IllegalArgumentException(
            in + " holds no lines, expected JSON lines with at least one");
      }
      writer.commit();
    }
    return written;
  }

  private void score(List<JsonLines.Line> lines, JsonLines.Writer writer) throws IOException {
    List<Sequence> sequences = new ArrayList<>();
    for (JsonLines.Line line : lines) {
      sequences.add(new Sequence(ids(line), 1));
    }
    List<Scores> scores = new SequenceScorer(policy, TOKENS_AT_A_TIME).score(sequences, 1);
    for (int i = 0; i < lines.size(); i++) {
      ArrayNode logprobs = lines.get(i).object().putArray("logprobs");
      for (float logprob : scores.get(i).logprobs()) {
        logprobs.add(logprob);
      }
      writer.write(lines.get(i).object());
    }
  }

  private int[] ids(JsonLines.Line line) {
    int[] ids = unchecked(line);
    int positions = policy.config().maxPositions();
    if (ids.length == 0 || ids.length > positions) {
      throw line.error(ids.length + " tokens", "1 to " + positions + ", the model's positions");
    }
    return ids;
  }

  private int[] unchecked(JsonLines.Line line) {
    if (line.has("input_ids")) {
      return line.ids("input_ids", policy.config().vocabSize());
    }
    if (!line.has("text")) {
      throw line.error("neither input_ids nor text", "one of them");
    }
    return tokenizer
        .orElseThrow(() -> line.error("text, but the model has no tokenizer.json", "input_ids"))
        .encodeWithoutSpecialTokens(line.text("text"));
  }
}
