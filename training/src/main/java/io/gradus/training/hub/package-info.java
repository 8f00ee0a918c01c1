/**
 * Hugging Face model directories: {@code config.json}, {@code generation_config.json}, safetensors
 * files and the tokenizer files beside them.
 *
 * <p>What transformers loads for the supported architectures is read here, and what is written here
 * loads in transformers. Weights pass through as float32 slices of one flat buffer ({@link
 * io.gradus.training.hub.WeightLayout}); what they compute is left to the model programs, and what
 * the text files mean to {@code io.gradus.training.text}. Whatever is not supported is refused with
 * a {@link io.gradus.training.hub.ModelFormatException} naming file and key.
 */
package io.gradus.training.hub;
