package io.gradus.jobs.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.to_json;

import io.gradus.jobs.policy.SharedModel;
import io.gradus.rewards.spark.Columns;
import io.gradus.training.model.Sampling;
import io.gradus.training.rollout.RolloutKey;
import io.gradus.training.rollout.RolloutSettings;
import io.gradus.training.text.ChatOptions;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Samples completions of a column of prompts. Each row comes back once for every sample, with a
 * struct column {sample int, completion string, completion_ids array&lt;int&gt;, logprobs
 * array&lt;float&gt;, finish_reason string}, whose fields are those of the trajectories table; a
 * row whose prompt is null comes back once, with null.
 *
 * <p>Prompts are texts, token ids (array&lt;int&gt;) or conversations (array&lt;struct&lt;role,
 * content&gt;&gt;). A row's randomness is keyed by {@code seed} and its {@code keyCol}, or by the
 * prompt itself where no key column is set: rows of equal key and prompt get equal samples. With
 * keys, samples are those of {@code gradus generate} with the same seed and with the keys as ids,
 * the lines being in the keys' order.
 */
public final class RolloutGenerator extends ModelStage<RolloutGenerator> {
  private static final long serialVersionUID = 1L;

  /** Type of the added column. */
  static final StructType ROLLOUT =
      new StructType()
          .add("sample", DataTypes.IntegerType, false)
          .add("completion", DataTypes.StringType, false)
          .add("completion_ids", DataTypes.createArrayType(DataTypes.IntegerType, false), false)
          .add("logprobs", DataTypes.createArrayType(DataTypes.FloatType, false), false)
          .add("finish_reason", DataTypes.StringType, false);

  private final Param<String> inputCol = text("inputCol", "column of prompts");
  private final Param<String> keyCol =
      text("keyCol", "string or whole-number column that keys a row's randomness; empty: prompts");
  private final Param<String> template =
      text("template", "how a text becomes a prompt: chat or plain");
  private final Param<String> templateOptions =
      text("templateOptions", "variables of the chat template, a JSON object");
  private final Param<String> answerPrefix =
      text("answerPrefix", "what answers begin with: the end of the prompt");
  private final IntParam samples = whole("samples", "completions a prompt");
  private final IntParam maxTokens = whole("maxTokens", "longest completion");
  private final DoubleParam temperature =
      new DoubleParam(this, "temperature", "divides the logits; 0 takes the likeliest token");
  private final DoubleParam topP =
      new DoubleParam(this, "topP", "smallest set of tokens with this probability; 1: all");
  private final IntParam topK = whole("topK", "most probable tokens; 0: all");
  private final LongParam seed = new LongParam(this, "seed", "keys the sampling");

  /** A stage with a uid of its own. */
  public RolloutGenerator() {
    this(Identifiable$.MODULE$.randomUID("rolloutGenerator"));
  }

  /** A stage with a given uid; for reading back. */
  public RolloutGenerator(String uid) {
    super(uid, 8, "rollout");
    setDefault(inputCol, "prompt");
    setDefault(keyCol, "");
    setDefault(template, "chat");
    setDefault(templateOptions, "{}");
    setDefault(answerPrefix, "");
    setDefault(samples, 1);
    setDefault(maxTokens, 1024);
    setDefault(temperature, 1.0);
    setDefault(topP, 1.0);
    setDefault(topK, 0);
    setDefault(seed, 1L);
  }

  /** Reads a stage that was written. */
  public static MLReader<RolloutGenerator> read() {
    return new DefaultParamsReader<>();
  }

  /** Loads a stage from a path. */
  public static RolloutGenerator load(String path) {
    return read().load(path);
  }

  @Override
  RolloutGenerator self() {
    return this;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    kind(schema);
    if (isKeyed()) {
      requireKey(getOrDefault(keyCol), Columns.type(schema, getOrDefault(keyCol)));
    }
    settings(List.of());
    chat();
    return add(schema, ROLLOUT);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> rows) {
    StructType output = transformSchema(rows.schema());
    PromptKind kind = kind(rows.schema());
    SharedModel model = model(rows.sparkSession());
    kind.check(model, getOrDefault(inputCol));
    Column prompt = col(getOrDefault(inputCol));
    Column key = isKeyed() ? col(getOrDefault(keyCol)).cast("string") : asKey(prompt, kind);
    RolloutFunction function =
        new RolloutFunction(
            model,
            compute(),
            settings(model.facts().stopIds()),
            new RolloutKey((long) getOrDefault(seed), "generate", 0),
            kind,
            chat());
    return layout().compute(rows, List.of(key, prompt), output, function);
  }

