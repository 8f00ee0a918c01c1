package io.gradus.analysis;

import io.gradus.analysis.fit.Fit;
import io.gradus.analysis.fit.FitData;
import io.gradus.analysis.fit.FitSettings;
import io.gradus.analysis.fit.LawFitter;
import io.gradus.analysis.fit.Objective;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.Laws;
import io.gradus.analysis.simulate.SimulatedStudy;
import io.gradus.analysis.simulate.Truth;
import io.gradus.analysis.uncertainty.Bootstrap;
import io.gradus.analysis.uncertainty.ReplicateTask;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One evaluation of the objective and one bootstrap replicate over 63 runs of 105 steps. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class FitBenchmark {

  /** The law, fitted to curves of its own. */
  @Param({"log-linear", "power-floor", "power-additive", "saturating", "exponential", "sigmoid"})
  public String law;

  private Objective objective;
  private double[] theta;
  private ReplicateTask task;
  private int index;

  /** Draws the curves and fits the law. */
  @Setup
  public void fit() {
    SimulatedStudy design =
        new SimulatedStudy(SimulatedStudy.SEVEN_SIZES.sizes(), 9, 105, 512, 8000, 500);
    Truth truth = Truth.all().stream().filter(t -> t.law().equals(law)).findFirst().orElseThrow();
    FitData data = FitData.of(design.draw(truth.loss(), 1), Axis.DATA).orElseThrow();
    Fit fit = new LawFitter(FitSettings.quick(1)).fit(Laws.named(law), data).orElseThrow();
    objective = new Objective(fit.model(), data);
    theta = fit.theta();
    task = Bootstrap.task(fit, 1);
  }

  /** The objective without derivatives. */
  @Benchmark
  public double value() {
    return objective.value(theta);
  }

  /** A replicate: new errors and a fit from the known minimum. */
  @Benchmark
  public double[] replicate() {
    return task.replicate(index++);
  }
}
