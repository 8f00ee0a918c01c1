package io.gradus.jobs.export;

import io.gradus.jobs.config.Dtype;
import io.gradus.jobs.config.PromptConfig;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.export.ProblemSets.ProblemSet;
import io.gradus.training.grpo.GrpoSettings;
import io.gradus.training.grpo.OldLogprobs;
import io.gradus.training.hub.LoraSettings;
import io.gradus.training.model.Activations;
import io.gradus.training.model.Sampling;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The script of a run for verl: settings of {@code verl.trainer.main_ppo} as Hydra's command line
 * has them, the names being those of verl's {@code ppo_trainer.yaml}. What verl prints goes to
 * {@code logs/RUN.log} too, which {@code curves import --format verl-console} reads.
 */
final class VerlScript {
  private static final String ACTOR = "actor_rollout_ref.actor.";
  private static final String ROLLOUT = "actor_rollout_ref.rollout.";

  /** The template of a model that has none: the problem's text. */
  private static final String PLAIN_TEMPLATE =
      "{% for message in messages %}{{ message[\"content\"] }}{% endfor %}";

  private final ExportedRun run;
  private final TrainConfig config;
  private final GrpoSettings update;
  private final StringBuilder text = new StringBuilder();

  private VerlScript(ExportedRun run) {
    this.run = run;
    this.config = run.config();
    this.update = config.grpo().update();
  }

  /** The script's text. */
  static String of(ExportedRun run) {
    return new VerlScript(run).script();
  }

  private String script() {
    line("#!/usr/bin/env bash");
    line(Shell.comment(run.id() + " for verl " + Trainer.VERL.version()));
    line(Shell.comment(run.title()));
    line("#");
    line(
        "# Further settings of verl may follow the command: " + "run.sh trainer.n_gpus_per_node=4");
    run.notes().forEach(note -> line(Shell.comment("- " + note)));
    line("set -euo pipefail");
    line("study=$(cd \"$(dirname \"${BASH_SOURCE[0]}\")/../..\" && pwd)");
    line("settings=(");
    model();
    data();
    sampling();
    update();
    reward();
    schedule();
    line(")");
    line("mkdir -p \"$study/logs\"");
    line(
        "\"${PYTHON:-python3}\" -u -m verl.trainer.main_ppo \"${settings[@]}\" \"$@\" 2>&1 | tee -a \"$study/logs/%s.log\""
            .formatted(run.id()));
    return text.toString();
  }

  private void model() {
    line("  # A relative path counts from the folder in which this script is started.");
    set("actor_rollout_ref.model.path", quoted(run.model()));
    set(
        "actor_rollout_ref.model.enable_gradient_checkpointing",
        truth(config.grpo().activations() != Activations.KEPT));
    config.grpo().adapter().ifPresent(this::adapter);
    if (config.problems().prompt().template() == PromptConfig.Template.PLAIN) {
      set("actor_rollout_ref.model.custom_chat_template", quoted(PLAIN_TEMPLATE));
    }
  }

  private void adapter(LoraSettings lora) {
    line("  # LoRA; the sampler reads the base model itself, and gets the adapters");
    set("actor_rollout_ref.model.lora_rank", lora.rank());
    set("actor_rollout_ref.model.lora_alpha", Math.round(lora.alpha()));
    set(
        "actor_rollout_ref.model.target_modules",
        lora.targets().equals(List.of(LoraSettings.ALL_LINEAR))
            ? LoraSettings.ALL_LINEAR
            : "[" + String.join(",", lora.targets()) + "]");
    set(ROLLOUT + "load_format", "safetensors");
  }

  private void data() {
    line("  # Problems, in the order in which the run takes them");
    path("data.train_files", List.of(run.training().file()));
    path("data.val_files", run.heldOut().stream().map(ProblemSet::file).toList());
    set("data.shuffle", "False");
    set("data.validation_shuffle", "False");
    set("data.seed", config.seed());
    set("data.train_batch_size", config.grpo().prompts());
    set("data.max_prompt_length", config.problems().prompt().maxTokens());
    set("data.max_response_length", config.rollout().sampling().maxTokens());
    boolean chat = config.problems().prompt().template() == PromptConfig.Template.CHAT;
    set("data.filter_overlong_prompts", truth(chat && !run.training().filtered()));
    for (Map.Entry<String, Object> option :
        config.problems().prompt().options().template().entrySet()) {
      set("+data.apply_chat_template_kwargs." + option.getKey(), value(option.getValue()));
    }
  }

  private void sampling() {
    line("  # Sampling");
    Sampling train = config.rollout().sampling().sampling();
    Sampling test = config.evaluate().sampling().sampling();
    set(ROLLOUT + "name", "vllm");
    set(ROLLOUT + "n", config.rollout().groupSize());
    set(ROLLOUT + "temperature", train.temperature());
    set(ROLLOUT + "top_p", train.topP());
    set(ROLLOUT + "top_k", train.topK() == 0 ? -1 : train.topK());
    set(ROLLOUT + "seed", config.seed());
    if (config.rollout().dtype() != Dtype.AUTO) {
      set(ROLLOUT + "dtype", word(config.rollout().dtype()));
    }
    set(ROLLOUT + "tensor_model_parallel_size", run.hardware().gpusPerCopy());
    set(ROLLOUT + "val_kwargs.n", config.evaluate().samples());
    set(ROLLOUT + "val_kwargs.do_sample", truth(test.temperature() > 0));
    set(ROLLOUT + "val_kwargs.temperature", test.temperature());
    set(ROLLOUT + "val_kwargs.top_p", test.topP());
    set(ROLLOUT + "val_kwargs.top_k", test.topK() == 0 ? -1 : test.topK());
  }

