package io.gradus.training.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.gradus.training.model.Compute.ComputeType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class Bfloat16Test {
  private static final Compute FLOAT32 = Compute.cpu(1, ComputeType.FLOAT32);
  private static final Compute BFLOAT16 = Compute.cpu(1, ComputeType.BFLOAT16);

  @Test
  void isChosenWhereTheDeviceHasItAndAProductConfirmsIt() {
    assertThat(Bfloat16.choose(576, true, () -> 3.7)).isEqualTo(ComputeType.BFLOAT16);
    assertThat(Bfloat16.choose(576, true, () -> 1.1)).isEqualTo(ComputeType.FLOAT32);
  }

  /** What is measured could be one thing today and another tomorrow. */
  @Test
  void nothingIsMeasuredThatDoesNotDecide() {
    List<String> asked = new ArrayList<>();
    DoubleSupplier measure =
        () -> {
          asked.add("asked");
          return 3.7;
        };
    assertThat(Bfloat16.choose(127, true, measure)).isEqualTo(ComputeType.FLOAT32);
    assertThat(Bfloat16.choose(576, false, measure)).isEqualTo(ComputeType.FLOAT32);
    assertThat(asked).isEmpty();
  }

  /** Whatever this machine is: where it has instructions nothing is said, elsewhere the cost. */
  @Test
  void theCostIsToldWhereItIsEmulated() {
    assertThat(Bfloat16.caution(FLOAT32)).isEmpty();
    if (Bfloat16.isNative(Device.cpu())) {
      assertThat(Bfloat16.caution(BFLOAT16)).isEmpty();
    } else {
      assertThat(Bfloat16.caution(BFLOAT16).orElseThrow())
          .matches(
              "this processor has neither avx512_bf16 nor amx_bf16: a product takes \\d+\\.\\d"
                  + " times as long as in float32; auto would take float32");
      assertThat(Bfloat16.choose(FLOAT32, 576)).isEqualTo(ComputeType.FLOAT32);
    }
  }

  @Test
  void aProductOfEachTypeIsMeasured() {
    assertThat(Bfloat16.speedup(FLOAT32)).isBetween(1e-3, 1e3);
  }
}
