package io.gradus.jobs.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Classes and packages that the pages name are in the code. */
class NamedClassesTest {
  private static final Path ROOT = Path.of("..");

  /** A class of CONTRIBUTING, which names no other programs' classes. */
  private static final Pattern CLASS = Pattern.compile("(?<=`)[A-Z]\\w*[a-z]\\w*(?=`)");

  private static final Pattern FULL_NAME = Pattern.compile("\\bio\\.gradus(\\.\\w+)+");

  @Test
  void contributingNamesClassesThatThereAre() throws IOException {
    Set<String> classes =
        sources().stream()
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());
    Set<String> named = found(CLASS, Files.readString(ROOT.resolve("CONTRIBUTING.md")));
    assertThat(named).hasSizeGreaterThan(20).isSubsetOf(classes);
  }

  @Test
  void fullNamesAreThoseOfClassesOrPackages() throws IOException {
    Set<String> known = new TreeSet<>();
    for (Path file : sources()) {
      String name = file.toString().replaceAll(".*/java/|\\.java$", "").replace('/', '.');
      known.add(name);
      known.add(name.replaceFirst("\\.\\w+$", ""));
    }
    Set<String> named = new TreeSet<>();
    for (Path page : pages()) {
      named.addAll(found(FULL_NAME, Files.readString(page)));
    }
    // Packages that the jar relocates, and what only the profile djl-spark compiles.
    named.removeIf(
        n -> n.startsWith("io.gradus.shaded.") || n.startsWith("io.gradus.jobs.ml.djl."));
    assertThat(named).hasSizeGreaterThan(10).isSubsetOf(known);
  }

  private static Set<String> found(Pattern pattern, String page) {
    return pattern
        .matcher(page)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      Stream<Path> top = Stream.of("README.md", "CONTRIBUTING.md").map(ROOT::resolve);
      return Stream.concat(top, docs.filter(page -> page.toString().endsWith(".md"))).toList();
    }
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String module : List.of("datasets", "rewards", "training", "analysis", "jobs")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module))) {
        files
            .filter(file -> file.toString().matches(".*/src/[a-z]+/java/.*\\.java"))
            .forEach(sources::add);
      }
    }
    return sources;
  }
}
