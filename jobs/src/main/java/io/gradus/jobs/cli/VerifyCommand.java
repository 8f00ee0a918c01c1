package io.gradus.jobs.cli;

import io.gradus.rewards.AnswerRule;
import io.gradus.rewards.ExtractionPolicy;
import io.gradus.rewards.Verifier;
import io.gradus.rewards.VerifyFile;
import io.gradus.rewards.rules.GridPuzzle;
import io.gradus.rewards.rules.MultipleChoice;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares completions with gold answers. */
@Command(
    name = "verify",
    description = {
      "Says which completions have the right final answer.",
      "Reads lines of {\"id\", \"gold\", \"completion\"}, writes lines of {\"id\", \"correct\","
          + " \"extracted\", \"reason\", \"micros\"}.",
      "A line that cannot be read is named and left out; the exit code is then 2.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  gradus verify --in completions.jsonl --out verdicts.jsonl",
      "  gradus verify --in completions.jsonl --explain"
    })
final class VerifyCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(names = "--in", required = true, paramLabel = "FILE", description = "JSON lines.")
  Path in;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "File to write. Needed unless --explain is given.")
  Path out;

  @Option(
      names = "--explain",
      description =
          "Print for each line what was found where, how both sides were read and what decided,"
              + " instead of writing a file.")
  boolean explain;

  @Option(
      names = "--extraction",
      defaultValue = "flexible",
      description =
          "strict: boxed or #### answers only; flexible: the last number where neither is there."
              + " Default: ${DEFAULT-VALUE}.")
  ExtractionPolicy extraction;

  @Option(
      names = "--rule",
      defaultValue = "math",
      description =
          "What answers are: math, multiple-choice (gold: a letter) or grid (gold: a table of"
              + " header and rows). Default: ${DEFAULT-VALUE}.")
  String rule;

  private AnswerRule rule() {
    return switch (rule) {
      case "math" -> Verifier.of(extraction);
      case "multiple-choice" -> new MultipleChoice();
      case "grid" -> new GridPuzzle();
      default ->
          throw new ParameterException(
              spec.commandLine(), "--rule = " + rule + ", expected math, multiple-choice or grid");
    };
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    if (out == null && !explain) {
      throw new ParameterException(spec.commandLine(), "Missing required option: '--out=FILE'");
    }
    if (out != null && !explain) {
      Places.file("--out", out).requireApartFrom(Places.file("--in", in));
    }
    VerifyFile file = new VerifyFile(rule(), bad -> err.println("gradus: " + bad));
    PrintWriter told = spec.commandLine().getOut();
    VerifyFile.Counts counts = explain ? file.explain(in, told::println) : file.run(in, out);
    err.flush();
    spec.commandLine()
        .getOut()
        .printf(
            "%,d lines: %,d correct, %,d not, %,d unreadable%n",
            counts.lines(),
            counts.correct(),
            counts.verified() - counts.correct(),
            counts.rejected());
    if (counts.rejected() > 0 && !explain) {
      spec.commandLine()
          .getOut()
          .printf("%s has the verdicts of the other %,d lines%n", out, counts.verified());
    }
    return counts.rejected() == 0 ? 0 : Errors.BAD_INPUT;
  }
}
