package io.gradus.jobs.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradus.files.Json;
import io.gradus.jobs.config.DeviceConfig;
import io.gradus.jobs.config.Dtype;
import io.gradus.jobs.config.SamplingConfig;
import io.gradus.jobs.policy.DeviceCheck;
import io.gradus.jobs.problems.PromptRoom;
import io.gradus.jobs.problems.PromptSummary;
import io.gradus.jobs.problems.PromptSummary.Form;
import io.gradus.jobs.rollout.GradedRollout;
import io.gradus.jobs.rollout.RolloutBatch;
import io.gradus.jobs.rollout.RolloutPlan;
import io.gradus.jobs.rollout.RolloutStage;
import io.gradus.rewards.Gold;
import io.gradus.rewards.RewardSettings;
import io.gradus.rewards.grading.Rewards;
import io.gradus.training.hub.ModelConfig;
import io.gradus.training.rollout.RolloutKey;
import io.gradus.training.rollout.RolloutPrompt;
import io.gradus.training.text.ChatMessage;
import io.gradus.training.text.ChatOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Samples completions of the prompts in a file: lines of {"prompt": …}, {"messages": [{"role",
 * "content"}]} or {"input_ids": […]}, with an optional "id"; out come lines of id, sample, text,
 * token_ids, logprobs and finish_reason.
 */
public final class GenerateJob {
  private static final int LINES_AT_A_TIME = 1024;

  private final ModelSession session;
  private final ModelConfig model;
  private final Request request;
  private final Map<String, Long> lines = new HashMap<>();
  private final Set<Form> forms = EnumSet.noneOf(Form.class);

  private GenerateJob(ModelSession session, ModelConfig model, Request request) {
    this.session = session;
    this.model = model;
    this.request = request;
  }

  /**
   * What to generate.
   *
   * @param chat variables of the chat template for messages, and what the answers to messages and
   *     prompts begin with
   * @param lengthKey what errors call the longest completion; empty if nobody gave one: then it is
   *     as long as the model's positions allow beside the longest prompt, if that is less
   * @param samples completions a prompt
   * @param promptsPerBatch prompts sampled together
   * @param threads libtorch threads of one task
   * @param device of sampling
   * @param stopIds token ids that end a completion beside the model's own
   * @param seed keys the sampling, together with each line's id
   */
  public record Request(
      Path model,
      Path prompts,
      Path out,
      ChatOptions chat,
      SamplingConfig sampling,
      Optional<String> lengthKey,
      int samples,
      int promptsPerBatch,
      Dtype dtype,
      int threads,
      DeviceConfig.Choice device,
      List<Integer> stopIds,
      long seed) {}

  /**
   * Generates.
   *
   * @param notes is told in a line each what a user should know before it begins
   * @return completions written
   * @throws IllegalArgumentException naming file and line of a prompt that cannot be used; then
   *     nothing is written
   */
  public static long run(SparkSession spark, Request request, Consumer<String> notes)
      throws IOException {
    ModelConfig model = ModelConfig.read(request.model().resolve("config.json"));
    ModelSession.requireStopIds(request.stopIds(), model.vocabSize());
    int maxTokens = request.sampling().maxTokens();
    if (request.lengthKey().isPresent() && maxTokens >= model.maxPositions()) {
      throw new IllegalArgumentException(
          "%s = %d, expected at most %d, since the model has %d positions"
              .formatted(
                  request.lengthKey().get(),
                  maxTokens,
                  model.maxPositions() - 1,
                  model.maxPositions()));
    }
    DeviceCheck.ofTasks(JavaSparkContext.fromSparkContext(spark.sparkContext()), request.device())
        .ifPresent(
            obstacle -> {
              throw new IllegalArgumentException("device.rollouts: " + obstacle);
            });
    try (ModelSession session =
        ModelSession.open(
            spark,
            request.model(),
            request.dtype(),
            request.threads(),
            request.device(),
            request.stopIds())) {
      return new GenerateJob(session, model, request).run(notes);
    }
  }

  private long run(Consumer<String> notes) throws IOException {
    try (JsonLines.Writer writer = new JsonLines.Writer(request.out())) {
      // All lines are looked at before the first one is sampled.
      int longest = forEachBatch(items -> {});
      if (longest == 0) {
        throw new IllegalArgumentException(
            request.prompts() + " holds no prompts, expected JSON lines with at least one");
      }
      SamplingConfig sampling = request.sampling().atMost(model.maxPositions() - longest);
      Form form = forms.stream().min(Comparator.naturalOrder()).orElseThrow();
      new PromptSummary(session.tokenizer(), form, request.chat(), session.stopIds())
          .lines(new PromptRoom(longest, model.maxPositions()), sampling.maxTokens())
          .forEach(notes);
      RolloutPlan plan =
          session.plan(
              request.samples(),
              sampling,
              new RolloutKey(request.seed(), "generate", 0),
              Rewards.of(RewardSettings.defaults()),
              "",
              "");
      forEachBatch(items -> sample(items, plan, writer));
      writer.commit();
      return (long) lines.size() * request.samples();
    }
  }

