package io.gradus.analysis.findings;

import io.gradus.analysis.curves.ModelLine;
import io.gradus.analysis.findings.EfficiencyTrend.Sizes;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.text.ModelSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Verdicts of findings from their comparisons, and the answers in plain words. */
final class Wording {
  private static final int MOST_NAMED = 4;

  private Wording() {}

  static String sizes(List<Effect> effects, Part part, String what) {
    List<String> sentences = new ArrayList<>();
    for (Effect e : Judgement.part(effects, part)) {
      if (e.isOverall()) {
        sentences.add(
            "At equal %s the next larger %s model's loss is on average %s (95 %% interval: %s)."
                .formatted(
                    what, e.within().label(), change(e.estimate()), range(e.low(), e.high())));
      }
    }
    if (sentences.isEmpty()) {
      return "No two sizes share a range of %s.".formatted(what);
    }
    pairs(sentences, effects, Verdict.CONTRADICTED, "It is clearly the other way round for");
    pairs(sentences, effects, Verdict.UNDECIDED, "Not decided for");
    return String.join(" ", sentences);
  }

  private static void pairs(
      List<String> sentences, List<Effect> effects, Verdict verdict, String opening) {
    List<Effect> some = with(effects, verdict);
    long all = effects.stream().filter(e -> !e.isOverall()).count();
    if (some.size() > MOST_NAMED) {
      sentences.add("%s %d of %d pairs.".formatted(opening, some.size(), all));
    } else if (!some.isEmpty()) {
      boolean groups = effects.stream().map(Effect::within).distinct().count() > 1;
      sentences.add(
          opening
              + " "
              + some.stream()
                  .map(e -> e.compared().label() + (groups ? " (" + e.within().label() + ")" : ""))
                  .collect(Collectors.joining(", "))
              + ".");
    }
  }

  static String efficiency(List<Effect> slopes, Map<ModelLine, Sizes> trends) {
    List<String> sentences = new ArrayList<>();
    trends.forEach(
        (group, trend) -> {
          String ks =
              trend.sizes().entrySet().stream()
                  .map(s -> ModelSize.text(s.getKey()) + ": " + digits(s.getValue().mean()))
                  .collect(Collectors.joining(", "));
          String says =
              slopes.stream()
                  .filter(e -> e.isOverall() && e.within().equals(Within.of(group)))
                  .findFirst()
                  .map(
                      e ->
                          switch (e.verdict()) {
                            case SUPPORTED -> "rises with size";
                            case CONTRADICTED -> "does not rise with size, it falls";
                            case UNDECIDED ->
                                e.estimate() <= 0
                                    ? "does not rise with size"
                                    : "shows no clear trend with size";
                          })
                  .orElse("was measured at one size only");
          String slope =
              slopes.stream()
                  .filter(e -> e.isOverall() && e.within().equals(Within.of(group)))
                  .findFirst()
                  .map(
                      e ->
                          ": it changes by %s for each tenfold of N (95 %% interval: %s to %s)"
                              .formatted(digits(e.estimate()), digits(e.low()), digits(e.high())))
                  .orElse("");
          sentences.add(
              "Learning efficiency k of %s %s (%s)%s.".formatted(group.label(), says, ks, slope));
        });
    return String.join(" ", sentences);
  }

  static String groupSizes(List<Effect> effects) {
    List<String> sentences = new ArrayList<>();
    for (Effect e : effects) {
      if (e.isOverall()) {
        sentences.add(
            "%s %s: the next larger group's loss is on average %s (95 %% interval: %s)."
                .formatted(
                    e.part() == Part.Claim.EQUAL_COMPUTE ? "At equal compute," : "At equal data,",
                    e.within().label(),
                    change(e.estimate()),
                    range(e.low(), e.high())));
      }
    }
    pairs(sentences, effects, Verdict.CONTRADICTED, "It is clearly the other way round for");
    return String.join(" ", sentences);
  }

  static String carryOver(List<Effect> trained, List<Effect> others) {
    List<String> sentences = new ArrayList<>();
    for (List<Effect> effects : List.of(trained, others)) {
      for (Effect e : effects) {
        if (e.isOverall()) {
          sentences.add(
              "On %s, %s: loss after training on average %s than before (95 %% interval: %s)."
                  .formatted(
                      e.part().label(),
                      e.within().label(),
                      change(e.estimate()),
                      range(e.low(), e.high())));
        }
      }
    }
    return String.join(" ", sentences);
  }

