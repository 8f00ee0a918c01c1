package io.gradus.rewards.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.rewards.VerifierAccess;
import io.gradus.rewards.equivalent.Decision;
import io.gradus.rewards.equivalent.Equivalence;
import io.gradus.rewards.equivalent.Tolerance;
import io.gradus.rewards.number.Budget;
import io.gradus.rewards.parse.AnswerParser;
import io.gradus.rewards.parse.Expr;
import io.gradus.rewards.parse.ParseException;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Mutated and generated input: nothing throws, nothing exceeds its budget, what parses equals
 * itself, equality is symmetric, and values made unequal are never found equal. In full:
 * -Dgradus.fuzz.cases=1000000, optionally -Dgradus.fuzz.seed=N.
 */
class FuzzTest {
  private static final int CASES = Integer.getInteger("gradus.fuzz.cases", 5_000);
  private static final long SEED = Long.getLong("gradus.fuzz.seed", 4);

  private static final Pattern DECIMAL = Pattern.compile("decimals=\\d");

  private final Equivalence equivalence = new Equivalence(Tolerance.DEFAULT);
  private long most;
  private long slowest;
  private String slowestText = "";

  @Test
  void hostileInputIsJudgedWithinBounds() {
    Random random = new Random(SEED);
    Mutations mutations = new Mutations(random);
    long parsed = 0;
    for (int i = 0; i < CASES; i++) {
      String gold = mutations.answer();
      String completion = mutations.completion();
      long start = cpu();
      VerifierAccess.verify(gold, completion);
      long nanos = cpu() - start;
      if (i > 1_000 && nanos > slowest) {
        slowest = nanos;
        slowestText = gold + " | " + completion;
      }
      Optional<Expr> tree = parse(gold);
      if (tree.isPresent()) {
        parsed++;
        assertThat(decide(tree.get(), tree.get()).equal()).as("%s equals itself", gold).isTrue();
        Optional<Expr> other = parse(mutations.mutate(gold));
        other.ifPresent(o -> checkSymmetry(gold, tree.get(), o));
      }
      if (i % 4 == 0) {
        checkUnequal(random);
      }
    }
    assertThat(parsed).isGreaterThan(CASES / 10);
    System.out.printf(
        "fuzz: %d cases, %d parsed, at most %d operations, slowest %.1f ms: %s%n",
        CASES,
        parsed,
        most,
        slowest / 1e6,
        slowestText.substring(0, Math.min(200, slowestText.length())));
  }

  /** Processor time of this thread: other work on the machine does not count. */
  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static Optional<Expr> parse(String text) {
    try {
      return Optional.of(AnswerParser.parse(text));
    } catch (ParseException | Budget.Exceeded e) {
      return Optional.empty();
    }
  }

  private Decision decide(Expr gold, Expr answer) {
    Budget budget = new Budget(Equivalence.OPERATIONS);
    Decision d = equivalence.decide(gold, answer, budget);
    most = Math.max(most, budget.spent());
    return d;
  }

  private void checkSymmetry(String text, Expr a, Expr b) {
    // a decimal gold answer is compared within tolerance, an exact one is not
    if (!hasDecimal(a) && !hasDecimal(b)) {
      Decision d = decide(a, b);
      Decision r = decide(b, a);
      assertThat(d.equal()).as("%s: %s against %s: %s, %s", text, a, b, d, r).isEqualTo(r.equal());
    }
  }

  private static boolean hasDecimal(Expr e) {
    return DECIMAL.matcher(e.toString()).find();
  }

  private void checkUnequal(Random random) {
    Terms terms = new Terms(random);
    Term term = terms.make(2);
    if (Terms.isTame(term)) {
      Term other = terms.perturb(term);
      String a = new Notation(random).write(term);
      String b = new Notation(random).write(other);
      parse(a)
          .ifPresent(
              x ->
                  parse(b)
                      .ifPresent(
                          y ->
                              assertThat(decide(x, y).equal())
                                  .as("%s against %s", a, b)
                                  .isFalse()));
    }
  }
}
