package io.gradus.jobs.testkit;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import io.gradus.analysis.Analysis;
import io.gradus.datasets.Problem;
import io.gradus.files.Texts;
import io.gradus.jobs.Version;
import io.gradus.rewards.Reward;
import io.gradus.training.hub.ModelConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The classes of all modules without those of tests, be a module a folder or a jar. */
public final class ModuleClasses {
  private ModuleClasses() {}

  /** Reads them; a class of each module says where the module is. */
  public static JavaClasses read() {
    List<Location> locations =
        Stream.of(
                Texts.class,
                Problem.class,
                Reward.class,
                ModelConfig.class,
                Analysis.class,
                Version.class)
            .map(ModuleClasses::location)
            .toList();
    return new ClassFileImporter().importLocations(locations);
  }

  private static Location location(Class<?> type) {
    try {
      Path path = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(path)) {
        return Location.of(path);
      }
      try (JarFile jar = new JarFile(path.toFile())) {
        return Location.of(jar);
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Where " + type + " is", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
