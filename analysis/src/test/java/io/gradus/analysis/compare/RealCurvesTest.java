package io.gradus.analysis.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.findings.Findings;
import io.gradus.analysis.findings.Findings.SizeEfficiency;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.Scope;
import io.gradus.analysis.uncertainty.LocalRunner;
import io.gradus.analysis.uncertainty.ParameterInterval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real GRPO runs of Qwen3 0.6B to 14B on GSM8K, where the paper's k(N) does not rise with size. */
class RealCurvesTest {
  private static final Map<String, Double> SIZES =
      Map.of("0.6b", .44e9, "1.7b", 1.4e9, "4b", 3.6e9, "8b", 6.95e9, "14b", 13.2e9);

  private Path export;

  @BeforeEach
  void findTheExport() {
    String shared = System.getenv().getOrDefault("GRADUS_SHARED", "../../shared");
    export = Path.of(shared, "data", "curves", "qwen3_grpo_gsm8k_wandb_export.csv");
    Assumptions.assumeTrue(Files.exists(export), "No shared data at " + export);
  }

  private List<CurvePoint> points() throws IOException {
    List<String> lines = Files.readAllLines(export);
    String[] names = lines.get(0).split(",", -1);
    List<CurvePoint> points = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      int step = Integer.parseInt(cells[0]);
      for (int c = 1; c < cells.length; c++) {
        if (!cells[c].isEmpty()) {
          double loss = 1 - Double.parseDouble(cells[c]);
          points.add(
              new CurvePoint(
                  names[c],
                  "qwen3",
                  "instruct",
                  SIZES.get(names[c]),
                  0,
                  1,
                  3,
                  step,
                  512.0 * step,
                  Double.NaN,
                  Double.NaN,
                  "gsm8k",
                  1319,
                  loss,
                  Double.NaN));
        }
      }
    }
    return points;
  }

  @Test
  void ordinaryLeastSquaresFindsTheKnownEfficiencies() throws IOException {
    List<SizeEfficiency> sizes = Findings.efficiencies(points(), "gsm8k", Axis.DATA);
    double[] known = {0.57, 0.37, 0.38, 0.34, 0.39};
    assertThat(sizes).hasSize(5);
    for (int i = 0; i < known.length; i++) {
      assertThat(sizes.get(i).k()).isCloseTo(known[i], within(0.0051));
    }
  }

  @Test
  void efficiencyThatDoesNotRiseLeavesKmaxAndN0Unidentified() throws IOException {
    StudySettings settings =
        new StudySettings(List.of(Axis.DATA), List.of("log-linear", "sigmoid"), 150, 10, 0.95, 1);
    StudyResult study = LawStudy.run(points(), settings, new LocalRunner());
    LawReport joint =
        study
            .report("log-linear", Axis.DATA, CurveKey.of(points().get(0)), Scope.ALL_SIZES)
            .orElseThrow();
    ParameterInterval n0 = joint.intervals().get(1);
    assertThat(n0.parameter().name()).isEqualTo("N0");
    assertThat(n0.identified()).isFalse();
    assertThat(n0.reason()).contains("runs into its lower bound");
    List<LawReport> alone =
        study.reports().stream()
            .filter(r -> r.fit().law().equals("log-linear"))
            .filter(r -> r.fit().scope() instanceof Scope.OneSize)
            .toList();
    double[] known = {0.57, 0.37, 0.38, 0.34, 0.39};
    for (int i = 0; i < known.length; i++) {
      ParameterInterval k = alone.get(i).intervals().get(0);
      assertThat(known[i]).isBetween(k.low() - 0.005, k.high() + 0.005);
    }
  }
}
