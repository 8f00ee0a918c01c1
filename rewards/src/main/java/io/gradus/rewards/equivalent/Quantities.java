package io.gradus.rewards.equivalent;

import io.gradus.rewards.equivalent.Structures.Place;
import io.gradus.rewards.number.Rational;
import io.gradus.rewards.parse.Expr;
import io.gradus.rewards.units.CountedNouns;
import io.gradus.rewards.units.Units;
import java.util.List;
import java.util.Optional;

/** Compares values with percent signs, degrees, units, ratios, times, other bases, infinities. */
final class Quantities {
  /** Digits a rounded decimal needs to stand for a fraction that no decimal states exactly. */
  private static final int SIGNIFICANT_DIGITS = 5;

  private static final int COMPONENT_PLACES = 2;

  private final Structures structures;

  Quantities(Structures structures) {
    this.structures = structures;
  }

  Decision compare(Expr g, Expr a, Place place) {
    if (isResidue(g) != isResidue(a)) {
      if (isResidue(a)) {
        return Decision.no("a residue against a number");
      }
      // 5 against 5 (mod 7): the modulus is left out like a unit
      return structures.compare(withoutModulus(g), withoutModulus(a), place);
    }
    if (g instanceof Expr.Measure || a instanceof Expr.Measure) {
      return measures(g, a, place);
    }
    if (g instanceof Expr.Percent || a instanceof Expr.Percent) {
      return percents(g, a, place);
    }
    if (g instanceof Expr.Degrees || a instanceof Expr.Degrees) {
      return degrees(g, a, place);
    }
    if (g instanceof Expr.Time || a instanceof Expr.Time) {
      return times(g, a);
    }
    if (g instanceof Expr.Ratio || a instanceof Expr.Ratio) {
      return ratios(g, a, place);
    }
    if (g instanceof Expr.Based || a instanceof Expr.Based) {
      return based(g, a);
    }
    if (g instanceof Expr.Text || a instanceof Expr.Text) {
      return Decision.no("words against something else");
    }
    int gi = Infinity.sign(g);
    int ai = Infinity.sign(a);
    if (gi != 0 || ai != 0) {
      return gi == ai ? Decision.yes("same infinity") : Decision.no("different infinities");
    }
    return numbers(g, a, place);
  }

  private static boolean isResidue(Expr e) {
    return e instanceof Expr.Call c && c.function().equals("mod");
  }

  private static Expr withoutModulus(Expr e) {
    return isResidue(e) ? ((Expr.Call) e).args().get(0) : e;
  }

  private Decision numbers(Expr g, Expr a, Place place) {
    Scalars scalars = structures.scalars();
    Decision d = scalars.compare(g, a);
    if (d.equal() || !Decimals.contains(a)) {
      return d;
    }
    int significant = place == Place.WHOLE ? SIGNIFICANT_DIGITS : COMPONENT_PLACES;
    if (Decimals.isRounding(scalars.rationalOrZero(g), a, significant, COMPONENT_PLACES)) {
      return Decision.yes("the fraction's decimal, rounded");
    }
    return scalars.isRoundedIrrational(g, a, SIGNIFICANT_DIGITS)
        ? Decision.yes("the exact value's decimal, rounded")
        : d;
  }

  /**
   * Units are dropped when one side has none, and compared when both have them. Words that may
   * change the number are no unit: beside a plain number they leave doubt.
   */
  private Decision measures(Expr g, Expr a, Place place) {
    if (g instanceof Expr.Measure gm && a instanceof Expr.Measure am) {
      Optional<Rational> factor = Units.factor(am.unit(), gm.unit());
      return factor.isEmpty()
          ? Decision.no("different units")
          : structures.compare(gm.value(), scaled(am.value(), factor.get()), place);
    }
    Expr.Measure measure = g instanceof Expr.Measure gm ? gm : (Expr.Measure) a;
    Expr other = g instanceof Expr.Measure ? a : g;
    if (other instanceof Expr.Percent) {
      return Decision.no("percent against a unit");
    }
    Expr value = measure.value();
    if (other instanceof Expr.Degrees d) {
      if (!isAngle(measure.unit())) {
        return Decision.no("degrees against another unit");
      }
      if (!measure.unit().startsWith("°")) { // radians
        return g instanceof Expr.Measure ? numbers(value, d, place) : numbers(d, value, place);
      }
      return g instanceof Expr.Measure ? degrees(value, d, place) : degrees(d, value, place);
    }
    Optional<Rational> dollars = Units.factor(measure.unit(), "cents").filter(Rational::isOne);
    if (dollars.isPresent() && a instanceof Expr.Measure && Decimals.contains(g)) {
      Decision inDollars = structures.compare(g, scaled(value, Rational.of(1, 100)), place);
      if (inDollars.equal()) {
        return inDollars; // $0.75 without its sign
      }
    }
    boolean thousand = a instanceof Expr.Measure && measure.unit().equals("K");
    if (thousand || !CountedNouns.isNoun(measure.unit())) {
      return Decision.no("a word beside the number that may change it: " + measure.unit());
    }
    return g instanceof Expr.Measure
        ? structures.compare(value, other, place)
        : structures.compare(other, value, place);
  }

  private static boolean isAngle(String unit) {
    return unit.equals("°c")
        || unit.equals("°f")
        || Units.factor(unit, "radian").filter(Rational::isOne).isPresent();
  }

