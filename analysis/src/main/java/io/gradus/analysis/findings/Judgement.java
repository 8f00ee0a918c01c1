package io.gradus.analysis.findings;

import io.gradus.analysis.findings.Finding.FamilyVerdict;
import io.gradus.analysis.findings.Finding.PartVerdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Verdicts from comparisons: of each part of a claim, of each family, and of the whole.
 *
 * <p>A family is judged by its own comparisons alone. The whole is what all families agree on, and
 * undecided where they do not.
 */
final class Judgement {
  private final List<Effect> effects;
  private final Map<Part, Function<List<Effect>, Verdict>> parts = new LinkedHashMap<>();

  private Judgement(List<Effect> effects) {
    this.effects = effects;
  }

  static Judgement of(List<Effect> effects) {
    return new Judgement(effects);
  }

  /** Adds a part that the claim cannot do without. */
  Judgement part(Part part, Function<List<Effect>, Verdict> judge) {
    parts.put(part, judge);
    return this;
  }

  /** Adds a part that counts where it was measured. */
  Judgement measured(Part part) {
    if (!part(effects, part).isEmpty()) {
      // Support is neutral among the parts of a family that has others.
      parts.put(part, own -> own.isEmpty() ? Verdict.SUPPORTED : verdict(own));
    }
    return this;
  }

  Finding finding(
      int number, Finding.Source source, String claim, String answer, List<String> caveats) {
    List<FamilyVerdict> families =
        families().stream().map(f -> new FamilyVerdict(f, judge(within(f)))).toList();
    Verdict verdict = families.isEmpty() ? judge(effects) : agreed(verdicts(families));
    List<PartVerdict> outcomes = new ArrayList<>();
    parts.keySet().forEach(part -> outcomes.add(new PartVerdict(part, ofPart(part))));
    return new Finding(
        number,
        source,
        claim,
        verdict,
        outcomes,
        families,
        families.size() > 1 ? sentence(families) + " " + answer : answer,
        effects,
        caveats);
  }

  private Verdict ofPart(Part part) {
    List<Verdict> verdicts =
        families().stream()
            .map(f -> part(within(f), part))
            .filter(own -> !own.isEmpty())
            .map(parts.get(part))
            .toList();
    return verdicts.isEmpty() ? parts.get(part).apply(List.of()) : agreed(verdicts);
  }

  private Verdict judge(List<Effect> some) {
    return Verdict.all(
        parts.entrySet().stream().map(p -> p.getValue().apply(part(some, p.getKey()))).toList());
  }

  private List<String> families() {
    return effects.stream().map(e -> e.within().family()).distinct().sorted().toList();
  }

  private List<Effect> within(String family) {
    return effects.stream().filter(e -> e.within().family().equals(family)).toList();
  }

  private static List<Verdict> verdicts(List<FamilyVerdict> families) {
    return families.stream().map(FamilyVerdict::verdict).toList();
  }

  private static Verdict agreed(List<Verdict> verdicts) {
    return verdicts.stream().distinct().count() == 1 ? verdicts.get(0) : Verdict.UNDECIDED;
  }

  /** "By family: supported for a and b, contradicted for c." */
  private static String sentence(List<FamilyVerdict> families) {
    Map<Verdict, List<String>> names =
        families.stream()
            .collect(
                Collectors.groupingBy(
                    FamilyVerdict::verdict,
                    LinkedHashMap::new,
                    Collectors.mapping(FamilyVerdict::family, Collectors.toList())));
    return names.entrySet().stream()
        .map(e -> e.getKey().label() + " for " + Wording.joined(e.getValue()))
        .collect(Collectors.joining(", ", "By family: ", "."));
  }

  static List<Effect> part(List<Effect> effects, Part part) {
    return effects.stream().filter(e -> e.part().equals(part)).toList();
  }

  /** What the overall effects of a part say, over all lines of models. */
  static Verdict overall(List<Effect> effects) {
    return Verdict.all(effects.stream().filter(Effect::isOverall).map(Effect::verdict).toList());
  }

  /** As {@link #overall}, but a single comparison that contradicts leaves support undecided. */
  static Verdict verdict(List<Effect> effects) {
    Verdict overall = overall(effects);
    boolean against =
        effects.stream().anyMatch(e -> !e.isOverall() && e.verdict() == Verdict.CONTRADICTED);
    return overall == Verdict.SUPPORTED && against ? Verdict.UNDECIDED : overall;
  }
}
