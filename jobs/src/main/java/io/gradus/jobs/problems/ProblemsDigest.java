package io.gradus.jobs.problems;

import io.gradus.files.Sha256;
import java.util.List;

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
}
