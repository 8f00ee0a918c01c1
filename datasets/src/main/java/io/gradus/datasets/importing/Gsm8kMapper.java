package io.gradus.datasets.importing;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradus.datasets.Problem;
import java.util.Map;
import java.util.regex.Pattern;

/** GSM8K as published: the answer is a worked solution whose last line is {@code #### x}. */
record Gsm8kMapper(String source, String split, PromptStyle style) implements RowMapper {

  private static final String MARK = "####";
  private static final Pattern GROUPED = Pattern.compile("-?\\d{1,3}(,\\d{3})+(\\.\\d+)?");

  @Override
  public Problem map(JsonNode row, long position) throws RejectedRowException {
    String question = JsonFields.text(row, "question");
    String solution = JsonFields.text(row, "answer");
    int mark = solution.lastIndexOf(MARK);
    String answer = mark < 0 ? "" : solution.substring(mark + MARK.length()).strip();
    if (answer.isEmpty()) {
      throw new RejectedRowException("answer has no '#### x', expected the gold answer after it");
    }
    if (GROUPED.matcher(answer).matches()) {
      answer = answer.replace(",", "");
    }
    return new Problem(
        source + "/" + split + "/" + position,
        source,
        split,
        position,
        style.messages(question),
        style.prompt(question),
        answer,
        Double.NaN,
        Map.of("solution", solution.substring(0, mark).strip()));
  }
}
