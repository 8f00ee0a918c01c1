package io.gradus.jobs.cli;

import io.gradus.jobs.export.StudyExport;
import io.gradus.jobs.export.Trainer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.TreeSet;

/** What {@code study --export} says when it is done. */
final class ExportPrinter {
  private ExportPrinter() {}

  static void print(StudyExport.Summary summary, Trainer trainer, Path folder, PrintWriter print) {
    summary.notes().forEach(print::println);
    print.printf(
        "%d runs for %s, %d files of problems: %s%n",
        summary.runs(), trainer.label(), summary.files(), folder);
    if (!summary.missing().isEmpty()) {
      TreeSet<String> files = new TreeSet<>();
      summary.missing().values().forEach(files::addAll);
      print.printf(
          "NOT written: %d files of problems whose sources are not here: %s%n",
          files.size(), String.join(", ", summary.missing().keySet()));
      print.println(
          "Where they are, the same command with another --out writes them; README.md there lists both.");
    }
    print.flush();
  }
}
