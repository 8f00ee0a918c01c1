/**
 * Models from scratch: initial weights, and supervised next-token training on prompts and targets
 * with the same program that reinforcement learning uses. Texts and tokenisers come from elsewhere.
 */
package io.gradus.training.pretrain;
