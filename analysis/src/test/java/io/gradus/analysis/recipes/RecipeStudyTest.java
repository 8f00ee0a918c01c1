package io.gradus.analysis.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.recipes.RecipeEffect.Change;
import io.gradus.analysis.recipes.RecipeEffect.Measure;
import io.gradus.analysis.recipes.RecipeRun.PairKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Studies whose truth is known: pass@1 goes from 0.1 to a level, exponentially in steps. */
class RecipeStudyTest {
  private static final int STEPS = 100;
  private static final int EVERY = 5;

  private final List<RecipeRun> runs = new ArrayList<>();
  private final List<CurvePoint> points = new ArrayList<>();

  /** Two sizes and three seeds; what a size and seed add is common to all recipes. */
  private void recipe(
      String name, double level, double time, double noise, Map<String, String> settings) {
    Random own = new Random(name.hashCode());
    for (int pair = 0; pair < 6; pair++) {
      double luck = 1 + 0.1 * new Random(pair).nextGaussian();
      double params = pair < 3 ? 1e4 : 4e4;
      String id = name + "-" + pair;
      SortedMap<RecipePart, SortedMap<String, String>> parts = new TreeMap<>();
      settings.forEach(
          (key, value) ->
              parts.computeIfAbsent(RecipePart.of(key), p -> new TreeMap<>()).put(key, value));
      runs.add(
          new RecipeRun(
              id, name, new PairKey("toy", "base", params, 1, pair, "model", "problems"), parts));
      for (int step = 0; step <= STEPS; step += EVERY) {
        double gain = level * luck * (1 - Math.exp(-step / time));
        double wrong = 0.9 - gain - (step == 0 ? 0 : noise * own.nextGaussian());
        double loss = Math.max(0, Math.min(1, wrong));
        points.add(
            new CurvePoint(
                id,
                "toy",
                "base",
                params,
                pair,
                1,
                8,
                step,
                16.0 * step,
                1e3 * step,
                6e7 * step,
                "exam",
                500,
                loss,
                0.02));
      }
    }
  }

  private static Map<String, String> settings(String advantage, String kl, String loss) {
    return Map.of(
        "grpo.advantage", advantage,
        "grpo.kl-coefficient", kl,
        "grpo.policy-loss", loss,
        "grpo.clip-range", loss.equals("clip") ? "0.2" : "0.0003");
  }

  private RecipeStudy study() {
    return RecipeStudy.of(runs, points, "exam").orElseThrow();
  }

