package io.gradus.jobs.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import io.gradus.datasets.SparkTable;
import io.gradus.files.table.Table;
import io.gradus.jobs.cli.Mistakes;
import io.gradus.jobs.config.Settings;
import io.gradus.jobs.reference.SettingsChapter.Key;
import io.gradus.jobs.testkit.ModuleClasses;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pages say what the code says; {@code -Dgradus.reference=write} renews them. */
class ReferencePageTest {
  @ParameterizedTest
  @EnumSource
  void thePageIsThatOfTheCode(ReferencePage page) throws IOException {
    String expected = page.renew(Files.readString(page.path()));
    if ("write".equals(System.getProperty("gradus.reference"))) {
      Files.writeString(page.path(), expected);
    }
    assertThat(page.path())
        .as("renewed by -Dtest=ReferencePageTest -Dgradus.reference=write")
        .content()
        .isEqualTo(expected);
  }

  @Test
  void aPageWithoutTheMarksIsNotWritten() {
    assertThatThrownBy(() -> ReferencePage.TABLES.renew("# Tables\n"))
        .hasMessageContaining("tables.md: expected the lines <!-- Made from the code");
  }

  @Test
  void everySettingIsOnThePageOnce() {
    List<String> leaves =
        SettingsChapter.keys().stream().filter(key -> !key.isBlock()).map(Key::name).toList();
    assertThat(leaves).doesNotHaveDuplicates();
    Set<String> known = new TreeSet<>(Settings.defaults().keySet());
    known.removeIf(key -> key.startsWith("model.pretrain.corpus.operators."));
    assertThat(leaves)
        .containsAll(known)
        .contains("model.pretrain.corpus.operators", "reward.options");
  }

  @Test
  void everySettingIsExplained() {
    assertThat(SettingsChapter.keys()).allSatisfy(key -> assertThat(key.meaning()).isNotBlank());
    assertThat(SettingsChapter.keys())
        .extracting(Key::name, Key::standard, Key::meaning)
        .contains(
            tuple(
                "store.path",
                "null",
                "Where tables and checkpoints go: a local folder, or hdfs:// or s3a://. Required."
                    + " Runs may share a store."),
            tuple("evaluate.top-k", "0", "As `rollout.top-k`."));
  }

  /** Every part of the loss has its counterparts on the page, and every recipe a chapter. */
  @Test
  void everyPartOfARecipeIsOnThePage() {
    Set<String> parts = new TreeSet<>(Settings.defaults().keySet());
    parts.removeIf(key -> !key.startsWith("grpo.") || RecipesChapter.NO_RECIPE.contains(key));
    assertThat(RecipesChapter.COUNTERPARTS)
        .extracting(RecipesChapter.Counterpart::key)
        .doesNotHaveDuplicates()
        .containsAll(parts);
    assertThat(Settings.defaults().keySet())
        .containsAll(
            RecipesChapter.COUNTERPARTS.stream().map(RecipesChapter.Counterpart::key).toList());
    assertThat(RecipesChapter.RECIPES)
        .extracting(RecipesChapter.Recipe::file)
        .containsExactlyInAnyOrderElementsOf(RecipesChapter.files());
  }

  /**
   * A table that is a constant of some class is on the page, and so is every one of its columns.
   */
  @Test
  void everyTableOfTheCodeIsOnThePage() {
    Set<String> defined = new TreeSet<>();
    Set<Table<?>> onPage = new HashSet<>(TablesChapter.tables());
    for (JavaClass type : ModuleClasses.read()) {
      for (JavaField field : type.getFields()) {
        if (field.getRawType().isEquivalentTo(Table.class)
            && field.getModifiers().contains(JavaModifier.STATIC)) {
          Table<?> table = value(field);
          defined.add(table.name());
          assertThat(onPage).as(field.getFullName()).contains(table);
        }
      }
    }
    assertThat(TablesChapter.tables())
        .extracting(Table::name)
        .containsExactlyInAnyOrderElementsOf(defined);
    assertThat(defined)
        .contains("problems", "_quarantine", "curves", "laws", "fits", "forecasts", "findings")
        .contains("law_replicates", "run_forecasts", "answers");
  }

  private static Table<?> value(JavaField constant) {
    try {
      Field field = constant.reflect();
      field.setAccessible(true);
      return (Table<?>) field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(constant.getFullName(), e);
    }
  }

  /** Types are printed as Spark prints them. */
  @Test
  void typesAreThoseThatSparkHas() {
    for (Table<?> table : TablesChapter.tables()) {
      assertThat(SparkTable.schema(table).fields())
          .extracting(StructField::name, f -> f.dataType().catalogString(), StructField::nullable)
          .containsExactlyElementsOf(
              table.all().stream()
                  .map(c -> tuple(c.name(), c.type().sql(), c.nullable()))
                  .toList());
    }
  }

  /** Every part of a message between names and numbers stands in the code. */
  @Test
  void everyTroubleIsAnErrorThatTheCodeHas() throws IOException {
    StringBuilder code = new StringBuilder();
    for (String file :
        List.of("gradus", "notebooks/gradus_spark.py", "conf/airflow/dags/gradus_study.py")) {
      code.append(Files.readString(Path.of("..", file)));
    }
    for (String module :
        List.of("datasets/files", "datasets", "rewards", "training", "analysis", "jobs")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          code.append(Files.readString(file));
        }
      }
    }
    // A text that goes over several lines, and the joints of texts and values.
    String joined = code.toString().replaceAll("\"\\s*\\+\\s*\"", "");
    for (TroubleChapter.Trouble trouble : TroubleChapter.all()) {
      for (String part : trouble.message().split("…")) {
        assertThat(joined.contains(part.strip())).as(part).isTrue();
      }
    }
  }

  /** What the page quotes is what a command line of the table of mistakes is answered with. */
  @Test
  void everyQuotedMistakeIsInTheTable() {
    List<Mistakes.Mistake> table = Mistakes.read().all();
    for (TroubleChapter.Trouble trouble : TroubleChapter.MISTAKES) {
      String parts =
          Arrays.stream(trouble.message().split("…", -1))
              .map(part -> Pattern.quote(part.strip()))
              .collect(Collectors.joining(".*"));
      assertThat(table)
          .as(trouble.message())
          .anyMatch(mistake -> Pattern.compile(parts).matcher(mistake.words()).find());
    }
  }
}
