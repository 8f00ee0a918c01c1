package io.gradus.analysis.forecast;

import io.gradus.analysis.law.Scope;

/** Whose loss is forecast. */
public sealed interface Target {
  /** As tables have it. */
  String label();

  /**
   * A run that has begun.
   *
   * @param id its id
   */
  record Run(String id) implements Target {
    @Override
    public String label() {
      return id;
    }
  }

  /**
   * A size that no run has.
   *
   * @param params its non-embedding parameters N
   */
  record Size(double params) implements Target {
    @Override
    public String label() {
      return new Scope.OneSize(params).label();
    }
  }
}
