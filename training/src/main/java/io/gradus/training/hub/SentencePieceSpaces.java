package io.gradus.training.hub;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The parts of a Llama's tokenizer.json that handle spaces, as transformers makes them anew from
 * the sentencepiece model where tokenizer_config.json sets add_prefix_space.
 */
final class SentencePieceSpaces {
  private static final String TYPE = "type";
  private static final String SPACE = "\u2581";

  private final ObjectNode tokenizer;

  /**
   * @param tokenizer tokenizer.json, which is changed in place
   */
  SentencePieceSpaces(ObjectNode tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * Sets them.
   *
   * @param prefix whether a space is put before a text
   * @param legacy whether a special token in a text counts as a beginning, as it did at first
   */
  void set(boolean prefix, boolean legacy) {
    if (legacy) {
      normalizer(prefix);
      tokenizer.putNull("pre_tokenizer");
    } else {
      tokenizer.putNull("normalizer");
      ObjectNode spaces = tokenizer.putObject("pre_tokenizer");
      spaces.put(TYPE, "Metaspace").put("replacement", SPACE);
      spaces.put("prepend_scheme", prefix ? "first" : "never").put("split", false);
    }
    decoder(prefix);
  }

  private void normalizer(boolean prefix) {
    ArrayNode steps =
        tokenizer.putObject("normalizer").put(TYPE, "Sequence").putArray("normalizers");
    if (prefix) {
      steps.addObject().put(TYPE, "Prepend").put("prepend", SPACE);
    }
    replace(steps.addObject(), " ", SPACE);
  }

  private void decoder(boolean prefix) {
    ArrayNode steps = tokenizer.putObject("decoder").put(TYPE, "Sequence").putArray("decoders");
    replace(steps.addObject(), SPACE, " ");
    steps.addObject().put(TYPE, "ByteFallback");
    steps.addObject().put(TYPE, "Fuse");
    if (prefix) {
      steps.addObject().put(TYPE, "Strip").put("content", " ").put("start", 1).put("stop", 0);
    }
  }

  private static void replace(ObjectNode step, String found, String content) {
    step.put(TYPE, "Replace").put("content", content).putObject("pattern").put("String", found);
  }
}
