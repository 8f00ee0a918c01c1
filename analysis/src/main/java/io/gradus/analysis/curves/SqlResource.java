package io.gradus.analysis.curves;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The SQL files of this module. */
final class SqlResource {
  private SqlResource() {}

  /** Text of {@code io/gradus/analysis/sql/NAME.sql}. */
  static String load(String name) {
    String path = "/io/gradus/analysis/sql/" + name + ".sql";
    try (InputStream in = SqlResource.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("SQL resource " + path + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read SQL resource " + path, e);
    }
  }
}
