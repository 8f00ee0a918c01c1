package io.gradus.jobs.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradus.files.Json;
import io.gradus.jobs.config.Dtype;
import io.gradus.jobs.config.PromptConfig;
import io.gradus.jobs.config.SamplingConfig;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.training.grpo.GrpoSettings;
import io.gradus.training.hub.LoraSettings;
import io.gradus.training.model.Activations;
import java.util.List;
import java.util.Locale;

/**
 * The files of a run for TRL: {@code config.yaml}, which holds fields of {@code GRPOConfig} alone;
 * {@code run.json}, what {@code train.py} needs beside them; and the script that starts it. One
 * step of TRL is one optimiser step.
 */
final class TrlFiles {
  private final ExportedRun run;
  private final TrainConfig config;
  private final GrpoSettings update;
  private final StringBuilder text = new StringBuilder();

  TrlFiles(ExportedRun run) {
    this.run = run;
    this.config = run.config();
    this.update = config.grpo().update();
  }

  /** The YAML of {@code GRPOConfig}. */
  String yaml() {
    text.setLength(0);
    int substeps = new Expressible(config, Trainer.TRL).optimizerSteps();
    line(Shell.comment(run.id() + ", GRPOConfig of TRL " + Trainer.TRL.version()));
    run.notes().forEach(note -> line(Shell.comment("- " + note)));
    set("output_dir", quoted("checkpoints/" + run.id()));
    set("run_name", quoted(run.id()));
    set("seed", config.seed());
    set("data_seed", config.seed());
    line("# Problems, in the order in which the run takes them");
    set("shuffle_dataset", "false");
    line(
        "# Later versions have no such field: remove it there; train.py leaves longer prompts out");
    set("max_prompt_length", config.problems().prompt().maxTokens());
    line("# Sampling");
    set("num_generations", config.rollout().groupSize());
    set("max_completion_length", config.rollout().sampling().maxTokens());
    set("temperature", config.rollout().sampling().sampling().temperature());
    set("top_p", config.rollout().sampling().sampling().topP());
    if (config.rollout().sampling().sampling().topK() > 0) {
      set("top_k", config.rollout().sampling().sampling().topK());
    }
    set("vllm_importance_sampling_correction", "false");
    line("# A step of the study: so many completions, then so many optimiser steps");
    set("generation_batch_size", config.grpo().prompts() * config.rollout().groupSize());
    set("num_iterations", update.epochs());
    set("per_device_train_batch_size", perDevice());
    set("gradient_accumulation_steps", run.sequences() / (perDevice() * run.hardware().gpus()));
    set("per_device_eval_batch_size", config.rollout().groupSize());
    line("# The update");
    set("learning_rate", update.optimizer().learningRate());
    set("lr_scheduler_type", "constant");
    set("warmup_steps", 0);
    set("adam_beta1", update.optimizer().beta1());
    set("adam_beta2", update.optimizer().beta2());
    set("adam_epsilon", update.optimizer().epsilon());
    set("weight_decay", update.optimizer().weightDecay());
    set("max_grad_norm", update.optimizer().maxGradientNorm());
    set("beta", config.grpo().klCoefficient());
    Recipe recipe = Recipe.of(config, Trainer.TRL);
    set("epsilon", recipe.clipLow());
    set("epsilon_high", recipe.clipHigh());
    set("loss_type", recipe.aggregation().orElseThrow());
    set("scale_rewards", "group");
    set("gradient_checkpointing", config.grpo().activations() != Activations.KEPT);
    line("# Weights in float32; run.sh sets bf16 where there are GPUs");
    line("model_init_kwargs:");
    line("  dtype: float32");
    set("bf16", "false");
    line(
        "# Steps, evaluations, checkpoints: %d steps of TRL are a step of the study"
            .formatted(substeps));
    set("max_steps", config.steps() * substeps);
    set("eval_strategy", "steps");
    set("eval_steps", new Expressible(config, Trainer.TRL).testEvery() * substeps);
    set("eval_on_start", "true");
    set("save_strategy", "steps");
    set("save_steps", run.saveEvery() * substeps);
    set("save_total_limit", config.store().keepCheckpoints());
    set("logging_steps", 1);
    set("report_to", "none");
    return text.toString();
  }

