package io.gradus.training.text.jinja;

import io.gradus.training.text.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Parses expressions by jinja2's grammar, which binds, from loosest to tightest: {@code if else},
 * {@code or}, {@code and}, {@code not}, comparisons and {@code in}, {@code + -}, {@code ~}, {@code
 * * / // %}, {@code **}, signs, and last filters, tests, attributes, subscripts and calls.
 */
final class ExpressionParser {
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

  private final TokenStream tokens;
  private final PrimaryParser primaries;

  ExpressionParser(TokenStream tokens) {
    this.tokens = tokens;
    this.primaries = new PrimaryParser(tokens, this);
  }

  /** One expression, or a tuple of several separated by commas. */
  Expression tuple() {
    Expression first = expression();
    if (!tokens.current().isOperator(",")) {
      return first;
    }
    List<Expression> items = new ArrayList<>(List.of(first));
    while (tokens.skipOperator(",") && !atTupleEnd()) {
      items.add(expression());
    }
    return PrimaryParser.tupleOf(items);
  }

  private boolean atTupleEnd() {
    Token token = tokens.current();
    return token.kind() == Kind.BLOCK_END
        || token.kind() == Kind.PRINT_END
        || token.isOperator(")");
  }

  Expression expression() {
    Expression value = or();
    while (tokens.skipName("if")) {
      Expression condition = or();
      Expression chosen = value;
      Expression other =
          tokens.skipName("else") ? expression() : scope -> new Undefined("the missing else");
      value = scope -> (Values.truth(condition.evaluate(scope)) ? chosen : other).evaluate(scope);
    }
    return value;
  }

  /** An expression without a trailing condition: what a for statement loops over. */
  Expression or() {
    Expression left = and();
    while (tokens.skipName("or")) {
      Expression before = left;
      Expression after = and();
      left =
          scope -> {
            Object value = before.evaluate(scope);
            return Values.truth(value) ? value : after.evaluate(scope);
          };
    }
    return left;
  }

  private Expression and() {
    Expression left = not();
    while (tokens.skipName("and")) {
      Expression before = left;
      Expression after = not();
      left =
          scope -> {
            Object value = before.evaluate(scope);
            return Values.truth(value) ? after.evaluate(scope) : value;
          };
    }
    return left;
  }

  private Expression not() {
    if (tokens.skipName("not")) {
      Expression operand = not();
      return scope -> !Values.truth(operand.evaluate(scope));
    }
    return comparison();
  }

  /** A chain such as {@code a < b < c} holds if each pair does. */
  private Expression comparison() {
    Expression first = sum();
    List<String> operators = new ArrayList<>();
    List<Expression> operands = new ArrayList<>(List.of(first));
    while (true) {
      if (tokens.current().kind() == Kind.OPERATOR
          && COMPARISONS.contains(tokens.current().text())) {
        operators.add(tokens.next().text());
      } else if (tokens.skipName("in")) {
        operators.add("in");
      } else if (tokens.current().isName("not") && tokens.following().isName("in")) {
        tokens.next();
        tokens.next();
        operators.add("not in");
      } else {
        break;
      }
      operands.add(sum());
    }
    return operators.isEmpty() ? first : scope -> compare(operators, operands, scope);
  }

  private static boolean compare(List<String> operators, List<Expression> operands, Scope scope) {
    Object left = operands.get(0).evaluate(scope);
    for (int i = 0; i < operators.size(); i++) {
      Object right = operands.get(i + 1).evaluate(scope);
      if (!Comparison.holds(operators.get(i), left, right)) {
        return false;
      }
      left = right;
    }
    return true;
  }

  private Expression sum() {
    Expression left = concatenation();
    while (tokens.current().isOperator("+") || tokens.current().isOperator("-")) {
      left = binary(tokens.next().text(), left, concatenation());
    }
    return left;
  }

  private Expression concatenation() {
    Expression left = product();
    while (tokens.skipOperator("~")) {
      Expression before = left;
      Expression after = product();
      left = scope -> Values.text(before.evaluate(scope)) + Values.text(after.evaluate(scope));
    }
    return left;
  }

  private Expression product() {
    Expression left = power();
    while (tokens.current().isOperator("*")
        || tokens.current().isOperator("/")
        || tokens.current().isOperator("//")
        || tokens.current().isOperator("%")) {
      left = binary(tokens.next().text(), left, power());
    }
    return left;
  }

  private Expression power() {
    Expression left = filtered(signed());
    while (tokens.current().isOperator("**")) {
      left = binary(tokens.next().text(), left, filtered(signed()));
    }
    return left;
  }

  private static Expression binary(String operator, Expression left, Expression right) {
    return scope -> Arithmetic.apply(operator, left.evaluate(scope), right.evaluate(scope));
  }

  private Expression signed() {
    if (tokens.current().isOperator("-") || tokens.current().isOperator("+")) {
      return binary(tokens.next().text(), PrimaryParser.constant(0L), signed());
    }
    return postfix(primaries.primary());
  }

  private Expression postfix(Expression begin) {
    Expression value = begin;
    while (true) {
      Expression base = value;
      if (tokens.skipOperator(".")) {
        String attribute = tokens.expectName();
        value = scope -> Access.attribute(base.evaluate(scope), attribute);
      } else if (tokens.skipOperator("[")) {
        value = subscript(base);
      } else if (tokens.current().isOperator("(")) {
        value = call(base);
      } else {
        return value;
      }
    }
  }

  private Expression subscript(Expression base) {
    List<Expression> parts = new ArrayList<>();
    Expression absent = PrimaryParser.constant(None.NONE);
    Expression part = absent;
    while (!tokens.current().isOperator("]")) {
      if (tokens.skipOperator(":")) {
        parts.add(part);
        part = absent;
      } else {
        part = expression();
      }
    }
    tokens.expectOperator("]");
    parts.add(part);
    if (parts.size() == 1) {
      if (part == absent) {
        throw tokens.unexpected("a subscript before it");
      }
      return scope -> Access.subscript(base.evaluate(scope), parts.get(0).evaluate(scope));
    }
    Expression step = parts.size() > 2 ? parts.get(2) : absent;
    return scope ->
        Access.slice(
            base.evaluate(scope),
            parts.get(0).evaluate(scope),
            parts.get(1).evaluate(scope),
            step.evaluate(scope));
  }

  private Expression call(Expression callee) {
    ArgumentList arguments = arguments();
    return scope -> Access.call(callee.evaluate(scope), arguments.evaluate("the call", scope));
  }

  private Expression filtered(Expression begin) {
    Expression value = begin;
    while (true) {
      Expression base = value;
      if (tokens.skipOperator("|")) {
        value = filter(base);
      } else if (tokens.skipName("is")) {
        value = test(base);
      } else if (tokens.current().isOperator("(")) {
        value = call(base);
      } else {
        return value;
      }
    }
  }

  private Expression filter(Expression base) {
    return filterByName().apply(base);
  }

  private UnaryOperator<Expression> filterByName() {
    String name = tokens.expectName();
    ArgumentList arguments = tokens.current().isOperator("(") ? arguments() : ArgumentList.EMPTY;
    return base ->
        scope ->
            Filters.apply(name, base.evaluate(scope), arguments.evaluate("filter " + name, scope));
  }

  /** Filters that begin with the mark, as many as there are. */
  UnaryOperator<Expression> filters() {
    UnaryOperator<Expression> filters = UnaryOperator.identity();
    while (tokens.skipOperator("|")) {
      UnaryOperator<Expression> before = filters;
      UnaryOperator<Expression> next = filterByName();
      filters = base -> next.apply(before.apply(base));
    }
    return filters;
  }

  /** A filter by its name, and those behind it. */
  UnaryOperator<Expression> filtersFromName() {
    UnaryOperator<Expression> first = filterByName();
    UnaryOperator<Expression> others = filters();
    return base -> others.apply(first.apply(base));
  }

  /** A call that gets a variable of the scope as a further argument of that name. */
  Expression callWith(String variable) {
    Expression callee = primaries.primary();
    while (tokens.skipOperator(".")) {
      Expression base = callee;
      String attribute = tokens.expectName();
      callee = scope -> Access.attribute(base.evaluate(scope), attribute);
    }
    Expression called = callee;
    ArgumentList arguments = arguments();
    Map<String, Expression> named = new LinkedHashMap<>(arguments.named());
    named.put(variable, scope -> scope.get(variable));
    ArgumentList all =
        new ArgumentList(arguments.positional(), named, arguments.more(), arguments.moreNamed());
    return scope -> Access.call(called.evaluate(scope), all.evaluate("the call", scope));
  }

  private Expression test(Expression base) {
    boolean negated = tokens.skipName("not");
    String name = tokens.expectName();
    ArgumentList arguments = ArgumentList.EMPTY;
    if (tokens.current().isOperator("(")) {
      arguments = arguments();
    } else if (atTestArgument()) {
      arguments = ArgumentList.of(postfix(primaries.primary()));
    }
    if (tokens.current().isName("is")) {
      throw tokens.unexpected("one test, which no other follows");
    }
    ArgumentList given = arguments;
    return scope ->
        negated != Tests.holds(name, base.evaluate(scope), given.evaluate("test " + name, scope));
  }

  private boolean atTestArgument() {
    Token token = tokens.current();
    return switch (token.kind()) {
      case NAME -> !Set.of("else", "or", "and", "is").contains(token.text());
      case STRING, INTEGER, FLOAT -> true;
      case OPERATOR -> token.isOperator("[") || token.isOperator("{");
      default -> false;
    };
  }

  private ArgumentList arguments() {
    tokens.expectOperator("(");
    List<Expression> positional = new ArrayList<>();
    Map<String, Expression> named = new LinkedHashMap<>();
    Optional<Expression> more = Optional.empty();
    Optional<Expression> moreNamed = Optional.empty();
    while (!tokens.skipOperator(")")) {
      if (moreNamed.isEmpty() && tokens.skipOperator("**")) {
        moreNamed = Optional.of(expression());
      } else if (more.isEmpty() && moreNamed.isEmpty() && tokens.skipOperator("*")) {
        more = Optional.of(expression());
      } else if (moreNamed.isEmpty()
          && tokens.current().kind() == Kind.NAME
          && tokens.following().isOperator("=")) {
        String name = tokens.next().text();
        tokens.next();
        named.put(name, expression());
      } else if (named.isEmpty() && more.isEmpty() && moreNamed.isEmpty()) {
        positional.add(expression());
      } else {
        throw tokens.unexpected("an argument with a name");
      }
      if (!tokens.current().isOperator(")")) {
        tokens.expectOperator(",");
      }
    }
    return new ArgumentList(positional, named, more, moreNamed);
  }
}
