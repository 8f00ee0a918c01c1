package io.gradus.rewards.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.rewards.equivalent.Decision;
import io.gradus.rewards.equivalent.Equivalence;
import io.gradus.rewards.equivalent.Tolerance;
import io.gradus.rewards.parse.AnswerParser;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random expressions stay equal under identities and change of notation, and differ after the
 * smallest mistake. In full: -Dgradus.rewriting.cases=10000.
 */
class RewritingTest {
  private static final int CASES = Integer.getInteger("gradus.rewriting.cases", 1_000);

  @Test
  void identitiesAreFoundEqualAndMistakesDifferent() throws Exception {
    Equivalence equivalence = new Equivalence(Tolerance.DEFAULT);
    Random random = new Random(20_250_922);
    Terms terms = new Terms(random);
    int done = 0;
    while (done < CASES) {
      Term term = terms.make(3);
      if (!Terms.isTame(term)) {
        continue;
      }
      done++;
      Term same = terms.rewrite(term);
      // more than a decimal gold answer's tolerance: any number may be written with ".0"
      Term other = terms.perturb(term, 2 * Tolerance.DEFAULT.relative()).orElseThrow();
      String text = new Notation(random).write(term);
      check(equivalence, text, new Notation(random).write(same), true);
      check(equivalence, text, new Notation(random).write(other), false);
    }
  }

  private static void check(Equivalence equivalence, String a, String b, boolean equal)
      throws Exception {
    Decision d = equivalence.decide(AnswerParser.parse(a), AnswerParser.parse(b));
    assertThat(d.equal()).as("%s against %s: %s", a, b, d.reason()).isEqualTo(equal);
  }
}
