/**
 * Joins the rooms: from a configuration file to runs, studies and reports on a Spark cluster.
 *
 * <p>Settings come from {@link io.gradus.jobs.config}, tables and checkpoints go to {@link
 * io.gradus.jobs.store}. What happens between the two stands in packages that depend one way, each
 * on those before it: {@code policy} brings weights to executors, {@code rollout} samples and
 * grades there, {@code problems} turns problems into prompts, {@code pretrain} makes a first model,
 * {@code inference} answers, generates and scores with a given one, {@code train} is a GRPO run,
 * and {@code study} a grid of them. {@code cli} and {@code ml} (Spark ML stages) are the ways in.
 * This package itself says only which version of the code it is.
 */
package io.gradus.jobs;
