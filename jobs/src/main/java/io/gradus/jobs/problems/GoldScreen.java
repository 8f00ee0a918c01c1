package io.gradus.jobs.problems;

import io.gradus.datasets.Problem;
import io.gradus.datasets.importing.GoldCheck;
import io.gradus.datasets.importing.UnreadableGolds;
import io.gradus.datasets.importing.UnreadableGolds.Example;
import io.gradus.jobs.config.ProblemSource.Grading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds the problems whose gold answers no completion can be compared with, before a run starts.
 *
 * @param policy what becomes of them
 * @param grading what kind of answers the problems have
 */
record GoldScreen(GoldCheck.Policy policy, Grading grading) {

  /** The setting that says what becomes of them. */
  static final String KEY = "problems.unreadable-golds";

  /**
   * The problems to use.
   *
   * @param name of the set, for messages
   * @param notes is told in a line how many gold answers cannot be read, with examples
   * @throws IllegalArgumentException with the same line if they are to be refused, or none is left
   */
  List<Problem> screened(String name, List<Problem> problems, Consumer<String> notes) {
    List<Problem> kept = new ArrayList<>();
    List<Example> examples = new ArrayList<>();
    for (Problem problem : problems) {
      Optional<String> defect = Golds.defect(problem, grading);
      if (defect.isEmpty()) {
        kept.add(problem);
      } else if (examples.size() < UnreadableGolds.MOST_EXAMPLES) {
        examples.add(new Example(problem.id(), problem.answer(), defect.get()));
      }
    }
    int count = problems.size() - kept.size();
    if (count == 0) {
      return problems;
    }
    String found = name + ": " + new UnreadableGolds(count, problems.size(), examples);
    if (policy == GoldCheck.Policy.REFUSE || (policy == GoldCheck.Policy.DROP && kept.isEmpty())) {
      throw new IllegalArgumentException(
          found
              + " ("
              + (policy == GoldCheck.Policy.REFUSE
                  ? KEY + " = refuse"
                  : KEY + " = drop leaves no problem")
              + ")");
    }
    boolean drop = policy == GoldCheck.Policy.DROP;
    notes.accept(found + (drop ? "; left out" : "; no completion of them can be right"));
    return drop ? List.copyOf(kept) : problems;
  }
}
