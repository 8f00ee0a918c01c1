package io.gradus.jobs.ml;

import io.gradus.jobs.policy.SharedModel;
import io.gradus.training.model.Compute;
import io.gradus.training.rollout.Rollout;
import io.gradus.training.rollout.RolloutEngine;
import io.gradus.training.rollout.RolloutKey;
import io.gradus.training.rollout.RolloutPrompt;
import io.gradus.training.rollout.RolloutSettings;
import io.gradus.training.text.ChatOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Samples the completions of a batch of (key, prompt). */
record RolloutFunction(
    SharedModel model,
    Compute compute,
    RolloutSettings settings,
    RolloutKey key,
    PromptKind kind,
    ChatOptions chat)
    implements BatchFunction {
  private static final int KEY = 0;
  private static final int PROMPT = 1;

  @Override
  public List<List<Object>> compute(List<Row> contents) {
    List<RolloutPrompt> prompts = new ArrayList<>();
    for (Row content : contents) {
      if (!content.isNullAt(PROMPT)) {
        prompts.add(prompt(content));
      }
    }
    List<Rollout> rollouts =
        prompts.isEmpty()
            ? List.of()
            : model.with(
                compute, policy -> new RolloutEngine(policy, settings).generate(prompts, key));
    List<List<Object>> values = new ArrayList<>();
    int at = 0;
    for (Row content : contents) {
      if (content.isNullAt(PROMPT)) {
        values.add(Collections.singletonList(null));
      } else {
        List<Object> samples = new ArrayList<>();
        for (Rollout rollout : rollouts.subList(at, at + settings.samples())) {
          samples.add(value(rollout));
        }
        values.add(samples);
        at += settings.samples();
      }
    }
    return values;
  }

  private RolloutPrompt prompt(Row content) {
    if (content.isNullAt(KEY)) {
      throw new IllegalArgumentException(
          "The key of prompt '" + content.get(PROMPT) + "' is null, expected one in every row");
    }
    int[] ids = kind.ids(model, content, PROMPT, chat);
    int room = model.facts().maxPositions() - settings.maxTokens();
    if (ids.length == 0 || ids.length > room) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "The prompt of key '%s' has %d tokens, expected 1 to %d, the model's positions less"
                  + " maxTokens",
              content.get(KEY),
              ids.length,
              room));
    }
    return new RolloutPrompt(content.getString(KEY), ids);
  }

  private Row value(Rollout rollout) {
    return RowFactory.create(
        rollout.sample(),
        model.tokenizer().decode(rollout.completionIds()),
        rollout.completionIds(),
        rollout.logprobs(),
        rollout.finishReason().name().toLowerCase(Locale.ROOT));
  }
}
