package io.gradus.jobs.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradus.jobs.config.ConfigException;
import io.gradus.jobs.config.EstimateConfig;
import io.gradus.jobs.config.Settings;
import io.gradus.jobs.study.StudyPlan;
import io.gradus.jobs.testkit.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyExportTest {
  @TempDir Path folder;

  private Path export(Trainer trainer, String... overrides) throws IOException {
    Path out = folder.resolve("out-" + trainer.label());
    SmallStudy.export(SmallStudy.settings(folder, overrides), trainer, out);
    return out;
  }

  private static List<String> idsOfParquet(Path file) {
    return TestSpark.session()
        .read()
        .parquet(file.toString())
        .select("extra_info.id")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  /** The file that a run's script names. */
  private static Path train(Path out, Map<String, String> passed) {
    String file = passed.get("data.train_files").replace("'", "").replaceAll("^\\[|]$", "");
    assertThat(file).startsWith(out + "/data/train-t");
    return Path.of(file);
  }

  @Test
  void verlGetsTheProblemsFromEasyToHardInItsOwnLayout() throws Exception {
    Path out = export(Trainer.VERL);
    Map<String, String> passed = SmallStudy.passed(out.resolve("runs/small-t1-s1/run.sh"));
    Path file = train(out, passed);
    // The last problem of the source is the easiest. Twelve problems are three steps of four.
    assertThat(idsOfParquet(file))
        .containsExactlyElementsOf(
            IntStream.iterate(11, i -> i - 1).limit(12).mapToObj(i -> "p" + i).toList());
    assertThat(passed).containsEntry("trainer.total_epochs", "2");
    Row row = TestSpark.session().read().parquet(file.toString()).first();
    assertThat(row.schema().fieldNames())
        .containsExactly("data_source", "prompt", "ability", "reward_model", "extra_info");
    assertThat(row.<String>getAs("data_source")).isEqualTo("train");
    assertThat(row.getList(row.fieldIndex("prompt")).toString())
        .isEqualTo("[[system,Be brief.], [user,What is 11 + 1? Think first.]]");
    assertThat(row.<Row>getAs("reward_model").<String>getAs("ground_truth")).isEqualTo("12");
    Row extra = row.getAs("extra_info");
    assertThat(extra.<Long>getAs("index")).isZero();
    assertThat(extra.<String>getAs("grading")).isEqualTo("math");
    assertThat(extra.<Double>getAs("pass_rate")).isEqualTo(1);
    try (Stream<Path> files = Files.list(out.resolve("data"))) {
      assertThat(files.map(f -> f.getFileName().toString().replaceFirst("-[0-9a-f]{8}", "")))
          .as("runs that take the same problems share a file; a cut depends on the seed")
          .containsExactlyInAnyOrder(
              "train-t1.parquet", "train-t3.parquet", "train-t3.parquet", "test.parquet");
    }
  }

  /** A third of twelve problems is one step of four: the cut is passed six times. */
  @Test
  void aCutKeepsOneProblemOfEachBlockInOrder() throws Exception {
    Path out = export(Trainer.VERL);
    Map<String, String> passed = SmallStudy.passed(out.resolve("runs/small-t3-s1/run.sh"));
    List<String> ids = idsOfParquet(train(out, passed));
    assertThat(ids).hasSize(4);
    for (int block = 0; block < 4; block++) {
      int problem = Integer.parseInt(ids.get(block).substring(1));
      assertThat((11 - problem) / 3).as("from easy to hard, three to a block").isEqualTo(block);
    }
    assertThat(passed).containsEntry("trainer.total_epochs", "6");
  }

  /** Trainers drop the rest of a pass that is no whole step: four problems, three a step. */
  @Test
  void passesThatAreNoWholeStepsAreWrittenOut() throws Exception {
    Path out = export(Trainer.VERL, "grpo.prompts=3", "grpo.mini-batch=3");
    Map<String, String> passed = SmallStudy.passed(out.resolve("runs/small-t3-s2/run.sh"));
    List<String> ids = idsOfParquet(train(out, passed));
    assertThat(ids).hasSize(18);
    List<String> pass = ids.subList(0, 4);
    assertThat(pass).doesNotHaveDuplicates();
    for (int i = 0; i < ids.size(); i++) {
      assertThat(ids.get(i)).isEqualTo(pass.get(i % 4));
    }
    assertThat(passed).containsEntry("trainer.total_epochs", "1");
    assertThat(out.resolve("runs/small-t3-s2/run.sh"))
        .content()
        .contains("# - A pass over the 4 problems is no whole number of steps");
  }

  @Test
  void shuffledProblemsAreWrittenOutAsTheyCome() throws Exception {
    Path out = export(Trainer.VERL, "problems.train.order=shuffled");
    Map<String, String> passed = SmallStudy.passed(out.resolve("runs/small-t1-s1/run.sh"));
    List<String> ids = idsOfParquet(train(out, passed));
    assertThat(ids).hasSize(24);
    List<String> first = new ArrayList<>(ids.subList(0, 12));
    List<String> second = new ArrayList<>(ids.subList(12, 24));
    assertThat(second).as("another order").isNotEqualTo(first);
    Collections.sort(first);
    Collections.sort(second);
    assertThat(second).isEqualTo(first);
  }

  @Test
  void everySettingReachesVerlUnderItsName() throws Exception {
    Path out =
        export(Trainer.VERL, "problems.prompt.template-options={enable_thinking=false,mode=it's}");
    Map<String, String> passed = SmallStudy.passed(out.resolve("runs/small-t1-s2/run.sh"));
    Map<String, String> expected = new HashMap<>();
    expected.put("actor_rollout_ref.model.path", "models/tiny-chat");
    expected.put("data.shuffle", "False");
    expected.put("data.seed", "2");
    expected.put("data.train_batch_size", "4");
    expected.put("data.max_prompt_length", "100");
    expected.put("data.max_response_length", "50");
    expected.put("data.filter_overlong_prompts", "True");
    expected.put("+data.apply_chat_template_kwargs.enable_thinking", "False");
    expected.put("+data.apply_chat_template_kwargs.mode", "'it\\'s'");
    expected.put("actor_rollout_ref.rollout.n", "4");
    expected.put("actor_rollout_ref.rollout.temperature", "0.9");
    expected.put("actor_rollout_ref.rollout.top_p", "1.0");
    expected.put("actor_rollout_ref.rollout.top_k", "20");
    expected.put("actor_rollout_ref.rollout.val_kwargs.n", "3");
    expected.put("actor_rollout_ref.rollout.val_kwargs.do_sample", "True");
    expected.put("actor_rollout_ref.rollout.val_kwargs.temperature", "0.6");
    expected.put("actor_rollout_ref.rollout.val_kwargs.top_p", "0.95");
    expected.put("actor_rollout_ref.rollout.val_kwargs.top_k", "-1");
    expected.put("algorithm.adv_estimator", "grpo");
    expected.put("actor_rollout_ref.actor.ppo_mini_batch_size", "2");
    expected.put("actor_rollout_ref.actor.ppo_epochs", "1");
    expected.put("actor_rollout_ref.actor.ppo_max_token_len_per_gpu", "1000");
    expected.put("actor_rollout_ref.actor.optim.lr", "2.0E-6");
    expected.put("actor_rollout_ref.actor.optim.lr_scheduler_type", "constant");
    expected.put("actor_rollout_ref.actor.optim.betas", "[0.8,0.95]");
    expected.put("actor_rollout_ref.actor.optim.weight_decay", "0.05");
    expected.put("actor_rollout_ref.actor.optim.clip_grad", "0.5");
    expected.put("actor_rollout_ref.actor.optim.override_optimizer_config", "{eps: 1.0E-7}");
    expected.put("actor_rollout_ref.actor.clip_ratio_low", "0.15");
    expected.put("actor_rollout_ref.actor.clip_ratio_high", "0.15");
    expected.put("actor_rollout_ref.actor.use_kl_loss", "True");
    expected.put("actor_rollout_ref.actor.kl_loss_coef", "0.002");
    expected.put("actor_rollout_ref.actor.kl_loss_type", "low_var_kl");
    expected.put("actor_rollout_ref.actor.entropy_coeff", "0");
    expected.put("actor_rollout_ref.actor.loss_agg_mode", "seq-mean-token-mean");
    expected.put("reward.custom_reward_function.path", "'" + out + "/reward.py'");
    expected.put(
        "+reward.custom_reward_function.reward_kwargs.functions", "[correctness,'format*0.2']");
    expected.put("+reward.custom_reward_function.reward_kwargs.extraction", "strict");
    expected.put("trainer.total_training_steps", "6");
    expected.put("trainer.val_before_train", "True");
    expected.put("trainer.test_freq", "2");
    expected.put("trainer.max_actor_ckpt_to_keep", "7");
    expected.put("trainer.experiment_name", "small-t1-s2");
    expected.put("trainer.project_name", "small");
    expected.put("trainer.nnodes", "3");
    assertThat(passed).containsAllEntriesOf(expected);
    assertThat(out.resolve("logs/small-t1-s2.log")).as("what verl prints is kept").isNotEmptyFile();
  }

  @Test
  void trlGetsFieldsOfItsConfigAloneAndCountsOptimiserSteps() throws Exception {
    Path out = export(Trainer.TRL);
    Path run = out.resolve("runs/small-t3-s2");
    List<String> fields =
        Files.readAllLines(run.resolve("config.yaml")).stream()
            .filter(line -> !line.startsWith("#"))
            .toList();
    assertThat(fields)
        .contains(
            "seed: 2",
            "shuffle_dataset: false",
            "max_prompt_length: 100",
            "num_generations: 4",
            "max_completion_length: 50",
            "temperature: 0.9",
            "top_k: 20",
            "generation_batch_size: 16",
            "num_iterations: 1",
            "learning_rate: 2.0E-6",
            "lr_scheduler_type: constant",
            "adam_beta1: 0.8",
            "adam_beta2: 0.95",
            "adam_epsilon: 1.0E-7",
            "weight_decay: 0.05",
            "max_grad_norm: 0.5",
            "beta: 0.002",
            "epsilon: 0.15",
            "epsilon_high: 0.15",
            "loss_type: grpo",
            "max_steps: 12",
            "eval_steps: 4",
            "save_total_limit: 7");
    // 1000 tokens hold six sequences of 150; eight sequences of an optimiser step are two times
    // four.
    assertThat(fields).contains("per_device_train_batch_size: 4", "gradient_accumulation_steps: 2");
    JsonNode json = new ObjectMapper().readTree(run.resolve("run.json").toFile());
    assertThat(json.path("evaluate").toString())
        .isEqualTo(
            "{\"samples\":3,\"temperature\":0.6,\"top_p\":0.95,\"top_k\":0,\"max_tokens\":50}");
    assertThat(json.path("reward_functions").toString())
        .isEqualTo("[\"correctness\",\"format*0.2\"]");
    List<JsonNode> problems = lines(out.resolve(json.path("train").textValue()));
    assertThat(problems).hasSize(4);
    assertThat(problems.get(0).path("prompt").get(1).path("content").textValue())
        .endsWith(" + 1? Think first.");
    List<JsonNode> test = lines(out.resolve(json.path("held_out").path("test").textValue()));
    assertThat(test.get(1).path("ground_truth").textValue()).isEqualTo("[\"9\",\"nine\"]");
    assertThat(out.resolve("train.py")).exists();
  }

  @Test
  void adaptersReachBothTrainers() throws Exception {
    String[] some = {
      "grpo.adapter=lora",
      "grpo.lora.rank=8",
      "grpo.lora.alpha=24",
      "grpo.lora.targets=[q_proj, v_proj]"
    };
    Map<String, String> passed =
        SmallStudy.passed(export(Trainer.VERL, some).resolve("runs/small-t1-s1/run.sh"));
    assertThat(passed)
        .containsAllEntriesOf(
            Map.of(
                "actor_rollout_ref.model.lora_rank", "8",
                "actor_rollout_ref.model.lora_alpha", "24",
                "actor_rollout_ref.model.target_modules", "[q_proj,v_proj]",
                "actor_rollout_ref.rollout.load_format", "safetensors"));
    Path trl = export(Trainer.TRL, some);
    Path run = trl.resolve("runs/small-t1-s1/run.json");
    assertThat(new ObjectMapper().readTree(run.toFile()).path("lora").toString())
        .isEqualTo("{\"r\":8,\"lora_alpha\":24,\"target_modules\":[\"q_proj\",\"v_proj\"]}");
    assertThat(trl.resolve("README.md")).content().contains("math-verify peft");
    assertThat(trl.resolve("runs/small-t1-s1/config.yaml"))
        .content()
        .contains("# - grpo.adapter = lora: adapters are initialised by peft");
  }

  @Test
  void withoutAdaptersNothingIsSaidOfThem() throws Exception {
    Path out = export(Trainer.VERL);
    assertThat(SmallStudy.passed(out.resolve("runs/small-t1-s1/run.sh")).keySet())
        .noneMatch(key -> key.contains("lora") || key.contains("load_format"));
    assertThat(out.resolve("README.md")).content().doesNotContain("peft");
  }

  /** No weights, no data: all that the settings say is written, and what is lacking is named. */
  @Test
  void thePapersGridExportsWhole() throws IOException, InterruptedException {
    Settings settings = Settings.load("classpath:paper.conf", List.of());
    for (Trainer trainer : Trainer.values()) {
      Path out = folder.resolve("paper-" + trainer.label());
      StudyExport.Summary summary = SmallStudy.export(settings, trainer, out);
      assertThat(summary.runs()).isEqualTo(32);
      assertThat(summary.files()).isZero();
      assertThat(summary.missing())
          .hasSize(6 + 1 + 6)
          .containsKey("data/math__sampled_1_25_2048.parquet")
          .doesNotContainKey("data/codegen__humaneval_164.parquet");
      assertThat(out.resolve("README.md"))
          .content()
          .contains("`data/math__sampled_1_25_2048.parquet`: `data/train-t25-");
      try (Stream<Path> runs = Files.list(out.resolve("runs"))) {
        assertThat(runs.filter(run -> Files.isExecutable(run.resolve("run.sh")))).hasSize(32);
      }
      assertThat(out.resolve("curves.conf"))
          .content()
          .contains(
              "\"paper-72B-instruct-t1-g8-s1\" { family = \"qwen2.5\", variant = instruct, params ="
                  + " 71460495360,",
              "tau = 100, group_size = 8",
              "problems = 1319");
    }
    Map<String, String> large =
        SmallStudy.passed(folder.resolve("paper-verl/runs/paper-72B-base-t1-g8-s1/run.sh"));
    assertThat(large)
        .containsEntry("trainer.n_gpus_per_node", "8")
        .containsEntry("actor_rollout_ref.rollout.tensor_model_parallel_size", "8");
    assertThat(folder.resolve("paper-verl/runs/paper-7B-base-t2-g8-s1/run.sh"))
        .content()
        .contains("# - Left out, since their answers are programs: humaneval.");
  }

  @Test
  void whatATrainerCannotDoIsRefusedByName() {
    refused(Trainer.VERL, "rollout.stop-ids", "rollout.stop-ids=[7]");
    refused(Trainer.VERL, "problems.prompt.answer-prefix", "problems.prompt.answer-prefix=So");
    refused(Trainer.VERL, "evaluate.max-tokens", "evaluate.max-tokens=60");
    refused(Trainer.TRL, "grpo.old-logprobs", "grpo.old-logprobs=sampler");
    refused(Trainer.TRL, "reward.functions", "reward.functions=[correctness, cell_accuracy]");
    refused(Trainer.VERL, "reward.options", "reward.options={tolerance=0.01}");
    refused(Trainer.TRL, "grpo.lora.alpha", "grpo.adapter=lora", "grpo.lora.alpha=1.5");
  }

  /** The study's model is a Qwen2, whose files have three matrices for query, key and value. */
  @Test
  void projectionsThatTheModelDoesNotHaveAreRefused() {
    assertThatThrownBy(
            () -> export(Trainer.VERL, "grpo.adapter=lora", "grpo.lora.targets=[qkv_proj]"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("grpo.lora.targets = [")
        .hasMessageContaining("or some of q_proj, k_proj, v_proj, o_proj");
  }

  private void refused(Trainer trainer, String key, String... overrides) {
    assertThatThrownBy(
            () -> {
              Settings settings = SmallStudy.settings(folder, overrides);
              StudyExport.check(
                  StudyPlan.of(settings),
                  EstimateConfig.of(settings),
                  trainer,
                  folder.resolve("no"));
            })
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("Run small-t1-s1: ")
        .hasMessageContaining(key + " = ")
        .hasMessageContaining("expected for an export to " + trainer.label());
    assertThat(folder.resolve("no")).doesNotExist();
  }

  @Test
  void aModelOfUnknownSizeAndAFolderInUseAreRefused() throws IOException {
    assertThatThrownBy(() -> export(Trainer.VERL, "model.path=models/other"))
        .hasMessageContaining("expected models/other/config.json, or study.shapes.\"other\"");
    Path out = export(Trainer.VERL);
    assertThatThrownBy(() -> export(Trainer.VERL))
        .hasMessage("--out = %s is not empty, expected a new folder for the export".formatted(out));
  }

  /**
   * A benchmark that brings too few problems for a step stops the export before anything is there.
   */
  @Test
  void nothingIsLeftOfAnExportThatFails() {
    assertThatThrownBy(() -> export(Trainer.TRL, "grpo.prompts=16"))
        .hasMessageContaining("grpo.prompts")
        .hasMessageContaining("at most 12, the problems of a pass");
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder("train.jsonl", "test.jsonl", "small.conf");
  }
}
