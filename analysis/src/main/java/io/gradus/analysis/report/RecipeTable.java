package io.gradus.analysis.report;

import static io.gradus.analysis.curves.TableRows.orNull;
import static io.gradus.files.table.ColumnType.Plain.BOOLEAN;
import static io.gradus.files.table.ColumnType.Plain.DOUBLE;
import static io.gradus.files.table.ColumnType.Plain.INT;
import static io.gradus.files.table.ColumnType.Plain.STRING;

import io.gradus.analysis.curves.TableRows;
import io.gradus.analysis.recipes.RecipeEffect;
import io.gradus.analysis.recipes.RecipePart;
import io.gradus.files.table.Column;
import io.gradus.files.table.Table;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The table recipes. */
public final class RecipeTable {
  /** One recipe beside another in one respect. */
  public static final Table<RecipeEffect> TABLE =
      Table.of(
          "recipes",
          "Of `analyze`: one recipe beside another in one respect. Empty where no runs name several.",
          Column.of("recipe", STRING, "The recipe", RecipeEffect::recipe),
          Column.of("against", STRING, "The one it is compared with", RecipeEffect::against),
          Column.of("parts", STRING, "Parts in which they differ", RecipeTable::parts),
          Column.of("switch", BOOLEAN, "Whether that is one part alone", RecipeEffect::isSwitch),
          Column.of("measure", STRING, "What is compared", e -> e.measure().label()),
          Column.of(
              "pairs", INT, "Pairs of runs, alike but for the recipe, that enter", e -> e.pairs()),
          Column.of(
              "left_out",
              INT,
              "Pairs of which nothing can be said: too little gain",
              e -> e.left()),
          Column.nullable(
              "estimate",
              DOUBLE,
              "Mean over pairs: difference in pass@1, or geometric mean of ratios",
              e -> orNull(e.estimate())),
          Column.nullable(
              "low", DOUBLE, "Lower end of its 95 % interval (paired t)", e -> orNull(e.low())),
          Column.nullable("high", DOUBLE, "Upper end", e -> orNull(e.high())),
          Column.of(
              "p_differs",
              DOUBLE,
              "p of no difference, two-sided, by Holm's method over the measure",
              RecipeEffect::pDiffers),
          Column.of(
              "p_alike",
              DOUBLE,
              "p of a difference as large as the margin (0.02, or a ratio of 1.25), likewise",
              RecipeEffect::pAlike),
          Column.of(
              "change",
              STRING,
              "alike: p_alike below 0.05; else more or less: p_differs below 0.05; else undecided",
              e -> e.change().label()));

  private RecipeTable() {}

  /** The table's rows. */
  public static Dataset<Row> rows(SparkSession spark, List<RecipeEffect> effects) {
    return TableRows.of(spark, TABLE, effects);
  }

  static String parts(RecipeEffect effect) {
    return effect.parts().stream().map(RecipePart::name).collect(Collectors.joining(", "));
  }
}
