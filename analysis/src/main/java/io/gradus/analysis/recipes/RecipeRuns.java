package io.gradus.analysis.recipes;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.recipes.RecipeRun.PairKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The runs of a store that name their recipe, from the temporary view {@code runs}. */
public final class RecipeRuns {
  private static final String RECIPE = "get_json_object(config, '$.run.recipe')";

  private RecipeRuns() {}

  /**
   * The runs in the order of their names; none where the view has no column {@code config}.
   *
   * @throws IllegalArgumentException if the settings of a run are no JSON
   */
  public static List<RecipeRun> read(SparkSession spark) {
    List<RecipeRun> runs = new ArrayList<>();
    if (!Arrays.asList(spark.table("runs").columns()).contains("config")) {
      return runs;
    }
    for (Row row :
        spark
            .sql("SELECT * FROM runs WHERE " + RECIPE + " IS NOT NULL ORDER BY run_id")
            .collectAsList()) {
      String id = row.getAs("run_id");
      RecipeSettings settings = RecipeSettings.of(id, row.getAs("config"));
      runs.add(
          new RecipeRun(
              id,
              settings.recipe(),
              new PairKey(
                  row.getAs("family"),
                  row.getAs("variant"),
                  row.<Number>getAs("params").doubleValue(),
                  row.<Number>getAs("tau").intValue(),
                  row.<Number>getAs("seed").longValue(),
                  row.getAs("model_digest"),
                  row.getAs("problems_digest")),
              settings.parts()));
    }
    return runs;
  }

  /** The points of runs that name no recipe and of those of one recipe. */
  public static List<CurvePoint> ofRecipe(
      List<RecipeRun> named, String recipe, List<CurvePoint> points) {
    Set<String> others =
        named.stream()
            .filter(run -> !run.recipe().equals(recipe))
            .map(RecipeRun::runId)
            .collect(Collectors.toSet());
    return points.stream().filter(p -> !others.contains(p.runId())).toList();
  }

  /** Leaves in the view {@code runs} only those without a recipe's name and those of one recipe. */
  public static void keepOnly(SparkSession spark, String recipe) {
    spark
        .table("runs")
        .where(coalesce(expr(RECIPE), lit(recipe)).equalTo(recipe))
        .createOrReplaceTempView("runs");
  }
}
