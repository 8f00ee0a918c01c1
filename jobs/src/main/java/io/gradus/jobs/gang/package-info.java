/**
 * The update by several processes: a gang of tasks that Spark schedules together. Each computes the
 * gradient of its share of a mini-batch and owns its slice of gradient sums, float32 master weights
 * and moments, as ZeRO has it (Rajbhandari et al., arXiv 1910.02054), so that the optimiser's state
 * is nowhere whole.
 *
 * <p>Everything that members leave for each other are blocks of Spark's block managers. What a step
 * leaves depends on the number of members and on nothing else: shares and slices are cut by number,
 * sums are taken in the order of the members, and no block is ever changed.
 */
package io.gradus.jobs.gang;
