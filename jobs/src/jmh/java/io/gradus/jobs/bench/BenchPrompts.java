package io.gradus.jobs.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradus.files.Json;
import io.gradus.training.rollout.RolloutPrompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Prompts of a file of JSON lines, each with {@code input_ids}. */
final class BenchPrompts {
  private BenchPrompts() {}

  static List<RolloutPrompt> read(Path file) throws IOException {
    List<RolloutPrompt> prompts = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode ids = Json.STRICT.readTree(line).get("input_ids");
      int[] prompt = new int[ids.size()];
      for (int i = 0; i < prompt.length; i++) {
        prompt[i] = ids.get(i).intValue();
      }
      prompts.add(new RolloutPrompt("prompt-" + prompts.size(), prompt));
    }
    return prompts;
  }
}
