package io.gradus.rewards.random;

import io.gradus.rewards.random.Term.Function;
import io.gradus.rewards.random.Term.Name;
import io.gradus.rewards.random.Term.Power;
import io.gradus.rewards.random.Term.Product;
import io.gradus.rewards.random.Term.Quotient;
import io.gradus.rewards.random.Term.SquareRoot;
import io.gradus.rewards.random.Term.Sum;
import io.gradus.rewards.random.Term.Whole;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Makes random expressions, rewrites them by identities, and changes them a little. */
final class Terms {
  private static final double[][] POINTS = {
    {0.37, 1.91, 2.63}, {1.73, 0.59, 3.11}, {2.29, 2.77, 0.83}, {0.91, 3.37, 1.49}
  };

  /** A relative difference that rounding in double precision does not explain. */
  static final double CLEAR = 1e-7;

  private final Random random;

  Terms(Random random) {
    this.random = random;
  }

  Term make(int depth) {
    int kind = random.nextInt(depth <= 0 ? 4 : 11);
    return switch (kind) {
      case 0, 1 -> new Whole(1 + random.nextInt(12));
      case 2 -> new Name("xyn".charAt(random.nextInt(3)));
      case 3 -> new SquareRoot(2 + random.nextInt(20));
      case 4, 5, 6 -> new Sum(several(depth));
      case 7, 8 -> new Product(several(depth));
      case 9 -> new Quotient(make(depth - 1), positive(depth - 1));
      default ->
          random.nextInt(3) == 0
              ? new Function(random.nextBoolean() ? "sin" : "cos", make(depth - 2))
              : new Power(make(depth - 1), 2 + random.nextInt(2));
    };
  }

  private List<Term> several(int depth) {
    List<Term> terms = new ArrayList<>();
    for (int i = 2 + random.nextInt(2); i > 0; i--) {
      Term t = make(depth - 1);
      terms.add(random.nextInt(4) == 0 ? negative(t) : t);
    }
    return terms;
  }

  /** Something that is not zero: a root plus a square. */
  private Term positive(int depth) {
    Term root = new SquareRoot(2 + random.nextInt(6));
    Term whole = new Whole(1 + random.nextInt(9));
    return switch (random.nextInt(4)) {
      case 0 -> whole;
      case 1 -> root;
      case 2 -> new Sum(List.of(new Whole(3 + random.nextInt(5)), root));
      default -> new Sum(List.of(new Power(new Name('x'), 2), whole));
    };
  }

  private static Term negative(Term t) {
    return new Product(List.of(new Whole(-1), t));
  }

