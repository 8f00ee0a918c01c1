package io.gradus.rewards.units;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "km; m; 1000",
        "inches; cm; 127/50",
        "yards; feet; 3",
        "gallon; quarts; 4",
        "gal; in^3; 231",
        "acres; ft^2; 43560",
        "L; cm^3; 1000",
        "kJ; N m; 1000",
        "N; kg m/s^2; 1",
        "m/s; km/h; 18/5",
        "kW h; J; 3600000",
        "mi/h; mph; 1",
        "~mm; cm; 1/10",
        "km\\,h^{-1}; km per hour; 1",
        "square feet; sq. ft; 1",
        "hours; minutes; 60",
        "boxes; box; 1",
        "dollars per hour; $ / hour; 1",
        "平方厘米; mm^2; 100"
      })
  void convertsExactly(String from, String to, String factor) {
    assertThat(Units.factor(from, to)).isPresent().get().hasToString(factor);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "cm; cm^2",
        "kg; cm",
        "dollars; euros",
        "apples; pears",
        "watts; volts",
        "°c; °f",
        "m/s; m/s^2",
        "years; days",
        "pounds; £"
      })
  void keepsDifferentThingsApart(String from, String to) {
    assertThat(Units.factor(from, to)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apples",
        "red marbles",
        "sheets of paper",
        "people",
        "cm",
        "m/s",
        "more minutes",
        "years old",
        "in total",
        "apple",
        "paths",
        "students in the class"
      })
  void nounsNameWhatIsCounted(String phrase) {
    assertThat(CountedNouns.isNoun(phrase)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "squared",
        "or more",
        "too many",
        "tens",
        "halves",
        "ninths",
        "always",
        "maybe",
        "octal",
        "groups of two",
        "is wrong",
        "fewer apples",
        "'",
        "wrong answers"
      })
  void otherWordsLeaveDoubt(String phrase) {
    assertThat(CountedNouns.isNoun(phrase)).isFalse();
  }

  @Test
  void longPhrasesAreNoUnits() {
    assertThat(Units.isKnown("cm ".repeat(100))).isFalse();
    assertThat(CountedNouns.isNoun("apples ".repeat(100))).isFalse();
  }
}
