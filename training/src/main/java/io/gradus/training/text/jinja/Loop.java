package io.gradus.training.text.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A for statement. Each round has a scope of its own, so that what it sets is gone in the next.
 *
 * @param targets the variables an item is assigned to
 * @param items what to loop over
 * @param filter which items take part, if not all
 * @param body what to render for each
 * @param otherwise what to render if there are none
 * @param kind whether the body may call the loop for other items
 */
record Loop(
    List<String> targets,
    Expression items,
    Optional<Expression> filter,
    Node body,
    Node otherwise,
    Kind kind)
    implements Node {
  /** Whether {@code loop(items)} renders the loop within itself. */
  enum Kind {
    PLAIN,
    RECURSIVE
  }

  @Override
  public Flow render(Scope scope, StringBuilder out) {
    return render(items.evaluate(scope), 0, scope, out);
  }

  private Flow render(Object over, int depth, Scope scope, StringBuilder out) {
    List<Object> rounds = new ArrayList<>();
    for (Object item : Values.iterate(over)) {
      if (filter.isEmpty() || passes(scope, item)) {
        rounds.add(item);
      }
    }
    if (rounds.isEmpty()) {
      return otherwise.render(scope, out);
    }
    Callable nested = arguments -> nested(arguments, depth + 1, scope);
    AtomicReference<Object> seen = new AtomicReference<>();
    for (int round = 0; round < rounds.size(); round++) {
      Scope inner = scope.inner();
      Values.unpack(targets, rounds.get(round), inner);
      inner.set("loop", new State(rounds, round, depth, nested, seen));
      if (body.render(inner, out) == Flow.BREAK) {
        break;
      }
    }
    return Flow.NEXT;
  }

  private Object nested(Arguments arguments, int depth, Scope scope) {
    if (kind == Kind.PLAIN) {
      throw new JinjaException("the loop cannot be called, it is not marked as recursive");
    }
    StringBuilder text = new StringBuilder();
    render(arguments.required(arguments.bind("items").get(0)), depth, scope, text);
    return text.toString();
  }

  private boolean passes(Scope scope, Object item) {
    Scope inner = scope.inner();
    Values.unpack(targets, item, inner);
    return Values.truth(filter.orElseThrow().evaluate(inner));
  }

  /**
   * What a template sees as {@code loop}.
   *
   * @param items all rounds' items
   * @param index0 the round, from 0
   * @param depth0 how many times the loop stands within itself
   * @param nested what calling it does
   * @param seen the values that {@code loop.changed} was last asked about
   */
  record State(
      List<Object> items, int index0, int depth0, Callable nested, AtomicReference<Object> seen) {
    Object attribute(String name) {
      int length = items.size();
      return switch (name) {
        case "index" -> index0 + 1L;
        case "index0" -> (long) index0;
        case "revindex" -> (long) length - index0;
        case "revindex0" -> length - index0 - 1L;
        case "first" -> index0 == 0;
        case "last" -> index0 == length - 1;
        case "length" -> (long) length;
        case "previtem" -> index0 == 0 ? new Undefined("loop.previtem") : items.get(index0 - 1);
        case "nextitem" ->
            index0 == length - 1 ? new Undefined("loop.nextitem") : items.get(index0 + 1);
        case "depth" -> depth0 + 1L;
        case "depth0" -> (long) depth0;
        case "changed" -> (Callable) arguments -> changed(arguments.positional());
        case "cycle" -> (Callable) arguments -> cycle(arguments.positional());
        default -> throw new JinjaException("loop." + name + " is not supported");
      };
    }

    private Object changed(List<Object> values) {
      Object before = seen.getAndSet(values);
      return before == null || !Comparison.equal(before, values);
    }

    private Object cycle(List<Object> values) {
      if (values.isEmpty()) {
        throw new JinjaException("loop.cycle lacks an argument");
      }
      return values.get(index0 % values.size());
    }
  }
}
