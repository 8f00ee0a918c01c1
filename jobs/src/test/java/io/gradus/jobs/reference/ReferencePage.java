package io.gradus.jobs.reference;

import io.gradus.jobs.cli.CommandsChapter;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * A page of {@code docs} with a part that is made from the code. What stands before and after that
 * part is written by hand and kept.
 */
enum ReferencePage {
  COMMANDS("commands.md", CommandsChapter::render),
  RECIPES("recipes.md", RecipesChapter::render),
  SETTINGS("settings.md", SettingsChapter::render),
  TABLES("tables.md", TablesChapter::render),
  TROUBLESHOOTING("troubleshooting.md", TroubleChapter::render);

  static final String BEGIN =
      "<!-- Made from the code; CONTRIBUTING.md says how to renew it. -->\n";
  static final String END = "<!-- End of what is made from the code. -->\n";

  private final String file;
  private final Supplier<String> chapter;

  ReferencePage(String file, Supplier<String> chapter) {
    this.file = file;
    this.chapter = chapter;
  }

  Path path() {
    return Path.of("../docs", file);
  }

  /**
   * The page as the code has it now.
   *
   * @param page the page as it is, with both marks
   * @throws IllegalArgumentException if a mark is missing
   */
  String renew(String page) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException(
          "%s: expected the lines %s and %s".formatted(path(), BEGIN.strip(), END.strip()));
    }
    return page.substring(0, begin) + BEGIN + "\n" + chapter.get() + "\n" + page.substring(end);
  }

  /** A text as a cell of a Markdown table. */
  static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }
}
