package io.gradus.jobs.problems;

import io.gradus.files.Sha256;
import java.util.List;
import java.util.Map;

/** The SHA-256 sum, in hexadecimal, that identifies the problems of a run. */
public final class ProblemsDigest {
  private ProblemsDigest() {}

  /** Of the problems' ids, prompts, answers and order. */
  public static String of(List<EncodedProblem> problems) {
    Sha256 sum = new Sha256();
    for (EncodedProblem encoded : problems) {
      sum.add(encoded.problem().id());
      sum.add(encoded.problem().answer());
      for (int id : encoded.prompt().ids()) {
        sum.add(id);
      }
    }
    return sum.hex();
  }

  /**
   * What an outcome depends on of a set of problems, each with a sum of its own, so that an error
   * can say what has changed.
   */
  public static Map<String, String> parts(List<EncodedProblem> problems) {
    Sha256 ids = new Sha256();
    Sha256 prompts = new Sha256();
    Sha256 answers = new Sha256();
    for (EncodedProblem encoded : problems) {
      ids.add(encoded.problem().id());
      prompts.add(encoded.prompt().ids().length);
      for (int id : encoded.prompt().ids()) {
        prompts.add(id);
      }
      answers.add(encoded.gold().rule().name()).add(encoded.gold().answer());
    }
    return Map.of(
        "ids in their order",
        shown(ids),
        "prompts in tokens",
        shown(prompts),
        "answers",
        shown(answers));
  }

  private static String shown(Sha256 sum) {
    return "SHA-256 " + sum.hex().substring(0, 16);
  }
}
