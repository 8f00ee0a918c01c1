package io.gradus.training.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradus.training.hub.Architecture.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rotary embedding that config.json describes: {@code rope_theta} and {@code rope_scaling}, or
 * {@code rope_parameters} as transformers 5 has them, for all layers or by their type.
 */
final class RopeJson {
  private static final String THETA = "rope_theta";
  private static final String SCALING = "rope_scaling";
  private static final String PARAMETERS = "rope_parameters";
  private static final String PARTIAL = "partial_rotary_factor";
  private static final String LOCAL_THETA = "rope_local_base_freq";
  private static final String ORIGINAL = "original_max_position_embeddings";
  private static final String FACTOR = "factor";
  private static final Set<String> LAYER_TYPES = Set.of("full_attention", "sliding_attention");
  private static final String TYPES = "default, linear, dynamic, llama3, yarn or longrope";

  private final JsonObject config;
  private final Architecture architecture;
  private final int headDim;

  /** The settings of most layers, and those of local ones where they differ. */
  private final JsonObject main;

  private final Optional<JsonObject> local;

  /**
   * @param config config.json as it stands
   */
  RopeJson(JsonObject config, Architecture architecture, int headDim) {
    this.config = config;
    this.architecture = architecture;
    this.headDim = headDim;
    JsonObject given = given();
    if (given.node().properties().stream().noneMatch(e -> LAYER_TYPES.contains(e.getKey()))) {
      this.main = given;
      this.local = Optional.empty();
      return;
    }
    JsonObject full = given.object("full_attention").orElseGet(RopeJson::nothing);
    Optional<JsonObject> sliding = given.object("sliding_attention");
    if (!architecture.has(Trait.LOCAL_THETA)
        && sliding.isPresent()
        && !sliding.get().node().equals(full.node())) {
      throw given.unexpected(
          "sliding_attention", "the same as full_attention for this architecture");
    }
    this.main = full;
    this.local = architecture.has(Trait.LOCAL_THETA) ? sliding : Optional.empty();
  }

  private static JsonObject nothing() {
    return new JsonObject(PARAMETERS, JsonObject.MAPPER.createObjectNode());
  }

  /** The one object of settings; where two stand, they must say the same. */
  private JsonObject given() {
    Optional<JsonObject> scaling = config.object(SCALING).filter(o -> !o.node().isEmpty());
    Optional<JsonObject> parameters = config.object(PARAMETERS).filter(o -> !o.node().isEmpty());
    if (scaling.isPresent() && parameters.isPresent()) {
      if (!withoutTheta(scaling.get()).equals(withoutTheta(parameters.get()))) {
        throw config.unexpected(SCALING, "what " + PARAMETERS + " says, or one of them alone");
      }
    }
    return parameters.or(() -> scaling).orElseGet(RopeJson::nothing);
  }

  private static ObjectNode withoutTheta(JsonObject rope) {
    ObjectNode copy = rope.node().deepCopy();
    copy.remove(THETA);
    JsonNode type = copy.remove("type");
    if (type != null && !copy.has("rope_type")) {
      copy.set("rope_type", type);
    }
    return copy;
  }

  Rotary read() {
    double theta = theta(main, THETA);
    int dims = dims();
    Optional<Double> localTheta = Optional.empty();
    if (architecture.has(Trait.LOCAL_THETA)) {
      local.ifPresent(RopeJson::requireUnscaled);
      double base =
          local.isPresent()
              ? theta(local.get(), LOCAL_THETA)
              : config.number(LOCAL_THETA, byDefault(LOCAL_THETA));
      localTheta = Optional.of(base).filter(other -> other != theta);
    }
    return new Rotary(theta, localTheta, dims, scaling(theta, dims));
  }

  private double byDefault(String key) {
    return ((Number) architecture.defaults().get(key)).doubleValue();
  }

  /** transformers 5 moved the base into the settings; older files have it beside them. */
  private double theta(JsonObject rope, String key) {
    double inside = rope.number(THETA, Double.NaN);
    double beside = config.number(key, Double.NaN);
    if (!Double.isNaN(inside) && !Double.isNaN(beside) && inside != beside) {
      throw rope.unexpected(
          THETA, "that of " + key + ", " + JsonObject.plain(beside) + ", or one of them alone");
    }
    double either = Double.isNaN(inside) ? beside : inside;
    return Double.isNaN(either) ? byDefault(key) : either;
  }

  private static void requireUnscaled(JsonObject rope) {
    if (!type(rope).equals("default")) {
      throw rope.unexpected("rope_type", "\"default\", the one supported in local layers");
    }
  }

  private int dims() {
    double inside = main.number(PARTIAL, Double.NaN);
    double share = Double.isNaN(inside) ? config.number(PARTIAL, 1) : inside;
    JsonObject holder = Double.isNaN(inside) ? config : main;
    if (share != 1 && !architecture.has(Trait.PARTIAL_ROTARY)) {
      throw holder.unexpected(PARTIAL, "1, the one supported for this architecture");
    }
    int dims = (int) (headDim * share);
    if (dims < 2 || dims > headDim || (share != 1 && dims % 2 != 0)) {
      throw holder.unexpected(
          PARTIAL, "more than 0, at most 1, and an even number of the head's " + headDim);
    }
    return dims;
  }

