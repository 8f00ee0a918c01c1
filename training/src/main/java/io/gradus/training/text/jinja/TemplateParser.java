package io.gradus.training.text.jinja;

import io.gradus.training.text.jinja.Node.Flow;
import io.gradus.training.text.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Parses a template: text, printed expressions, and the statements that chat templates use. */
final class TemplateParser {
  private static final Node NOTHING = (scope, out) -> Flow.NEXT;

  private final TokenStream tokens;
  private final ExpressionParser expressions;
  private int loops;

  private TemplateParser(TokenStream tokens) {
    this.tokens = tokens;
    this.expressions = new ExpressionParser(tokens);
  }

  static Node parse(String template) {
    TemplateParser parser = new TemplateParser(new TokenStream(Lexer.tokens(template)));
    Node root = parser.until(List.of());
    parser.tokens.expect(Kind.END, "end of template");
    return root;
  }

  /** Parses up to a statement with one of the given names, which becomes the current token. */
  private Node until(List<String> ends) {
    List<Node> nodes = new ArrayList<>();
    while (true) {
      Token token = tokens.current();
      if (token.kind() == Kind.DATA) {
        String text = tokens.next().text();
        nodes.add(
            (scope, out) -> {
              out.append(text);
              return Flow.NEXT;
            });
      } else if (token.kind() == Kind.PRINT_BEGIN) {
        nodes.add(print().at(token.line()));
      } else if (token.kind() == Kind.BLOCK_BEGIN) {
        tokens.next();
        if (tokens.current().kind() == Kind.NAME && ends.contains(tokens.current().text())) {
          return Node.sequence(nodes);
        }
        nodes.add(statement().at(token.line()));
      } else if (ends.isEmpty()) {
        return Node.sequence(nodes);
      } else {
        throw tokens.unexpected("{% " + ends.get(ends.size() - 1) + " %}");
      }
    }
  }

  private Node print() {
    tokens.next();
    Expression value = expressions.tuple();
    tokens.expect(Kind.PRINT_END, "}}");
    return (scope, out) -> {
      out.append(Values.text(value.evaluate(scope)));
      return Flow.NEXT;
    };
  }

  private Node statement() {
    Token keyword = tokens.expect(Kind.NAME, "a statement");
    return switch (keyword.text()) {
      case "if" -> condition();
      case "for" -> loop();
      case "set" -> assignment();
      case "macro" -> macro();
      case "break" -> leave(keyword, Flow.BREAK);
      case "continue" -> leave(keyword, Flow.CONTINUE);
      case "with" -> with();
      case "filter" -> filter();
      case "call" -> call();
      case "generation" -> generation();
      default ->
          throw new JinjaException("statement '" + keyword.text() + "' is not supported")
              .at(keyword.line());
    };
  }

  private void endStatement() {
    tokens.expect(Kind.BLOCK_END, "%}");
  }

  private Node body(String end) {
    Node body = until(List.of(end));
    tokens.next();
    endStatement();
    return body;
  }

  private Node condition() {
    Expression condition = expressions.tuple();
    endStatement();
    Node then = until(List.of("elif", "else", "endif"));
    String end = tokens.next().text();
    Node otherwise = NOTHING;
    if (end.equals("elif")) {
      otherwise = condition();
    } else {
      endStatement();
      otherwise = end.equals("else") ? body("endif") : NOTHING;
    }
    Node other = otherwise;
    return (scope, out) ->
        (Values.truth(condition.evaluate(scope)) ? then : other).render(scope, out);
  }

  private Node loop() {
    List<String> targets = targets();
    if (!tokens.skipName("in")) {
      throw tokens.unexpected("'in'");
    }
    Expression items = expressions.or();
    Optional<Expression> filter =
        tokens.skipName("if") ? Optional.of(expressions.expression()) : Optional.empty();
    boolean recursive = tokens.skipName("recursive");
    endStatement();
    loops++;
    Node body = until(List.of("else", "endfor"));
    loops--;
    boolean hasElse = tokens.next().text().equals("else");
    endStatement();
    Node otherwise = hasElse ? body("endfor") : NOTHING;
    Loop.Kind kind = recursive ? Loop.Kind.RECURSIVE : Loop.Kind.PLAIN;
    return new Loop(targets, items, filter, body, otherwise, kind);
  }

  private List<String> targets() {
    boolean enclosed = tokens.skipOperator("(");
    List<String> names = new ArrayList<>();
    do {
      names.add(tokens.expectName());
    } while (tokens.skipOperator(","));
    if (enclosed) {
      tokens.expectOperator(")");
    }
    return names;
  }

  private Node leave(Token keyword, Flow flow) {
    if (loops == 0) {
      throw new JinjaException("'" + keyword.text() + "' outside of a loop").at(keyword.line());
    }
    endStatement();
    return (scope, out) -> flow;
  }

