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

  private final List<Problem> test;
  private final List<Problem> dev;
  private final Set<String> heldOut;
  private final ArithmeticTask train;

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
    this.test = new ArithmeticTask(settings).problems(heldOutSeed, TEST, testProblems);
    this.dev =
        new ArithmeticTask(settings, questions(test)).problems(heldOutSeed, DEV, devProblems);
    Set<String> questions = questions(test);
    questions.addAll(questions(dev));
    this.heldOut = Set.copyOf(questions);
    this.train = new ArithmeticTask(settings, heldOut);
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
    return train;
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
    Set<String> questions = new HashSet<>();
    problems.forEach(problem -> questions.add(problem.prompt()));
    return questions;
  }
}
