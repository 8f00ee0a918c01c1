import io.gradus.rewards.ExtractionPolicy;
import io.gradus.rewards.Verifier;
import io.gradus.rewards.VerifyFile;
import java.nio.file.Path;

/** Verifies a file of JSON lines: the same work as {@code gradus verify}, without a launcher. */
public final class VerifyCases {
  private VerifyCases() {}

  public static void main(String[] args) throws Exception {
    Verifier verifier = Verifier.of(ExtractionPolicy.FLEXIBLE);
    System.err.println(
        new VerifyFile(verifier, System.err::println).run(Path.of(args[0]), Path.of(args[1])));
  }
}
