package io.gradus.analysis.report;

import java.util.List;

/** Builds HTML text; whatever is not called raw is escaped. */
final class Html {
  private final StringBuilder out = new StringBuilder(1 << 16);

  /** Text for HTML, its per cent signs kept on the line of their numbers. */
  static String escape(String text) {
    return text.replace(" %", "\u00A0%")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  Html raw(String html) {
    out.append(html);
    return this;
  }

  Html element(String tag, String text) {
    out.append('<').append(tag).append('>').append(escape(text));
    out.append("</").append(tag).append(">\n");
    return this;
  }

  Html element(String tag, String cssClass, String text) {
    out.append('<').append(tag).append(" class=\"").append(cssClass).append("\">");
    out.append(escape(text)).append("</").append(tag).append(">\n");
    return this;
  }

  /** A table that scrolls sideways where it is wider than the screen. */
  Html table(Table table) {
    out.append("<div class=\"scroll\"><table><thead><tr>");
    for (Column column : table.columns()) {
      out.append(column.align() == Align.NUMBER ? "<th class=\"n\">" : "<th>")
          .append(escape(column.name()))
          .append("</th>");
    }
    out.append("</tr></thead><tbody>\n");
    for (List<String> row : table.rows()) {
      out.append("<tr>");
      for (int i = 0; i < row.size(); i++) {
        out.append(table.columns().get(i).align() == Align.NUMBER ? "<td class=\"n\">" : "<td>")
            .append(row.get(i))
            .append("</td>");
      }
      out.append("</tr>\n");
    }
    out.append("</tbody></table></div>\n");
    return this;
  }

  @Override
  public String toString() {
    return out.toString();
  }

  /** How a column's cells stand. */
  enum Align {
    TEXT,
    NUMBER
  }

  /** A column's name and how its cells stand. */
  record Column(String name, Align align) {
    static Column text(String name) {
      return new Column(name, Align.TEXT);
    }

    static Column number(String name) {
      return new Column(name, Align.NUMBER);
    }
  }

  /**
   * A table.
   *
   * @param rows cells are HTML: escape text before
   */
  record Table(List<Column> columns, List<List<String>> rows) {}
}
