package io.gradus.training.text.jinja;

import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;

/** A parsed template; see the package for what it supports. Immutable, safe for several threads. */
public final class JinjaTemplate {
  private final Node root;
  private final Map<String, Object> functions;

  private JinjaTemplate(Node root, Map<String, Object> functions) {
    this.root = root;
    this.functions = functions;
  }

  /**
   * Parses a template.
   *
   * @param clock what {@code strftime_now} reads
   * @throws JinjaException naming the line, if it is malformed or uses an unsupported statement
   */
  public static JinjaTemplate parse(String source, Clock clock) {
    return new JinjaTemplate(TemplateParser.parse(source), Globals.functions(clock));
  }

  /**
   * Renders the template.
   *
   * @param variables strings, truth values, integers (Long), lists and maps of these; {@link #none}
   *     for Python's None
   * @throws JinjaException naming the line, if the template fails, refuses its input, or uses what
   *     is not supported
   */
  public String render(Map<String, Object> variables) {
    Map<String, Object> all = new TreeMap<>(functions);
    all.putAll(variables);
    StringBuilder out = new StringBuilder();
    // Assignments go to a scope of their own, so that they do not outlive this rendering.
    root.render(Scope.of(all).inner(), out);
    return out.toString();
  }

  /** Python's None. */
  public static Object none() {
    return None.NONE;
  }
}
