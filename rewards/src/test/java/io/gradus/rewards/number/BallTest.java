package io.gradus.rewards.number;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Digits from published tables (40 places). */
class BallTest {
  private static void assertContains(Ball ball, String digits) {
    BigDecimal error = ball.mid().subtract(new BigDecimal(digits)).abs();
    // the table itself is cut off after its last digit
    BigDecimal cut = BigDecimal.ONE.scaleByPowerOfTen(-new BigDecimal(digits).scale());
    assertThat(error).isLessThanOrEqualTo(ball.rad().add(cut));
    assertThat(ball.rad()).isLessThan(new BigDecimal("1E-38"));
  }

  private static Ball of(String rational) {
    BigDecimal d = new BigDecimal(rational);
    return Ball.of(Rational.of(d));
  }

  @ParameterizedTest
  @CsvSource({
    "exp, 1, 2.7182818284590452353602874713526624977572",
    "exp, -1, 0.3678794411714423215955237701614608674458",
    "ln, 2, 0.6931471805599453094172321214581765680755",
    "ln, 10, 2.3025850929940456840179914546843642076011",
    "sin, 1, 0.8414709848078965066525023216302989996226",
    "cos, 1, 0.5403023058681397174009366074429766037323",
    "sin, -2, -0.9092974268256816953960198659117448427023",
    "atan, 1, 0.7853981633974483096156608458198757210493",
    "sqrt, 2, 1.4142135623730950488016887242096980785697"
  })
  void functionsMatchTables(String function, String argument, String digits) {
    UnaryOperator<Ball> f =
        switch (function) {
          case "exp" -> Elementary::exp;
          case "ln" -> Elementary::ln;
          case "sin" -> Elementary::sin;
          case "cos" -> Elementary::cos;
          case "atan" -> Elementary::atan;
          default -> Ball::sqrt;
        };
    assertContains(f.apply(of(argument)), digits);
  }

  @Test
  void largeAnglesKeepTheirDigits() {
    // sin(10^10), 30 places
    Ball s = Elementary.sin(of("10000000000"));
    assertThat(s.mid().doubleValue()).isEqualTo(-0.48750602508751067);
    assertThat(s.rad()).isLessThan(new BigDecimal("1E-38"));
  }

  @Test
  void errorsAreCarriedAlong() {
    Ball third = Ball.of(Rational.of(1, 3));
    Ball zero = third.times(Ball.of(Rational.of(3))).minus(Ball.ONE);
    assertThat(zero.containsZero()).isTrue();
    assertThat(zero.isExactZero()).isFalse();
    assertThat(Ball.of(Rational.of(2)).minus(Ball.of(Rational.of(2))).isExactZero()).isTrue();
  }

  @Test
  void whatIsUndefinedSaysSo() {
    Ball nearlyZero = Ball.of(Rational.of(1, 3)).minus(Ball.of(Rational.of(1, 3)));
    assertThatThrownBy(() -> Ball.ONE.over(nearlyZero))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("division by zero");
    assertThatThrownBy(() -> Elementary.ln(Ball.ZERO))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("logarithm of a number not above zero");
    assertThatThrownBy(() -> Elementary.exp(of("100000")))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("exponent too large to evaluate");
  }
}
