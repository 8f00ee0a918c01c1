package io.gradus.rewards.number;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class RationalTest {
  @Test
  void staysInLowestTermsWithAPositiveDenominator() {
    assertThat(Rational.of(6, -8)).isEqualTo(Rational.of(-3, 4));
    assertThat(Rational.of(1, 6).plus(Rational.of(1, 3))).isEqualTo(Rational.of(1, 2));
    assertThat(Rational.of(2, 3).over(Rational.of(4, 9))).isEqualTo(Rational.of(3, 2));
    assertThat(Rational.of(2, 3).power(-3)).isEqualTo(Rational.of(27, 8));
    assertThat(Rational.of(-7, 2).floor()).isEqualTo(Rational.of(-4));
    assertThat(Rational.of(new BigDecimal("12.50"))).isEqualTo(Rational.of(25, 2));
  }

  @Test
  void tellsFiniteDecimals() {
    assertThat(Rational.of(7, 40).hasFiniteDecimal()).isTrue();
    assertThat(Rational.of(1, 12).hasFiniteDecimal()).isFalse();
  }

  @Test
  void refusesWhatWouldGrowTooLarge() {
    assertThatThrownBy(() -> Rational.of(10).power(100_000))
        .isInstanceOf(Budget.Exceeded.class)
        .hasMessage("a power has too many digits");
    Rational large = Rational.of(BigInteger.ONE.shiftLeft(Rational.MAX_BITS - 1));
    assertThatThrownBy(() -> large.times(Rational.of(4)))
        .isInstanceOf(Budget.Exceeded.class)
        .hasMessage("a number has too many digits");
    assertThat(Rational.MINUS_ONE.power(1_000_001)).isEqualTo(Rational.MINUS_ONE);
    assertThatThrownBy(() -> Rational.ZERO.power(-1))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("division by zero");
  }

  @Test
  void aBudgetEndsWhenItIsSpent() {
    Budget budget = new Budget(10);
    budget.spend(10);
    assertThat(budget.spent()).isEqualTo(10);
    assertThatThrownBy(() -> budget.spend(1))
        .isInstanceOf(Budget.Exceeded.class)
        .hasMessage("more than 10 operations needed");
    assertThatThrownBy(() -> new Budget(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limit must be positive, found 0");
  }
}
