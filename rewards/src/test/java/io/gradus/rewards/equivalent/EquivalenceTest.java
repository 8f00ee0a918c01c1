package io.gradus.rewards.equivalent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.rewards.number.Budget;
import io.gradus.rewards.parse.AnswerParser;
import io.gradus.rewards.parse.Expr;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EquivalenceTest {
  private static Decision decide(String gold, String answer) throws Exception {
    return new Equivalence(Tolerance.DEFAULT)
        .decide(AnswerParser.parse(gold), AnswerParser.parse(answer));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\\sqrt{8}; 2\\sqrt{2}; equal in normal form",
        "\\sqrt{3+2\\sqrt2}; 1+\\sqrt2; equal values",
        "\\sin 2x; 2\\sin x\\cos x; equal values at 7 points",
        "3.14159265; 3.1415927; equal within tolerance",
        "(1,\\frac{2}{3}); (1,0.67); same items in order",
        "x<3; (-\\infty,3); same set",
        "y=2x+1; 2y-4x=2; same equation up to a factor"
      })
  void equalAnswersSayHow(String gold, String answer, String reason) throws Exception {
    assertThat(decide(gold, answer)).isEqualTo(new Decision(true, reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "123456789; 123456788; different in normal form",
        "10^{-9}; 0; different in normal form",
        "\\frac{\\pi}{3}; 1.05; different in normal form",
        // equal to 20 digits: a double cannot tell them apart
        "e^{\\pi\\sqrt{163}}; 262537412640768744; different values",
        "\\sin(10^{-12}); 10^{-12}; different values",
        "\\frac10; \\frac10+1; undefined: division by zero",
        "(1,2); (2,1); item 1: different in normal form",
        "x-x=0; y-y=0; different equations",
        "3\\text{ cm}; 3\\text{ kg}; different units",
        "9^{9^{9^{9}}}; 1; not decided: an exponent too large",
        "(a+b+c+d+f+g+h)^{40}; 1; not decided: more than 160000 operations needed"
      })
  void differentAnswersSayWhy(String gold, String answer, String reason) throws Exception {
    assertThat(decide(gold, answer)).isEqualTo(new Decision(false, reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1=2; \\$1=2; false",
        "1=2, a_2=5; \\$1=2, a_2=5; false",
        "1=2; 3=2; false",
        "1=2; 1=2.0; true",
        "2+3=5; 1+4=5; true",
        "2+3=5; 2+2=5; false"
      })
  void chainsOfConstantsAreJudgedAlikeInBothDirections(String a, String b, boolean equal)
      throws Exception {
    assertThat(decide(a, b).equal()).isEqualTo(equal);
    assertThat(decide(b, a).equal()).isEqualTo(equal);
  }

  @Test
  void workIsChargedToTheCallersBudget() throws Exception {
    Budget budget = new Budget(1_000);
    Decision d =
        new Equivalence(Tolerance.DEFAULT)
            .decide(AnswerParser.parse("(x+1)^{30}"), AnswerParser.parse("1"), budget);
    assertThat(d.equal()).isFalse();
    assertThat(d.reason()).isEqualTo("not decided: more than 1000 operations needed");
  }

  @Test
  void numbersMayHaveThousandsOfDigits() throws Exception {
    String digits = "123456789".repeat(500);
    StringBuilder grouped = new StringBuilder();
    for (int i = 0; i < digits.length(); i += 3) {
      grouped.append(i == 0 ? "" : "{,}").append(digits, i, i + 3);
    }
    assertThat(decide(digits, grouped.toString()).equal()).isTrue();
    assertThat(decide(digits, digits.substring(1) + "0").equal()).isFalse();
    assertThat(decide("2^{13000}", BigInteger.TWO.pow(13_000).toString()).equal()).isTrue();
  }

  @Test
  void copiesInAProductOfMatricesAreCharged() throws Exception {
    // entries double in size with every factor: 24 factors took 30 s
    String product = "\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}".repeat(40);
    assertThat(decide(product, product + "\\cdot 1").reason())
        .isEqualTo("not decided: more than 160000 operations needed");
  }

  @Test
  void copiesOfTheTermsOfASumAreCharged() throws Exception {
    // 80 products in one another took 66 ms when only their evaluation was charged
    Expr.Series nested = (Expr.Series) AnswerParser.parse("\\prod_{k=1}^{50}(k+x)".repeat(80));
    Normalizer normalizer = new Normalizer(new Budget(Equivalence.OPERATIONS));
    assertThatThrownBy(() -> SeriesTerms.expand(nested, normalizer, new Budget(20_000)))
        .isInstanceOf(Budget.Exceeded.class)
        .hasMessage("more than 20000 operations needed");
  }
}
