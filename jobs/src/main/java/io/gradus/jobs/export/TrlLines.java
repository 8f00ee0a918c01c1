package io.gradus.jobs.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradus.files.Json;
import io.gradus.training.text.ChatMessage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Problems in TRL's layout of prompts to sample from: JSON lines with {@code prompt}, a list of
 * role and content; the other columns are handed to the reward. Lines stand in the order in which
 * the trainer takes them.
 */
final class TrlLines {
  private TrlLines() {}

  /** Writes a file. */
  static void write(Path file, List<ExportedProblem> problems) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      for (ExportedProblem problem : problems) {
        out.write(line(problem));
        out.write('\n');
      }
    }
  }

  private static String line(ExportedProblem problem) throws JsonProcessingException {
    ObjectNode line = Json.STRICT.createObjectNode();
    ArrayNode prompt = line.putArray("prompt");
    for (ChatMessage message : problem.messages()) {
      prompt.addObject().put("role", message.role()).put("content", message.content());
    }
    line.put("ground_truth", problem.gold());
    line.put("grading", problem.grading());
    line.put("data_source", problem.set());
    line.put("id", problem.id());
    return Json.STRICT.writeValueAsString(line);
  }
}