  private static RecipeEffect effect(RecipeStudy study, String recipe, Measure measure) {
    return study.effects(measure).stream()
        .filter(e -> e.recipe().equals(recipe) && e.against().equals(study.reference()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void levelAndSpeedThatAreThereAreFound() {
    recipe("plain", 0.5, 12, 0.005, settings("group", "0", "clip"));
    recipe("higher", 0.6, 12, 0.005, settings("group", "0.04", "clip"));
    recipe("faster", 0.5, 6, 0.005, settings("group-mean", "0", "clip"));
    recipe("same", 0.5, 12, 0.005, settings("group", "0", "gspo"));
    RecipeStudy study = study();

    // One part from all others, which are two apart.
    assertThat(study.reference()).isEqualTo("plain");
    assertThat(study.recipes()).containsExactly("plain", "faster", "higher", "same");
    assertThat(study.effects()).hasSize(3 * 3).allMatch(RecipeEffect::isSwitch);
    assertThat(study.rising()).isEmpty();
    assertThat(study.caveats()).isEmpty();

    RecipeEffect higher = effect(study, "higher", Measure.LEVEL);
    assertThat(higher.parts()).containsExactly(new RecipePart("KL"));
    assertThat(higher.estimate()).isCloseTo(0.1, within(0.01));
    assertThat(higher.low()).isLessThan(0.1);
    assertThat(higher.high()).isGreaterThan(0.1);
    assertThat(higher.change()).isEqualTo(Change.MORE);

    // exp(-step / time) = 1/2 at time * ln 2: half the steps for half the time.
    RecipeEffect faster = effect(study, "faster", Measure.STEPS);
    assertThat(faster.estimate()).isCloseTo(0.5, within(0.1));
    assertThat(faster.change()).isEqualTo(Change.LESS);
    assertThat(effect(study, "faster", Measure.COMPUTE).estimate())
        .isCloseTo(faster.estimate(), within(1e-9));
    assertThat(effect(study, "faster", Measure.LEVEL).change()).isEqualTo(Change.ALIKE);

    RecipeEffect same = effect(study, "same", Measure.LEVEL);
    assertThat(same.parts()).containsExactly(new RecipePart("policy loss"));
    assertThat(same.change()).isEqualTo(Change.ALIKE);
    assertThat(same.pairs()).isEqualTo(6);
    assertThat(effect(study, "same", Measure.STEPS).change()).isEqualTo(Change.ALIKE);
  }

  @Test
  void noiseThatHidesTheAnswerLeavesItUndecided() {
    recipe("plain", 0.5, 12, 0.15, settings("group", "0", "clip"));
    recipe("other", 0.5, 12, 0.15, settings("group-mean", "0", "clip"));
    RecipeStudy study = study();
    assertThat(study.effects()).extracting(RecipeEffect::change).containsOnly(Change.UNDECIDED);
  }

  @Test
  void withoutGainNothingIsSaidOfSpeedAndAStillRisingRecipeIsNamed() {
    recipe("learns", 0.7, 60, 0.001, settings("group", "0", "clip"));
    recipe("stays", 0, 1, 0.001, settings("group-mean", "0", "clip"));
    points.removeIf(p -> p.params() > 1e4);
    runs.removeIf(r -> r.key().params() > 1e4);
    RecipeStudy study = study();
    RecipeEffect steps = effect(study, "stays", Measure.STEPS);
    assertThat(steps.pairs()).isZero();
    assertThat(steps.left()).isEqualTo(3);
    assertThat(steps.change()).isEqualTo(Change.UNDECIDED);
    assertThat(steps.low()).isNaN();
    assertThat(effect(study, "stays", Measure.LEVEL).change()).isEqualTo(Change.LESS);
    assertThat(study.rising()).containsOnlyKeys(1e4);
  }

  @Test
  void runsOfOneRecipeThatAreNotAlikeAreNamed() {
    recipe("plain", 0.5, 12, 0.01, settings("group", "0", "clip"));
    recipe("other", 0.5, 12, 0.01, settings("group-mean", "0", "clip"));
    RecipeRun run = runs.get(7);
    TreeMap<RecipePart, SortedMap<String, String>> parts = new TreeMap<>(run.parts());
    parts.put(new RecipePart("epochs"), new TreeMap<>(Map.of("grpo.epochs", "2")));
    runs.set(7, new RecipeRun(run.runId(), run.recipe(), run.key(), parts));
    RecipeRun again = runs.get(0);
    runs.add(new RecipeRun("plain-0", "other", again.key(), again.parts()));
    assertThat(study().caveats())
        .containsExactly(
            "plain-0 is left out: other-0 has the same recipe, model, problems and seed.",
            "Runs of recipe other differ in epochs and are taken together.");
  }

  @Test
  void oneRecipeIsNoComparison() {
    recipe("plain", 0.5, 12, 0.01, settings("group", "0", "clip"));
    assertThat(RecipeStudy.of(runs, points, "exam")).isEmpty();
    assertThat(RecipeStudy.of(List.of(), points, "exam")).isEmpty();
  }

  @Test
  void aKlTermThatIsOffHasNoKind() {
    RecipePart kl = RecipePart.of("grpo.kl-in");
    TreeMap<String, String> off =
        new TreeMap<>(Map.of("grpo.kl-coefficient", "0", "grpo.kl-in", "loss"));
    TreeMap<String, String> other =
        new TreeMap<>(Map.of("grpo.kl-coefficient", "0.0", "grpo.kl-in", "reward"));
    assertThat(kl.same(off, other)).isTrue();
    other.put("grpo.kl-coefficient", "0.1");
    assertThat(kl.same(off, other)).isFalse();
  }

  private static Map<String, String> adapters(String kind, String rank, String rate) {
    return Map.of(
        "grpo.adapter",
        kind,
        "grpo.lora.rank",
        rank,
        "grpo.learning-rate",
        rate,
        "grpo.epochs",
        "1");
  }

  /** Ranks are one switch each, beside each other and beside the full update with its own rate. */
  @Test
  void adaptersAndTheirRateAreOnePart() {
    recipe("full", 0.5, 12, 0.005, adapters("\"none\"", "16", "4e-4"));
    recipe("lora-1", 0.5, 12, 0.005, adapters("\"lora\"", "1", "4e-3"));
    recipe("lora-16", 0.6, 12, 0.005, adapters("\"lora\"", "16", "4e-3"));
    RecipeStudy study = study();
    assertThat(study.reference()).isEqualTo("full");
    assertThat(study.effects(Measure.LEVEL))
        .extracting(e -> e.recipe() + " beside " + e.against() + ": " + e.parts())
        .containsExactly(
            "lora-1 beside full: [RecipePart[name=adapter]]",
            "lora-16 beside full: [RecipePart[name=adapter]]",
            "lora-16 beside lora-1: [RecipePart[name=adapter]]");
    assertThat(effect(study, "lora-16", Measure.LEVEL).change()).isEqualTo(Change.MORE);
  }

  @Test
  void adaptersThatDifferInRankAndRateDifferInBoth() {
    recipe("full", 0.5, 12, 0.005, adapters("\"none\"", "16", "4e-4"));
    recipe("full-2", 0.5, 12, 0.005, adapters("\"none\"", "4", "8e-4"));
    recipe("lora-1", 0.5, 12, 0.005, adapters("\"lora\"", "1", "4e-3"));
    recipe("lora-16", 0.5, 12, 0.005, adapters("\"lora\"", "16", "8e-3"));
    assertThat(RecipePart.between(runs.get(12).parts(), runs.get(18).parts()))
        .containsExactly(new RecipePart("adapter"), new RecipePart("learning rate"));
    // A rank that no adapter has is nothing.
    assertThat(RecipePart.between(runs.get(0).parts(), runs.get(6).parts()))
        .containsExactly(new RecipePart("learning rate"));
  }

  @Test
  void meansOfPairsHaveStudentsIntervals() {
    // Mean 2, variance 2.5, so the standard error is the root of 1/2; t of 4 degrees at 0.975 is
    // 2.776445.
    Paired paired = Paired.of(new double[] {0, 1, 2, Double.NaN, 3, 4});
    assertThat(paired.pairs()).isEqualTo(5);
    assertThat(paired.mean()).isEqualTo(2);
    assertThat(paired.margin()).isCloseTo(2.776445 * Math.sqrt(0.5), within(1e-6));
    // t = 2.828427: two-sided 0.047421 with 4 degrees.
    assertThat(paired.differs()).isCloseTo(0.047421, within(1e-6));
    assertThat(paired.exceeds(2 + paired.margin())).isCloseTo(0.05, within(1e-9));
    assertThat(Paired.of(new double[] {0, 0, 0}).exceeds(0.02)).isZero();
    assertThat(Paired.of(new double[] {0, 0, 0}).differs()).isEqualTo(1);
    assertThat(Paired.of(new double[] {1, 1}).differs()).isEqualTo(1);
  }

  @Test
  void fallsArePooled() {
    assertThat(Progress.rising(new double[] {1, 3, 2, 2, 5, 4}))
        .containsExactly(1, 7 / 3.0, 7 / 3.0, 7 / 3.0, 4.5, 4.5);
  }

  @Test
  void aRecipeIsReadFromTheSettingsOfARun() {
    RecipeSettings settings =
        RecipeSettings.of(
            "r",
            """
            {"run":{"recipe":"mine"},"seed":3,"grpo":{"threads":2,"clip-low":null,"policy-loss":"clip",
            "correction":{"kind":"none"},"learning-rate":1e-3},"rollout":{"dynamic-sampling":2},
            "reward":{"functions":["exact"]}}""");
    assertThat(settings.recipe()).isEqualTo("mine");
    assertThat(settings.parts())
        .containsExactly(
            Map.entry(new RecipePart("correction"), map("grpo.correction.kind", "\"none\"")),
            Map.entry(new RecipePart("dynamic sampling"), map("rollout.dynamic-sampling", "2")),
            Map.entry(new RecipePart("learning rate"), map("grpo.learning-rate", "0.001")),
            Map.entry(
                new RecipePart("policy loss"),
                map("grpo.clip-low", "null", "grpo.policy-loss", "\"clip\"")),
            Map.entry(new RecipePart("reward"), map("reward.functions", "[\"exact\"]")));
    assertThatThrownBy(() -> RecipeSettings.of("r", "{"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Run r has settings that are no JSON");
  }

  private static SortedMap<String, String> map(String... entries) {
    SortedMap<String, String> map = new TreeMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      map.put(entries[i], entries[i + 1]);
    }
    return map;
  }
}
