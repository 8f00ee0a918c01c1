package io.gradus.analysis.simulate;

import io.gradus.analysis.fit.Fit;
import io.gradus.analysis.fit.FitData;
import io.gradus.analysis.fit.FitSettings;
import io.gradus.analysis.fit.LawFitter;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.Laws;
import io.gradus.analysis.law.Parameter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes one simulated study of every law, with our fit, for another program to fit again: what the
 * comparison with SciPy reads.
 *
 * <p>{@code java … PeerCurves DIR SEED} writes, for each law, {@code LAW.csv} (params, x, log_loss
 * and sigma, the standard error times the residual scale) and {@code LAW.fit} (objective, seconds,
 * then a line a parameter: name, value, kind).
 */
public final class PeerCurves {

  private PeerCurves() {}

  /** Writes to the folder that the first argument names, drawing by the seed that the second is. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    long seed = Long.parseLong(arguments[1]);
    for (Truth truth : Truth.all()) {
      FitData data =
          FitData.of(SimulatedStudy.SEVEN_SIZES.draw(truth.loss(), seed), Axis.DATA).orElseThrow();
      long began = System.nanoTime();
      Fit fit =
          new LawFitter(FitSettings.thorough(seed))
              .fit(Laws.named(truth.law()), data)
              .orElseThrow();
      double seconds = (System.nanoTime() - began) / 1e9;
      writeCurve(folder.resolve(truth.law() + ".csv"), fit);
      writeFit(folder.resolve(truth.law() + ".fit"), fit, seconds);
    }
  }

  private static void writeCurve(Path file, Fit fit) throws IOException {
    FitData data = fit.data();
    try (PrintWriter out = open(file)) {
      out.println("params,x,log_loss,sigma");
      for (int i = 0; i < data.size(); i++) {
        double params = data.points().get(i).params();
        double x = data.points().get(i).data();
        out.println(params + "," + x + "," + data.logLoss(i) + "," + data.sigma(i) * fit.scale());
      }
    }
  }

  private static void writeFit(Path file, Fit fit, double seconds) throws IOException {
    List<Parameter> parameters = fit.model().parameters();
    double[] values = fit.model().reported(fit.theta());
    try (PrintWriter out = open(file)) {
      out.println("objective," + fit.objective());
      out.println("seconds," + seconds);
      for (int i = 0; i < values.length; i++) {
        out.println(parameters.get(i).name() + "," + values[i] + "," + parameters.get(i).kind());
      }
    }
  }

  private static PrintWriter open(Path file) throws IOException {
    return new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
  }
}
