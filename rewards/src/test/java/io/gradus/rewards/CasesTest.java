package io.gradus.rewards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gold answers and completions with the verdict worked out by hand, by kind. */
class CasesTest {
  record Case(boolean correct, String gold, String completion) {}

  static Stream<Case> cases(String kind) {
    try (var in = CasesTest.class.getResourceAsStream("/cases/" + kind + ".tsv")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(l -> !l.startsWith("#")).map(CasesTest::parse).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Case parse(String line) {
    String[] fields = line.split("\t", -1);
    String completion = fields.length > 2 ? fields[2].replace('⏎', '\n') : "";
    return new Case(fields[0].equals("1"), fields[1].replace('⏎', '\n'), completion);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "numbers",
        "algebra",
        "structures",
        "gaming",
        "claims",
        "prose",
        "completions",
        "readings",
        "counted",
        "relations",
        "reports",
        "around",
        "forms",
        "corrections",
        "spoken"
      })
  void judgesAsByHand(String kind) {
    Verifier verifier = Verifier.of(ExtractionPolicy.FLEXIBLE);
    assertThat(cases(kind))
        .allSatisfy(
            c -> {
              Verdict v = verifier.verify(c.gold(), c.completion());
              assertThat(v.correct()).as("%s: %s", c, v).isEqualTo(c.correct());
            });
  }
}
