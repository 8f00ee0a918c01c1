package io.gradus.rewards.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.rewards.number.Rational;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerParserTest {
  private static final Expr X = new Expr.Var("x");

  private static Expr num(long n) {
    return new Expr.Num(Rational.of(n));
  }

  @Test
  void treesKeepWhatWasWritten() throws Exception {
    assertThat(AnswerParser.parse("\\frac{1}{x}"))
        .isEqualTo(new Expr.Mul(List.of(num(1), new Expr.Pow(X, num(-1)))));
    assertThat(AnswerParser.parse("x^2 - 3"))
        .isEqualTo(new Expr.Add(List.of(new Expr.Pow(X, num(2)), num(-3))));
    assertThat(AnswerParser.parse("\\sin^2 x"))
        .isEqualTo(new Expr.Pow(new Expr.Call("sin", List.of(X)), num(2)));
    assertThat(AnswerParser.parse("[0,x)")).isEqualTo(new Expr.Group('[', ')', List.of(num(0), X)));
    assertThat(AnswerParser.parse("0.50")).isEqualTo(new Expr.Num(Rational.of(1, 2), 2));
    assertThat(AnswerParser.parse("1<x\\le 4"))
        .isEqualTo(
            new Expr.Relation(
                List.of(num(1), X, num(4)), List.of(Expr.Relation.Op.LT, Expr.Relation.Op.LE)));
    assertThat(AnswerParser.parse("3\\text{ cm}")).isEqualTo(new Expr.Measure(num(3), "cm"));
    assertThat(AnswerParser.parse("\\frac12")).isEqualTo(AnswerParser.parse("\\frac{1}{2}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "2\\frac{2}{3}; 8/3",
        "2 2/3; 8/3",
        "1{,}234; 1234",
        "1\\,234\\,567; 1234567",
        "1.000,5; 2001/2",
        "0.1\\overline{6}; 1/6",
        "1.5e3; 1500",
        "ninety-nine; 99",
        "twenty-first; 21"
      })
  void numbersInAllSpellings(String text, String value) throws Exception {
    assertThat(((Expr.Num) AnswerParser.parse(text)).value()).hasToString(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "(1,2; bracket never closed, found the end at position 4",
        "3+; expected a value, found the end at position 2",
        "\\frac{1}{2; expected } to close a brace, found the end at position 10",
        "4 10/3; not a mixed number at position 6",
        "1 2; expected / of a mixed number, found the end at position 3",
        "x=; expected a value, found the end at position 2",
        "5\uFF15; digit outside ASCII at position 1",
        "x+\u0430; unexpected character '\u0430' at position 2",
        "205_5; digit not below base 5 at position 0",
        "1e999; exponent above 400 at position 1"
      })
  void errorsSayWhereAndWhat(String text, String message) {
    assertThatThrownBy(() -> AnswerParser.parse(text))
        .isInstanceOf(ParseException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(", "{", "\\frac{", "\\sqrt{", "|", "-", "2^{", "\\{", "\\left(", "[", "+-"})
  void nestingEndsInAnErrorNotInAnOverflow(String opening) {
    assertThatThrownBy(
            () -> AnswerParser.parse(opening.repeat(Math.min(1_900, 3_900 / opening.length()))))
        .isInstanceOf(ParseException.class)
        .hasMessageContaining("at position");
  }

  @Test
  void lengthIsLimited() {
    assertThatThrownBy(() -> AnswerParser.parse("1".repeat(10_001)))
        .isInstanceOf(ParseException.class)
        .hasMessage("more than 10000 characters at position 10000");
    assertThatThrownBy(() -> AnswerParser.parse("1".repeat(5_001)))
        .isInstanceOf(ParseException.class)
        .hasMessage("number of more than 5000 digits at position 0");
  }
}
