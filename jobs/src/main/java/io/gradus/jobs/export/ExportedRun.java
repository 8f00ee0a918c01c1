package io.gradus.jobs.export;

import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.export.ProblemSets.ProblemSet;
import java.util.ArrayList;
import java.util.List;

/**
 * A run as it is written for another trainer.
 *
 * @param id its name in the study, under which its logs come back
 * @param study name of the study
 * @param config all its settings
 * @param model where its initial model is: a folder, or a name on the Hugging Face Hub
 * @param family models that differ only in size
 * @param params N, non-embedding parameters
 * @param hardware GPUs to begin with
 * @param training its training problems
 * @param heldOut its held-out problems, test first
 * @param leftOut names of benchmarks that the exported reward cannot grade
 * @param differences what the trainer does otherwise, in words
 */
record ExportedRun(
    String id,
    String study,
    TrainConfig config,
    String model,
    String family,
    long params,
    Hardware hardware,
    ProblemSet training,
    List<ProblemSet> heldOut,
    List<String> leftOut,
    List<String> differences) {
  private static final int CHECKPOINTS = 10;

  /** Lines for the head of a script. */
  List<String> notes() {
    List<String> notes = new ArrayList<>(differences);
    notes.addAll(training.notes());
    if (!leftOut.isEmpty()) {
      notes.add(
          "Left out, since their answers are programs: %s.".formatted(String.join(", ", leftOut)));
    }
    if (!training.filtered()) {
      notes.add(
          "The model's tokenizer was not there: prompts longer than %d tokens are still in the files, and are left out as they are read, after the reuse cut."
              .formatted(config.problems().prompt().maxTokens()));
    }
    if (config.model().path().isEmpty()) {
      notes.add("The model is made by: gradus study CONF --models");
    }
    return notes;
  }

  /** In a line. */
  String title() {
    return "%s, %s: %d steps of %d prompts, %d completions each, reuse %d, seed %d"
        .formatted(
            model.substring(model.lastIndexOf('/') + 1),
            config.run().variant().name().toLowerCase(java.util.Locale.ROOT),
            config.steps(),
            config.grpo().prompts(),
            config.rollout().groupSize(),
            config.run().tau(),
            config.seed());
  }

  /** Steps of the study between checkpoints: about ten of a run. */
  int saveEvery() {
    return Math.max(commits(), (config.steps() + CHECKPOINTS - 1) / CHECKPOINTS);
  }

  private int commits() {
    return config.store().commitEvery();
  }

  /** Completions of an optimiser step. */
  int sequences() {
    return config.grpo().update().miniBatchPrompts() * config.rollout().groupSize();
  }

  /** Longest prompt and completion together, in tokens. */
  int longest() {
    return config.problems().prompt().maxTokens() + config.rollout().sampling().maxTokens();
  }
}
