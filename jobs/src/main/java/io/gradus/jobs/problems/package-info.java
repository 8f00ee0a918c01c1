/**
 * A configured source to problems that a policy can be asked: loaded in the source's order, turned
 * into token ids through the model's chat template or as plain text, each with the gold answer and
 * the rule that grade its completions.
 *
 * <p>Layouts of sources, curricula and reuse are left to {@link io.gradus.datasets}; which problems
 * a step takes, to the run.
 */
package io.gradus.jobs.problems;
