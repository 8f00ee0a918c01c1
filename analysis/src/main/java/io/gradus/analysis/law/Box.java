package io.gradus.analysis.law;

import java.util.Arrays;

/** Collects the bounds and the starting value of internal coordinates, in order. */
final class Box {
  private double[] lower = new double[0];
  private double[] upper = new double[0];

  /** Adds a coordinate and returns its index. */
  int add(double low, double high) {
    int index = lower.length;
    lower = Arrays.copyOf(lower, index + 1);
    upper = Arrays.copyOf(upper, index + 1);
    lower[index] = low;
    upper[index] = high;
    return index;
  }

  /** Adds the logarithm of a positive quantity and returns its index. */
  int addLog(double low, double high) {
    return add(Math.log(low), Math.log(high));
  }

  double[] lower() {
    return lower;
  }

  double[] upper() {
    return upper;
  }
}
