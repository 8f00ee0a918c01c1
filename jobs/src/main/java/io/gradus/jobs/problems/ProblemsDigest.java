package io.gradus.jobs.problems;

import io.gradus.jobs.policy.Digests;
import java.util.List;

/** The SHA-256 sum, in hexadecimal, that identifies the problems of a run. */
public final class ProblemsDigest {
  private ProblemsDigest() {}

  /** Of the problems' ids, prompts, answers and order. */
  public static String of(List<EncodedProblem> problems) {
    Digests.Sum sum = new Digests.Sum();
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
