package io.gradus.training.text.jinja;

import io.gradus.training.text.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parses what expressions are made of: names, literals, lists, mappings, and parentheses. */
final class PrimaryParser {
  private final TokenStream tokens;
  private final ExpressionParser expressions;

  PrimaryParser(TokenStream tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
  }

  Expression primary() {
    Token token = tokens.next();
    return switch (token.kind()) {
      case NAME -> name(token);
      case STRING -> string(token.text());
      case INTEGER -> integer(token);
      case FLOAT -> constant(Double.valueOf(token.text()));
      case OPERATOR -> bracketed(token);
      default -> throw unexpected(token);
    };
  }

  static Expression constant(Object value) {
    return scope -> value;
  }

  private static Expression name(Token token) {
    return switch (token.text()) {
      case "true", "True" -> constant(true);
      case "false", "False" -> constant(false);
      case "none", "None" -> constant(None.NONE);
      case "self" -> throw new JinjaException("'self' is not supported").at(token.line());
      default -> scope -> scope.get(token.text());
    };
  }

  /** Adjacent strings are one. */
  private Expression string(String first) {
    StringBuilder text = new StringBuilder(first);
    while (tokens.current().kind() == Kind.STRING) {
      text.append(tokens.next().text());
    }
    return constant(text.toString());
  }

  private static Expression integer(Token token) {
    try {
      if (token.text().length() == 1 || !token.text().startsWith("0")) {
        return constant(Long.valueOf(token.text()));
      }
    } catch (NumberFormatException e) {
      // falls through to the error below
    }
    throw new JinjaException("integer " + token.text() + " is not supported").at(token.line());
  }

  private Expression bracketed(Token token) {
    return switch (token.text()) {
      case "(" -> {
        if (tokens.skipOperator(")")) {
          yield tupleOf(List.of());
        }
        Expression inside = expressions.tuple();
        tokens.expectOperator(")");
        yield inside;
      }
      case "[" -> list(items("]"));
      case "{" -> mapping();
      default -> throw unexpected(token);
    };
  }

  private static JinjaException unexpected(Token token) {
    return new JinjaException("expected a value, found " + token.shown()).at(token.line());
  }

  private List<Expression> items(String closing) {
    List<Expression> items = new ArrayList<>();
    while (!tokens.skipOperator(closing)) {
      items.add(expressions.expression());
      if (!tokens.current().isOperator(closing)) {
        tokens.expectOperator(",");
      }
    }
    return items;
  }

  static Expression tupleOf(List<Expression> items) {
    Expression list = list(items);
    return scope -> new Tuple((List<?>) list.evaluate(scope));
  }

  private static Expression list(List<Expression> items) {
    return scope -> {
      List<Object> values = new ArrayList<>();
      items.forEach(item -> values.add(item.evaluate(scope)));
      return values;
    };
  }

  private Expression mapping() {
    Map<Expression, Expression> entries = new LinkedHashMap<>();
    while (!tokens.skipOperator("}")) {
      Expression key = expressions.expression();
      tokens.expectOperator(":");
      entries.put(key, expressions.expression());
      if (!tokens.current().isOperator("}")) {
        tokens.expectOperator(",");
      }
    }
    return scope -> {
      Map<Object, Object> values = new LinkedHashMap<>();
      entries.forEach((key, value) -> values.put(key(key.evaluate(scope)), value.evaluate(scope)));
      return values;
    };
  }

  private static Object key(Object key) {
    if (key instanceof String || key instanceof Long || key == None.NONE) {
      return key;
    }
    throw new JinjaException(Values.kind(key) + " as a key of a mapping is not supported");
  }
}
