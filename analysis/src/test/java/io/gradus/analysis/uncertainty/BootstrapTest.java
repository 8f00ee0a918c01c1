package io.gradus.analysis.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.analysis.SampleCurves;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.ProblemOutcomes;
import io.gradus.analysis.fit.Fit;
import io.gradus.analysis.fit.FitData;
import io.gradus.analysis.fit.FitSettings;
import io.gradus.analysis.fit.LawFitter;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.Laws;
import io.gradus.analysis.simulate.CoverageStudy;
import io.gradus.analysis.simulate.CoverageStudy.Coverage;
import io.gradus.analysis.simulate.SimulatedStudy;
import io.gradus.analysis.simulate.Truth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static final SimulatedStudy SMALL =
      new SimulatedStudy(List.of(1e9, 7e9, 3e10), 2, 40, 512, 1000, 500);

  private static Fit fit(String law, List<CurvePoint> points) {
    FitData data = FitData.of(points, Axis.DATA).orElseThrow();
    return new LawFitter(FitSettings.quick(1)).fit(Laws.named(law), data).orElseThrow();
  }

  private static double[] column(List<double[]> rows, int index) {
    return rows.stream().mapToDouble(row -> row[index]).toArray();
  }

  private static double deviation(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Math.sqrt(
        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
  }

  private static List<double[]> replicates(Fit fit, int count, long seed, ReplicateRunner runner) {
    return runner.run(Bootstrap.task(fit, seed), count);
  }

  @Test
  void sparkGivesThePlainLoopsBitsInAnyPartitioning() {
    Fit fit = fit("log-linear", SMALL.draw(Truth.all().get(0).loss(), 3));
    List<double[]> plain = replicates(fit, 23, 7, new LocalRunner());
    SparkConf conf =
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("bootstrap")
            .set("spark.ui.enabled", "false");
    try (JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(org.apache.spark.SparkContext.getOrCreate(conf))) {
      for (int partitions : new int[] {1, 4, 40}) {
        List<double[]> job = replicates(fit, 23, 7, new SparkRunner(spark, partitions));
        assertThat(job).hasSameSizeAs(plain);
        for (int i = 0; i < plain.size(); i++) {
          assertThat(job.get(i)).containsExactly(plain.get(i));
        }
      }
    }
  }

  @Test
  void replicatesSpreadAsIndependentStudiesDo() {
    Truth truth = Truth.all().get(0);
    SimulatedStudy one = new SimulatedStudy(List.of(7e9), 1, 60, 512, 1000, 500);
    double[] estimates =
        IntStream.range(0, 120)
            .mapToDouble(i -> fit("log-linear", one.draw(truth.loss(), i)).theta()[0])
            .toArray();
    Fit fit = fit("log-linear", one.draw(truth.loss(), 1000));
    double[] replicates = column(replicates(fit, 300, 5, new LocalRunner()), 0);
    assertThat(deviation(replicates) / deviation(estimates)).isBetween(0.75, 1.35);
  }

  @Test
  void seedsThatDifferWidenTheIntervals() {
    SplittableRandom random = new SplittableRandom(8);
    List<CurvePoint> alike = new ArrayList<>();
    List<CurvePoint> apart = new ArrayList<>();
    for (int run = 0; run < 4; run++) {
      for (int step = 1; step <= 40; step++) {
        double loss = 2 * Math.pow(512 * step, -0.2);
        double noise = 0.02 * (random.nextDouble() - 0.5);
        alike.add(SampleCurves.point("r" + run, 1e9, 1, 8, step, 500, loss * (1 + noise)));
        double shift = 0.15 * (run - 1.5);
        apart.add(SampleCurves.point("r" + run, 1e9, 1, 8, step, 500, loss * (1 + noise + shift)));
      }
    }
    double narrow =
        deviation(column(replicates(fit("log-linear", alike), 200, 1, new LocalRunner()), 1));
    double wide =
        deviation(column(replicates(fit("log-linear", apart), 200, 1, new LocalRunner()), 1));
    // Four runs whose log losses lie about 0.19 apart (standard deviation): a mean's is half of
    // that.
    assertThat(wide).isBetween(0.06, 0.16);
    assertThat(narrow).isLessThan(0.01);
  }

  @Test
  void correlatedErrorsAreDrawnInBlocks() {
    SplittableRandom random = new SplittableRandom(4);
    List<CurvePoint> points = new ArrayList<>();
    double error = 0;
    for (int step = 1; step <= 200; step++) {
      error = 0.9 * error + 0.05 * (random.nextDouble() - 0.5);
      double loss = 2 * Math.pow(512 * step, -0.2) * Math.exp(error);
      points.add(SampleCurves.point("r", 1e9, 1, 8, step, 500, loss));
    }
    ErrorModel errors = ErrorModel.of(fit("log-linear", points));
    assertThat(errors.correlation()).isBetween(0.75, 0.97);
    // Blocks of n points keep the share 1 - 1/n of the correlation; points drawn singly keep none.
    assertThat(drawnCorrelation(errors, points.size())).isBetween(0.65, 0.97);
    points.replaceAll(
        p -> {
          double apart = 1 + 0.05 * (random.nextDouble() - 0.5);
          double loss = 2 * Math.pow(512 * p.step(), -0.2) * apart;
          return SampleCurves.point("r", 1e9, 1, 8, p.step(), 500, loss);
        });
    ErrorModel independent = ErrorModel.of(fit("log-linear", points));
    assertThat(drawnCorrelation(independent, points.size())).isBetween(-0.1, 0.25);
  }

  /** Lag-one autocorrelation of errors drawn for one run, pooled over draws. */
  private static double drawnCorrelation(ErrorModel errors, int points) {
    SplittableRandom random = new SplittableRandom(5);
    double[] drawn = new double[points];
    double product = 0;
    double square = 0;
    for (int draw = 0; draw < 200; draw++) {
      errors.draw(random, drawn);
      for (int i = 1; i < points; i++) {
        product += drawn[i] * drawn[i - 1];
        square += drawn[i] * drawn[i];
      }
    }
    return product / square;
  }

  /** All points answer the same problems alike: the draw of problems is all the uncertainty. */
  @Test
  void sharedProblemsMoveWholeCurves() {
    int problems = 400;
    List<CurvePoint> points = new ArrayList<>();
    ProblemOutcomes outcomes = new ProblemOutcomes();
    int[] numbers = IntStream.range(0, problems).toArray();
    for (int step = 1; step <= 30; step++) {
      points.add(SampleCurves.point("r", 1e9, 1, 8, step, problems, 0.25));
      float[] right = new float[problems];
      Arrays.fill(right, 100, problems, 1f);
      outcomes.put("r", "bench", step, numbers, right);
    }
    Fit fit = fit("log-linear", points);
    ReplicateTask task = Bootstrap.task(fit, outcomes, 3);
    List<double[]> drawn = IntStream.range(0, 400).mapToObj(task::replicate).toList();
    // Every point is moved alike, so the level moves as one binomial share: sqrt(0.75 / (400
    // 0.25)).
    assertThat(deviation(column(drawn, 1))).isCloseTo(Math.sqrt(0.75 / 100), within(0.01));
    assertThat(deviation(column(drawn, 0))).isLessThan(1e-3);
  }

  /** Two sizes, each on problems of its own or on the same: do their levels move together? */
  @Test
  void runsShareADrawAsFarAsTheyShareProblems() {
    assertThat(correlationOfLevels(0)).isGreaterThan(0.99);
    assertThat(correlationOfLevels(200)).isBetween(0.35, 0.65);
    assertThat(correlationOfLevels(400)).isBetween(-0.15, 0.15);
  }

  /** The second size is tested on problems whose numbers are moved by so many of 400. */
  private static double correlationOfLevels(int moved) {
    int problems = 400;
    List<CurvePoint> points = new ArrayList<>();
    ProblemOutcomes outcomes = new ProblemOutcomes();
    for (int size = 0; size < 2; size++) {
      int first = size * moved;
      int[] numbers = IntStream.range(first, first + problems).toArray();
      float[] right = new float[problems];
      for (int j = 0; j < problems; j++) {
        right[j] = numbers[j] % 4 == 0 ? 0 : 1;
      }
      for (int step = 1; step <= 20; step++) {
        String run = "r" + size;
        points.add(SampleCurves.point(run, 1e9 * (1 + size), 1, 8, step, problems, 0.25));
        outcomes.put(run, "bench", step, numbers, right);
      }
    }
    Fit fit = fit("power", points);
    ReplicateTask task = Bootstrap.task(fit, outcomes, 3);
    List<double[]> drawn = IntStream.range(0, 500).mapToObj(task::replicate).toList();
    double[] small = drawn.stream().mapToDouble(t -> level(fit, t, 1e9)).toArray();
    double[] large = drawn.stream().mapToDouble(t -> level(fit, t, 2e9)).toArray();
    double a = Arrays.stream(small).average().orElseThrow();
    double b = Arrays.stream(large).average().orElseThrow();
    double both = 0;
    for (int i = 0; i < small.length; i++) {
      both += (small[i] - a) * (large[i] - b) / (small.length - 1);
    }
    return both / deviation(small) / deviation(large);
  }

  private static double level(Fit fit, double[] theta, double params) {
    return fit.model().logLoss(theta, fit.model().frame().nu(params), 0);
  }

  @Test
  void outcomesMustBeNumberedUpwards() {
    ProblemOutcomes outcomes = new ProblemOutcomes();
    assertThatThrownBy(
            () -> outcomes.put("r", "bench", 3, new int[] {0, 2, 2}, new float[] {1, 0, 1}))
        .hasMessageContaining("Run r, benchmark bench, step 3 has problem 2 at place 2");
    assertThatThrownBy(() -> outcomes.put("r", "bench", 3, new int[] {0, 1}, new float[] {1}))
        .hasMessageContaining("2 problems and answers to 1");
  }

  @Test
  void intervalsHoldTheTruthAboutAsOftenAsTheySay() {
    SimulatedStudy design =
        new SimulatedStudy(SimulatedStudy.SEVEN_SIZES.sizes(), 1, 40, 512, 1, 500);
    Truth truth = Truth.all().get(0);
    double covered = 0;
    double total = 0;
    for (Coverage each : CoverageStudy.run(design, truth, 24, 80, 1000).values()) {
      covered += each.covered();
      total += each.covered() + each.below() + each.above();
    }
    assertThat(total).isEqualTo(24 * 9);
    assertThat(covered / total).isBetween(0.87, 0.995);
  }
}
