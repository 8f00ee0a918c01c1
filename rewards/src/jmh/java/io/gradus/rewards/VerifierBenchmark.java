package io.gradus.rewards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time of one verification. The cases are the hand-made ones of the tests by kind, or "file": JSON
 * lines {"gold","completion"} named by the environment variable GRADUS_REWARD_CASES.
 */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class VerifierBenchmark {
  private record Case(String gold, String completion) {}

  /** Which cases are verified in turn. */
  @Param({"numbers", "algebra", "structures", "gaming", "prose"})
  public String kind;

  private final Verifier verifier = Verifier.of(ExtractionPolicy.FLEXIBLE);
  private final List<Case> cases = new ArrayList<>();
  private int next;

  @Setup
  public void load() throws IOException {
    if (kind.equals("file")) {
      ObjectMapper json = new ObjectMapper();
      for (String line : Files.readAllLines(Path.of(System.getenv("GRADUS_REWARD_CASES")))) {
        JsonNode c = json.readTree(line);
        cases.add(new Case(c.get("gold").asText(), c.get("completion").asText()));
      }
      return;
    }
    try (var in = VerifierBenchmark.class.getResourceAsStream("/cases/" + kind + ".tsv")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(l -> !l.startsWith("#"))
          .map(l -> l.split("\t", -1))
          .forEach(f -> cases.add(new Case(f[1], f.length > 2 ? f[2].replace('⏎', '\n') : "")));
    }
  }

  private Verdict verifyNext() {
    Case c = cases.get(next);
    next = (next + 1) % cases.size();
    return verifier.verify(c.gold(), c.completion());
  }

  /** Average time of a call. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  public Verdict average() {
    return verifyNext();
  }

  /** The distribution of the times of calls, to its 99.9th percentile and beyond. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public Verdict distribution() {
    return verifyNext();
  }
}
