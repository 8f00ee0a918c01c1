package io.gradus.analysis.design;

/**
 * The smallest difference of loss that comparisons of one kind would see: in 80 % of studies, at
 * two-sided p below 0.05, were the spread of seeds known.
 *
 * @param kind what the compared runs differ in
 * @param pairs how many pairs of cells differ in nothing else
 * @param example the pair that sees least
 * @param runs runs of that pair's two cells
 * @param single difference that this pair would see, as a share of the loss
 * @param together difference in the mean of all pairs that would be seen
 */
public record Difference(
    Kind kind, int pairs, String example, int runs, double single, double together) {

  /** What the runs of a pair differ in. */
  public enum Kind {
    SIZE("neighbouring sizes"),
    VARIANT("base and instruct"),
    REUSE("reuse"),
    GROUP_SIZE("group sizes"),
    RECIPE("recipes or other settings");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** In words. */
    public String label() {
      return label;
    }
  }
}