  /** The same value, written differently: one to three identities at random places. */
  Term rewrite(Term t) {
    Term changed = t;
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      changed = somewhere(changed, this::identity);
    }
    return changed;
  }

  /** One small change that alters the value by more than a relative distance; rarely none is. */
  Optional<Term> perturb(Term t, double least) {
    for (int i = 0; i < 100; i++) {
      Term changed = somewhere(t, this::mistake);
      if (differs(t, changed, least)) {
        return Optional.of(changed);
      }
    }
    return Optional.empty();
  }

  /** Whether two expressions differ in value at some point by more than a relative distance. */
  static boolean differs(Term a, Term b, double least) {
    for (double[] at : POINTS) {
      double x = Term.value(a, at);
      double y = Term.value(b, at);
      double scale = Math.max(Math.abs(x), Math.abs(y));
      if (Double.isFinite(x) && Double.isFinite(y) && Math.abs(x - y) > least * scale) {
        return true;
      }
    }
    return false;
  }

  /** Whether an expression has an ordinary value at every point. */
  static boolean isTame(Term t) {
    for (double[] at : POINTS) {
      double x = Math.abs(Term.value(t, at));
      if (!(x > 1e-6 && x < 1e9)) {
        return false;
      }
    }
    return true;
  }

  private interface Change {
    Term apply(Term t);
  }

  /** Applies a change at a random node. */
  private Term somewhere(Term t, Change change) {
    if (random.nextInt(3) == 0) {
      return change.apply(t);
    }
    if (t instanceof Sum s) {
      return new Sum(oneOf(s.terms(), change));
    } else if (t instanceof Product p) {
      return new Product(oneOf(p.factors(), change));
    } else if (t instanceof Quotient q) {
      return random.nextBoolean()
          ? new Quotient(somewhere(q.top(), change), q.bottom())
          : new Quotient(q.top(), somewhere(q.bottom(), change));
    } else if (t instanceof Power p) {
      return new Power(somewhere(p.base(), change), p.exponent());
    } else if (t instanceof Function f) {
      return new Function(f.name(), somewhere(f.argument(), change));
    }
    return change.apply(t);
  }

  private List<Term> oneOf(List<Term> terms, Change change) {
    List<Term> changed = new ArrayList<>(terms);
    int i = random.nextInt(terms.size());
    changed.set(i, somewhere(terms.get(i), change));
    return changed;
  }

  private Term identity(Term t) {
    if (t instanceof Sum s) {
      return new Sum(shuffled(s.terms()));
    } else if (t instanceof Product p) {
      return random.nextBoolean() ? distribute(p) : new Product(shuffled(p.factors()));
    } else if (t instanceof Quotient q) {
      return quotient(q);
    } else if (t instanceof Power p) {
      Term rest = p.exponent() == 2 ? p.base() : new Power(p.base(), p.exponent() - 1);
      return new Product(List.of(p.base(), rest));
    } else if (t instanceof SquareRoot r) {
      long k = 2 + random.nextInt(3);
      return new Quotient(new SquareRoot(r.radicand() * k * k), new Whole(k));
    } else if (t instanceof Whole w) {
      return random.nextBoolean()
          ? new Sum(List.of(new Whole(w.value() - 3), new Whole(3)))
          : new Quotient(new Whole(w.value() * 6), new Whole(6));
    } else if (t instanceof Function f && f.name().equals("sin")) {
      return negative(new Function("sin", negative(f.argument())));
    }
    return new Product(List.of(new Whole(1), t));
  }

  private List<Term> shuffled(List<Term> terms) {
    List<Term> shuffled = new ArrayList<>(terms);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  /** Multiplies out the first sum among the factors. */
  private static Term distribute(Product p) {
    for (int i = 0; i < p.factors().size(); i++) {
      if (p.factors().get(i) instanceof Sum s) {
        List<Term> terms = new ArrayList<>();
        for (Term term : s.terms()) {
          List<Term> factors = new ArrayList<>(p.factors());
          factors.set(i, term);
          terms.add(new Product(factors));
        }
        return new Sum(terms);
      }
    }
    return new Product(List.of(new Whole(-1), new Whole(-1), p));
  }

  /** Rationalises a root in the denominator, or multiplies both parts by the same. */
  private Term quotient(Quotient q) {
    if (q.bottom() instanceof SquareRoot r) {
      return new Quotient(new Product(List.of(q.top(), r)), new Whole(r.radicand()));
    }
    if (q.bottom() instanceof Sum s
        && s.terms().size() == 2
        && s.terms().get(0) instanceof Whole a
        && s.terms().get(1) instanceof SquareRoot r
        && a.value() * a.value() != r.radicand()) {
      Term conjugate = new Sum(List.of(a, negative(r)));
      return new Quotient(
          new Product(List.of(q.top(), conjugate)),
          new Whole(a.value() * a.value() - r.radicand()));
    }
    Whole k = new Whole(2 + random.nextInt(8));
    return new Quotient(new Product(List.of(k, q.top())), new Product(List.of(q.bottom(), k)));
  }

  private Term mistake(Term t) {
    if (t instanceof Whole w) {
      return new Whole(w.value() + (random.nextBoolean() ? 1 : -1));
    } else if (t instanceof SquareRoot r) {
      return new SquareRoot(r.radicand() + 1);
    } else if (t instanceof Name n) {
      return new Name(n.letter() == 'x' ? 'y' : 'x');
    } else if (t instanceof Power p) {
      return new Power(p.base(), p.exponent() + 1);
    } else if (t instanceof Quotient q) {
      return new Quotient(new Sum(List.of(q.top(), new Whole(1))), q.bottom());
    }
    return random.nextBoolean() ? negative(t) : new Sum(List.of(t, new Whole(1)));
  }
}
