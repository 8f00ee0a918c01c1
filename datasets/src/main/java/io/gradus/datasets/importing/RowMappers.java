package io.gradus.datasets.importing;

import java.util.HashSet;
import java.util.Set;

/** The mapper of a kind, set up from the options of an import. */
final class RowMappers {

  private RowMappers() {}

  static RowMapper of(ImportSettings settings) {
    return switch (settings.kind()) {
      case GSM8K -> gsm8k(settings);
      case VERL -> verl(settings);
      case JSONL -> lines(settings, FieldMapping.STANDARD, "plain");
      case SVAMP -> lines(settings, FieldMapping.SVAMP, "chat");
      case ASDIV -> lines(settings, FieldMapping.ASDIV, "chat");
      case MAWPS -> lines(settings, FieldMapping.MAWPS, "chat");
      case SYNTHETIC -> throw new IllegalArgumentException("Source synthetic has no rows to map.");
    };
  }

  private static RowMapper gsm8k(ImportSettings settings) {
    ImportOptions options = options(settings, PromptStyle.OPTIONS);
    return new Gsm8kMapper(
        options.name("source").orElse(settings.kind().toString()),
        options.name("split").orElse("train"),
        PromptStyle.of(options, "chat"));
  }

  private static RowMapper verl(ImportSettings settings) {
    ImportOptions options = options(settings, Set.of("field.difficulty"));
    return new VerlMapper(
        options.name("source").orElse(""),
        options.name("split").orElse(""),
        options.name("field.difficulty").orElse(""));
  }

  private static RowMapper lines(ImportSettings settings, FieldMapping fields, String style) {
    Set<String> known = new HashSet<>(FieldMapping.OPTIONS);
    known.addAll(PromptStyle.OPTIONS);
    ImportOptions options = options(settings, known);
    return new JsonLinesMapper(
        settings.kind(),
        fields.with(options),
        PromptStyle.of(options, style),
        options.name("source").orElse(""),
        options.name("split").orElse(""));
  }

  private static ImportOptions options(ImportSettings settings, Set<String> own) {
    Set<String> known = new HashSet<>(own);
    known.add("source");
    known.add("split");
    return new ImportOptions(settings.kind(), settings.options(), known);
  }
}
