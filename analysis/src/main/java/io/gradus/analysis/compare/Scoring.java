package io.gradus.analysis.compare;

import io.gradus.analysis.compare.Scored.Predictions;
import io.gradus.analysis.compare.Work.Done;
import io.gradus.analysis.fit.Fit;
import io.gradus.analysis.law.LawModel;
import io.gradus.analysis.law.Scope;
import io.gradus.analysis.uncertainty.Quantiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Scores the fits of splits on what they did not see. */
final class Scoring {
  private final StudySettings settings;
  private final Map<Done, List<double[]>> replicates;
  private final double tail;

  Scoring(StudySettings settings, Map<Done, List<double[]>> replicates) {
    this.settings = settings;
    this.replicates = replicates;
    this.tail = -Quantiles.normal((1 - settings.level()) / 2);
  }

  /** All contenders on all splits, the baseline first; incomplete contenders are left out. */
  List<Scored> score(CurveGroup group, List<HeldOut> splits, List<Done> done) {
    List<Scored> scored = new ArrayList<>();
    for (HeldOut held : splits) {
      scored.add(Scored.of(Contender.STAYS, held, new Baseline(tail).predict(held), group));
      Map<Contender, Predictions> contenders = new LinkedHashMap<>();
      for (Done each : done) {
        if (each.work().held().filter(h -> h.split() == held.split()).isPresent()) {
          Predictions into =
              contenders.computeIfAbsent(
                  each.work().contender(), k -> new Predictions(held.test().length));
          predict(each, held, into);
        }
      }
      contenders.forEach(
          (contender, predictions) -> {
            if (predictions.complete()) {
              scored.add(Scored.of(contender, held, predictions, group));
            }
          });
    }
    return scored;
  }

  /** Fills in the predictions of the points that this fit is there for. */
  private void predict(Done done, HeldOut held, Predictions into) {
    Fit fit = done.fit();
    LawModel model = fit.model();
    boolean one = done.work().scope() instanceof Scope.OneSize;
    double size = model.frame().sizes().get(0);
    List<double[]> drawn = replicates.get(done);
    double[] losses = new double[drawn.size()];
    for (int j = 0; j < held.test().length; j++) {
      int point = held.test()[j];
      double params = held.all().points().get(point).params();
      if (one && params != size) {
        continue;
      }
      double nu = model.frame().nu(params);
      double z = model.frame().z(held.x(point));
      double center = model.logLoss(fit.theta(), nu, z);
      for (int b = 0; b < losses.length; b++) {
        losses[b] = model.logLoss(drawn.get(b), nu, z);
      }
      double[] ends = Quantiles.around(center, losses, settings.level());
      double noise = tail * fit.scale() * held.all().sigma(point);
      into.logLoss()[j] = center;
      into.low()[j] = center - Math.hypot(center - ends[0], noise);
      into.high()[j] = center + Math.hypot(ends[1] - center, noise);
      double half = held.split().hidesSizes() ? 0 : (ends[1] - ends[0]) / 2;
      into.variance()[j] = (half * half + noise * noise) / (tail * tail);
    }
  }
}
