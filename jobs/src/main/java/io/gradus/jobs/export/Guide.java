package io.gradus.jobs.export;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The page that an export begins with. */
final class Guide {
  private Guide() {}

  /** Its text. */
  static String of(
      Trainer trainer, String title, List<ExportedRun> runs, Map<String, Set<String>> missing) {
    StringBuilder text = new StringBuilder();
    text.append("# %s, for %s\n\n".formatted(title, trainer.label()));
    text.append(
        "%d runs for %s %s. Each has a folder in `runs`; its script says what differs from Gradus.\n\n"
            .formatted(runs.size(), trainer.label(), trainer.version()));
    text.append(
        "```\npip install %s==%s math-verify%s\n"
            .formatted(trainer.label(), trainer.version(), hasAdapters(runs) ? " peft" : ""));
    text.append("runs/%s/run.sh\n".formatted(runs.get(0).id()));
    text.append(
        "gradus curves import --format %s --in logs --mapping curves.conf --out curves\ngradus analyze --curves curves --out report\n```\n\n"
            .formatted(trainer.logs()));
    text.append(
        "- Start scripts where models' relative paths hold. The numbers of GPUs are estimates; change them to what there is.\n");
    text.append(
        "- `data` has the problems, with curriculum and reuse cut applied: rows stand in the order in which they are taken.\n");
    text.append(
        "- Logs come to `logs`, checkpoints to `checkpoints`. Runs that have no log yet are left out of the curves.\n");
    if (!missing.isEmpty()) {
      text.append(
          "\nThese problems were not there. Where they are, the same command writes their files, into another folder:\n\n");
      missing.forEach(
          (source, files) ->
              text.append("- `%s`: `%s`\n".formatted(source, String.join("`, `", files))));
    }
    return text.toString();
  }

  private static boolean hasAdapters(List<ExportedRun> runs) {
    return runs.stream().anyMatch(run -> run.config().grpo().adapter().isPresent());
  }
}
