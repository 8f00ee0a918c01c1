package io.gradus.jobs.ml;

import io.gradus.files.Texts;
import io.gradus.jobs.policy.SharedModel;
import io.gradus.training.model.Compute;
import io.gradus.training.model.Policy.Scores;
import io.gradus.training.model.SequenceScorer;
import io.gradus.training.model.TokenBatch.Sequence;
import io.gradus.training.text.ChatOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Scores the tokens of a batch of (length, tokens) or (length, prompt, tokens).
 *
 * @param types of the columns after the length: string or array&lt;int&gt;
 */
record LogprobFunction(SharedModel model, Compute compute, double temperature, List<DataType> types)
    implements BatchFunction {
  private static final int TOKENS_AT_A_TIME = 4096;

  @Override
  public List<List<Object>> compute(List<Row> contents) {
    List<Sequence> sequences = new ArrayList<>();
    for (Row content : contents) {
      if (!hasNull(content)) {
        sequences.add(sequence(content));
      }
    }
    List<Scores> scores =
        model.with(
            compute,
            policy -> new SequenceScorer(policy, TOKENS_AT_A_TIME).score(sequences, temperature));
    List<List<Object>> values = new ArrayList<>();
    int at = 0;
    for (Row content : contents) {
      Object value = hasNull(content) ? null : scores.get(at++).logprobs();
      values.add(Collections.singletonList(value));
    }
    return values;
  }

  private boolean hasNull(Row content) {
    return content.isNullAt(1) || content.isNullAt(types.size());
  }

  private Sequence sequence(Row content) {
    int[] first = ids(content, 0);
    Sequence sequence =
        types.size() == 1 ? new Sequence(first, 1) : Sequence.of(first, ids(content, 1));
    int positions = model.facts().maxPositions();
    if (sequence.ids().length > positions) {
      throw unusable(content, sequence.ids().length, positions);
    }
    return sequence;
  }

  private int[] ids(Row content, int column) {
    int[] ids =
        types.get(column).equals(DataTypes.StringType)
            ? model.tokenizer().encodeWithoutSpecialTokens(content.getString(column + 1))
            : PromptKind.TOKEN_IDS.ids(model, content, column + 1, ChatOptions.NONE);
    if (ids.length == 0 && column == 0) {
      throw unusable(content, 0, model.facts().maxPositions());
    }
    return ids;
  }

  private static IllegalArgumentException unusable(Row content, int tokens, int positions) {
    String row = content.toString();
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "The row of length and input %s has %d tokens, expected 1 to %d, the model's positions",
            Texts.shortened(row, 100),
            tokens,
            positions));
  }
}
