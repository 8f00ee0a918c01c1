package io.gradus.training.hub;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds the models that lie beside a checkout; tests that need them are skipped where they don't.
 */
public final class SharedFiles {
  private SharedFiles() {}

  /** A model directory, or a skipped test. */
  public static Path model(String name) {
    String variable = System.getenv("GRADUS_SHARED");
    Path shared = variable == null ? Path.of("..", "..", "shared") : Path.of(variable);
    Path model = shared.resolve("models").resolve(name);
    assumeTrue(Files.isDirectory(model), model + " does not exist (set GRADUS_SHARED)");
    return model;
  }
}