  private static Column asKey(Column prompt, PromptKind kind) {
    return kind == PromptKind.PLAIN || kind == PromptKind.USER_MESSAGE ? prompt : to_json(prompt);
  }

  private PromptKind kind(StructType schema) {
    PromptKind text =
        switch (getOrDefault(template).toLowerCase(Locale.ROOT)) {
          case "chat" -> PromptKind.USER_MESSAGE;
          case "plain" -> PromptKind.PLAIN;
          default -> throw invalid(template, getOrDefault(template), "chat or plain");
        };
    String column = getOrDefault(inputCol);
    return PromptKind.of(column, Columns.type(schema, column), text);
  }

  private ChatOptions chat() {
    try {
      return ChatOptions.ofJson(getOrDefault(templateOptions), getOrDefault(answerPrefix));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("templateOptions: " + e.getMessage(), e);
    }
  }

  private boolean isKeyed() {
    return !getOrDefault(keyCol).isEmpty();
  }

  private static void requireKey(String column, DataType type) {
    if (!List.of(DataTypes.StringType, DataTypes.IntegerType, DataTypes.LongType).contains(type)) {
      throw new IllegalArgumentException(
          "Column " + column + " is " + type.simpleString() + ", expected string, int or bigint");
    }
  }

  private RolloutSettings settings(List<Integer> stopIds) {
    Sampling sampling =
        new Sampling(
            (double) getOrDefault(temperature),
            (double) getOrDefault(topP),
            (int) getOrDefault(topK));
    return new RolloutSettings(atLeast(1, samples), sampling, atLeast(1, maxTokens), stopIds);
  }

  public Param<String> inputCol() {
    return inputCol;
  }

  public Param<String> keyCol() {
    return keyCol;
  }

  public Param<String> template() {
    return template;
  }

  public Param<String> templateOptions() {
    return templateOptions;
  }

  public Param<String> answerPrefix() {
    return answerPrefix;
  }

  public IntParam samples() {
    return samples;
  }

  public IntParam maxTokens() {
    return maxTokens;
  }

  public DoubleParam temperature() {
    return temperature;
  }

  public DoubleParam topP() {
    return topP;
  }

  public IntParam topK() {
    return topK;
  }

  public LongParam seed() {
    return seed;
  }

  /**
   * The column of prompts: string, array&lt;int&gt; or array&lt;struct&lt;role, content&gt;&gt;.
   */
  public RolloutGenerator setInputCol(String name) {
    return with(inputCol, name);
  }

  /** The column that keys a row's randomness; empty: the prompt does. */
  public RolloutGenerator setKeyCol(String name) {
    return with(keyCol, name);
  }

  /** How a text becomes a prompt: chat, as the user's message, or plain. */
  public RolloutGenerator setTemplate(String name) {
    return with(template, name);
  }

  /** Variables of the chat template, a JSON object such as {@code {"enable_thinking": false}}. */
  public RolloutGenerator setTemplateOptions(String json) {
    return with(templateOptions, json);
  }

  /** What answers begin with: the end of texts' and conversations' prompts. */
  public RolloutGenerator setAnswerPrefix(String text) {
    return with(answerPrefix, text);
  }

  /** Completions a prompt. */
  public RolloutGenerator setSamples(int number) {
    return with(samples, number);
  }

  /** Longest completion. */
  public RolloutGenerator setMaxTokens(int tokens) {
    return with(maxTokens, tokens);
  }

  /** Divides the logits; 0 takes the likeliest token. */
  public RolloutGenerator setTemperature(double value) {
    return with(temperature, value);
  }

  /** Keeps the smallest set of tokens with at least this probability; 1: all. */
  public RolloutGenerator setTopP(double probability) {
    return with(topP, probability);
  }

  /** Keeps the most probable tokens; 0: all. */
  public RolloutGenerator setTopK(int tokens) {
    return with(topK, tokens);
  }

  /** Keys the sampling. */
  public RolloutGenerator setSeed(long value) {
    return with(seed, value);
  }

  @Override
  public RolloutGenerator copy(ParamMap extra) {
    return defaultCopy(extra);
  }
}