  private Node assignment() {
    if (tokens.following().isOperator(".")) {
      return attributeAssignment();
    }
    List<String> names = targets();
    if (tokens.skipOperator("=")) {
      Expression value = expressions.tuple();
      endStatement();
      return (scope, out) -> {
        Values.unpack(names, value.evaluate(scope), scope);
        return Flow.NEXT;
      };
    }
    if (names.size() > 1) {
      throw tokens.unexpected("'='");
    }
    UnaryOperator<Expression> filters = expressions.filters();
    endStatement();
    Node body = ownBody("endset");
    return (scope, out) -> {
      Object text = filters.apply(inside -> rendered(body, inside)).evaluate(scope.inner());
      scope.set(names.get(0), text);
      return Flow.NEXT;
    };
  }

  /** A body that is rendered by itself: no loop around it can be left from inside. */
  private Node ownBody(String end) {
    int outer = loops;
    loops = 0;
    Node body = body(end);
    loops = outer;
    return body;
  }

  private static String rendered(Node body, Scope scope) {
    StringBuilder text = new StringBuilder();
    body.render(scope, text);
    return text.toString();
  }

  private Node attributeAssignment() {
    String name = tokens.expectName();
    tokens.expectOperator(".");
    String attribute = tokens.expectName();
    tokens.expectOperator("=");
    Expression value = expressions.tuple();
    endStatement();
    return (scope, out) -> {
      if (!(scope.get(name) instanceof Namespace namespace)) {
        throw new JinjaException("'" + name + "' is no namespace: its attributes cannot be set");
      }
      namespace.attributes().put(attribute, value.evaluate(scope));
      return Flow.NEXT;
    };
  }

  private Node macro() {
    String name = tokens.expectName();
    Macro.Signature signature = signature();
    endStatement();
    int begin = tokens.position();
    Node body = ownBody("endmacro");
    Set<String> extras = extras(begin);
    return (scope, out) -> {
      scope.set(name, new Macro(name, signature, extras, body, scope));
      return Flow.NEXT;
    };
  }

  /** Which of the special variables of macros those read since a position use. */
  private Set<String> extras(int begin) {
    return Macro.SPECIAL.stream()
        .filter(name -> tokens.readSince(begin, name))
        .collect(Collectors.toSet());
  }

  private Macro.Signature signature() {
    tokens.expectOperator("(");
    Map<String, Optional<Expression>> parameters = new LinkedHashMap<>();
    while (!tokens.skipOperator(")")) {
      String parameter = tokens.expectName();
      parameters.put(
          parameter,
          tokens.skipOperator("=") ? Optional.of(expressions.expression()) : Optional.empty());
      if (!tokens.current().isOperator(")")) {
        tokens.expectOperator(",");
      }
    }
    return new Macro.Signature(parameters);
  }

  /** Calls a macro with a block, which it renders by calling {@code caller}. */
  private Node call() {
    Macro.Signature signature =
        tokens.current().isOperator("(") ? signature() : new Macro.Signature(Map.of());
    Expression value = expressions.callWith("caller");
    endStatement();
    int begin = tokens.position();
    Node body = ownBody("endcall");
    Set<String> extras = extras(begin);
    return (scope, out) -> {
      Scope inner = scope.inner();
      inner.set("caller", new Macro("caller", signature, extras, body, scope));
      out.append(Values.text(value.evaluate(inner)));
      return Flow.NEXT;
    };
  }

  /** Variables for a block; their values are those outside of it. */
  private Node with() {
    Map<String, Expression> values = new LinkedHashMap<>();
    while (tokens.current().kind() == Kind.NAME) {
      String name = tokens.expectName();
      tokens.expectOperator("=");
      values.put(name, expressions.expression());
      if (!tokens.skipOperator(",")) {
        break;
      }
    }
    endStatement();
    Node body = body("endwith");
    return (scope, out) -> {
      Scope inner = scope.inner();
      values.forEach((name, value) -> inner.set(name, value.evaluate(scope)));
      return body.render(inner, out);
    };
  }

  private Node filter() {
    UnaryOperator<Expression> filters = expressions.filtersFromName();
    endStatement();
    Node body = ownBody("endfilter");
    return (scope, out) -> {
      Expression text = inside -> rendered(body, inside);
      out.append(Values.text(filters.apply(text).evaluate(scope.inner())));
      return Flow.NEXT;
    };
  }

  /** transformers marks the assistant's part with this statement; it renders what it holds. */
  private Node generation() {
    endStatement();
    Node body = ownBody("endgeneration");
    return (scope, out) -> body.render(scope.inner(), out);
  }
}
