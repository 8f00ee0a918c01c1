package io.gradus.jobs.cli;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.CurveTable;
import io.gradus.analysis.curves.ProblemOutcomes;
import io.gradus.analysis.curves.StoreCurves;
import io.gradus.files.Place;
import io.gradus.jobs.store.StoreReader;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** Where curves come from: a store's tables or a curve table. */
final class CurveSource {
  @Option(names = "--store", required = true, paramLabel = "DIR", description = "A run store.")
  String store;

  @Option(
      names = "--curves",
      required = true,
      paramLabel = "DIR",
      description = "A curve table of curves import or analyze.")
  String curves;

  /** Where that is. */
  Place place() {
    return store == null ? Places.input("--curves", curves) : Places.input("--store", store);
  }

  /** Checks that executors see the source. */
  void requireShared(SparkSession spark) {
    SparkSessions.requireShared(
        spark, store == null ? "--curves" : "--store", store == null ? curves : store);
  }

  /** The points; the views of a store are left in the session. */
  List<CurvePoint> read(SparkSession spark) {
    requireShared(spark);
    if (store == null) {
      return CurveTable.read(spark, curves);
    }
    StoreReader.open(spark, store).createViews();
    return StoreCurves.read(spark);
  }

  /** The answers to single test problems, where the source knows them; call {@link #read} first. */
  ProblemOutcomes outcomes(SparkSession spark) {
    return store == null ? ProblemOutcomes.NONE : StoreCurves.outcomes(spark);
  }
}
