package io.gradus.rewards.random;

import java.util.Random;

/** Writes a term in LaTeX or plain notation, choosing among spellings at random. */
final class Notation {
  private final Random random;
  private final boolean latex;

  Notation(Random random) {
    this.random = random;
    this.latex = random.nextInt(3) > 0;
  }

  /** The whole term. */
  String write(Term t) {
    if (t instanceof Term.Whole w) {
      return w.value() < 0 ? "(" + w.value() + ")" : number(w.value());
    } else if (t instanceof Term.Name n) {
      return String.valueOf(n.letter());
    } else if (t instanceof Term.Sum s) {
      return "("
          + String.join(
              latex ? pick(" + ", "+") : " + ", s.terms().stream().map(this::write).toList())
          + ")";
    } else if (t instanceof Term.Product p) {
      String times = latex ? pick("\\cdot ", " \\times ", " * ") : pick("*", " * ", "×");
      return bracket(String.join(times, p.factors().stream().map(this::write).toList()));
    } else if (t instanceof Term.Quotient q) {
      return latex && random.nextInt(4) > 0
          ? pick("\\frac", "\\dfrac", "\\tfrac")
              + "{"
              + write(q.top())
              + "}{"
              + write(q.bottom())
              + "}"
          : bracket(write(q.top()) + pick("/", " / ") + write(q.bottom()));
    } else if (t instanceof Term.Power p) {
      return bracket(write(p.base())) + "^" + (latex ? "{" + p.exponent() + "}" : p.exponent());
    } else if (t instanceof Term.SquareRoot r) {
      return latex
          ? pick("\\sqrt{" + r.radicand() + "}", r.radicand() + "^{1/2}")
          : "sqrt(" + r.radicand() + ")";
    }
    Term.Function f = (Term.Function) t;
    return (latex ? "\\" : "") + f.name() + "(" + write(f.argument()) + ")";
  }

  private String number(long value) {
    return random.nextInt(6) == 0 ? value + pick(".0", ".00") : Long.toString(value);
  }

  private String bracket(String s) {
    return latex ? "\\left(" + s + "\\right)" : "(" + s + ")";
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
