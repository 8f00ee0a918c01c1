package io.gradus.analysis.law;

/**
 * A logarithm that bends: h(X) = (1 − Y^−c)/c with Y = (X + X1)/(Xref + X1), which is ln Y for c →
 * 0 and approaches 1/c for X → ∞. X1 delays the beginning.
 *
 * <p>Internal coordinates: ln c, and s = ln(X1/Xref). All in z = ln(X/Xref), at which h(0) = 0.
 *
 * @param h its value
 * @param ofLogC ∂h/∂ ln c
 * @param ofDelay ∂h/∂s
 */
record Bending(double h, double ofLogC, double ofDelay) {
  private static final double SMALLEST_C = 0.01;
  private static final double LARGEST_C = 3;
  private static final double SMALLEST_DELAY = 1e-4;
  private static final double LARGEST_DELAY = 10;
  private static final double START_C = 0.3;
  private static final double START_DELAY = 0.05;

  /** Adds ln c. */
  static int addC(Box box) {
    return box.addLog(SMALLEST_C, LARGEST_C);
  }

  /** Adds ln(X1/Xref). */
  static int addDelay(Box box) {
    return box.addLog(SMALLEST_DELAY, LARGEST_DELAY);
  }

  static double startLogC() {
    return Math.log(START_C);
  }

  static double startDelay() {
    return Math.log(START_DELAY);
  }

  /** Reports c, X1 and Xref, in this order; Xref is fixed and comes last of all. */
  static void report(BaseModel model, Frame frame) {
    double x = frame.referenceX();
    String unit = frame.axis().unit();
    model.report(
        "c", "1", "how fast the curve bends", Parameter.Kind.EXPONENT, SMALLEST_C, LARGEST_C);
    model.report(
        "X1",
        unit,
        "delay of the beginning",
        Parameter.Kind.SCALE,
        SMALLEST_DELAY * x,
        LARGEST_DELAY * x);
  }

  static void reportReferenceX(BaseModel model, Frame frame) {
    double x = frame.referenceX();
    model.report(
        "Xref", frame.axis().unit(), "X the level is stated at", Parameter.Kind.FIXED, x, x);
  }

  /** h at z with its derivatives. */
  static Bending at(double z, double logC, double delay) {
    double c = Math.exp(logC);
    double y = Logs.add(z, delay) - Logs.softplus(delay);
    double left = Math.exp(-c * y);
    double h = -Math.expm1(-c * y) / c;
    double ofY = Logs.logistic(delay - z) - Logs.logistic(delay);
    return new Bending(h, left * y - h, left * ofY);
  }
}
