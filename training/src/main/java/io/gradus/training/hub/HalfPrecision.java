package io.gradus.training.hub;

/**
 * Conversions between float32 and the two 16-bit formats. Widening is exact; narrowing rounds to
 * nearest, ties to even, as IEEE 754 and PyTorch do.
 */
public final class HalfPrecision {
  private static final int FLOAT_SIGN = 0x8000_0000;
  private static final int FLOAT_INFINITY = 0x7f80_0000;

  /** 2^-24: the value of float16's last bit where it is subnormal. */
  private static final float FLOAT16_SUBNORMAL_UNIT = 0x1p-24f;

  /** Float32's exponent bias less float16's, in place. */
  private static final int REBIAS = (127 - 15) << 23;

  /** 2^-14, the smallest normal float16. */
  private static final int SMALLEST_NORMAL_FLOAT16 = 0x3880_0000;

  /** 65520, the smallest magnitude that rounds to infinity in float16. */
  private static final int FLOAT16_OVERFLOW = 0x477f_f000;

  private HalfPrecision() {}

  public static float fromBfloat16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  public static short toBfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40); // quiet, so that no payload rounds to infinity
    }
    int roundToEven = 0x7fff + ((bits >>> 16) & 1);
    return (short) ((bits + roundToEven) >>> 16);
  }

  static float fromFloat16(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >>> 10) & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0) {
      float magnitude = fraction * FLOAT16_SUBNORMAL_UNIT; // exact: ten bits times a power of two
      return Float.intBitsToFloat(Float.floatToRawIntBits(magnitude) | sign);
    }
    int magnitude =
        exponent == 0x1f
            ? FLOAT_INFINITY | (fraction << 13)
            : ((exponent << 23) + REBIAS) | (fraction << 13);
    return Float.intBitsToFloat(magnitude | sign);
  }

  static short toFloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits & FLOAT_SIGN) >>> 16;
    int magnitude = bits & ~FLOAT_SIGN;
    if (magnitude > FLOAT_INFINITY) {
      return (short) (sign | 0x7e00 | ((magnitude >>> 13) & 0x3ff));
    }
    if (magnitude >= FLOAT16_OVERFLOW) {
      return (short) (sign | 0x7c00);
    }
    if (magnitude < SMALLEST_NORMAL_FLOAT16) {
      // The product is exact, so Math.rint's ties to even are those of float16.
      double units = Float.intBitsToFloat(magnitude) * 0x1p24;
      return (short) (sign | (int) Math.rint(units));
    }
    int roundToEven = 0xfff + ((magnitude >>> 13) & 1);
    return (short) (sign | ((magnitude - REBIAS + roundToEven) >>> 13));
  }
}
