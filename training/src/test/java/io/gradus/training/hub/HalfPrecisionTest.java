package io.gradus.training.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfPrecisionTest {
  private static final int PATTERNS = 1 << 16;

  @Test
  void everyFloat16WidensToTheValueOfItsDefinition() {
    for (int bits = 0; bits < PATTERNS; bits++) {
      int sign = bits >>> 15;
      int exponent = (bits >>> 10) & 31;
      int fraction = bits & 1023;
      double magnitude =
          exponent == 0 ? Math.scalb(fraction, -24) : Math.scalb(1024 + fraction, exponent - 25);
      if (exponent == 31) {
        magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
      }
      float expected = (float) (sign == 1 ? -magnitude : magnitude);
      Float actual = HalfPrecision.fromFloat16((short) bits); // boxed: NaN equals itself
      assertThat(actual).as("0x%04x", bits).isEqualTo(Float.valueOf(expected));
    }
    assertThat(1 / HalfPrecision.fromFloat16((short) 0x8000)).isEqualTo(Float.NEGATIVE_INFINITY);
  }

  @Test
  void bfloat16IsTheUpperHalfOfFloat32() {
    assertThat(HalfPrecision.fromBfloat16((short) 0x3f80)).isEqualTo(1f);
    assertThat(HalfPrecision.fromBfloat16((short) 0x4049)).isEqualTo(3.140625f);
    assertThat(HalfPrecision.fromBfloat16((short) 0xc2f7)).isEqualTo(-123.5f);
    assertThat(HalfPrecision.fromBfloat16((short) 0x0001)).isEqualTo(0x1p-133f);
    assertThat(HalfPrecision.fromBfloat16((short) 0xff80)).isEqualTo(Float.NEGATIVE_INFINITY);
  }

  @Test
  void narrowingWhatWasWidenedGivesTheSameBits() {
    for (int bits = 0; bits < PATTERNS; bits++) {
      float fromFloat16 = HalfPrecision.fromFloat16((short) bits);
      if (!Float.isNaN(fromFloat16)) {
        assertThat(HalfPrecision.toFloat16(fromFloat16)).isEqualTo((short) bits);
      }
      float fromBfloat16 = HalfPrecision.fromBfloat16((short) bits);
      if (!Float.isNaN(fromBfloat16)) {
        assertThat(HalfPrecision.toBfloat16(fromBfloat16)).isEqualTo((short) bits);
      }
    }
  }

  @Test
  void narrowingToFloat16RoundsTiesToEven() {
    assertThat(HalfPrecision.toFloat16(1 + 0x1p-11f)).isEqualTo((short) 0x3c00);
    assertThat(HalfPrecision.toFloat16(1 + 3 * 0x1p-11f)).isEqualTo((short) 0x3c02);
    assertThat(HalfPrecision.toFloat16(Math.nextUp(1 + 0x1p-11f))).isEqualTo((short) 0x3c01);
    assertThat(HalfPrecision.toFloat16(Math.nextDown(65520f))).isEqualTo((short) 0x7bff);
    assertThat(HalfPrecision.toFloat16(-65520f)).isEqualTo((short) 0xfc00);
    assertThat(HalfPrecision.toFloat16(0x1p-25f)).isEqualTo((short) 0);
    assertThat(HalfPrecision.toFloat16(-Math.nextUp(0x1p-25f))).isEqualTo((short) 0x8001);
    // The largest subnormal rounds up to the smallest normal number.
    assertThat(HalfPrecision.toFloat16(Math.nextDown(0x1p-14f))).isEqualTo((short) 0x0400);
    assertThat(HalfPrecision.toFloat16(Float.NaN) & 0x7c00).isEqualTo(0x7c00);
    assertThat(HalfPrecision.toFloat16(Float.NaN) & 0x03ff).isNotZero();
  }

  @Test
  void narrowingToBfloat16RoundsTiesToEven() {
    assertThat(HalfPrecision.toBfloat16(Float.intBitsToFloat(0x3f80_8000)))
        .isEqualTo((short) 0x3f80);
    assertThat(HalfPrecision.toBfloat16(Float.intBitsToFloat(0x3f81_8000)))
        .isEqualTo((short) 0x3f82);
    assertThat(HalfPrecision.toBfloat16(Float.intBitsToFloat(0x3f80_8001)))
        .isEqualTo((short) 0x3f81);
    assertThat(HalfPrecision.toBfloat16(Float.MAX_VALUE)).isEqualTo((short) 0x7f80);
    // A signalling NaN whose payload lies in the dropped half must not become infinite.
    assertThat(HalfPrecision.toBfloat16(Float.intBitsToFloat(0x7f80_0001)) & 0x007f).isNotZero();
  }
}
