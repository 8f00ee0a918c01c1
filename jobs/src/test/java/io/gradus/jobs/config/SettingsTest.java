package io.gradus.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.gradus.training.grpo.Advantage;
import io.gradus.training.grpo.Advantage.Estimator;
import io.gradus.training.grpo.Aggregation;
import io.gradus.training.grpo.Clip;
import io.gradus.training.grpo.GrpoLoss;
import io.gradus.training.grpo.GrpoSettings;
import io.gradus.training.grpo.OldLogprobs;
import io.gradus.training.grpo.Overlong;
import io.gradus.training.model.Activations;
import io.gradus.training.model.AdamW;
import io.gradus.training.model.LearningRate;
import io.gradus.training.model.Sampling;
import io.gradus.training.text.ChatOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private static final String MINIMAL =
      """
      store.path = out/x
      model.path = models/m
      problems.train.path = train
      problems.test.path = test
      """;

  @TempDir Path folder;

  private TrainConfig load(String text, String... overrides) throws IOException {
    Path file = Files.writeString(folder.resolve("my run.conf"), MINIMAL + text);
    return TrainConfig.of(Settings.load(file.toString(), List.of(overrides)));
  }

  @Test
  void takesDefaultsFromTheReference() throws IOException {
    TrainConfig config = load("");
    assertThat(config.run().id()).isEqualTo("my-run-s1");
    assertThat(config.seed()).isEqualTo(1);
    assertThat(config.rollout().sampling())
        .isEqualTo(new SamplingConfig(new Sampling(1, 1, 0), 1024));
    assertThat(config.rollout().broadcastLimit()).isEqualTo(256L << 20);
    assertThat(config.grpo().learningRate()).isEqualTo(1e-6);
    assertThat(config.grpo().update())
        .isEqualTo(
            new GrpoSettings(
                32,
                1,
                16384,
                new AdamW(1e-6, 0.9, 0.999, 1e-8, 0.1, 1),
                GrpoLoss.of(Clip.of(0.2), 0.001, 1),
                Aggregation.TOKEN_MEAN,
                1024,
                OldLogprobs.RECOMPUTED,
                Overlong.KEEP));
    assertThat(config.grpo().advantage()).isEqualTo(new Advantage(Estimator.GROUP, 1e-6));
    assertThat(config.grpo().schedule())
        .isEqualTo(new LearningRate(1e-6, 0, 100, LearningRate.Shape.CONSTANT, 0));
    assertThat(config.grpo().zeroVariance()).isEqualTo(GrpoConfig.ZeroVariance.KEEP);
    assertThat(config.grpo().referenceRefresh()).isZero();
    assertThat(config.rollout().dynamicSampling()).isZero();
    assertThat(config.grpo().activations()).isEqualTo(Activations.AUTO);
    assertThat(config.evaluate().sampling())
        .isEqualTo(new SamplingConfig(new Sampling(0.7, 1, 0), 1024));
    assertThat(config.model().pretrain()).isEmpty();
    assertThat(config.problems().train().limit()).isEqualTo(OptionalInt.empty());
  }

  @Test
  void blocksOfProblemsTakeWhatTheyLeaveOutFromTheSharedOne() throws IOException {
    TrainConfig config =
        load(
            """
steps = 7
problems.source { order = shuffled, limit = 9, synthetic { modulus = ${steps}, count = 30 } }
problems.test.limit = 3
evaluate.benchmarks = [ { name = more, path = m } ]
""");
    assertThat(config.problems().train().limit()).hasValue(9);
    assertThat(config.problems().train().synthetic().task().modulus()).isEqualTo(7);
    assertThat(config.problems().train().synthetic().count()).isEqualTo(30);
    assertThat(config.problems().test().limit()).hasValue(3);
    assertThat(config.problems().test().order()).isEqualTo(ProblemSource.Order.SHUFFLED);
    assertThat(config.evaluate().benchmarks().get(0).problems().limit()).hasValue(9);
    assertThat(config.json()).doesNotContain("\"source\"");
    assertThat(load("").problems().train().synthetic().count()).isEqualTo(1600);
    assertThat(load("").problems().test().synthetic().count()).isEqualTo(500);
    assertThatThrownBy(() -> load("problems.source.name = x"))
        .hasMessageContaining("unknown key problems.source.name");
  }

  @Test
  void variablesOfTheTemplateKeepTheirTypes() throws IOException {
    String file =
        "problems.prompt { template-options { enable_thinking = false, effort = low, n = [1, { a ="
            + " 2.5 }] }, answer-prefix = \"<think>\\n"
            + "\" }";
    Map<String, Object> expected =
        Map.of("enable_thinking", false, "effort", "low", "n", List.of(1L, Map.of("a", 2.5)));
    assertThat(load(file).problems().prompt().options())
        .isEqualTo(new ChatOptions(expected, "<think>\n"));
    assertThat(
            load(
                    "",
                    "problems.prompt.template-options.enable_thinking=false",
                    "problems.prompt.template-options.effort=low",
                    "problems.prompt.template-options.n=[1,{a=2.5}]",
                    "problems.prompt.answer-prefix=\"<think>\\n\"")
                .problems()
                .prompt()
                .options())
        .as("where all values of the command line are texts")
        .isEqualTo(new ChatOptions(expected, "<think>\n"));
    assertThat(load(file).json()).contains("enable_thinking");
  }

  @Test
  void commandLineBeatsFileBeatsSparkBeatsReference() {
    Properties spark = new Properties();
    spark.setProperty("spark.gradus.seed", "5");
    spark.setProperty("spark.gradus.steps", "6");
    spark.setProperty("spark.gradus.grpo.prompts", "64");
    spark.setProperty("spark.master", "local");
    Settings settings =
        Settings.layer(
            "x",
            ConfigFactory.parseString(MINIMAL + "steps = 7\ngrpo.prompts = 96"),
            List.of("grpo.prompts=128"),
            spark);
    TrainConfig config = TrainConfig.of(settings);
    assertThat(config.grpo().prompts()).isEqualTo(128);
    assertThat(config.steps()).isEqualTo(7);
    assertThat(config.seed()).isEqualTo(5);
    assertThat(config.store().commitEvery()).isEqualTo(1);
  }

  @Test
  void readsCommandLineValuesAsTextUnlessTheyAreListsOrBlocks() throws IOException {
    TrainConfig config =
        load(
            "",
            "store.path=s3a://bucket/a b",
            "rollout.stop-ids=[1, 2]",
            "evaluate.benchmarks=[{name = gsm, kind = gsm8k, path = g}]",
            "run.description=a = b # c",
            "problems.train.limit=10",
            "problems.train.limit=null");
    assertThat(config.store().path()).isEqualTo("s3a://bucket/a b");
    assertThat(config.rollout().stopIds()).containsExactly(1, 2);
    assertThat(config.run().description()).isEqualTo("a = b # c");
    assertThat(config.problems().train().limit()).isEmpty();
    assertThat(config.evaluate().benchmarks())
        .extracting(EvaluateConfig.Benchmark::name, b -> b.problems().location())
        .containsExactly(org.assertj.core.groups.Tuple.tuple("gsm", "g"));
  }

  @Test
  void sameSettingsHaveSameJsonHoweverTheyWereGiven() throws IOException {
    String inFile = load("seed = 3\nrollout { top-k = 4 }").json();
    String inFileOtherwise = load("rollout.top-k = 4, seed = 3").json();
    String onCommandLine = load("", "rollout.top-k=4", "seed=3").json();
    assertThat(inFileOtherwise).isEqualTo(inFile);
    assertThat(Settings.flatten(onCommandLine)).isEqualTo(Settings.flatten(inFile));
    assertThat(Settings.flatten(inFile)).containsEntry("rollout.top-k", "4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rollout.topp = 1|unknown key rollout.topp (is top-p meant?)",
        "rollout.top-p = 2|rollout.top-p = 2, expected a number greater than 0 and at most 1",
        "rollout.temperature = 0|rollout.temperature = 0, expected a number greater than 0",
        "rollout.max-tokens = 2.5|rollout.max-tokens = 2.5, expected a whole number of at least 1",
        "rollout.dtype = float64|rollout.dtype = \"float64\", expected one of auto, float32,"
            + " bfloat16",
        "rollout = 3|rollout = 3, expected a block",
        "rollout.stop-ids = 3|rollout.stop-ids = 3, expected a list of whole numbers",
        "rollout.broadcast-limit = many|rollout.broadcast-limit = \"many\", expected a size in"
            + " bytes",
        "rollout.group-size = 1|rollout.group-size = 1, expected at least 2",
        "steps = [1]|steps = [1], expected a whole number",
        "grpo.betas = [0.9]|grpo.betas = [0.9], expected a list of 2 numbers",
        "grpo.mini-batch = 5|grpo.mini-batch = 5, expected a divisor of grpo.prompts = 128",
        "run.id = a/b|run.id = \"a/b\", expected letters, digits",
        "problems.train.kind = synthetic|problems.train.path = \"train\", expected none",
        "problems.prompt {template = plain, template-options.a = 1}|template-options",
        "problems.prompt.template-options.messages = 1|problems.prompt.template-options: messages"
            + " is made",
        "problems.prompt {template = plain, system = s}|system = \"s\", expected none",
        "evaluate.benchmarks = [{nam = a}]|unknown key evaluate.benchmarks[0].nam",
        "evaluate.benchmarks = [{name = test, path = a}]|name = \"test\", expected a name",
        "reward.functions = [exact_finall]|my run.conf:5: Unknown function exact_finall in"
            + " reward.functions",
        "reward.functions = [\"format*x\"]|my run.conf:5: Cannot set reward.functions to 'x'",
        "reward.functions = [format, format]|my run.conf:5: reward.functions names format twice",
        "reward.functions = [java.lang.String]|Cannot use java.lang.String in reward.functions",
        "reward.options.tolerances = 1|my run.conf:5: Unknown key reward.options.tolerances,"
            + " expected",
        "reward.options.tolerance = 2|my run.conf:5: reward.options.tolerance: Cannot set tolerance"
            + " to 2.0",
        "reward.options.tolerance = x|my run.conf:5: Cannot set reward.options.tolerance to 'x'",
        "problems.train.synthetic {operators = [\"+\"], operator-sets = [\"*\"]}|operator-sets ="
            + " [\"*\"], expected what",
        "model.pretrain.phases = [{steps = 1, template = chat}]|phases[0].template = \"chat\","
            + " expected plain",
        "model.pretrain.phases = [{}]|model.pretrain.phases[0].steps = 0, expected",
        "model.pretrain {phases = [{steps = 1}], size.heads = 5}|size.heads = 5, expected a number"
            + " that",
        "model.pretrain.phases = [{steps = 1}]|max-positions = 64, expected room for",
      })
  void refusesWithKeyValueAndExpectation(String line, String message) {
    assertThatThrownBy(() -> load(line))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void evaluationsMayTakeTheLikeliestToken() throws IOException {
    assertThat(load("evaluate.temperature = 0").evaluate().sampling().sampling())
        .isEqualTo(Sampling.greedy());
    Settings greedy = Settings.ofCommandLine("generate", List.of("rollout.temperature=0"));
    assertThat(InferenceConfig.ofRollout(greedy).sampling().sampling())
        .isEqualTo(Sampling.greedy());
  }

  @Test
  void namesFileAndLine() {
    assertThatThrownBy(() -> load("\n\ngrpo.clip-range = -1"))
        .hasMessage(
            folder.resolve("my run.conf")
                + ":7: grpo.clip-range = -1, expected a number greater than 0");
    assertThatThrownBy(() -> load("\n\ngrpo.clip = 1"))
        .hasMessageStartingWith(folder.resolve("my run.conf") + ":7: unknown key grpo.clip (is ");
  }

  @Test
  void namesTheCommandLine() {
    assertThatThrownBy(() -> load("", "grpo.epochs=0"))
        .hasMessage("command line: grpo.epochs = \"0\", expected a whole number of at least 1");
    assertThatThrownBy(() -> load("", "grpo.epoch=1"))
        .hasMessageStartingWith("command line: unknown key grpo.epoch (is epochs meant?)");
    assertThatThrownBy(() -> load("", "epochs"))
        .hasMessage("command line: \"epochs\", expected key=value");
  }

  @Test
  void namesWhatIsMissing() {
    List<String> none = new ArrayList<>();
    assertThatThrownBy(() -> TrainConfig.of(Settings.ofCommandLine("x", none)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("problems.train.path is not set; expected the location of a table");
  }

  @Test
  void saysWhenTheFileCannotBeRead() throws IOException {
    assertThatThrownBy(() -> Settings.load("no/such.conf", List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("no/such.conf: no such configuration file");
    Path broken = Files.writeString(folder.resolve("broken.conf"), "a = {");
    assertThatThrownBy(() -> Settings.load(broken.toString(), List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("broken.conf: 1: ");
  }
}
