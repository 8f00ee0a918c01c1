package io.gradus.analysis.compare;

import io.gradus.analysis.law.Scope;
import java.io.Serializable;

/**
 * What competes to predict hidden points: a law, fitted to all sizes or to each size alone, or no
 * law at all.
 */
public sealed interface Contender extends Serializable {
  /**
   * The prediction that needs no law: a run stays at its last level, and a larger size does no
   * better than the largest seen.
   */
  Contender STAYS = new Plain("stays where it is");

  /** The mean of all laws and the baseline, each weighted by how it predicted. */
  Contender COMBINED = new Plain("combined laws");

  /** The law's name in tables, or what stands there for none. */
  String law();

  /** What it was fitted to. */
  Scope scope();

  /** Its name in full, with its scope where every size was fitted alone. */
  String label();

  /**
   * One that takes all sizes together and no single law.
   *
   * @param law what stands in tables in place of a law's name
   */
  record Plain(String law) implements Contender {
    @Override
    public Scope scope() {
      return Scope.ALL_SIZES;
    }

    @Override
    public String label() {
      return law;
    }
  }

  /**
   * A fitted law.
   *
   * @param law its name
   * @param scope all sizes, or each size
   */
  record Fitted(String law, Scope scope) implements Contender {
    @Override
    public String label() {
      return scope instanceof Scope.EachSize ? law + " (" + scope.label() + ")" : law;
    }
  }

  /** What a fit competes as: fits to single sizes are one contender together. */
  static Contender of(String law, Scope scope) {
    return new Fitted(law, scope instanceof Scope.OneSize ? Scope.EACH_SIZE : scope);
  }
}