  private void update() {
    line("  # The update");
    set("algorithm.adv_estimator", "grpo");
    set("algorithm.norm_adv_by_std_in_grpo", "True");
    set("algorithm.use_kl_in_reward", "False");
    set(
        "algorithm.rollout_correction.bypass_mode",
        truth(update.oldLogprobs() == OldLogprobs.SAMPLER));
    set(ACTOR + "ppo_mini_batch_size", update.miniBatchPrompts());
    set(ACTOR + "ppo_epochs", update.epochs());
    set(ACTOR + "use_dynamic_bsz", "True");
    set(ACTOR + "ppo_max_token_len_per_gpu", Math.max(run.longest(), update.microBatchTokens()));
    set(ACTOR + "optim.lr", update.optimizer().learningRate());
    set(ACTOR + "optim.lr_scheduler_type", "constant");
    set(ACTOR + "optim.lr_warmup_steps", 0);
    set(
        ACTOR + "optim.betas",
        "[%s,%s]".formatted(update.optimizer().beta1(), update.optimizer().beta2()));
    set(ACTOR + "optim.weight_decay", update.optimizer().weightDecay());
    set(ACTOR + "optim.clip_grad", update.optimizer().maxGradientNorm());
    set(
        ACTOR + "optim.override_optimizer_config",
        "{eps: %s}".formatted(update.optimizer().epsilon()));
    set(ACTOR + "grad_clip", update.optimizer().maxGradientNorm());
    Recipe recipe = Recipe.of(config, Trainer.VERL);
    set(ACTOR + "clip_ratio", recipe.clipHigh());
    set(ACTOR + "clip_ratio_low", recipe.clipLow());
    set(ACTOR + "clip_ratio_high", recipe.clipHigh());
    set(ACTOR + "clip_ratio_c", 1e6);
    set(ACTOR + "use_kl_loss", truth(config.grpo().klCoefficient() > 0));
    set(ACTOR + "kl_loss_coef", config.grpo().klCoefficient());
    set(ACTOR + "kl_loss_type", "low_var_kl");
    set(ACTOR + "entropy_coeff", 0);
    set(ACTOR + "loss_agg_mode", recipe.aggregation().orElseThrow());
    set(ACTOR + "shuffle", "False");
    set(ACTOR + "data_loader_seed", config.seed());
    set(ACTOR + "fsdp_config.seed", config.seed());
    if (config.grpo().dtype() != Dtype.AUTO) {
      set(ACTOR + "fsdp_config.dtype", word(config.grpo().dtype()));
    }
  }

  private void reward() {
    line("  # Answers are graded by reward.py of this export");
    path("reward.custom_reward_function.path", "reward.py");
    set("reward.custom_reward_function.name", "compute_score");
    String kwargs = "+reward.custom_reward_function.reward_kwargs.";
    set(
        kwargs + "functions",
        config.reward().settings().functions().stream()
            .map(VerlScript::quoted)
            .collect(Collectors.joining(",", "[", "]")));
    set(
        kwargs + "extraction",
        config.reward().settings().extraction().name().toLowerCase(java.util.Locale.ROOT));
  }

  private void schedule() {
    line("  # Steps, evaluations, checkpoints, names");
    Expressible able = new Expressible(config, Trainer.VERL);
    set("trainer.total_training_steps", config.steps());
    set("trainer.total_epochs", run.training().passes());
    set("trainer.val_before_train", "True");
    set("trainer.test_freq", able.testEvery());
    set("trainer.save_freq", run.saveEvery());
    set("trainer.max_actor_ckpt_to_keep", config.store().keepCheckpoints());
    path("trainer.default_local_dir", "checkpoints/" + run.id());
    set("trainer.project_name", quoted(run.study()));
    set("trainer.experiment_name", quoted(run.id()));
    set("trainer.logger", "[console]");
    line("  # By the estimate of gradus study --dry-run: change it to what there is");
    set("trainer.nnodes", run.hardware().nodes());
    set("trainer.n_gpus_per_node", run.hardware().gpusPerNode());
  }

  private static String word(Dtype type) {
    return type.name().toLowerCase(java.util.Locale.ROOT);
  }

  private static String truth(boolean value) {
    return value ? "True" : "False";
  }

  /** A value of a template's variable in Hydra's grammar. */
  private static String value(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> entry.getKey() + ": " + value(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(VerlScript::value).collect(Collectors.joining(",", "[", "]"));
    }
    if (value instanceof Boolean truth) {
      return truth(truth);
    }
    return value instanceof Number ? value.toString() : quoted(String.valueOf(value));
  }

  /** A text in Hydra's grammar, which reads plain words, and anything in single quotes. */
  private static String quoted(String text) {
    boolean plain =
        text.matches("[A-Za-z_][A-Za-z0-9_./-]*") && !text.matches("(?i)true|false|null|nan|inf");
    return plain ? text : "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  private void set(String key, Object value) {
    line("  " + Shell.word(key + "=" + value));
  }

  /** A place below the export's folder, wherever that is when the script runs. */
  private void path(String key, String file) {
    line("  %s=\"'$study/%s'\"".formatted(key, file));
  }

  private void path(String key, List<String> files) {
    line(
        "  "
            + key
            + files.stream()
                .map(file -> "'$study/" + file + "'")
                .collect(Collectors.joining(",", "=\"[", "]\"")));
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
