package io.gradus.analysis.fit;

/** Cholesky's factorisation in place, on the lower triangle of a row-major matrix. */
final class Cholesky {

  private Cholesky() {}

  /** Replaces the lower triangle of the leading {@code count} rows by its factor. */
  static boolean factor(double[] matrix, int count, int width) {
    for (int a = 0; a < count; a++) {
      for (int b = 0; b <= a; b++) {
        double sum = matrix[a * width + b];
        for (int c = 0; c < b; c++) {
          sum -= matrix[a * width + c] * matrix[b * width + c];
        }
        if (a == b) {
          if (!(sum > 0)) {
            return false;
          }
          matrix[a * width + a] = Math.sqrt(sum);
        } else {
          matrix[a * width + b] = sum / matrix[b * width + b];
        }
      }
    }
    return true;
  }

  /** Replaces {@code vector} by the solution of the factored system. */
  static void solve(double[] factor, int count, int width, double[] vector) {
    for (int a = 0; a < count; a++) {
      double sum = vector[a];
      for (int b = 0; b < a; b++) {
        sum -= factor[a * width + b] * vector[b];
      }
      vector[a] = sum / factor[a * width + a];
    }
    for (int a = count - 1; a >= 0; a--) {
      double sum = vector[a];
      for (int b = a + 1; b < count; b++) {
        sum -= factor[b * width + a] * vector[b];
      }
      vector[a] = sum / factor[a * width + a];
    }
  }
}
