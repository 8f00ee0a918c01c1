package io.gradus.datasets.arithmetic;

import io.gradus.datasets.Problem;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Test, development and training problems and the corpus of one study, kept apart exactly: no
 * development problem is a test problem, and neither training nor corpus holds a question of
 * either.
 */
public final class ArithmeticSplits implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Split of the untouched problems that results are reported on. */
  public static final String TEST = "test";

  /** Split of the problems that settings are chosen by. */
  public static final String DEV = "dev";

  /** Split of the problems for reinforcement learning. */
  public static final String TRAIN = "train";

  private final ArithmeticSettings settings;
  private final List<Problem> test;
  private final List<Problem> dev;
  private final Set<String> heldOut;

  /**
   * Draws the held-out problems.
   *
   * @param settings distribution of all three splits
   * @param heldOutSeed keys the test and development problems; keep it fixed over runs that are
   *     compared
   * @param testProblems number of test problems
   * @param devProblems number of development problems
   */
  public ArithmeticSplits(
      ArithmeticSettings settings, long heldOutSeed, int testProblems, int devProblems) {
    this.settings = settings;
    this.test = new ArithmeticTask(settings).problems(heldOutSeed, TEST, testProblems);
    this.dev =
        new ArithmeticTask(settings, questions(test)).problems(heldOutSeed, DEV, devProblems);
    this.heldOut = union(questions(test), dev);
  }

  private ArithmeticSplits(ArithmeticSplits splits, Collection<Problem> more) {
    this.settings = splits.settings;
    this.test = splits.test;
    this.dev = splits.dev;
    this.heldOut = union(splits.heldOut, more);
  }

  /** The same splits with more problems kept out of training and corpus, for further benchmarks. */
  public ArithmeticSplits holdingOut(Collection<Problem> more) {
    return new ArithmeticSplits(this, more);
  }

  /** The test problems. */
  public List<Problem> test() {
    return test;
  }

  /** The development problems. */
  public List<Problem> dev() {
    return dev;
  }

  /** The training task: any number of problems, by seed and index. */
  public ArithmeticTask train() {
    return new ArithmeticTask(settings, heldOut);
  }

  /**
   * A pre-training corpus without the held-out questions.
   *
   * @param settings its own distribution, usually skewed
   */
  public ArithmeticCorpus corpus(ArithmeticSettings settings, CorpusMix mix) {
    return new ArithmeticCorpus(new ArithmeticTask(settings, heldOut), mix);
  }

  private static Set<String> questions(Collection<Problem> problems) {
    return union(Set.of(), problems);
  }

  private static Set<String> union(Set<String> questions, Collection<Problem> more) {
    Set<String> union = new HashSet<>(questions);
    more.forEach(problem -> union.add(problem.prompt()));
    return Set.copyOf(union);
  }
}
