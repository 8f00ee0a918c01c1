package io.gradus.jobs.study;

import io.gradus.analysis.Analysis;
import io.gradus.analysis.AnalysisSettings;
import io.gradus.jobs.store.StoreReader;
import org.apache.spark.sql.SparkSession;

/** The analysis that a study ends with. */
public final class StudyReport {
  private StudyReport() {}

  /**
   * Analyzes all runs of the study's store.
   *
   * @param folder where tables, figures and report.html go
   */
  public static Analysis.Result write(SparkSession spark, StudyPlan plan, String folder) {
    String store = plan.store();
    StoreReader.open(spark, store).createViews();
    return Analysis.run(
        spark,
        AnalysisSettings.ofStore(store, folder)
            .titled(plan.study().title())
            .about(plan.study().benchmark()));
  }

  /** The folder {@code report} beside a store. */
  public static String beside(String store) {
    String root = store.replaceAll("/+$", "");
    int slash = root.lastIndexOf('/');
    return slash < 0 ? "report" : root.substring(0, slash) + "/report";
  }
}
