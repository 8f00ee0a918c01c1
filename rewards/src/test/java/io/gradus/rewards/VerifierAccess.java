package io.gradus.rewards;

/**
 * Lets tests of other packages see faults that {@link Verifier#verify} would report as verdicts.
 */
public final class VerifierAccess {
  private static final Verifier FLEXIBLE = Verifier.of(ExtractionPolicy.FLEXIBLE);

  private VerifierAccess() {}

  /** Verifies without the guard. */
  public static Verdict verify(String gold, String completion) {
    return FLEXIBLE.verifyUnguarded(gold, completion);
  }
}
