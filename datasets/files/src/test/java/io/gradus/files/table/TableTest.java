package io.gradus.files.table;

import static io.gradus.files.table.ColumnType.Plain.DOUBLE;
import static io.gradus.files.table.ColumnType.Plain.INT;
import static io.gradus.files.table.ColumnType.Plain.LONG;
import static io.gradus.files.table.ColumnType.Plain.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.files.table.ColumnType.ListOf;
import io.gradus.files.table.ColumnType.MapOf;
import io.gradus.files.table.ColumnType.Struct;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  private record Walk(String who, List<Leg> legs, Double height) {}

  private record Leg(String to, long metres) {}

  private static final Struct<Leg> LEG =
      new Struct<>(
          List.of(
              Column.of("to", STRING, "where it ends", Leg::to),
              Column.of("metres", LONG, "length", Leg::metres)));

  private static final Table<Walk> WALKS =
      new Table<>(
          "walks",
          "One walk.",
          List.of(Column.of("who", STRING, "who \"walked\"", Walk::who)),
          List.of(
              Column.of("legs", new ListOf(LEG), "its parts", Walk::legs),
              Column.nullable("height", DOUBLE, "metres; null: unknown", Walk::height)));

  @Test
  void partitionsComeAfterTheColumnsOfTheFiles() {
    assertThat(WALKS.names()).containsExactly("legs", "height", "who");
    List<Leg> legs = List.of(new Leg("Ulm", 5));
    assertThat(WALKS.values(new Walk("Anna", legs, 2.5))).containsExactly(legs, 2.5, "Anna");
    assertThat(WALKS.values(new Walk("Anna", legs, null))).containsExactly(legs, null, "Anna");
  }

  @Test
  void aMissingValueIsAnErrorThatNamesTheColumn() {
    assertThatThrownBy(() -> WALKS.values(new Walk("Anna", null, 2.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Table walks: column legs is null, expected a value.");
  }

  @Test
  void schemasHaveMeaningsAsComments() {
    String legs =
        "{\"metadata\":{\"comment\":\"its parts\"},\"name\":\"legs\",\"nullable\":false,\"type\":"
            + "{\"containsNull\":false,\"elementType\":{\"fields\":["
            + "{\"metadata\":{\"comment\":\"where it ends\"},\"name\":\"to\",\"nullable\":false,"
            + "\"type\":\"string\"},"
            + "{\"metadata\":{\"comment\":\"length\"},\"name\":\"metres\",\"nullable\":false,"
            + "\"type\":\"long\"}],\"type\":\"struct\"},\"type\":\"array\"}}";
    String height =
        "{\"metadata\":{\"comment\":\"metres; null: unknown\"},\"name\":\"height\","
            + "\"nullable\":true,\"type\":\"double\"}";
    String who =
        "{\"metadata\":{\"comment\":\"who \\\"walked\\\"\"},\"name\":\"who\",\"nullable\":false,"
            + "\"type\":\"string\"}";
    assertThat(WALKS.fileSchemaJson())
        .isEqualTo("{\"fields\":[%s,%s],\"type\":\"struct\"}".formatted(legs, height));
    assertThat(WALKS.schemaJson())
        .isEqualTo("{\"fields\":[%s,%s,%s],\"type\":\"struct\"}".formatted(legs, height, who));
  }

  @Test
  void typesReadAsInSql() {
    assertThat(new ListOf(LEG).sql()).isEqualTo("array<struct<to:string,metres:bigint>>");
    assertThat(new MapOf(STRING, INT).sql()).isEqualTo("map<string,int>");
  }

  @Test
  void everyColumnHasItsOwnNameAndAMeaning() {
    assertThatThrownBy(() -> Column.of("height", DOUBLE, " ", Walk::height))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Column 'height': ' ', expected a name and a meaning");
    Column<Walk> who = Column.of("who", STRING, "who walked", Walk::who);
    assertThatThrownBy(() -> new Table<>("walks", "One walk.", List.of(who), Arrays.asList(who)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Table walks: two columns are called who");
  }
}
