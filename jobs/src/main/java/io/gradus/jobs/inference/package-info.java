/**
 * Uses of a model that leave it as it is: pass@k on held-out problems, completions of prompts in a
 * file, logprobs of given tokens. A command's model is published to executors for as long as the
 * command runs; files are JSON lines, whose errors name file and line.
 *
 * <p>Runs evaluate their policies with {@link io.gradus.jobs.inference.Benchmarks} too; when they
 * do, and where the rows go, is theirs to say.
 */
package io.gradus.jobs.inference;
