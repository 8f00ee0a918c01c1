package io.gradus.jobs.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Relative links of the pages lead somewhere: the file exists, and so does the heading. */
class LinksTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.*)$");

  @Test
  void everyRelativeLinkLeadsToAFileAndAHeading() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      for (String link : links(Files.readString(page))) {
        defect(page, link).forEach(why -> broken.add(ROOT.relativize(page) + ": " + why));
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyPageOfDocsIsLinkedFromTheReadme() throws IOException {
    List<Path> linked =
        links(Files.readString(ROOT.resolve("README.md"))).stream().map(ROOT::resolve).toList();
    assertThat(linked).containsAll(markdown(ROOT.resolve("docs")));
  }

  @Test
  void headingsHaveTheAnchorsThatGitHubGivesThem() {
    String page =
        """
        # From a Weights & Biases export
        ```
        # no heading
        ```
        ## `gradus datasets import`
        ## Again
        ## Again
        """;
    assertThat(anchors(page))
        .containsExactly(
            "from-a-weights--biases-export", "gradus-datasets-import", "again", "again-1");
    assertThat(links("[a](b.md#c) `[d](e)` ![f](g.png)\n```\n[h](i)\n```\n"))
        .containsExactly("b.md#c", "g.png");
  }

  @Test
  void aBrokenLinkIsFound() {
    assertThat(defect(ROOT.resolve("README.md"), "docs/no-such-page.md"))
        .containsExactly("docs/no-such-page.md does not exist");
    assertThat(defect(ROOT.resolve("README.md"), "#no-such-heading"))
        .containsExactly("#no-such-heading: no such heading");
    assertThat(defect(ROOT.resolve("README.md"), "docs/tables.md#steps")).isEmpty();
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(markdown(ROOT.resolve("docs")));
    for (String page : List.of("README.md", "CONTRIBUTING.md")) {
      pages.add(ROOT.resolve(page));
    }
    for (String module : List.of("datasets", "rewards", "training", "analysis", "jobs")) {
      Path notes = ROOT.resolve(module).resolve("NOTES.md");
      if (Files.exists(notes)) {
        pages.add(notes);
      }
    }
    return pages;
  }

  private static List<Path> markdown(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  /** Targets of links and images, but for those of other sites and those in code. */
  private static List<String> links(String page) {
    Matcher link = LINK.matcher(withoutCode(page).replaceAll("`[^`\n]*`", ""));
    List<String> targets = new ArrayList<>();
    while (link.find()) {
      if (!link.group(1).matches("[a-z]+:.*")) {
        targets.add(link.group(1));
      }
    }
    return targets;
  }

  /** What is wrong with a link; nothing for a good one. */
  private static List<String> defect(Path page, String link) {
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
    if (!Files.exists(target)) {
      return List.of(file + " does not exist");
    }
    try {
      boolean found =
          hash < 0 || anchors(Files.readString(target)).contains(link.substring(hash + 1));
      return found ? List.of() : List.of(link + ": no such heading");
    } catch (IOException e) {
      return List.of(link + ": " + e);
    }
  }

  /** The anchors of a page's headings, in order. */
  private static List<String> anchors(String page) {
    List<String> anchors = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    Matcher heading = HEADING.matcher(withoutCode(page));
    while (heading.find()) {
      String anchor =
          heading
              .group(1)
              .replaceAll("\\[([^\\]]*)]\\([^)]*\\)", "$1")
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N}_ -]", "")
              .replace(' ', '-');
      int times = seen.merge(anchor, 1, Integer::sum);
      anchors.add(times == 1 ? anchor : anchor + "-" + (times - 1));
    }
    return anchors;
  }

  private static String withoutCode(String page) {
    return page.replaceAll("(?ms)^```.*?^```[^\n]*$", "");
  }
}
