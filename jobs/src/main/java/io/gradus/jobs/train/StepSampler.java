package io.gradus.jobs.train;

import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.policy.PolicyVersion;
import io.gradus.jobs.problems.EncodedProblem;
import io.gradus.jobs.rollout.RolloutStage;
import io.gradus.jobs.rollout.ScoredRollout;
import io.gradus.jobs.rollout.Scoring.Reference;
import io.gradus.jobs.rollout.StageSeconds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Samples the groups that a step learns from. With dynamic sampling (DAPO, arXiv 2503.14476) groups
 * whose rewards are all equal are replaced by those of the next problems of the curriculum, as many
 * as are missing, for at most so many rounds; what is missing then is filled with the first of the
 * groups that were to be replaced.
 */
final class StepSampler {
  private final TrainConfig config;
  private final RunSetup setup;
  private final RunPlans plans;
  private final RolloutStage stage;

  StepSampler(TrainConfig config, RunSetup setup, RunPlans plans, RolloutStage stage) {
    this.config = config;
    this.setup = setup;
    this.plans = plans;
    this.stage = stage;
  }

  /**
   * What was sampled.
   *
   * @param kept rollouts by prompt, as many prompts as a step has
   * @param replaced those of prompts that others stand for
   * @param rounds that replaced prompts
   * @param drawn problems taken from the curriculum
   */
  record Sampled(
      List<List<ScoredRollout>> kept,
      List<List<ScoredRollout>> replaced,
      int rounds,
      long drawn,
      StageSeconds seconds) {}

  /**
   * Samples, verifies and scores.
   *
   * @param drawn problems that the steps before took from the curriculum
   */
  Sampled sample(int step, long drawn, PolicyVersion policy, Reference reference) {
    int prompts = config.grpo().prompts();
    int rounds = config.rollout().dynamicSampling();
    if (rounds == 0) {
      RolloutStage.Scored scored = run(setup.problems(step, prompts), policy, reference, step, 0);
      return new Sampled(cut(scored), List.of(), 0, prompts, scored.seconds());
    }
    List<List<ScoredRollout>> kept = new ArrayList<>();
    List<List<ScoredRollout>> silent = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    StageSeconds seconds = new StageSeconds(0, 0, 0, 0, 0, 0);
    long at = drawn;
    int round = 0;
    while (true) {
      List<EncodedProblem> problems = new ArrayList<>();
      while (kept.size() + problems.size() < prompts && seen.size() < setup.problemCount()) {
        EncodedProblem next = setup.problem(at++);
        if (seen.add(next.problem().id())) {
          problems.add(next);
        }
      }
      if (problems.isEmpty()) {
        break;
      }
      RolloutStage.Scored scored = run(problems, policy, reference, step, round);
      seconds = seconds.plus(scored.seconds());
      for (List<ScoredRollout> group : cut(scored)) {
        (Group.isConstant(group) ? silent : kept).add(group);
      }
      if (kept.size() == prompts || round == rounds) {
        break;
      }
      round++;
    }
    int missing = prompts - kept.size();
    kept.addAll(silent.subList(0, missing));
    return new Sampled(
        kept, List.copyOf(silent.subList(missing, silent.size())), round, at - drawn, seconds);
  }

  private RolloutStage.Scored run(
      List<EncodedProblem> problems,
      PolicyVersion policy,
      Reference reference,
      int step,
      int round) {
    return stage.runScored(
        problems.stream().map(EncodedProblem::item).toList(),
        config.rollout().promptsPerBatch(),
        plans.training(policy, step, round),
        plans.scoring(reference),
        "step " + step + " rollouts" + (round == 0 ? "" : ", round " + round));
  }

  /** Cuts rollouts, prompt by prompt, into groups. */
  private List<List<ScoredRollout>> cut(RolloutStage.Scored scored) {
    int size = config.rollout().groupSize();
    List<List<ScoredRollout>> groups = new ArrayList<>();
    for (int from = 0; from < scored.rollouts().size(); from += size) {
      groups.add(List.copyOf(scored.rollouts().subList(from, from + size)));
    }
    return groups;
  }
}
