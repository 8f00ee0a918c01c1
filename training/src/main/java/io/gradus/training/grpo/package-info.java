/**
 * Group relative policy optimisation (GRPO; Shao et al., arXiv 2402.03300), as the study of arXiv
 * 2509.25300 uses it: advantages within the group of a prompt's completions, the clipped ratio of
 * PPO, a k3 KL term against the frozen initial policy, several mini-batches a step.
 *
 * <p>Works on rollouts and rewards as plain records. It differs from the first paper in that the
 * loss is a mean over tokens by default, not over sequences, as verl has it.
 */
package io.gradus.training.grpo;
