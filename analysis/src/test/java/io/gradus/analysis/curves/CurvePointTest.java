package io.gradus.analysis.curves;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.analysis.SampleCurves;
import org.junit.jupiter.api.Test;

class CurvePointTest {

  @Test
  void lossOutsideItsRangeIsRefusedByColumn() {
    assertThatThrownBy(() -> SampleCurves.point("r1", 1e9, 1, 8, 3, 500, 1.2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Run r1: column loss is 1.2, expected within 0 and 1");
  }

  @Test
  void sizeMustBePositive() {
    assertThatThrownBy(() -> SampleCurves.point("r1", 0, 1, 8, 3, 500, 0.2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Run r1: column params is 0.0, expected positive");
  }
}
