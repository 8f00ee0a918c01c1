/**
 * Makes the model that a run starts from, where the settings name none: supervised training on
 * arithmetic text from random weights, fine-tuning after it, and a folder of checkpoints from which
 * a stopped job resumes. {@link io.gradus.jobs.pretrain.InitialModel} finds the model or has it
 * made.
 *
 * <p>The corpus is {@link io.gradus.datasets.arithmetic}'s, the optimiser's step {@link
 * io.gradus.training.pretrain}'s.
 */
package io.gradus.jobs.pretrain;
