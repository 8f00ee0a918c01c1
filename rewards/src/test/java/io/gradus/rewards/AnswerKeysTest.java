package io.gradus.rewards;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers of the kinds that answer keys have, in many spellings, with near misses. */
class AnswerKeysTest {
  record Judged(String gold, String answer, boolean right) {}

  private static List<Judged> judged() throws Exception {
    String text;
    try (var in = AnswerKeysTest.class.getResourceAsStream("/cases/answer-keys.txt")) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    List<Judged> judged = new ArrayList<>();
    String gold = "";
    for (String line : text.lines().filter(l -> !l.startsWith("#")).toList()) {
      boolean right = line.startsWith("=\t");
      if (!right && !line.startsWith("!\t")) {
        gold = line;
        continue;
      }
      for (String answer : line.substring(2).split("\t")) {
        judged.add(new Judged(gold, answer, right));
      }
    }
    return judged;
  }

  @Test
  void judgesSpellingsAndNearMissesAsByHand() throws Exception {
    Verifier verifier = Verifier.of(ExtractionPolicy.FLEXIBLE);
    assertThat(judged()).hasSizeGreaterThan(1_000);
    assertThat(judged())
        .allSatisfy(
            j -> {
              Verdict v = verifier.verify(j.gold(), "so we get $\\boxed{" + j.answer() + "}$.");
              assertThat(v.correct()).as("%s: %s", j, v).isEqualTo(j.right());
            });
  }
}