  /** Where two spellings stand, they must agree: versions of transformers differ on which wins. */
  private static String type(JsonObject rope) {
    Optional<String> older = rope.text("type");
    Optional<String> type = rope.text("rope_type").or(() -> older);
    if (older.isPresent() && !older.equals(type)) {
      throw rope.unexpected("type", "that of rope_type, " + type.get() + ", or none");
    }
    if (type.isEmpty() && rope.number(FACTOR, 1) != 1) {
      throw rope.unexpected("rope_type", TYPES);
    }
    return type.orElse("default");
  }

  private RopeScaling scaling(double theta, int dims) {
    String type = type(main);
    if (architecture == Architecture.PHI3 && Set.of("su", "yarn").contains(type)) {
      type = "longrope"; // as transformers reads early Phi-3 files
    }
    return switch (type) {
      case "default" -> RopeScaling.NONE;
      case "linear" -> RopeScaling.linear(dims, factor(), (int) positions());
      case "dynamic" -> dynamic(dims);
      case "llama3" -> llama3(theta, dims);
      case "yarn" -> yarn(theta, dims);
      case "longrope" -> longrope(dims);
      default -> throw main.unexpected(main.has("rope_type") ? "rope_type" : "type", TYPES);
    };
  }

  private double factor() {
    return positive(FACTOR, Double.NaN);
  }

  /** A positive number of the settings; NaN as a default means that it must be there. */
  private double positive(String key, double byDefault) {
    double value = main.number(key, byDefault);
    if (Double.isNaN(value)) {
      throw main.missing(key);
    }
    if (!(value > 0) || Double.isInfinite(value)) {
      throw main.unexpected(key, "a positive number");
    }
    return value;
  }

  private RopeScaling dynamic(int dims) {
    double factor = factor();
    if (dims < 4) {
      throw main.unexpected("rope_type", "another type for heads of " + dims);
    }
    return factor == 1 ? RopeScaling.NONE : RopeScaling.dynamic(factor, (int) positions());
  }

  private RopeScaling llama3(double theta, int dims) {
    RopeScaling.Llama3 llama =
        new RopeScaling.Llama3(
            factor(),
            positive("low_freq_factor", Double.NaN),
            positive("high_freq_factor", Double.NaN),
            positive(ORIGINAL, positions()));
    if (llama.high() <= llama.low()) {
      throw main.unexpected("high_freq_factor", "more than low_freq_factor");
    }
    return llama.of(theta, dims);
  }

  private RopeScaling yarn(double theta, int dims) {
    double original = positive(ORIGINAL, config.number(ORIGINAL, positions()));
    double factor = positive(FACTOR, positions() / original);
    double scale = main.number("mscale", 0);
    double scaleAll = main.number("mscale_all_dim", 0);
    double byPaper =
        scale != 0 && scaleAll != 0
            ? RopeScaling.Yarn.growth(factor, scale) / RopeScaling.Yarn.growth(factor, scaleAll)
            : RopeScaling.Yarn.growth(factor, 1);
    boolean whole = main.get("truncate").isMissingNode() || main.flag("truncate");
    return new RopeScaling.Yarn(
            factor,
            original,
            positive("beta_fast", 32),
            positive("beta_slow", 1),
            whole ? RopeScaling.Yarn.Bounds.WHOLE : RopeScaling.Yarn.Bounds.EXACT)
        .of(theta, dims, positive("attention_factor", byPaper));
  }

  /** LongRoPE (Ding et al., arXiv 2402.13753), as Phi-3 and Phi-4-mini have it. */
  private RopeScaling longrope(int dims) {
    double beside = config.number(ORIGINAL, architectureOriginal());
    double original = Double.isNaN(beside) ? positive(ORIGINAL, positions()) : beside;
    double ratio = positions() / original;
    double factor = Double.isNaN(beside) ? positive(FACTOR, ratio) : ratio;
    double byLength = factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(original));
    return new RopeScaling(
        positive("attention_factor", byLength),
        factors("short_factor", dims),
        factors("long_factor", dims),
        0,
        (int) original,
        0);
  }

  private double architectureOriginal() {
    Object original = architecture.defaults().get(ORIGINAL);
    return original == null ? Double.NaN : ((Number) original).doubleValue();
  }

  private List<Double> factors(String key, int dims) {
    List<Double> factors = new ArrayList<>();
    for (JsonNode factor : main.get(key)) {
      factors.add(factor.asDouble());
    }
    if (factors.size() != dims / 2 || factors.stream().anyMatch(f -> !(f > 0))) {
      throw main.unexpected(key, "a list of " + dims / 2 + " positive numbers");
    }
    return factors;
  }

  private double positions() {
    return config.number("max_position_embeddings", byDefault("max_position_embeddings"));
  }
}