  /** No cost at any τ up to the claimed one: all of its comparisons must hold. */
  static Verdict reuseCost(List<Effect> effects, Findings.Settings settings) {
    return Verdict.all(claimed(effects, settings).stream().map(Effect::verdict).toList());
  }

  /**
   * A gain over one pass at the largest τ up to the claimed one, and a loss at none: few passes
   * have little to gain, so that a small τ alone cannot show it.
   */
  static Verdict reuseGain(List<Effect> effects, Findings.Settings settings) {
    List<Effect> some = claimed(effects, settings);
    if (some.stream().anyMatch(e -> e.verdict() == Verdict.CONTRADICTED)) {
      return Verdict.CONTRADICTED;
    }
    int most = some.stream().mapToInt(Wording::tau).max().orElse(0);
    return Verdict.all(some.stream().filter(e -> tau(e) == most).map(Effect::verdict).toList());
  }

  private static List<Effect> claimed(List<Effect> effects, Findings.Settings settings) {
    return effects.stream().filter(e -> tau(e) <= settings.claimedReuse()).toList();
  }

  static String reuse(List<Effect> effects, Findings.Settings settings) {
    if (effects.isEmpty()) {
      return "No size was trained both on fresh and on reused data, so this cannot be tested.";
    }
    List<Effect> costs = Judgement.part(effects, Part.Claim.REUSE_COST);
    List<Effect> gains = Judgement.part(effects, Part.Claim.REUSE_GAIN);
    String margin = percent(settings.reuseMargin() - 1);
    List<String> sentences = new ArrayList<>();
    costs.stream()
        .mapToInt(Wording::tau)
        .distinct()
        .sorted()
        .takeWhile(t -> costs.stream().filter(e -> tau(e) == t).allMatch(Wording::holds))
        .max()
        .ifPresent(
            t ->
                sentences.add(
                    "Up to τ=%d reuse costs less than %s of loss (at τ=%d %s)."
                        .formatted(t, margin, t, at(costs, t))));
    costs.stream()
        .filter(e -> e.verdict() == Verdict.CONTRADICTED)
        .mapToInt(Wording::tau)
        .min()
        .ifPresent(
            t ->
                sentences.add(
                    "From τ=%d on it clearly costs more than %s (at τ=%d %s)."
                        .formatted(t, margin, t, at(costs, t))));
    undecided(sentences, "Whether it costs less than " + margin + " is not decided at", costs);
    undecided(sentences, "A gain over one pass is not decided at", gains);
    sentences.add(listed("Loss beside fresh data at equal steps:", costs));
    sentences.add(listed("Beside stopping when every problem was seen once:", gains));
    sentences.add(
        "Judged up to τ=%d, as claimed: a cost below %s at every τ and a gain over one pass at the largest, each with p below 0.05 corrected for the number of comparisons."
            .formatted(settings.claimedReuse(), margin));
    return String.join(" ", sentences);
  }

  /** The comparisons at a τ with their intervals. */
  private static String at(List<Effect> effects, int tau) {
    List<Effect> own = effects.stream().filter(e -> tau(e) == tau).toList();
    boolean several = own.stream().map(Effect::within).distinct().count() > 1;
    return own.stream()
        .map(
            e ->
                "%s%s, 95 %% interval: %s to %s"
                    .formatted(
                        several ? e.within().label() + " " : "",
                        signed(e.estimate() - 1),
                        signed(e.low() - 1),
                        signed(e.high() - 1)))
        .collect(Collectors.joining("; "));
  }

  private static void undecided(List<String> sentences, String opening, List<Effect> effects) {
    List<Effect> some = with(effects, Verdict.UNDECIDED);
    if (!some.isEmpty()) {
      boolean several = effects.stream().map(Effect::within).distinct().count() > 1;
      sentences.add(
          some.stream()
              .map(e -> e.compared().label() + (several ? " (" + e.within().label() + ")" : ""))
              .collect(Collectors.joining(", ", opening + " ", ".")));
    }
  }

  private static boolean holds(Effect e) {
    return e.verdict() == Verdict.SUPPORTED;
  }

