package io.gradus.analysis.compare;

import io.gradus.analysis.law.Scope;
import java.io.Serializable;

/**
 * What competes to predict hidden points: a law, fitted to all sizes or to each size alone, or no
 * law at all.
 */
public sealed interface Contender extends Serializable {
  /** The prediction that needs no law. */
  Contender STAYS = new Stays();

  /** All laws and the baseline together. */
  Contender COMBINED = new Combined();

  /** The law's name in tables, or what stands there for none. */
  String law();

  /** What it was fitted to. */
  Scope scope();

  /** Its name in full, with its scope where every size was fitted alone. */
  String label();

  /** A run stays at its last level, and a larger size does no better than the largest seen. */
  record Stays() implements Contender {
    @Override
    public String law() {
      return "stays where it is";
    }

    @Override
    public Scope scope() {
      return Scope.ALL_SIZES;
    }

    @Override
    public String label() {
      return law();
    }
  }

  /** The mean of all laws and the baseline, each weighted by how it predicted. */
  record Combined() implements Contender {
    @Override
    public String law() {
      return "combined laws";
    }

    @Override
    public Scope scope() {
      return Scope.ALL_SIZES;
    }

    @Override
    public String label() {
      return law();
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
