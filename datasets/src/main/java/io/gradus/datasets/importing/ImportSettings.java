package io.gradus.datasets.importing;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What to import, from where, to where. Files are Parquet, told by their first bytes, or JSON:
 * lines, one list, or objects over several lines; {@link InputFiles} says which of a folder.
 *
 * <p>Options, all optional; a name that the kind does not know is an error. For every kind but
 * synthetic: {@code source} and {@code split} (replace what rows say; where rows say nothing the
 * kind's name and {@code train}). For every kind but synthetic and verl: {@code instruction}
 * (appended to the question as it stands), {@code style} ({@code chat} makes the question a user
 * message, {@code plain} leaves it plain text; default chat, for jsonl plain) and {@code system} (a
 * system message before it). Rows that bring messages keep them as they are.
 *
 * <ul>
 *   <li>jsonl, svamp, asdiv, mawps: {@code field.prompt} (a field name, or a template such as
 *       <code>{Body} {Question}</code>), {@code field.messages}, {@code field.answer}, {@code
 *       field.id}, {@code field.difficulty}, {@code field.source}, {@code field.split}: the fields
 *       to read; defaults as the layout has them. Other fields go to {@code extra}
 *   <li>verl: {@code field.difficulty} (in extra_info; default the first whose name ends in
 *       pass_rate)
 *   <li>synthetic: {@code seed} (0), {@code train} (number of problems, 1600), {@code dev} (400),
 *       {@code test} (800), {@code modulus} (11), {@code largest} (instead of a modulus: the
 *       largest operand over the whole numbers), {@code operators} (+-*, +- over the whole
 *       numbers), {@code minOperations} (1), {@code maxOperations} (5), {@code operatorSets}
 *       (comma-separated, any)
 * </ul>
 *
 * @param kind the layout
 * @param input a file or directory; empty for synthetic
 * @param output the directory of the new table
 * @param options by name, in name order
 * @param tokenLimit the longest prompt to keep
 * @param golds looks for gold answers that cannot be compared with
 */
public record ImportSettings(
    SourceKind kind,
    Optional<String> input,
    String output,
    Map<String, String> options,
    Optional<TokenLimit> tokenLimit,
    GoldCheck golds) {

  /** Checks that there is an input where one is needed. */
  public ImportSettings {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(output, "output");
    options = Collections.unmodifiableMap(new TreeMap<>(options));
    if (input.isPresent() == (kind == SourceKind.SYNTHETIC)) {
      throw new IllegalArgumentException(
          kind == SourceKind.SYNTHETIC
              ? "Source synthetic makes its problems; found the input %s, expected none."
                  .formatted(input.get())
              : "Source %s needs an input file or directory; found none.".formatted(kind));
    }
    if (output.isBlank()) {
      throw new IllegalArgumentException("An import needs an output directory; found a blank one.");
    }
  }

  /** Settings without token limit. */
  public static ImportSettings of(
      SourceKind kind, Optional<String> input, String output, Map<String, String> options) {
    return new ImportSettings(kind, input, output, options, Optional.empty(), GoldCheck.none());
  }

  /** The same with another check of gold answers. */
  public ImportSettings with(GoldCheck check) {
    return new ImportSettings(kind, input, output, options, tokenLimit, check);
  }

  /** The same with a limit of prompts' lengths. */
  public ImportSettings with(TokenLimit limit) {
    return new ImportSettings(kind, input, output, options, Optional.of(limit), golds);
  }
}
