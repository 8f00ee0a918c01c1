package io.gradus.analysis.simulate;

import io.gradus.analysis.compare.Comparison;
import io.gradus.analysis.compare.Contender;
import io.gradus.analysis.compare.LawStudy;
import io.gradus.analysis.compare.StudySettings;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.Scope;
import io.gradus.analysis.uncertainty.LocalRunner;
import java.util.List;

/**
 * Whether the law that made the curves is found again: draws studies from every law, compares all
 * laws on what they did not see, and counts how often the generating law wins or ties.
 *
 * <p>{@code java … io.gradus.analysis.simulate.WinnerStudy STUDIES FIRST [LAW]}; FIRST is the seed
 * of the first study, the others follow it.
 */
public final class WinnerStudy {

  private WinnerStudy() {}

  /** The verdict on one simulated study, without replicates. */
  public static Comparison run(SimulatedStudy design, Truth truth, long seed) {
    StudySettings settings = new StudySettings(List.of(Axis.DATA), List.of(), 0, 0, 0.95, seed);
    return LawStudy.run(design.draw(truth.loss(), seed), settings, new LocalRunner())
        .comparisons()
        .get(0);
  }

  /** Prints a line a law. */
  public static void main(String[] arguments) {
    int studies = Integer.parseInt(arguments[0]);
    long first = Long.parseLong(arguments[1]);
    for (Truth truth : Truth.all()) {
      if (arguments.length > 2 && !arguments[2].equals(truth.law())) {
        continue;
      }
      Contender own = Contender.of(truth.law(), Scope.ALL_SIZES);
      int wins = 0;
      int ties = 0;
      StringBuilder others = new StringBuilder();
      for (int study = 0; study < studies; study++) {
        Comparison comparison = run(SimulatedStudy.SEVEN_SIZES, truth, first + study);
        if (comparison.winner().equals(own)) {
          wins++;
        } else if (comparison.tied().contains(own)) {
          ties++;
        } else {
          others.append(' ').append(comparison.winner().label());
        }
      }
      System.out.printf(
          "%s: wins %d and ties %d of %d studies%s%n",
          truth.law(), wins, ties, studies, others.length() > 0 ? "; beaten by" + others : "");
    }
  }
}
