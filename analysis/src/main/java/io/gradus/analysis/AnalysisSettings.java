package io.gradus.analysis;

import io.gradus.analysis.compare.StudySettings;
import io.gradus.analysis.findings.Findings;
import java.util.Optional;

/**
 * What {@code analyze} does.
 *
 * @param source where curves come from
 * @param out folder for tables, figures and report, on any Hadoop file system
 * @param title the report's title
 * @param benchmark the held-out set that findings and main figures are about; empty for the one
 *     with most points
 * @param study which laws are fitted and how
 * @param findings what counts as no difference
 */
public record AnalysisSettings(
    Source source,
    String out,
    String title,
    Optional<String> benchmark,
    StudySettings study,
    Findings.Settings findings) {

  /** Where curves come from. */
  public sealed interface Source {
    /** What the report calls the source. */
    String label();

    /**
     * The session's temporary views {@code runs}, {@code steps} and {@code evaluations}.
     *
     * @param name what the report calls them, such as the store's path
     */
    record StoreViews(String name) implements Source {
      @Override
      public String label() {
        return name;
      }
    }

    /**
     * A curve table that {@code curves import} wrote.
     *
     * @param path its folder
     */
    record CurveFolder(String path) implements Source {
      @Override
      public String label() {
        return path;
      }
    }
  }

  /** All laws with their default settings, over a curve table. */
  public static AnalysisSettings ofCurves(String curves, String out) {
    return of(new Source.CurveFolder(curves), out);
  }

  /** All laws with their default settings, over the session's store views. */
  public static AnalysisSettings ofStore(String name, String out) {
    return of(new Source.StoreViews(name), out);
  }

  private static AnalysisSettings of(Source source, String out) {
    return new AnalysisSettings(
        source,
        out,
        "How test loss falls",
        Optional.empty(),
        StudySettings.DEFAULT,
        Findings.Settings.DEFAULT);
  }

  /** The same with other study settings. */
  public AnalysisSettings with(StudySettings newStudy) {
    return new AnalysisSettings(source, out, title, benchmark, newStudy, findings);
  }

  /** The same with another title. */
  public AnalysisSettings titled(String newTitle) {
    return new AnalysisSettings(source, out, newTitle, benchmark, study, findings);
  }

  /** The same about another benchmark. */
  public AnalysisSettings about(String newBenchmark) {
    return new AnalysisSettings(source, out, title, Optional.of(newBenchmark), study, findings);
  }
}