  private static String listed(String opening, List<Effect> effects) {
    Map<Within, List<Effect>> bySize =
        effects.stream()
            .collect(
                Collectors.groupingBy(
                    Effect::within, java.util.LinkedHashMap::new, Collectors.toList()));
    return opening
        + " "
        + bySize.entrySet().stream()
            .map(
                size ->
                    size.getKey().label()
                        + " "
                        + size.getValue().stream()
                            .map(e -> signed(e.estimate() - 1) + " at " + e.compared().label())
                            .collect(Collectors.joining(", ")))
            .collect(Collectors.joining("; "))
        + ".";
  }

  static String signed(double share) {
    return (share < 0 ? "−" : "+") + percent(Math.abs(share));
  }

  static String variants(List<Effect> effects, Findings.Settings settings) {
    if (effects.isEmpty()) {
      return "The curves hold no size both as base and as instruct model, so this cannot be"
          + " tested.";
    }
    List<String> sentences = new ArrayList<>();
    for (Effect e : effects) {
      if (e.isOverall() && e.part() == Part.Claim.VARIANT_LEVEL) {
        sentences.add(
            "k of the instruct models is on average %s times that of the base models (95 %% interval %s to %s); a difference below %s counts as alike."
                .formatted(
                    number(e.estimate()),
                    number(e.low()),
                    number(e.high()),
                    percent(settings.alikeMargin() - 1)));
      } else if (e.isOverall()) {
        sentences.add(
            "For each tenfold of N their k changes by %s more (%s to %s)."
                .formatted(number(e.estimate()), number(e.low()), number(e.high())));
      }
    }
    List<Effect> apart =
        with(Judgement.part(effects, Part.Claim.VARIANT_LEVEL), Verdict.CONTRADICTED);
    if (!apart.isEmpty()) {
      sentences.add(
          "They are clearly apart at "
              + apart.stream().map(e -> e.compared().label()).collect(Collectors.joining(", "))
              + ".");
    }
    return String.join(" ", sentences);
  }

  static String untestable(Study study, Axis axis) {
    if (study.curves().stream().allMatch(c -> c.along(axis).isEmpty())) {
      return axis == Axis.COMPUTE
          ? "Compute is unknown because training tokens are missing, so this cannot be tested."
          : "The prompts consumed are unknown, so this cannot be tested.";
    }
    return "No two sizes share a range of %s, so this cannot be tested.".formatted(axis.column());
  }

  static List<String> seeds(Study study) {
    boolean repeated =
        study.curves().stream()
            .collect(
                Collectors.groupingBy(
                    c -> List.of(ModelLine.of(c.run()), c.run().params(), c.run().tau()),
                    Collectors.counting()))
            .values()
            .stream()
            .anyMatch(n -> n > 1);
    return repeated
        ? List.of()
        : List.of(
            "One run per size: intervals hold evaluation error only, not how another seed would"
                + " have gone.");
  }

  private static List<Effect> with(List<Effect> effects, Verdict verdict) {
    return effects.stream().filter(e -> !e.isOverall() && e.verdict() == verdict).toList();
  }

  private static int tau(Effect e) {
    return ((Compared.Reuse) e.compared()).tau();
  }

  /** "a", "a and b", "a, b and c". */
  static String joined(List<String> names) {
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  /** A loss ratio as "13 % lower". */
  static String change(double ratio) {
    String size = percent(Math.abs(ratio - 1));
    return ratio <= 1 ? size + " lower" : size + " higher";
  }

  /** An interval of loss ratios as "5 to 13 % lower" or "2 % lower to 4 % higher". */
  static String range(double low, double high) {
    if (high <= 1) {
      return "%s to %s".formatted(percent(1 - high).replace(" %", ""), change(low));
    }
    if (low > 1) {
      return "%s to %s".formatted(percent(low - 1).replace(" %", ""), change(high));
    }
    return change(low) + " to " + change(high);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, share < 0.0095 ? "%.1f %%" : "%.0f %%", 100 * share);
  }

  /** Two decimals, three below a tenth. */
  private static String digits(double value) {
    return Math.abs(value) < 0.0995
        ? String.format(Locale.ROOT, "%.3f", value).replace('-', '−')
        : number(value);
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.equals("-0.00") ? "0.00" : text.replace('-', '−');
  }
}
