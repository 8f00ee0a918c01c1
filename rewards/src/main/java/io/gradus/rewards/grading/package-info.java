/**
 * Joins the rules that decide about answers with the functions that turn a verdict into a reward.
 * {@link io.gradus.rewards.grading.Rewards} is what training and evaluation call: gold answer and
 * completion in, the weighted reward, its parts and the verdict out.
 */
package io.gradus.rewards.grading;
