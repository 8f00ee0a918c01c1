package io.gradus.analysis.compare;

import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.curves.ProblemOutcomes;
import io.gradus.analysis.fit.Fit;
import io.gradus.analysis.fit.FitData;
import io.gradus.analysis.fit.FitSettings;
import io.gradus.analysis.fit.LawFitter;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.ScalingLaw;
import io.gradus.analysis.law.Scope;
import io.gradus.analysis.uncertainty.Bootstrap;
import io.gradus.analysis.uncertainty.ReplicateTask;
import io.gradus.analysis.uncertainty.Seeds;
import java.util.Optional;

/**
 * One fit of a study: a law on all curves or on the part of a split, over all sizes or one.
 *
 * @param group the curves of one key
 * @param axis what X is
 * @param law the law to fit
 * @param scope whether all sizes are fitted together or one alone
 * @param held what is hidden from the fit; empty where it sees all points
 * @param data the points that are fitted
 */
record Work(
    CurveGroup group,
    Axis axis,
    ScalingLaw law,
    Scope scope,
    Optional<HeldOut> held,
    FitData data) {

  /** The work when it is done. */
  record Done(Work work, Fit fit, ReplicateTask task, int replicates) {}

  Optional<Done> fit(StudySettings settings, ProblemOutcomes outcomes) {
    long seed = Seeds.mix(settings.seed(), name());
    FitSettings effort = held.isPresent() ? FitSettings.quick(seed) : FitSettings.thorough(seed);
    int replicates = held.isPresent() ? settings.splitReplicates() : settings.replicates();
    return new LawFitter(effort)
        .fit(law, data)
        .map(fit -> new Done(this, fit, task(fit, outcomes, Seeds.mix(seed, 1)), replicates));
  }

  /** What a split hides was measured on the same problems, so its replicates keep them. */
  private ReplicateTask task(Fit fit, ProblemOutcomes outcomes, long seed) {
    return held.isPresent() ? Bootstrap.task(fit, seed) : Bootstrap.task(fit, outcomes, seed);
  }

  Contender contender() {
    return Contender.of(law.name(), scope);
  }

  /**
   * A name of its own within the study, which its random numbers are keyed by: changing it changes
   * every interval.
   */
  private String name() {
    CurveKey key = group.key();
    return String.join(
        "|",
        String.join(", ", key.family(), key.variant().name(), key.benchmark()),
        axis.column(),
        law.name(),
        scope.label(),
        held.map(h -> h.split().name()).orElse("all"));
  }
}
