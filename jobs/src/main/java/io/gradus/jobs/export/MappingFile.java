package io.gradus.jobs.export;

import com.typesafe.config.ConfigUtil;
import io.gradus.jobs.export.ProblemSets.ProblemSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The mapping file of a study's export, with which {@code curves import} reads its logs. */
final class MappingFile {
  private final Trainer trainer;
  private final List<ExportedRun> runs;
  private final StringBuilder text = new StringBuilder();

  private MappingFile(Trainer trainer, List<ExportedRun> runs) {
    this.trainer = trainer;
    this.runs = runs;
  }

  /** The file's text. */
  static String of(Trainer trainer, List<ExportedRun> runs) {
    return new MappingFile(trainer, runs).text();
  }

  private String text() {
    line("# What the runs of this export were, for their logs:");
    line(
        "#   gradus curves import --format %s --in logs --mapping curves.conf --out curves"
            .formatted(trainer.logs()));
    line("# Runs that have no log yet are left out.");
    line("absent_runs = allowed");
    line("benchmarks {");
    benchmarks()
        .forEach(
            (name, set) ->
                line(
                    "  %s { value = %s, problems = %d }"
                        .formatted(
                            ConfigUtil.quoteString(name),
                            ConfigUtil.quoteString(metric(name)),
                            set.rows().orElse(0))));
    line("}");
    line("runs {");
    runs.forEach(this::run);
    line("}");
    return text.toString();
  }

  private Map<String, ProblemSet> benchmarks() {
    Map<String, ProblemSet> sets = new LinkedHashMap<>();
    runs.forEach(run -> run.heldOut().forEach(set -> sets.putIfAbsent(set.name(), set)));
    return sets;
  }

  /** What the trainer logs a benchmark's pass@1 as. */
  private String metric(String benchmark) {
    return switch (trainer) {
      case VERL ->
          "val-core/%s/acc/mean@%d".formatted(benchmark, runs.get(0).config().evaluate().samples());
      case TRL -> "eval_%s_accuracy".formatted(benchmark);
    };
  }

  private void run(ExportedRun run) {
    line(
        "  %s { family = %s, variant = %s, params = %d, seed = %d, tau = %d, group_size = %d, prompts_per_step = %s }"
            .formatted(
                ConfigUtil.quoteString(run.id()),
                ConfigUtil.quoteString(run.family()),
                run.config().run().variant().name().toLowerCase(Locale.ROOT),
                run.params(),
                run.config().seed(),
                run.config().run().tau(),
                run.config().rollout().groupSize(),
                prompts(run)));
  }

  /** Prompts that one step of the trainer's counting takes. */
  private String prompts(ExportedRun run) {
    int prompts = run.config().grpo().prompts();
    if (trainer == Trainer.VERL) {
      return String.valueOf(prompts);
    }
    int substeps = new Expressible(run.config(), trainer).optimizerSteps();
    return prompts % substeps == 0
        ? String.valueOf(prompts / substeps)
        : String.valueOf((double) prompts / substeps);
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
