package io.gradus.training.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessorTest {
  private static Processor processor(String vendor, String flags) {
    return Processor.parse(
        "processor\t: 0\nvendor_id\t: "
            + vendor
            + "\nflags\t\t: fpu "
            + flags
            + "\nbugs\t\t:\n\n"
            + "processor\t: 1\nvendor_id\t: other\nflags\t\t: fpu\n");
  }

  @Test
  void oneDnnIsFasterWhereMklLeavesAvx512Unused() {
    assertThat(processor("AuthenticAMD", "avx2 avx512f").isFasterWithOneDnn()).isTrue();
    assertThat(processor("AuthenticAMD", "avx2").isFasterWithOneDnn()).isFalse();
    assertThat(processor("GenuineIntel", "avx2 avx512f").isFasterWithOneDnn()).isFalse();
  }

  @Test
  void bfloat16NeedsInstructions() {
    assertThat(processor("GenuineIntel", "avx512f avx512_bf16").hasBfloat16()).isTrue();
    assertThat(processor("GenuineIntel", "amx_bf16 amx_tile").hasBfloat16()).isTrue();
    assertThat(processor("GenuineIntel", "avx512f avx512_vnni").hasBfloat16()).isFalse();
    assertThat(Processor.parse("").hasBfloat16()).isFalse();
  }
}
