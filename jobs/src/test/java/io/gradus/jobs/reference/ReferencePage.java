package io.gradus.jobs.reference;

import io.gradus.jobs.cli.CommandsChapter;

/** The page conf/REFERENCE.md, made from the code. */
final class ReferencePage {
  private ReferencePage() {}

  static String render() {
    return """
# Reference

Every command, setting and table, and the errors that users meet. This page is made from the code; after a change of it:
`mvn -pl jobs -am test -Dtest=ReferencePageTest -Dgradus.reference=write -Dsurefire.failIfNoSpecifiedTests=false`

## Commands

"""
        + CommandsChapter.render()
        + """

## Settings

A setting is taken from the first of these that has it: the command line (`key=value`), the configuration file, Spark's
configuration (`--conf spark.gradus.KEY=VALUE`), the default; [SETTINGS.md](SETTINGS.md) says more. `null` is "not given". `BLOCK { … }` is said of all keys below it.

"""
        + SettingsChapter.render()
        + """

## Tables

`gradus sql --store STORE "DESCRIBE TABLE steps"` says the same of a store's tables. Columns without "yes" are never null.

"""
        + TablesChapter.render()
        + """

## Troubleshooting

Errors are one line, `gradus: …`, and change nothing; `--debug` adds where in the code they arose. Exit code 2: bad usage,
settings or input; 1: anything else. An executor that ends with exit code 137 was killed for its memory: libtorch's is
outside the Java heap, so raise `spark.executor.memoryOverhead`.

"""
        + TroubleChapter.render();
  }

  /** A text as a cell of a Markdown table. */
  static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }
}
