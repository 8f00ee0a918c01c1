package io.gradus.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProblemTest {

  static Problem problem(String id, long position, double difficulty) {
    return new Problem(id, "s", "train", position, List.of(), "p" + id, "1", difficulty, Map.of());
  }

  @Test
  void keepsExtraInNameOrder() {
    Problem problem =
        new Problem(
            "a",
            "s",
            "t",
            0,
            List.of(),
            "p",
            "1",
            Double.NaN,
            Map.of("z", "1", "b", "2", "m", "3"));
    assertThat(problem.extra().keySet()).containsExactly("b", "m", "z");
  }

  @Test
  void namesWhatIsWrong() {
    assertThatThrownBy(() -> problem("x", 0, 1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Problem x: difficulty 1.5, expected a pass rate in [0, 1] or NaN.");
    assertThatThrownBy(() -> problem("x", -1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Problem x: position -1, expected 0 or more.");
    assertThatThrownBy(() -> problem(" ", 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The id of a problem is blank, expected text.");
    assertThatThrownBy(() -> new Message("", "hello"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A message needs a role, such as user; found a blank one.");
  }
}
