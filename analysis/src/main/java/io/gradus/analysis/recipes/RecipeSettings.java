package io.gradus.analysis.recipes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A recipe by the settings of one of its runs.
 *
 * @param recipe its name; empty without one
 * @param parts settings of {@code grpo}, {@code rollout} and {@code reward} by the part that they
 *     belong to
 */
record RecipeSettings(String recipe, SortedMap<RecipePart, SortedMap<String, String>> parts) {
  private static final ObjectMapper JSON = new ObjectMapper();

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

  /**
   * Reads what a run was made with.
   *
   * @param run its name
   * @param config every setting, as JSON
   * @throws IllegalArgumentException if that is no JSON
   */
  static RecipeSettings of(String run, String config) {
    try {
      JsonNode settings = JSON.readTree(config);
      return new RecipeSettings(settings.path("run").path("recipe").asText(), parts(settings));
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
