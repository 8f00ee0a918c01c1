package io.gradus.datasets;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Data sets kept outside the repository; a test that needs one is skipped where it is missing. */
public final class SharedData {

  private SharedData() {}

  /** A file of the data folder that GRADUS_SHARED names, or that lies beside the repository. */
  public static String require(String file) {
    String root = Optional.ofNullable(System.getenv("GRADUS_SHARED")).orElse("../../shared");
    Path path = Path.of(root, "data", file);
    assumeTrue(Files.exists(path), () -> path + " is missing");
    return path.toString();
  }
}
