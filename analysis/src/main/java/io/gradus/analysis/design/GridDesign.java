package io.gradus.analysis.design;

import io.gradus.analysis.curves.ModelLine;
import io.gradus.analysis.uncertainty.ParameterInterval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a grid of runs can tell and cannot.
 *
 * @param n0 the N0 that was taken for true
 * @param lines the law of every line of models
 * @param differences the smallest differences by what runs differ in
 * @param further the runs that could be added, in the order of lines and sizes
 */
public record GridDesign(
    double n0, List<LineLaw> lines, List<Difference> differences, List<FurtherRun> further) {
  private static final List<String> OF_ALL_SIZES = List.of("Kmax", "N0");

  /** What stands for the width of an interval that is none: a range of a million. */
  private static final double WIDEST = Math.log(1e6);

  /**
   * The law of one line of models, by its reference runs.
   *
   * @param models the line
   * @param sizes number of sizes
   * @param runs number of runs
   * @param parameters Kmax and N0, or k alone of one size; empty with too few evaluations
   */
  public record LineLaw(ModelLine models, int sizes, int runs, List<ParameterInterval> parameters) {
    /** Copies the parameters. */
    public LineLaw {
      parameters = List.copyOf(parameters);
    }
  }

  /** Copies the lists. */
  public GridDesign {
    lines = List.copyOf(lines);
    differences = List.copyOf(differences);
    further = List.copyOf(further);
  }

  /**
   * Simulates a grid.
   *
   * @throws IllegalArgumentException if it has no runs
   */
  public static GridDesign of(List<DesignRun> grid, Assumptions assumptions) {
    if (grid.isEmpty()) {
      throw new IllegalArgumentException("A design needs at least one run, found none");
    }
    Truth truth = new Truth(assumptions, grid);
    LineDesign design = new LineDesign(assumptions, truth);
    List<Cell> cells = Cell.of(grid);
    List<LineLaw> lines = new ArrayList<>();
    List<FurtherRun> further = new ArrayList<>();
    references(cells)
        .forEach(
            (models, own) -> {
              List<ParameterInterval> known = known(design, own);
              int runs = own.stream().mapToInt(Cell::runs).sum();
              lines.add(new LineLaw(models, own.size(), runs, known));
              further.addAll(further(design, own, width(known)));
            });
    return new GridDesign(
        truth.n0(), lines, new Differences(assumptions, truth).of(cells), further);
  }

  /** The run that helps most for its cost, if any helps. */
  public Optional<FurtherRun> bestForItsCost() {
    return further.stream()
        .filter(f -> f.narrows() < 1)
        .max(Comparator.comparingDouble(FurtherRun::worth));
  }

  /** The run that helps most, if any helps. */
  public Optional<FurtherRun> best() {
    return further.stream()
        .filter(f -> f.narrows() < 1)
        .min(Comparator.comparingDouble(FurtherRun::narrows));
  }

  /** The cells that a law is fitted to: least reuse, commonest group size and recipe. */
  private static TreeMap<ModelLine, List<Cell>> references(List<Cell> cells) {
    TreeMap<ModelLine, List<Cell>> lines = new TreeMap<>();
    for (Cell cell : cells) {
      lines.computeIfAbsent(cell.key().models(), m -> new ArrayList<>()).add(cell);
    }
    lines.replaceAll((models, own) -> reference(own));
    return lines;
  }

  private static List<Cell> reference(List<Cell> own) {
    int tau = own.stream().mapToInt(c -> c.key().setting().tau()).min().orElseThrow();
    Map<List<Object>, Integer> counts = new HashMap<>();
    for (Cell cell : own) {
      if (cell.key().setting().tau() == tau) {
        counts.merge(treatment(cell), cell.runs(), Integer::sum);
      }
    }
    int most = counts.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
    // The first of equally common ones, in the order of the grid.
    List<Object> chosen =
        own.stream()
            .filter(c -> c.key().setting().tau() == tau && counts.get(treatment(c)) == most)
            .map(GridDesign::treatment)
            .findFirst()
            .orElseThrow();
    return own.stream()
        .filter(c -> c.key().setting().tau() == tau && treatment(c).equals(chosen))
        .sorted(Comparator.comparingDouble(c -> c.run().params()))
        .toList();
  }

  private static List<Object> treatment(Cell cell) {
    return List.of(cell.key().setting().groupSize(), cell.key().recipe());
  }

  private static List<ParameterInterval> known(LineDesign design, List<Cell> cells) {
    List<String> names = cells.size() > 1 ? OF_ALL_SIZES : List.of("k");
    return design.intervals(cells).orElse(List.of()).stream()
        .filter(i -> names.contains(i.parameter().name()))
        .toList();
  }

  /** Mean width of the intervals of Kmax and N0 in logarithms. */
  private static double width(List<ParameterInterval> known) {
    double sum = 0;
    int found = 0;
    for (ParameterInterval interval : known) {
      if (OF_ALL_SIZES.contains(interval.parameter().name())) {
        boolean open = !(interval.low() > 0) || Double.isInfinite(interval.high());
        sum += open ? WIDEST : Math.min(WIDEST, Math.log(interval.high() / interval.low()));
        found++;
      }
    }
    return found == 0 ? WIDEST : sum / found;
  }

  private static List<FurtherRun> further(LineDesign design, List<Cell> own, double before) {
    List<FurtherRun> further = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      List<Cell> cells = new ArrayList<>(own);
      cells.set(i, own.get(i).withAnother());
      further.add(further(design, cells, own.get(i).run(), before, false));
    }
    for (DesignRun run : newSizes(own)) {
      List<Cell> cells = new ArrayList<>(own);
      cells.add(new Cell(run, 1));
      cells.sort(Comparator.comparingDouble(c -> c.run().params()));
      further.add(further(design, cells, run, before, true));
    }
    return further;
  }

  private static FurtherRun further(
      LineDesign design, List<Cell> cells, DesignRun run, double before, boolean isNewSize) {
    double after = width(known(design, cells));
    return new FurtherRun(run.models(), run.params(), isNewSize, run.cost(), after / before);
  }

  /** Half the smallest size, twice the largest, and the middle of the widest gap. */
  private static List<DesignRun> newSizes(List<Cell> own) {
    List<DesignRun> sizes = new ArrayList<>();
    DesignRun smallest = own.get(0).run();
    DesignRun largest = own.get(own.size() - 1).run();
    sizes.add(smallest.ofSize(smallest.params() / 2));
    sizes.add(largest.ofSize(largest.params() * 2));
    double widest = 0;
    Optional<DesignRun> between = Optional.empty();
    for (int i = 1; i < own.size(); i++) {
      double low = own.get(i - 1).run().params();
      double high = own.get(i).run().params();
      if (high / low > widest) {
        widest = high / low;
        between = Optional.of(own.get(i).run().ofSize(Math.rint(Math.sqrt(low * high))));
      }
    }
    between.ifPresent(sizes::add);
    return sizes;
  }
}
