package io.gradus.analysis.compare;

import io.gradus.analysis.compare.PredictiveLaw.Misfits;
import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.Frame;
import io.gradus.analysis.law.LawFunction;
import io.gradus.analysis.law.LawModel;
import io.gradus.analysis.law.Laws;
import io.gradus.analysis.law.Scope;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Laws as rows of a table and back: {@code law_replicates} keeps the joint distribution of a law's
 * parameters, which the intervals of the table {@code laws} alone do not.
 */
public final class SavedLaws {
  /** The replicate number of the fit itself. */
  public static final int FIT = -1;

  private SavedLaws() {}

  /**
   * One row: a fit ({@code replicate} = −1) or one of its replicates.
   *
   * @param law the law's name
   * @param x {@code compute} or {@code data}
   * @param key whose curves it was fitted to
   * @param scope of the fit
   * @param replicate its number from 0, −1 for the fit
   * @param sizes the fitted sizes N, ascending
   * @param referenceX X that internal coordinates count from
   * @param referenceN N that internal coordinates count from
   * @param largestX where the data end in X
   * @param error geometric mean of the law's held-out errors
   * @param misfits the four numbers of {@link Misfits}, in their order
   * @param theta internal coordinates
   */
  public record Row(
      String law,
      String x,
      CurveKey key,
      Scope scope,
      int replicate,
      List<Double> sizes,
      double referenceX,
      double referenceN,
      double largestX,
      double error,
      List<Double> misfits,
      List<Double> theta)
      implements Serializable {

    /** Copies the lists. */
    public Row {
      sizes = List.copyOf(sizes);
      misfits = List.copyOf(misfits);
      theta = List.copyOf(theta);
    }
  }

  /** The rows of a law. */
  public static List<Row> rows(PredictiveLaw law) {
    List<Row> rows = new ArrayList<>();
    rows.add(row(law, FIT, law.fit()));
    for (int b = 0; b < law.replicates().size(); b++) {
      rows.add(row(law, b, law.replicates().get(b)));
    }
    return rows;
  }

  private static Row row(PredictiveLaw law, int replicate, LawFunction function) {
    Frame frame = function.model().frame();
    Misfits misfits = law.misfits();
    List<Double> theta = new ArrayList<>();
    for (double each : function.theta()) {
      theta.add(each);
    }
    return new Row(
        law.law(),
        law.axis().column(),
        law.key(),
        law.scope(),
        replicate,
        frame.sizes(),
        frame.referenceX(),
        frame.referenceN(),
        law.largestX(),
        law.error(),
        List.of(misfits.twice(), misfits.further(), misfits.nextSize(), misfits.largerSize()),
        theta);
  }

  /**
   * The laws of some rows, in the order in which they first appear.
   *
   * @throws IllegalArgumentException if a law has no row for its fit, or a row does not suit its
   *     law
   */
  public static List<PredictiveLaw> restore(List<Row> rows) {
    Map<Identity, List<Row>> byLaw = new LinkedHashMap<>();
    for (Row row : rows) {
      byLaw
          .computeIfAbsent(
              new Identity(row.law(), row.x(), row.key(), row.scope()), k -> new ArrayList<>())
          .add(row);
    }
    return byLaw.values().stream().map(SavedLaws::law).toList();
  }

  /** What the rows of one law share. */
  private record Identity(String law, String x, CurveKey key, Scope scope) {}

  private static PredictiveLaw law(List<Row> rows) {
    List<Row> ordered = rows.stream().sorted(Comparator.comparingInt(Row::replicate)).toList();
    Row fit = ordered.get(0);
    String name = "Law %s over %s".formatted(fit.law(), fit.x());
    if (fit.replicate() != FIT) {
      throw new IllegalArgumentException(
          "%s has no row with replicate %d, the fit itself".formatted(name, FIT));
    }
    Axis axis = Axis.named(fit.x());
    Frame frame = new Frame(axis, fit.sizes(), fit.referenceX(), fit.referenceN());
    LawModel model =
        Laws.named(fit.law())
            .bind(frame)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "%s has no form for sizes %s".formatted(name, fit.sizes())));
    List<LawFunction> functions =
        ordered.stream()
            .map(
                row ->
                    new LawFunction(
                        model, row.theta().stream().mapToDouble(Double::doubleValue).toArray()))
            .toList();
    List<Double> misfits = fit.misfits();
    return new PredictiveLaw(
        fit.law(),
        axis,
        fit.key(),
        fit.scope(),
        functions.get(0),
        functions.subList(1, functions.size()),
        fit.largestX(),
        fit.error(),
        new Misfits(misfits.get(0), misfits.get(1), misfits.get(2), misfits.get(3)));
  }
}
