package io.gradus.jobs.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** What {@code --help} says of every command. */
public final class CommandsChapter {
  private static final int WIDTH = 100;

  private CommandsChapter() {}

  /** A section for each command that does something. */
  public static String render() {
    StringBuilder page = new StringBuilder();
    for (CommandLine command : leaves(Gradus.commandLine())) {
      page.append(page.isEmpty() ? "" : "\n");
      page.append(
          "## `%s`\n\n```\n%s```\n"
              .formatted(
                  command.getCommandSpec().qualifiedName(),
                  command.setUsageHelpWidth(WIDTH).getUsageMessage(Ansi.OFF)));
    }
    return page.toString();
  }

  /** Commands without subcommands, but for {@code help}. */
  static List<CommandLine> leaves(CommandLine command) {
    if (command.getSubcommands().isEmpty()) {
      return command.getCommandName().equals("help") ? List.of() : List.of(command);
    }
    return command.getSubcommands().values().stream().flatMap(c -> leaves(c).stream()).toList();
  }
}
