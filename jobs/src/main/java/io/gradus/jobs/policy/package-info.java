/**
 * How a policy gets to where it is used: the driver publishes a version of its weights, an executor
 * borrows that version and loads it when it does not hold it, and all tasks of a JVM share it.
 * Beside the weights go the tokenizer's files; and here a process finds the device that Spark gave
 * it.
 *
 * <p>What is done with a policy is left to the packages that follow; what a policy is, to {@link
 * io.gradus.training.model}.
 */
package io.gradus.jobs.policy;
