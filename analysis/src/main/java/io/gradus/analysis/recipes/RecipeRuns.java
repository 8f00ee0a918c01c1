package io.gradus.analysis.recipes;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.recipes.RecipeRun.PairKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The runs of a store that name their recipe, from the temporary view {@code runs}. */
public final class RecipeRuns {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RECIPE = "get_json_object(config, '$.run.recipe')";

  /** Settings that change memory, time or place, not the recipe. */
  private static final Set<String> NOT_OF_A_RECIPE =
      Set.of(
          "grpo.micro-batch-tokens",
          "grpo.activations",
          "grpo.threads",
          "grpo.dtype",
          "rollout.threads",
          "rollout.dtype",
          "rollout.broadcast-limit",
          "rollout.prompts-per-batch",
          "reward.threads");

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
      JsonNode config = settings(id, row.getAs("config"));
      runs.add(
          new RecipeRun(
              id,
              config.path("run").path("recipe").asText(),
              new PairKey(
                  row.getAs("family"),
                  row.getAs("variant"),
                  row.<Number>getAs("params").doubleValue(),
                  row.<Number>getAs("tau").intValue(),
                  row.<Number>getAs("seed").longValue(),
                  row.getAs("model_digest"),
                  row.getAs("problems_digest")),
              parts(config)));
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

  private static JsonNode settings(String run, String config) {
    try {
      return JSON.readTree(config);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "Run %s has settings that are no JSON: %s".formatted(run, e.getOriginalMessage()), e);
    }
  }

  private static SortedMap<RecipePart, SortedMap<String, String>> parts(JsonNode config) {
    TreeMap<String, String> flat = new TreeMap<>();
    for (String block : List.of("grpo", "rollout", "reward")) {
      flatten(block, config.path(block), flat);
    }
    flat.keySet().removeAll(NOT_OF_A_RECIPE);
    TreeMap<RecipePart, SortedMap<String, String>> parts = new TreeMap<>();
    flat.forEach(
        (key, value) ->
            parts.computeIfAbsent(RecipePart.of(key), p -> new TreeMap<>()).put(key, value));
    return parts;
  }

  private static void flatten(String name, JsonNode node, Map<String, String> flat) {
    if (!node.isObject()) {
      flat.put(name, node.toString());
      return;
    }
    for (Iterator<Map.Entry<String, JsonNode>> fields = node.fields(); fields.hasNext(); ) {
      Map.Entry<String, JsonNode> field = fields.next();
      flatten(name + "." + field.getKey(), field.getValue(), flat);
    }
  }
}
