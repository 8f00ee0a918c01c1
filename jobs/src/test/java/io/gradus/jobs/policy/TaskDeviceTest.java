package io.gradus.jobs.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.jobs.config.DeviceConfig.Choice;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskDeviceTest {
  private static final List<String> NONE = List.of();
  private static final List<String> SECOND = List.of("1");

  private static String device(Choice choice, List<String> addresses, int devices) {
    return TaskDevice.choose("7", choice, addresses, devices).device();
  }

  @Test
  void autoTakesTheAssignedDeviceWhereThereIsOneToUse() {
    assertThat(device(Choice.AUTO, SECOND, 2)).isEqualTo("gpu1");
    assertThat(device(Choice.AUTO, SECOND, 0)).as("no CUDA").isEqualTo("cpu");
    assertThat(device(Choice.AUTO, NONE, 2)).as("nothing assigned").isEqualTo("cpu");
  }

  @Test
  void cpuIsTheCpu() {
    assertThat(device(Choice.CPU, SECOND, 2)).isEqualTo("cpu");
  }

  @Test
  void cudaTakesTheFirstDeviceWhereSparkManagesNone() {
    assertThat(device(Choice.CUDA, SECOND, 2)).isEqualTo("gpu1");
    assertThat(device(Choice.CUDA, NONE, 1)).isEqualTo("gpu0");
  }

  @Test
  void cudaThatIsNotThereIsAnError() {
    assertThatThrownBy(() -> device(Choice.CUDA, SECOND, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "device = cuda, but 7 was given the GPU address 1 where libtorch can use 1 CUDA devices");
    assertThatThrownBy(() -> device(Choice.CUDA, List.of("GPU-8a2f"), 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("GPU address GPU-8a2f");
  }

  @Test
  void saysWhatWasAssignedAndWhatComputes() {
    assertThat(TaskDevice.choose("0", Choice.CPU, List.of("0", "3"), 0).show())
        .isEqualTo("executor 0 was given gpu 0, 3, computes on cpu");
    assertThat(TaskDevice.choose("driver", Choice.CUDA, NONE, 1).show())
        .isEqualTo("driver computes on gpu0");
  }
}
