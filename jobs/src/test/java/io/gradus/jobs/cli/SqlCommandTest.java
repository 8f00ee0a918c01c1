package io.gradus.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SqlCommandTest {
  private static SparkSession spark;

  @BeforeAll
  static void startSpark() {
    spark = SparkSessions.open("test");
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  private static String print(RowPrinter.Format format) {
    Dataset<Row> rows =
        spark.sql(
            "SELECT * FROM VALUES (1, 'a, \"b\"\\nc', array(1, 2), map('k', 1.5D)), (20, NULL, array(), NULL)"
                + " AS t(n, text, list, map) ORDER BY n");
    StringWriter out = new StringWriter();
    RowPrinter.print(rows, format, new PrintWriter(out));
    return out.toString();
  }

  @Test
  void printsATable() {
    assertThat(print(RowPrinter.Format.TABLE).lines())
        .containsExactly(
            "n   text       list   map",
            "-------------------------------",
            "1   a, \"b\"\\nc  [1,2]  {\"k\":1.5}",
            "20             []");
  }

  @Test
  void printsCsv() {
    assertThat(print(RowPrinter.Format.CSV).lines())
        .containsExactly(
            "n,text,list,map", "1,\"a, \"\"b\"\"\\nc\",\"[1,2]\",\"{\"\"k\"\":1.5}\"", "20,,[],");
  }

  @Test
  void printsJson() {
    assertThat(print(RowPrinter.Format.JSON).lines())
        .containsExactly(
            "{\"n\":1,\"text\":\"a, \\\"b\\\"\\nc\",\"list\":[1,2],\"map\":{\"k\":1.5}}",
            "{\"n\":20,\"list\":[]}");
  }

  @Test
  void columnsMayShareAName() {
    StringWriter out = new StringWriter();
    RowPrinter.print(
        spark.sql("SELECT 1 AS a, 2 AS a"), RowPrinter.Format.CSV, new PrintWriter(out));
    assertThat(out.toString().lines()).containsExactly("a,a", "1,2");
  }

  @Test
  void queryErrorsAreOneLine() {
    assertThat(message("SELEC 1"))
        .startsWith("[PARSE_SYNTAX_ERROR] Syntax error at or near 'SELEC'")
        .doesNotContain("\n");
    assertThat(message("SELECT nope FROM VALUES (1) AS t(n)"))
        .contains("`nope` cannot be resolved")
        .doesNotContain("Project");
  }

  private static String message(String query) {
    try {
      spark.sql(query);
      throw new AssertionError("accepted: " + query);
    } catch (Exception e) {
      assertThat(Errors.isBadInput(e)).isTrue();
      return Errors.message(e);
    }
  }
}
