package io.gradus.jobs.config;

import io.gradus.datasets.arithmetic.ArithmeticSettings;
import io.gradus.training.model.AdamW;
import io.gradus.training.model.Compute.ComputeType;
import io.gradus.training.model.LearningRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A model to be made from scratch by next-token training on made-up text (block {@code
 * model.pretrain}).
 *
 * @param headTied whether the output layer shares the embedding's weights
 * @param batch sequences per optimiser step
 * @param optimizer AdamW's settings; its learning rate is the first phase's
 * @param warmUp steps over which the first phase's learning rate rises from 0
 * @param phases one after the other, at least one
 * @param finetune further phases with an optimiser of their own, which begin from the model that
 *     {@code phases} make; that one is kept as a model of its own
 */
public record PretrainConfig(
    Size size,
    boolean headTied,
    double ropeTheta,
    int maxPositions,
    int batch,
    AdamW optimizer,
    int warmUp,
    int logEvery,
    ComputeType dtype,
    int threads,
    long seed,
    Corpus corpus,
    List<Phase> phases,
    List<Phase> finetune) {

  /**
   * Shape of a Llama. {@code hidden} is a multiple of {@code heads}, {@code heads} one of {@code
   * kvHeads}.
   */
  public record Size(int hidden, int layers, int heads, int kvHeads, int intermediate) {
    private Map<String, Object> identity() {
      return Map.of(
          "hidden", hidden,
          "layers", layers,
          "heads", heads,
          "kv-heads", kvHeads,
          "intermediate", intermediate);
    }
  }

  /**
   * Text to learn: arithmetic with worked answers.
   *
   * @param task the distribution of the problems; operators have weights, operands fall off by
   *     their rank
   * @param skipTestProblems whether held-out problems of the same configuration are left out
   */
  public record Corpus(ArithmeticSettings task, boolean skipTestProblems) {
    private Map<String, Object> identity() {
      Map<String, Double> operators = new TreeMap<>();
      for (int i = 0; i < task.operators().length(); i++) {
        operators.put(String.valueOf(task.operators().charAt(i)), task.operatorWeights().get(i));
      }
      return Map.of(
          "modulus", task.modulus(),
          "operations", Map.of("min", task.minOperations(), "max", task.maxOperations()),
          "operators", operators,
          "zipf", task.operandSkew(),
          "operator-sets", task.operatorSets(),
          "test-problems", Section.word(skipTestProblems ? TestProblems.SKIP : TestProblems.KEEP));
    }
  }

  /**
   * A stretch of training.
   *
   * @param direct share of answers that are a bare guess
   * @param broken share of answers whose chain breaks off
   * @param noise probability that a step of the other chains is wrong
   */
  public record Phase(
      int steps,
      double learningRate,
      LearningRate.Shape schedule,
      double direct,
      double broken,
      double noise,
      PromptConfig.Template template) {
    private Map<String, Object> identity() {
      return Map.of(
          "steps", steps,
          "learning-rate", learningRate,
          "schedule", Section.word(schedule),
          "direct", direct,
          "broken", broken,
          "noise", noise,
          "template", Section.word(template));
    }
  }

  private enum Head {
    TIED,
    UNTIED
  }

  private enum TestProblems {
    SKIP,
    KEEP
  }

  /** Empty if no phases are given: then there is no model to be made. */
  static Optional<PretrainConfig> of(Section section, long runSeed) {
    List<Phase> phases = phases(section, "phases");
    List<Phase> finetune = phases(section, "finetune");
    if (phases.isEmpty()) {
      if (!finetune.isEmpty()) {
        throw section.wrong("phases", "phases that make the model to be fine-tuned");
      }
      return Optional.empty();
    }
    return Optional.of(
        new PretrainConfig(
            size(section.child("size")),
            section.choice("head", Head.class) == Head.TIED,
            section.number("rope-theta", Bound.POSITIVE),
            section.integer("max-positions", Bound.atLeast(2)),
            section.integer("batch", Bound.atLeast(1)),
            GrpoConfig.adamW(section, phases.get(0).learningRate()),
            section.integer("warm-up", Bound.NOT_NEGATIVE),
            section.integer("log-every", Bound.atLeast(1)),
            section.choice("dtype", ComputeType.class),
            section.integer("threads", Bound.atLeast(1)),
            section.optionalWhole("seed", Bound.ANY).orElse(runSeed),
            corpus(section.child("corpus")),
            phases,
            finetune));
  }

  private static List<Phase> phases(Section section, String key) {
    List<Phase> phases = new ArrayList<>();
    for (Section phase : section.children(key, "phase")) {
      phases.add(phase(phase));
    }
    return List.copyOf(phases);
  }

  /**
   * What the model depends on, by the names of the settings: the model is named after it. Names and
   * order of this record's components are no part of it.
   */
  public Map<String, Object> identity() {
    Map<String, Object> identity = new TreeMap<>();
    identity.put("size", size.identity());
    identity.put("head", Section.word(headTied ? Head.TIED : Head.UNTIED));
    identity.put("rope-theta", ropeTheta);
    identity.put("max-positions", maxPositions);
    identity.put("batch", batch);
    identity.put("betas", List.of(optimizer.beta1(), optimizer.beta2()));
    identity.put("epsilon", optimizer.epsilon());
    identity.put("weight-decay", optimizer.weightDecay());
    identity.put("max-grad-norm", optimizer.maxGradientNorm());
    identity.put("warm-up", warmUp);
    identity.put("dtype", Section.word(dtype));
    identity.put("threads", threads);
    identity.put("seed", seed);
    identity.put("corpus", corpus.identity());
    identity.put("phases", phases.stream().map(Phase::identity).toList());
    identity.put("finetune", finetune.stream().map(Phase::identity).toList());
    return identity;
  }

  /** The model that fine-tuning begins from. */
  public PretrainConfig withoutFinetune() {
    return new PretrainConfig(
        size,
        headTied,
        ropeTheta,
        maxPositions,
        batch,
        optimizer,
        warmUp,
        logEvery,
        dtype,
        threads,
        seed,
        corpus,
        phases,
        List.of());
  }

  private static Size size(Section section) {
    Bound atLeastOne = Bound.atLeast(1);
    int hidden = section.integer("hidden", atLeastOne);
    int heads = section.integer("heads", atLeastOne);
    if (hidden % (2 * heads) != 0) {
      throw section.wrong(
          "heads", "a number that divides hidden = " + hidden + " into even widths");
    }
    int kvHeads = section.optionalInteger("kv-heads", atLeastOne).orElse(heads);
    if (heads % kvHeads != 0) {
      throw section.wrong("kv-heads", "a divisor of heads = " + heads);
    }
    OptionalInt intermediate = section.optionalInteger("intermediate", atLeastOne);
    // 8/3 of the width keeps SwiGLU's three matrices at the size of the two of a plain 4-fold
    // layer.
    int swiGlu = (8 * hidden + 23) / 24 * 8;
    return new Size(
        hidden, section.integer("layers", atLeastOne), heads, kvHeads, intermediate.orElse(swiGlu));
  }

  private static Corpus corpus(Section section) {
    Map<String, Double> weights = section.weights("operators");
    List<String> operators = List.copyOf(weights.keySet());
    return new Corpus(
        SyntheticConfig.task(
            section,
            operators,
            List.copyOf(weights.values()),
            section.number("zipf", Bound.NOT_NEGATIVE)),
        section.choice("test-problems", TestProblems.class) == TestProblems.SKIP);
  }

  private static Phase phase(Section section) {
    double direct = section.number("direct", Bound.PROBABILITY);
    double broken = section.number("broken", Bound.PROBABILITY);
    if (direct + broken > 1) {
      throw section.wrong("broken", "a share that leaves direct + broken at most 1");
    }
    PromptConfig.Template template = section.choice("template", PromptConfig.Template.class);
    if (template == PromptConfig.Template.CHAT) {
      throw section.wrong(
          "template", "plain, since a model made from scratch has no chat template");
    }
    return new Phase(
        section.integer("steps", Bound.atLeast(1)),
        section.number("learning-rate", Bound.POSITIVE),
        section.choice("schedule", LearningRate.Shape.class),
        direct,
        broken,
        section.number("noise", Bound.PROBABILITY),
        template);
  }
}
