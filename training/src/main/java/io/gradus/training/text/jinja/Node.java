package io.gradus.training.text.jinja;

import java.util.List;

/** A parsed piece of a template. */
@FunctionalInterface
interface Node {
  /** Where rendering continues after a node. */
  enum Flow {
    NEXT,
    BREAK,
    CONTINUE
  }

  /** Appends what the node renders to. */
  Flow render(Scope scope, StringBuilder out);

  /** One after the other, until one leaves the loop's round. */
  static Node sequence(List<Node> nodes) {
    List<Node> all = List.copyOf(nodes);
    return (scope, out) -> {
      for (Node node : all) {
        Flow flow = node.render(scope, out);
        if (flow != Flow.NEXT) {
          return flow;
        }
      }
      return Flow.NEXT;
    };
  }

  /** The same node whose errors say where it stands. */
  default Node at(int line) {
    return (scope, out) -> {
      try {
        return render(scope, out);
      } catch (JinjaException e) {
        throw e.at(line);
      } catch (ArithmeticException e) {
        throw new JinjaException("number out of range: " + e.getMessage()).at(line);
      }
    };
  }
}