  private static Expr scaled(Expr value, Rational factor) {
    return factor.isOne() ? value : new Expr.Mul(List.of(new Expr.Num(factor), value));
  }

  /**
   * A percentage is its hundredth. Against a number without the sign it is also the number as
   * written when that is above one: 30 % is 0.3 and 30, but 0.3 % is not 0.3.
   */
  private Decision percents(Expr g, Expr a, Place place) {
    if (g instanceof Expr.Degrees || a instanceof Expr.Degrees) {
      return Decision.no("percent against degrees");
    }
    if (g instanceof Expr.Percent p && a instanceof Expr.Percent q) {
      return structures.compare(p.value(), q.value(), place);
    }
    Decision fraction = numbers(g, a, place);
    Expr percent = g instanceof Expr.Percent p ? p.value() : ((Expr.Percent) a).value();
    if (fraction.equal() || !mayLoseSign(percent)) {
      return fraction;
    }
    Expr gv = g instanceof Expr.Percent ? percent : g;
    Expr av = a instanceof Expr.Percent ? percent : a;
    return structures.compare(gv, av, place);
  }

  private boolean mayLoseSign(Expr percent) {
    Rational value = structures.scalars().rationalOrZero(percent);
    return value.isZero() || value.abs().compareTo(Rational.ONE) > 0;
  }

  private Decision degrees(Expr g, Expr a, Place place) {
    if (g instanceof Expr.Ratio || a instanceof Expr.Ratio) {
      return Decision.no("degrees against a ratio");
    }
    Expr gv = g instanceof Expr.Degrees d ? d.value() : g;
    Expr av = a instanceof Expr.Degrees d ? d.value() : a;
    Decision plain = structures.compare(gv, av, place);
    if (plain.equal() || g instanceof Expr.Degrees && a instanceof Expr.Degrees) {
      return plain;
    }
    return numbers(g, a, place);
  }

  /** The base may be left out, as the problem states it; the digits may not differ. */
  private static Decision based(Expr g, Expr a) {
    String digits = g instanceof Expr.Based x ? x.digits() : ((Expr.Based) a).digits();
    Expr other = g instanceof Expr.Based ? a : g;
    boolean same =
        other instanceof Expr.Num n
            && n.decimals() == Expr.Num.EXACT
            && n.value().toString().equals(digits);
    return same
        ? Decision.yes("same digits, base left out")
        : Decision.no("different numbers or bases");
  }

  private static Decision times(Expr g, Expr a) {
    if (g instanceof Expr.Time x && a instanceof Expr.Time y) {
      boolean halves = x.half().isEmpty() || y.half().isEmpty();
      boolean same =
          x.hours() == y.hours()
              && x.minutes() == y.minutes()
              && (halves || x.half().equals(y.half()));
      boolean converted = x.minutes() == y.minutes() && hour24(x) == hour24(y);
      return same || converted ? Decision.yes("same time") : Decision.no("different times");
    }
    Expr.Time time = g instanceof Expr.Time t ? t : (Expr.Time) a;
    boolean sameNumbers =
        (g instanceof Expr.Ratio || a instanceof Expr.Ratio)
            && (g instanceof Expr.Ratio r ? r : (Expr.Ratio) a)
                .parts()
                .equals(
                    List.of(
                        new Expr.Num(Rational.of(time.hours())),
                        new Expr.Num(Rational.of(time.minutes()))));
    return sameNumbers && time.half().isEmpty()
        ? Decision.yes("same numbers around a colon")
        : Decision.no("a time against something else");
  }

  private static int hour24(Expr.Time t) {
    return switch (t.half()) {
      case "am" -> t.hours() % 12;
      case "pm" -> t.hours() % 12 + 12;
      default -> t.hours();
    };
  }

  /** Ratios are equal in proportion; one of two parts also equals its quotient. */
  private Decision ratios(Expr g, Expr a, Place place) {
    if (g instanceof Expr.Ratio x && a instanceof Expr.Ratio y) {
      if (x.parts().size() != y.parts().size()) {
        return Decision.no("ratios of different length");
      }
      if (hasZero(x) || hasZero(y)) {
        return Decision.no("a ratio with zero"); // 0:3 is in proportion to anything
      }
      for (int i = 1; i < x.parts().size(); i++) {
        Expr left = new Expr.Mul(List.of(x.parts().get(i), y.parts().get(0)));
        Expr right = new Expr.Mul(List.of(y.parts().get(i), x.parts().get(0)));
        if (!structures.scalars().compareExactly(left, right).equal()) {
          return Decision.no("different ratios");
        }
      }
      return Decision.yes("same ratio");
    }
    Expr.Ratio ratio = g instanceof Expr.Ratio x ? x : (Expr.Ratio) a;
    if (ratio.parts().size() != 2) {
      return Decision.no("a ratio against a number");
    }
    Expr quotient =
        new Expr.Mul(
            List.of(ratio.parts().get(0), new Expr.Pow(ratio.parts().get(1), Expr.MINUS_ONE)));
    return g instanceof Expr.Ratio
        ? structures.compare(quotient, a, place)
        : structures.compare(g, quotient, place);
  }

  private boolean hasZero(Expr.Ratio ratio) {
    return ratio.parts().stream()
        .anyMatch(p -> structures.scalars().compareExactly(p, Expr.ZERO).equal());
  }
}
