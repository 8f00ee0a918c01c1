package io.gradus.analysis.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void numbersStandRightAndWordsLeft() {
    TextTable table = new TextTable("name", "loss").row("a", "0.5").row("bcdef", "10.25");
    assertThat(table.toString()).isEqualTo("name    loss\na        0.5\nbcdef  10.25\n");
  }

  @Test
  void rowsMustBeAsWideAsTheHeading() {
    assertThatThrownBy(() -> new TextTable("a", "b").row("1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A row has 1 cells, expected 2");
  }
}