  /** Is given the prompts of some lines. */
  private interface Batch {
    void accept(List<RolloutBatch.Item> items) throws IOException;
  }

  /** Tokens of the longest prompt; 0 if there is none. */
  private int forEachBatch(Batch batch) throws IOException {
    int longest = 0;
    try (JsonLines.Reader reader = new JsonLines.Reader(request.prompts())) {
      for (List<JsonLines.Line> next = reader.next(LINES_AT_A_TIME);
          !next.isEmpty();
          next = reader.next(LINES_AT_A_TIME)) {
        List<RolloutBatch.Item> items = new ArrayList<>();
        for (JsonLines.Line line : next) {
          RolloutPrompt prompt = prompt(line);
          longest = Math.max(longest, prompt.ids().length);
          items.add(new RolloutBatch.Item(prompt, Gold.math("")));
        }
        batch.accept(items);
      }
    }
    return longest;
  }

  private void sample(List<RolloutBatch.Item> items, RolloutPlan plan, JsonLines.Writer writer)
      throws IOException {
    for (GradedRollout rollout :
        new RolloutStage(session.spark()).run(items, request.promptsPerBatch(), plan, "generate")) {
      writer.write(json(rollout));
    }
  }

  private RolloutPrompt prompt(JsonLines.Line line) {
    String id = id(line);
    Long other = lines.putIfAbsent(id, line.number());
    if (other != null && other != line.number()) {
      throw line.error(
          "the id " + id + " stands in line " + other + " too",
          "distinct ids, since samples are drawn by them");
    }
    int[] ids = ids(line);
    int length = request.lengthKey().isPresent() ? request.sampling().maxTokens() : 1;
    int room = model.maxPositions() - length;
    if (ids.length == 0 || ids.length > room) {
      throw line.error(
          "a prompt of " + ids.length + " tokens",
          "1 to " + room + ", the model's positions less the new tokens");
    }
    return new RolloutPrompt(id, ids);
  }

  private static String id(JsonLines.Line line) {
    if (!line.has("id")) {
      return "line-" + line.number();
    }
    JsonNode id = line.object().get("id");
    if (!id.isValueNode() || id.isNull()) {
      throw line.error("id is " + id, "a text or a number");
    }
    return id.asText();
  }

  private int[] ids(JsonLines.Line line) {
    if (line.has("input_ids")) {
      forms.add(Form.IDS);
      return line.ids("input_ids", model.vocabSize());
    }
    if (line.has("messages")) {
      if (session.tokenizer().chatTemplate().isEmpty()) {
        throw line.error("messages, but the model has no chat template", "prompt or input_ids");
      }
      forms.add(Form.CONVERSATION);
      return session.tokenizer().encodeChat(messages(line), request.chat());
    }
    if (line.has("prompt")) {
      forms.add(Form.TEXT);
      return session.tokenizer().encode(line.text("prompt") + request.chat().answerPrefix());
    }
    throw line.error("no prompt", "one of prompt, messages, input_ids");
  }

  private static List<ChatMessage> messages(JsonLines.Line line) {
    JsonNode given = line.object().get("messages");
    if (!given.isArray() || given.isEmpty()) {
      throw line.error("messages is " + given, "a list of at least one object");
    }
    List<ChatMessage> messages = new ArrayList<>();
    for (JsonNode message : given) {
      if (!message.path("role").isTextual() || !message.path("content").isTextual()) {
        throw line.error("messages has " + message, "objects with a text role and content");
      }
      messages.add(
          new ChatMessage(message.get("role").textValue(), message.get("content").textValue()));
    }
    return messages;
  }

  private static ObjectNode json(GradedRollout rollout) {
    ObjectNode json = Json.STRICT.createObjectNode();
    json.put("id", rollout.rollout().problemId());
    json.put("sample", rollout.rollout().sample());
    json.put("text", rollout.grade().completion());
    ArrayNode ids = json.putArray("token_ids");
    ArrayNode logprobs = json.putArray("logprobs");
    for (int t = 0; t < rollout.tokens(); t++) {
      ids.add(rollout.rollout().completionIds()[t]);
      logprobs.add(rollout.rollout().logprobs()[t]);
    }
    json.put("finish_reason", rollout.finishReason());
    return json;
  }
}
