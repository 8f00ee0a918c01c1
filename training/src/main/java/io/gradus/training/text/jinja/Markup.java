package io.gradus.training.text.jinja;

/**
 * What the filters {@code safe} and {@code escape} give: a text that jinja2 escapes nothing of, but
 * what is joined to it. It can be printed and joined by {@code ~}, which escape nothing either.
 *
 * @param text the text as it is printed
 */
record Markup(String text) {
  static Markup escaped(String text) {
    return new Markup(
        text.replace("&", "&amp;")
            .replace(">", "&gt;")
            .replace("<", "&lt;")
            .replace("'", "&#39;")
            .replace("\"", "&#34;"));
  }
}
