package io.gradus.analysis.findings;

import static io.gradus.analysis.findings.Finding.Source.LATER_VERSIONS;
import static io.gradus.analysis.findings.Part.Claim.COMPUTE_EFFICIENCY;
import static io.gradus.analysis.findings.Part.Claim.EFFICIENCY;
import static io.gradus.analysis.findings.Part.Claim.LARGER_SIZE;
import static io.gradus.analysis.findings.Part.Claim.LARGER_SIZE_COMPUTE;
import static io.gradus.analysis.findings.Part.Claim.LATER_STEPS;
import static io.gradus.analysis.findings.Part.Claim.SATURATION;

import io.gradus.analysis.curves.ModelLine;
import io.gradus.analysis.findings.EfficiencyTrend.Sizes;
import io.gradus.analysis.law.Axis;
import java.util.List;
import java.util.Map;

/**
 * What arXiv 2509.25300 states from its second version on, beside the reuse of data, which all
 * versions have: efficiency over both axes, a law that predicts, and k(N) that saturates.
 */
final class LaterFindings {
  private LaterFindings() {}

  static Finding efficiency(Study study) {
    Contrasts contrasts = new Contrasts();
    Map<ModelLine, Sizes> data = EfficiencyTrend.of(study, Axis.DATA);
    Map<ModelLine, Sizes> compute = EfficiencyTrend.of(study, Axis.COMPUTE);
    EfficiencyTrend.add(contrasts, data, EFFICIENCY);
    EfficiencyTrend.add(contrasts, compute, COMPUTE_EFFICIENCY);
    List<Effect> effects = contrasts.effects();
    List<Effect> overCompute = Judgement.part(effects, COMPUTE_EFFICIENCY);
    return Judgement.of(effects)
        .part(EFFICIENCY, Judgement::verdict)
        .measured(COMPUTE_EFFICIENCY)
        .finding(
            5,
            LATER_VERSIONS,
            "Larger models learn more from each prompt and from each unit of compute, every one of"
                + " them.",
            effects.isEmpty()
                ? "There are no two sizes with enough evaluations, so this cannot be tested."
                : "Over data: "
                    + Wording.efficiency(Judgement.part(effects, EFFICIENCY), data)
                    + (overCompute.isEmpty()
                        ? " Compute is unknown."
                        : " Over compute: " + Wording.efficiency(overCompute, compute))
                    + LawWording.falls(effects),
            effects.isEmpty() ? List.of() : Wording.seeds(study));
  }

  static Finding law(Study study, Findings.Settings settings) {
    double margin = Math.log10(settings.predictedMargin());
    Contrasts contrasts = new Contrasts();
    LawPrediction.laterSteps(contrasts, study, Axis.DATA, margin);
    LawPrediction.largerSize(contrasts, study, Axis.DATA, LARGER_SIZE, margin);
    LawPrediction.largerSize(contrasts, study, Axis.COMPUTE, LARGER_SIZE_COMPUTE, margin);
    List<Effect> effects = contrasts.effects();
    Judgement judgement =
        Judgement.of(effects)
            .part(LATER_STEPS, LaterFindings::everyOne)
            .part(LARGER_SIZE, LaterFindings::everyOne);
    if (!Judgement.part(effects, LARGER_SIZE_COMPUTE).isEmpty()) {
      judgement.part(LARGER_SIZE_COMPUTE, LaterFindings::everyOne);
    }
    return judgement.finding(
        6,
        LATER_VERSIONS,
        "One law, log10 L = E − k(N)·log10 X, predicts later steps and larger models, base and"
            + " instruct.",
        LawWording.predictions(effects, settings),
        effects.isEmpty() ? List.of() : Wording.seeds(study));
  }

  static Finding saturation(Study study) {
    Contrasts contrasts = new Contrasts();
    Saturation.add(contrasts, EfficiencyTrend.of(study, Axis.DATA));
    List<Effect> effects = contrasts.effects();
    return Judgement.of(effects)
        .part(SATURATION, Judgement::overall)
        .finding(
            7,
            LATER_VERSIONS,
            "Learning efficiency saturates: k rises ever less as models grow.",
            LawWording.saturation(effects),
            effects.isEmpty() ? List.of() : Wording.seeds(study));
  }

  /** All comparisons must hold; there is no mean of predictions that miss to either side. */
  private static Verdict everyOne(List<Effect> effects) {
    return Verdict.all(effects.stream().map(Effect::verdict).toList());
  }
}
