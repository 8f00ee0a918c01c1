package io.gradus.training.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * The special tokens of generation_config.json, which for generating stand over those of
 * config.json: a chat model's often ends at more tokens than its configuration names.
 *
 * @param bosTokenId id that begins a sequence, if any
 * @param eosTokenIds ids that end a completion, possibly none
 * @param padTokenId id that fills up batches, if any
 */
public record GenerationDefaults(
    OptionalInt bosTokenId, List<Integer> eosTokenIds, OptionalInt padTokenId) {
  static final String FILE = "generation_config.json";

  public GenerationDefaults {
    eosTokenIds = List.copyOf(eosTokenIds);
  }

  /** Those that a model's configuration names. */
  static GenerationDefaults of(ModelConfig config) {
    return new GenerationDefaults(config.bosTokenId(), config.eosTokenIds(), config.padTokenId());
  }

  /** Reads a model directory's file; keys it lacks, or a lacking file, fall back on the config. */
  static GenerationDefaults read(Path directory, ModelConfig config) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return of(config);
    }
    JsonObject json = JsonObject.read(file);
    List<Integer> eos = TokenIds.list(json, "eos_token_id");
    GenerationDefaults read =
        new GenerationDefaults(
            either(json.optionalInt("bos_token_id"), config.bosTokenId()),
            eos.isEmpty() ? config.eosTokenIds() : eos,
            either(TokenIds.pad(json), config.padTokenId()));
    int vocabSize = config.vocabSize();
    TokenIds.check(json, "bos_token_id", read.bosTokenId().stream().boxed().toList(), vocabSize);
    TokenIds.check(json, "eos_token_id", read.eosTokenIds(), vocabSize);
    TokenIds.check(json, "pad_token_id", read.padTokenId().stream().boxed().toList(), vocabSize);
    return read;
  }

  private static OptionalInt either(OptionalInt first, OptionalInt second) {
    return first.isPresent() ? first : second;
  }

  /** The text of a generation_config.json. */
  String toJson() {
    ObjectNode json = JsonObject.MAPPER.createObjectNode();
    json.put("_from_model_config", true);
    bosTokenId.ifPresent(id -> json.put("bos_token_id", id));
    if (!eosTokenIds.isEmpty()) {
      TokenIds.putList(json, "eos_token_id", eosTokenIds);
    }
    padTokenId.ifPresent(id -> json.put("pad_token_id", id));
    json.put("transformers_version", ModelConfigJson.TRANSFORMERS_VERSION);
    return JsonObject.pretty(json);
  }
}
