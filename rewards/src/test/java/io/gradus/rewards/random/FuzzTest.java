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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  /** Cases before the classes are loaded; their times are left out. */
  private static final int WARM_UP = 1_000;

  /** A longer run does not stop at a failure, so that one run shows more than one. */
  private static final int MOST_FAILURES = 20;

  private static final Pattern ONE_SIDED = Pattern.compile("decimals=\\d|unit=K\\b");

  private final Equivalence equivalence = new Equivalence(Tolerance.DEFAULT);
  private final List<String> failures = new ArrayList<>();
  private final long[] nanos = new long[CASES];
  private final long[] operations = new long[CASES];
  private long unequal;

  @Test
  void hostileInputIsJudgedWithinBounds() {
    Random random = new Random(SEED);
    Mutations mutations = new Mutations(random);
    Traps traps = new Traps(random);
    int parsed = 0;
    int slowest = 0;
    String slowestText = "";
    for (int i = 0; i < CASES && failures.size() < MOST_FAILURES; i++) {
      String gold = mutations.answer();
      String completion = mutations.completion();
      long start = cpu();
      VerifierAccess.verify(gold, completion);
      nanos[i] = i < WARM_UP ? 0 : cpu() - start;
      if (nanos[i] > nanos[slowest]) {
        slowest = i;
        slowestText = gold + " | " + completion;
      }
      Optional<Expr> tree = parse(gold);
      if (tree.isPresent()) {
        Decision self = decide(tree.get(), tree.get(), parsed++);
        claim(self.equal(), "%s equals itself: %s", gold, self);
        Optional<Expr> other = parse(mutations.mutate(gold));
        if (other.isPresent()) {
          checkSymmetry(gold, tree.get(), other.get(), parsed - 1);
        }
      }
      if (i % 4 == 0) {
        checkUnequal(random);
      } else if (i % 4 == 1) {
        checkTrap(traps.next());
      }
    }
    assertThat(failures).isEmpty();
    assertThat(parsed).isGreaterThan(CASES / 10);
    assertThat(unequal).isGreaterThan(CASES / 10);
    Arrays.sort(nanos);
    Arrays.sort(operations);
    assertThat(operations[CASES - 1]).isLessThanOrEqualTo(Equivalence.OPERATIONS);
    int rank = (int) (CASES * 0.999);
    System.out.printf(
        "fuzz: seed %d, %d cases, %d parsed, %d made unequal; of a decision the operations:"
            + " p99.9 %d, most %d; of a verification the processor time:"
            + " p99.9 %.1f ms, most %.1f ms: %s%n",
        SEED,
        CASES,
        parsed,
        unequal,
        operations[rank],
        operations[CASES - 1],
        nanos[rank] / 1e6,
        nanos[CASES - 1] / 1e6,
        slowestText.substring(0, Math.min(200, slowestText.length())));
  }

  private void claim(boolean holds, String message, Object... details) {
    if (!holds) {
      failures.add(String.format(message, details));
    }
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

  private Decision decide(Expr gold, Expr answer, int i) {
    Budget budget = new Budget(Equivalence.OPERATIONS);
    Decision d = equivalence.decide(gold, answer, budget);
    operations[i] = Math.max(operations[i], budget.spent());
    return d;
  }

  private void checkSymmetry(String text, Expr a, Expr b, int i) {
    // a decimal gold answer is compared within tolerance, an exact one is not; the K of an answer
    // may be a thousand, that of a gold answer is kelvin
    if (!isOneSided(a) && !isOneSided(b)) {
      Decision d = decide(a, b, i);
      Decision r = decide(b, a, i);
      claim(d.equal() == r.equal(), "%s: %s against %s: %s, %s", text, a, b, d, r);
    }
  }

  private static boolean isOneSided(Expr e) {
    return ONE_SIDED.matcher(e.toString()).find();
  }

  private void checkTrap(Traps.Pair trap) {
    boolean accepted =
        VerifierAccess.verify(trap.gold(), "\\boxed{" + trap.answer() + "}").correct();
    claim(!accepted, "%s accepted for %s", trap.answer(), trap.gold());
    unequal++;
  }

  private void checkUnequal(Random random) {
    Terms terms = new Terms(random);
    Term term = terms.make(2);
    if (!Terms.isTame(term)) {
      return;
    }
    String a = new Notation(random).write(term);
    // within the tolerance that a decimal gold answer has, unequal values are the same answer
    double least = a.indexOf('.') < 0 ? Terms.CLEAR : 2 * Tolerance.DEFAULT.relative();
    Optional<Term> other = terms.perturb(term, least);
    if (other.isEmpty()) {
      return;
    }
    String b = new Notation(random).write(other.get());
    Optional<Expr> x = parse(a);
    Optional<Expr> y = parse(b);
    if (x.isPresent() && y.isPresent()) {
      unequal++;
      Decision d = equivalence.decide(x.get(), y.get());
      claim(!d.equal(), "%s against %s: %s", a, b, d);
    }
  }
}