  /** The settings of {@code train.py}. */
  String json() throws JsonProcessingException {
    ObjectNode json = Json.STRICT.createObjectNode();
    json.put("run", run.id());
    json.put("model", run.model());
    json.put("train", run.training().file());
    ObjectNode heldOut = json.putObject("held_out");
    run.heldOut().forEach(set -> heldOut.put(set.name(), set.file()));
    PromptConfig prompt = config.problems().prompt();
    json.put("template", prompt.template().name().toLowerCase(Locale.ROOT));
    json.set("template_options", Json.STRICT.valueToTree(prompt.options().template()));
    json.put("answer_prefix", prompt.options().answerPrefix());
    json.put("max_prompt_tokens", prompt.maxTokens());
    json.put("sequences_per_optimizer_step", run.sequences());
    config.grpo().adapter().ifPresent(lora -> adapter(json.putObject("lora"), lora));
    SamplingConfig test = config.evaluate().sampling();
    json.putObject("evaluate")
        .put("samples", config.evaluate().samples())
        .put("temperature", test.sampling().temperature())
        .put("top_p", test.sampling().topP())
        .put("top_k", test.sampling().topK())
        .put("max_tokens", test.maxTokens());
    json.set("reward_functions", Json.STRICT.valueToTree(config.reward().settings().functions()));
    json.put("extraction", config.reward().settings().extraction().name().toLowerCase(Locale.ROOT));
    return Json.STRICT.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
  }

  /** Fields of peft's {@code LoraConfig}. */
  private static void adapter(ObjectNode json, LoraSettings lora) {
    json.put("r", lora.rank());
    json.put("lora_alpha", Math.round(lora.alpha()));
    if (lora.targets().equals(List.of(LoraSettings.ALL_LINEAR))) {
      json.put("target_modules", LoraSettings.ALL_LINEAR);
    } else {
      lora.targets().forEach(json.putArray("target_modules")::add);
    }
  }

  /** The script. */
  String script() {
    text.setLength(0);
    line("#!/usr/bin/env bash");
    line(Shell.comment(run.id() + " for TRL " + Trainer.TRL.version()));
    line(Shell.comment(run.title()));
    line("#");
    line(
        "# Fields of GRPOConfig may follow the command: run.sh --logging_steps 10. ACCELERATE holds options of accelerate");
    line("# launch, for instance --num_machines 4 --machine_rank 0 --main_process_ip HOST.");
    run.notes().forEach(note -> line(Shell.comment("- " + note)));
    line("set -euo pipefail");
    line("study=$(cd \"$(dirname \"${BASH_SOURCE[0]}\")/../..\" && pwd)");
    boolean half = config.grpo().dtype() != Dtype.FLOAT32;
    line(
        "launch=(--mixed_precision %s --num_processes %d)"
            .formatted(half ? "bf16" : "no", run.hardware().gpus()));
    if (run.hardware().gpus() > 1) {
      line("# Weights, gradients and optimiser are divided among the GPUs");
      line(
          "launch+=(--use_deepspeed --zero_stage 3 --zero3_init_flag true --zero3_save_16bit_model true)");
    }
    line("# shellcheck disable=SC2206  # several options are meant to split");
    line("launch+=(${ACCELERATE:-})");
    line(
        "exec \"${PYTHON:-python3}\" -m accelerate.commands.launch \"${launch[@]}\" \"$study/train.py\" \\");
    line(
        "  --run \"$study/runs/%s/run.json\" --config \"$study/runs/%s/config.yaml\" \\"
            .formatted(run.id(), run.id()));
    line("  --output_dir \"$study/checkpoints/%s\" --bf16 %s \\".formatted(run.id(), half));
    line(
        "  --use_vllm true --vllm_mode colocate --vllm_tensor_parallel_size %d \"$@\""
            .formatted(run.hardware().gpusPerCopy()));
    return text.toString();
  }

  /** Sequences of one pass on one GPU: as many as the micro-batch's tokens allow, evenly shared. */
  private int perDevice() {
    int share = run.sequences() / run.hardware().gpus();
    int most = Math.max(1, update.microBatchTokens() / run.longest());
    int count = Math.min(share, most);
    while (share % count != 0) {
      count--;
    }
    return count;
  }

  private static String quoted(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  /** Numbers are as Java prints them, with a point, which all YAML readers take for numbers. */
  private void set(String key, Object value) {
    line(key + ": " + number(value));
  }

  private static Object number(Object value) {
    return value instanceof Double real ? real.toString().replaceFirst("E(?=\\d)", "E+") : value;
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
