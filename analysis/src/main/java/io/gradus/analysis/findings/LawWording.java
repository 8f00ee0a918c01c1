package io.gradus.analysis.findings;

import static io.gradus.analysis.findings.Part.Claim.LARGER_SIZE;
import static io.gradus.analysis.findings.Part.Claim.LARGER_SIZE_COMPUTE;
import static io.gradus.analysis.findings.Part.Claim.LATER_STEPS;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The answers of {@link LaterFindings}, and of what {@link Competence} says, in plain words. */
final class LawWording {
  private static final double TENTH_LESS = 0.9;

  private LawWording() {}

  /** Where k clearly falls from a size to the next, after a space; nothing where it does not. */
  static String falls(List<Effect> effects) {
    List<String> pairs =
        effects.stream()
            .filter(e -> !e.isOverall() && e.verdict() == Verdict.CONTRADICTED)
            .map(
                e ->
                    "%s of %s over %s"
                        .formatted(
                            e.compared().label(),
                            e.within().label(),
                            e.part() == Part.Claim.EFFICIENCY ? "data" : "compute"))
            .toList();
    return pairs.isEmpty() ? "" : " k clearly falls from " + Wording.joined(pairs) + ".";
  }

  static String predictions(List<Effect> effects, Findings.Settings settings) {
    if (effects.isEmpty()) {
      return "The runs are too short and the sizes too few to hide any, so this cannot be tested.";
    }
    List<String> sentences = new ArrayList<>();
    List<Effect> later = Judgement.part(effects, LATER_STEPS);
    if (later.isEmpty()) {
      sentences.add("Runs are too short to predict their ends.");
    } else {
      sentences.add(
          "The last quarter of a run, from a straight line through its first quarter: %s."
              .formatted(counts(later)));
      sentences.add(listed(later));
    }
    List<Effect> data = Judgement.part(effects, LARGER_SIZE);
    List<Effect> compute = Judgement.part(effects, LARGER_SIZE_COMPUTE);
    if (data.isEmpty()) {
      sentences.add("Sizes are too few to predict the largest one.");
    } else {
      sentences.add("The largest size from the smaller ones, without a refit: over data");
      sentences.add(listed(data).replaceAll("\\.$", compute.isEmpty() ? "." : ";"));
      if (!compute.isEmpty()) {
        sentences.add("over compute " + listed(compute));
      }
    }
    sentences.add(
        "Figures are observed less predicted loss with 95 %% intervals; up to %s either way counts as predicted, with p below 0.05 corrected for the number of comparisons, and every one must be."
            .formatted(Wording.percent(settings.predictedMargin() - 1)));
    return String.join(" ", sentences);
  }

  private static String counts(List<Effect> effects) {
    return "%d of %d predicted, %d missed, %d undecided"
        .formatted(
            count(effects, Verdict.SUPPORTED),
            effects.size(),
            count(effects, Verdict.CONTRADICTED),
            count(effects, Verdict.UNDECIDED));
  }

  private static long count(List<Effect> effects, Verdict verdict) {
    return effects.stream().filter(e -> e.verdict() == verdict).count();
  }

  private static String listed(List<Effect> effects) {
    return effects.stream()
        .map(
            e ->
                "%s %s %s (%s to %s)"
                    .formatted(
                        e.within().label(),
                        e.compared().label(),
                        Wording.signed(e.estimate() - 1),
                        Wording.signed(e.low() - 1),
                        Wording.signed(e.high() - 1)))
        .collect(Collectors.joining(", ", "", "."));
  }

  static String saturation(List<Effect> effects) {
    if (effects.isEmpty()) {
      return "Fewer than %d sizes have a k above 0, so this cannot be tested."
          .formatted(Saturation.FEWEST_SIZES);
    }
    return effects.stream()
            .map(
                e ->
                    String.format(
                            Locale.ROOT,
                            "The elasticity of k in N of %s changes by %+.2f from the smaller half of the sizes to the larger (95 %% interval: %+.2f to %+.2f).",
                            e.within().label(),
                            e.estimate(),
                            e.low(),
                            e.high())
                        .replace('-', '−'))
            .collect(Collectors.joining(" "))
        + " Below 0, k rises ever less; at 0 it is a power of N.";
  }

  /** For each line of models what size and competence do, each at an equal value of the other. */
  static String competence(List<Effect> effects) {
    List<String> sentences = new ArrayList<>();
    for (Within line : effects.stream().map(Effect::within).distinct().toList()) {
      List<Effect> own = effects.stream().filter(e -> e.within().equals(line)).toList();
      sentences.add(
          "%s: with equal loss at the first evaluation a model ten times as large reaches %s; at equal size a model that began with a tenth less loss reaches %s."
              .formatted(
                  line.label(),
                  change(one(own, Part.Claim.SIZE_BESIDE_COMPETENCE), 1),
                  change(one(own, Part.Claim.COMPETENCE), Math.log10(TENTH_LESS))));
    }
    return String.join(" ", sentences);
  }

  private static Effect one(List<Effect> effects, Part part) {
    return Judgement.part(effects, part).get(0);
  }

  /** What a slope of log10 loss does over a distance of its regressor. */
  private static String change(Effect e, double distance) {
    double a = Math.pow(10, e.low() * distance);
    double b = Math.pow(10, e.high() * distance);
    return "a loss %s (95 %% interval: %s)"
        .formatted(
            Wording.change(Math.pow(10, e.estimate() * distance)),
            Wording.range(Math.min(a, b), Math.max(a, b)));
  }
}
