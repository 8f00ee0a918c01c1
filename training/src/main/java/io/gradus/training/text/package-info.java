/**
 * Text to token ids and back, as transformers does it for the same model directory: {@link
 * io.gradus.training.text.TextTokenizer} over the Hugging Face tokenizers library, {@link
 * io.gradus.training.text.ChatTemplate} for conversations, and {@link
 * io.gradus.training.text.CharTokenizer}, which makes a tokenizer of single characters for models
 * trained from scratch. Which files a tokenizer is made of is left to {@code
 * io.gradus.training.hub}.
 */
package io.gradus.training.text;
