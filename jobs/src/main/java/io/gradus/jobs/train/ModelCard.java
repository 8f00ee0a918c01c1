package io.gradus.jobs.train;

import io.gradus.jobs.config.Settings;
import io.gradus.jobs.store.RunRecord;
import io.gradus.jobs.train.RunResults.Tally;
import io.gradus.training.hub.ModelConfig;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The README.md of a checkpoint, as the Hugging Face Hub shows it: what the model came from, what
 * it was trained on and with which settings, how it does, and how to use it. A function of the run
 * and the step, without paths and dates.
 */
final class ModelCard {
  static final String FILE = "README.md";

  private static final String USE_OF_ADAPTERS =
      """
## Use

The folder is one of peft; `BASE` is the initial model's. `trainer/` holds the optimiser's state and is not needed.

```python
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer

model = PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained("BASE"), "FOLDER")
tokenizer = AutoTokenizer.from_pretrained("FOLDER")
```

A whole model: `gradus merge --adapter FOLDER --base BASE --out MERGED`.
""";

  private static final String USE =
      """
## Use

The folder is one of transformers as it is; `trainer/` holds the optimiser's state and is not needed.

```python
from transformers import AutoModelForCausalLM, AutoTokenizer

model = AutoModelForCausalLM.from_pretrained("FOLDER")
tokenizer = AutoTokenizer.from_pretrained("FOLDER")
```

vLLM: `vllm serve FOLDER`. llama.cpp: `python convert_hf_to_gguf.py FOLDER --outfile model.gguf`.
""";

  private ModelCard() {}

  /**
   * The card of a checkpoint.
   *
   * @param run as recorded when the run began
   * @param step after which the checkpoint was taken
   * @param totals of the steps so far
   * @param results of the evaluations so far
   */
  static String of(RunRecord run, ModelConfig model, int step, Totals totals, RunResults results) {
    StringBuilder card = new StringBuilder();
    card.append(
        String.format(
            Locale.ROOT,
            """
---
library_name: %s
pipeline_tag: text-generation
tags:
- %s
- grpo
- gradus
---

# %s after %d steps

A %s model with %,d parameters (without the embedding), trained by GRPO with Gradus %s. %s

""",
            hasAdapters(run) ? "peft" : "transformers",
            model.architecture().modelType(),
            run.runId(),
            step,
            model.architecture().modelType(),
            run.parameters(),
            run.environment().gradus(),
            hasAdapters(run)
                ? "Here are the low-rank adapters (LoRA) that were trained, in float32."
                : "The weights are float32."));
    if (!run.description().isEmpty()) {
      card.append(run.description()).append("\n\n");
    }
    lineage(card, run, step, totals);
    results(card, results);
    settings(card, run);
    card.append(hasAdapters(run) ? USE_OF_ADAPTERS : USE);
    return card.toString();
  }

  private static void lineage(StringBuilder card, RunRecord run, int step, Totals totals) {
    RunRecord.Environment on = run.environment();
    card.append("## Lineage\n\n| | |\n|---|---|\n");
    row(card, "run", "`%s`, step %d, seed %d", run.runId(), step, run.seed());
    row(
        card,
        "initial model",
        "`%s`, %s, SHA-256 `%s`",
        run.model().substring(run.model().lastIndexOf('/') + 1),
        run.variant(),
        run.modelDigest());
    row(
        card,
        "training problems",
        "`%s`, SHA-256 `%s`, reuse τ = %d",
        run.dataset(),
        run.problemsDigest(),
        run.tau());
    row(card, "prompts consumed", "%,d, %d completions each", totals.data(), run.groupSize());
    row(card, "tokens trained on", "%,d", totals.tokens());
    row(card, "compute", "%.3g FLOP (6·N·T)", 6.0 * run.parameters() * totals.tokens());
    row(
        card,
        "made with",
        "Gradus %s, Spark %s, libtorch %s, %s on %s",
        on.gradus(),
        on.spark(),
        on.libtorch(),
        on.java(),
        on.platform());
    card.append('\n');
  }

  private static void row(StringBuilder card, String name, String format, Object... values) {
    card.append("| ").append(name).append(" | ");
    card.append(String.format(Locale.ROOT, format, values)).append(" |\n");
  }

  private static void results(StringBuilder card, RunResults results) {
    card.append("## Results\n\n| benchmark | step | pass@1 | standard error | problems |\n");
    card.append("|---|---|---|---|---|\n");
    results
        .tallies()
        .forEach(
            (benchmark, steps) -> {
              NavigableMap<Integer, Tally> ends = new TreeMap<>(Map.ofEntries(steps.firstEntry()));
              ends.put(steps.lastKey(), steps.lastEntry().getValue());
              ends.forEach(
                  (step, tally) ->
                      card.append(
                          String.format(
                              Locale.ROOT,
                              "| %s | %d | %.4f | %.4f | %d |\n",
                              benchmark,
                              step,
                              tally.passAt1(),
                              tally.standardError(),
                              tally.problems())));
            });
    card.append('\n');
  }

  private static void settings(StringBuilder card, RunRecord run) {
    card.append("## Settings\n\nThose that are not Gradus's defaults:\n\n```\n");
    Map<String, String> defaults = Settings.defaults();
    run.decisiveSettings()
        .forEach(
            (key, value) -> {
              if (!value.equals(defaults.get(key))) {
                // Paths within lists: where files were says nothing elsewhere.
                String shown = value.replaceAll("\"path\":\"[^\"]*/", "\"path\":\"");
                card.append(key).append(" = ").append(shown).append('\n');
              }
            });
    card.append("```\n\n");
  }

  private static boolean hasAdapters(RunRecord run) {
    return "lora".equals(run.decisiveSettings().get("grpo.adapter"));
  }
}
