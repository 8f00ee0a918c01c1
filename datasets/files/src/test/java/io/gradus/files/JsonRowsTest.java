package io.gradus.files;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class JsonRowsTest {
  private static List<String> rows(byte[] bytes) throws IOException {
    List<String> rows = new ArrayList<>();
    try (JsonRows json = new JsonRows(new ByteArrayInputStream(bytes))) {
      while (json.next()) {
        if (!json.isBlank()) {
          rows.add(json.number() + " " + json.validText().orElse("no UTF-8"));
        }
      }
    }
    return rows;
  }

  private static List<String> rows(String text) throws IOException {
    return rows(text.getBytes(UTF_8));
  }

  @Test
  void linesAreRows() throws IOException {
    assertThat(rows("{\"a\":1}\n\n{\"b\n[1]\n")).containsExactly("1 {\"a\":1}", "3 {\"b", "4 [1]");
    assertThat(rows("[1]\n{\"a\":1}\n")).containsExactly("1 [1]", "2 {\"a\":1}");
    assertThat(rows("")).isEmpty();
    assertThat(rows("\n \n")).isEmpty();
  }

  @Test
  void theValuesOfOneListAreRows() throws IOException {
    assertThat(rows("[{\"a\":\"]},{\\\"\"}, 5,\n {\"b\":[1,{}]}\n]\n"))
        .containsExactly("1 {\"a\":\"]},{\\\"\"}", "1 5", "2 {\"b\":[1,{}]}");
    assertThat(rows("[\n{\"a\":1}]")).containsExactly("2 {\"a\":1}");
    assertThat(rows("[{\"a\":1},{\"b\":2}]")).containsExactly("1 {\"a\":1}", "1 {\"b\":2}");
    assertThat(rows("[]")).isEmpty();
  }

  @Test
  void objectsOverSeveralLinesAreRows() throws IOException {
    assertThat(rows("{\n \"a\": {\"b\": \"}\"}\n}\n{\n\"c\": 2}\nrest\n"))
        .containsExactly("1 {\n \"a\": {\"b\": \"}\"}\n}", "4 {\n\"c\": 2}", "6 rest");
  }

  @Test
  void aBadValueSpoilsNoOther() throws IOException {
    assertThat(rows("[{\"a\": NaN}, {'x'}, {\"b\":1}]"))
        .containsExactly("1 {\"a\": NaN}", "1 {'x'}", "1 {\"b\":1}");
    assertThat(rows("[{\"a\":1}, {\"b\":")).containsExactly("1 {\"a\":1}", "1 {\"b\":");
  }

  @Test
  void marksOfAllEncodingsAreTakenOff() throws IOException {
    String lines = "\uFEFF{\"a\":\"é😀\"}\n{}\n";
    for (byte[] bytes :
        List.of(lines.getBytes(UTF_8), lines.getBytes(UTF_16LE), lines.getBytes(UTF_16BE))) {
      assertThat(rows(bytes)).containsExactly("1 {\"a\":\"é😀\"}", "2 {}");
    }
    assertThat(rows("\uFEFF[{\"a\":1}]")).containsExactly("1 {\"a\":1}");
    assertThat(rows("\uFEFF{\n\"a\":1}")).containsExactly("1 {\n\"a\":1}");
  }

  @Test
  void aPairOfSurrogatesIsNotCutByTheBuffer() throws IOException {
    String text = "x".repeat((1 << 13) - 2) + "😀".repeat(9000);
    assertThat(rows(("\uFEFF" + text).getBytes(UTF_16LE))).containsExactly("1 " + text);
  }

  @Test
  void gzipIsUnpacked() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write("[{\"a\":1}]".getBytes(UTF_8));
    }
    assertThat(rows(bytes.toByteArray())).containsExactly("1 {\"a\":1}");
  }

  @Test
  void whatIsNoUtf8IsToldInAListToo() throws IOException {
    byte[] bytes = "[\"a\", {}]".getBytes(UTF_8);
    bytes[2] = (byte) 0xff;
    assertThat(rows(bytes)).containsExactly("1 no UTF-8", "1 {}");
  }

  @Test
  void longRowsAreCutAtTheLimit() throws IOException {
    try (JsonRows json =
        new JsonRows(new ByteArrayInputStream("[\"abcdef\", 1]".getBytes(UTF_8)), 4)) {
      assertThat(json.next()).isTrue();
      assertThat(json.isTooLong()).isTrue();
      assertThat(json.text()).isEqualTo("\"abc");
      assertThat(json.next()).isTrue();
      assertThat(json.isTooLong()).isFalse();
    }
  }
}
