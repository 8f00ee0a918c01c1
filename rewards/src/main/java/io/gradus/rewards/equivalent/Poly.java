package io.gradus.rewards.equivalent;

import io.gradus.rewards.number.Budget;
import io.gradus.rewards.number.Rational;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A sum of monomials with rational coefficients, none zero. */
record Poly(Map<Monomial, Rational> terms) {
  static final int MAX_TERMS = 2_000;
  static final Poly ZERO = new Poly(Map.of());
  static final Poly ONE = constant(Rational.ONE);

  static Poly constant(Rational c) {
    return c.isZero() ? new Poly(Map.of()) : new Poly(Map.of(Monomial.UNIT, c));
  }

  static Poly of(Monomial.Reduced term) {
    return new Poly(Map.of(term.monomial(), term.factor()));
  }

  static Poly kernel(String name) {
    return new Poly(Map.of(Monomial.of(name, Rational.ONE), Rational.ONE));
  }

  boolean isZero() {
    return terms.isEmpty();
  }

  boolean isSingle() {
    return terms.size() == 1;
  }

  /** Whether it is a rational number. */
  boolean isConstant() {
    return isZero() || isSingle() && terms.containsKey(Monomial.UNIT);
  }

  Rational constantValue() {
    return terms.getOrDefault(Monomial.UNIT, Rational.ZERO);
  }

  Poly plus(Poly o, Budget budget) {
    budget.spend(4L * (terms.size() + o.terms.size()));
    Map<Monomial, Rational> sum = new HashMap<>(terms);
    o.terms.forEach(
        (m, c) -> {
          budget.spend((long) c.den().bitLength() * c.den().bitLength() / 2048);
          add(sum, m, c);
        });
    return new Poly(sum);
  }

  Poly times(Poly o, Budget budget) {
    Map<Monomial, Rational> product = new HashMap<>();
    for (Map.Entry<Monomial, Rational> a : terms.entrySet()) {
      for (Map.Entry<Monomial, Rational> b : o.terms.entrySet()) {
        Monomial.Reduced m = a.getKey().times(b.getKey());
        Rational c = a.getValue().times(b.getValue());
        budget.spend(
            40
                + 10L * m.monomial().powers().size()
                + (long) c.num().bitLength() * c.num().bitLength() / 4096
                + (long) c.den().bitLength() * c.den().bitLength() / 4096);
        add(product, m.monomial(), c.times(m.factor()));
      }
      if (product.size() > MAX_TERMS) {
        throw new Budget.Exceeded("an expansion of more than " + MAX_TERMS + " terms");
      }
    }
    return new Poly(product);
  }

  private static void add(Map<Monomial, Rational> sum, Monomial m, Rational c) {
    Rational total = sum.getOrDefault(m, Rational.ZERO).plus(c);
    if (total.isZero()) {
      sum.remove(m);
    } else {
      sum.put(m, total);
    }
  }

  Poly scale(Rational c) {
    if (c.isZero()) {
      return ZERO;
    }
    Map<Monomial, Rational> scaled = new HashMap<>();
    terms.forEach((m, v) -> scaled.put(m, v.times(c)));
    return new Poly(scaled);
  }

  /** The single term to an integer power. */
  Poly singlePower(Rational exponent) {
    Map.Entry<Monomial, Rational> only = terms.entrySet().iterator().next();
    TreeMap<String, Rational> powers = new TreeMap<>();
    only.getKey().powers().forEach((k, e) -> powers.put(k, e.times(exponent)));
    Monomial.Reduced m = Monomial.reduce(powers);
    Rational c = only.getValue().power(smallInt(exponent)).times(m.factor());
    return new Poly(Map.of(m.monomial(), c));
  }

  /** An integer that fits, or the budget's end. */
  static int smallInt(Rational n) {
    return n.asInt()
        .filter(i -> Math.abs(i) <= 100_000)
        .orElseThrow(() -> new Budget.Exceeded("an exponent too large"));
  }

  /** All kernels that occur. */
  TreeSet<String> kernels() {
    TreeSet<String> names = new TreeSet<>();
    terms.keySet().forEach(m -> names.addAll(m.powers().keySet()));
    return names;
  }

  /** The same text for the same polynomial. */
  @Override
  public String toString() {
    return new TreeMap<>(
            terms.entrySet().stream()
                .collect(
                    Collectors.toMap(e -> e.getKey().toString(), e -> e.getValue().toString())))
        .toString();
  }
}
