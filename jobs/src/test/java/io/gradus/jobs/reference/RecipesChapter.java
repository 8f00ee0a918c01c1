package io.gradus.jobs.reference;

import com.typesafe.config.ConfigFactory;
import io.gradus.jobs.config.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What others call the settings of a recipe, and the recipes of {@code conf/recipes}. */
final class RecipesChapter {
  static final Path FOLDER = Path.of("../conf/recipes");

  /** Settings of {@code grpo} that say how something is computed, not what. */
  static final List<String> NO_RECIPE =
      List.of("grpo.micro-batch-tokens", "grpo.activations", "grpo.dtype", "grpo.threads");

  private RecipesChapter() {}

  /** A setting and what stands for it elsewhere, with the default there. */
  record Counterpart(String key, String verl, String trl, String openRlhf) {}

  /** A recipe, where its numbers come from, and what is not as its paper has it. */
  record Recipe(String file, String title, String sources, List<String> deviations) {}

  static final List<Counterpart> COUNTERPARTS =
      List.of(
          of(
              "grpo.prompts",
              "`data.train_batch_size` (1024)",
              "`generation_batch_size` / `num_generations`",
              "`--rollout.batch_size` (1024)"),
          of(
              "grpo.mini-batch",
              "`actor.ppo_mini_batch_size` (256)",
              "`per_device_train_batch_size` × `gradient_accumulation_steps` × processes / `num_generations`",
              "`--train.batch_size` (128, completions)"),
          of(
              "grpo.epochs",
              "`actor.ppo_epochs` (1)",
              "`num_iterations` (1)",
              "`--train.max_epochs` (1)"),
          of(
              "rollout.group-size",
              "`rollout.n` (1)",
              "`num_generations` (8)",
              "`--rollout.n_samples_per_prompt` (1)"),
          of(
              "rollout.temperature",
              "`rollout.temperature` (1.0)",
              "`temperature` (1.0)",
              "`--rollout.temperature` (1.0)"),
          of(
              "rollout.max-tokens",
              "`data.max_response_length` (512)",
              "`max_completion_length` (256)",
              "`--rollout.max_new_tokens` (None: what `--data.max_len`, 2048, leaves)"),
          of(
              "rollout.dynamic-sampling",
              "`algorithm.filter_groups.enable` (False), `max_num_gen_batches` (0: no limit) less 1",
              "–",
              "`--algo.dynamic_filtering_enable` (False)"),
          of(
              "grpo.advantage",
              "`algorithm.adv_estimator` (gae), `norm_adv_by_std_in_grpo` (True)",
              "`scale_rewards` (group); `RLOOTrainer`",
              "`--algo.advantage.estimator` (gae), `--algo.advantage.no_std_norm` (False)"),
          of("grpo.advantage-epsilon", "1e-6, fixed", "1e-4, fixed", "1e-9, fixed"),
          of("grpo.zero-variance", "–", "–", "–"),
          of(
              "grpo.learning-rate",
              "`actor.optim.lr` (1e-6)",
              "`learning_rate` (1e-6)",
              "`--actor.adam.lr` (1e-6)"),
          of(
              "grpo.schedule.shape",
              "`actor.optim.lr_scheduler_type` (constant)",
              "`lr_scheduler_type` (linear)",
              "`--actor.lr_scheduler` (cosine_with_min_lr)"),
          of(
              "grpo.schedule.warm-up",
              "`actor.optim.lr_warmup_steps` (-1), `lr_warmup_steps_ratio` (0.0)",
              "`warmup_steps` (0)",
              "`--actor.lr_warmup_ratio` (0.03)"),
          of(
              "grpo.schedule.steps",
              "`actor.optim.total_training_steps` (-1: all)",
              "`max_steps`",
              "– (all)"),
          of(
              "grpo.schedule.end",
              "`actor.optim.min_lr_ratio` (0.0)",
              "`lr_scheduler_kwargs`",
              "`--actor.min_lr_ratio` (0.1)"),
          of(
              "grpo.betas",
              "`actor.optim.betas` (0.9, 0.999)",
              "`adam_beta1`, `adam_beta2` (0.9, 0.999)",
              "`--actor.adam.betas` (0.9, 0.95)"),
          of("grpo.epsilon", "1e-8", "`adam_epsilon` (1e-8)", "`--actor.adam.eps` (1e-8)"),
          of(
              "grpo.weight-decay",
              "`actor.optim.weight_decay` (0.01)",
              "`weight_decay` (0.0)",
              "`--actor.adam.weight_decay` (0.0)"),
          of(
              "grpo.max-grad-norm",
              "`actor.optim.clip_grad` (1.0)",
              "`max_grad_norm` (1.0)",
              "`--actor.max_norm` (1.0)"),
          of(
              "grpo.policy-loss",
              "`actor.policy_loss.loss_mode` (vanilla)",
              "`importance_sampling_level` (token)",
              "`--actor.policy_loss_type` (ppo)"),
          of(
              "grpo.clip-range",
              "`actor.clip_ratio` (0.2)",
              "`epsilon` (0.2)",
              "`--actor.eps_clip` (0.2)"),
          of(
              "grpo.clip-low",
              "`actor.clip_ratio_low` (0.2)",
              "`epsilon` (0.2)",
              "`--actor.eps_clip_low_high` (None)"),
          of(
              "grpo.clip-high",
              "`actor.clip_ratio_high` (0.2)",
              "`epsilon_high` (None)",
              "`--actor.eps_clip_low_high` (None)"),
          of(
              "grpo.clip-dual",
              "`actor.clip_ratio_c` (3.0)",
              "`delta` (None)",
              "`--actor.dual_clip` (None)"),
          of(
              "grpo.kl-coefficient",
              "`actor.kl_loss_coef` (0.001); in rewards `algorithm.kl_ctrl.kl_coef` (0.001)",
              "`beta` (0.0)",
              "`--algo.kl.init_coef` (0.01)"),
          of(
              "grpo.kl-estimator",
              "`actor.kl_loss_type` (low_var_kl), `algorithm.kl_penalty` (kl)",
              "k3, fixed",
              "`--algo.kl.estimator` (k1)"),
          of(
              "grpo.kl-in",
              "`actor.use_kl_loss` (False), `algorithm.use_kl_in_reward` (False)",
              "loss, fixed; in `RLOOTrainer` reward",
              "`--algo.kl.use_loss` (False: reward)"),
          of(
              "grpo.reference-refresh",
              "–",
              "`sync_ref_model` (False) with `ref_model_sync_steps` (512), `ref_model_mixup_alpha` (0.6; here always 1)",
              "–"),
          of(
              "grpo.entropy-coefficient",
              "`actor.entropy_coeff` (0)",
              "–",
              "`--actor.entropy_coef` (None)"),
          of(
              "grpo.aggregation",
              "`actor.loss_agg_mode` (token-mean)",
              "`loss_type` (dapo)",
              "mean over tokens; over completions for gspo"),
          of("grpo.overlong", "–", "`mask_truncated_completions` (False)", "–"),
          of(
              "grpo.old-logprobs",
              "`algorithm.rollout_correction.bypass_mode` (False: recomputed)",
              "recomputed with vLLM or where steps differ",
              "recomputed, fixed"),
          of(
              "grpo.adapter",
              "`model.lora_rank` above 0",
              "`use_peft` (False)",
              "`--ds.lora.rank` above 0"),
          of("grpo.lora.rank", "`model.lora_rank` (0)", "`lora_r` (16)", "`--ds.lora.rank` (0)"),
          of(
              "grpo.lora.alpha",
              "`model.lora_alpha` (16)",
              "`lora_alpha` (32)",
              "`--ds.lora.alpha` (16)"),
          of(
              "grpo.lora.targets",
              "`model.target_modules` (all-linear)",
              "`lora_target_modules` (None: the model's usual ones)",
              "`--ds.lora.target_modules` (all-linear)"),
          of(
              "grpo.correction.kind",
              "`algorithm.rollout_correction.rollout_is`, `rollout_rs` (null)",
              "`vllm_importance_sampling_correction` (True: truncate)",
              "`--algo.advantage.is_correction_enable` (False), `is_correction_type` (tis)"),
          of(
              "grpo.correction.level",
              "`token` or `sequence` of `rollout_is`",
              "token, fixed",
              "token, but for `seq-mask-tis`"),
          of(
              "grpo.correction.low",
              "`rollout_rs_threshold` (null, both ends)",
              "–",
              "`--algo.advantage.is_correction_threshold` (first)"),
          of(
              "grpo.correction.high",
              "`rollout_is_threshold` (2.0)",
              "`vllm_importance_sampling_cap` (2.0)",
              "`--algo.advantage.is_correction_threshold` (second)"));

  static final List<Recipe> RECIPES =
      List.of(
          new Recipe(
              "grpo",
              "GRPO (arXiv 2402.03300)",
              "the paper, section 4.2: learning rate 1e-6, KL coefficient 0.04, 64 outputs a question, length 1,024, batches of 1,024, a single update after each. (TRL's paper index has those of DeepSeek-R1 instead: 16 outputs, KL 0.001, clip range 10.)",
              List.of(
                  "The paper's rewards come from a reward model; here they come from rules.",
                  "The reference is the initial policy; the paper takes a new one after each of its iterations, whose length it does not give: `grpo.reference-refresh`.",
                  "The paper does not give the clip range; 0.2 is PPO's. Nor does it give the optimiser; AdamW's settings are the defaults here.",
                  "The paper's longest length is taken as that of completions.",
                  "The paper's standard deviation has no epsilon; here 1e-6 is added.")),
          new Recipe(
              "dapo",
              "DAPO (arXiv 2503.14476)",
              "the paper, section 4.1: 512 prompts × 16 responses, mini-batches of 512 responses, which are 16 updates, learning rate 1e-6 after a warm-up of 20 steps, clip range 0.2 and 0.28, 16,384 tokens and 4,096 more in which the penalty grows. verl's `run_dapo_qwen2.5_32b.sh` has the same, but for a warm-up of 10 steps, and a weight decay of 0.1, which is the default here.",
              List.of(
                  "Dynamic sampling replaces only as many prompts as are missing, at most nine times, and then fills up with groups without signal; the paper samples whole batches without limit (verl's script: batches of three times the prompts, at most ten) and drops what is over.",
                  "Truncated completions are penalised and not masked, as in verl's script; TRL's paper index masks them too. `grpo.overlong = mask` does so.",
                  "Rewards are 0 and 1 with half the length penalty in place of -1 and 1 with the whole: advantages are the same but for epsilon.")),
          new Recipe(
              "dr-grpo",
              "Dr. GRPO (arXiv 2503.20783)",
              "the authors' scripts: 128 prompts × 8 samples, mini-batches of 128 completions, learning rate 1e-6, 3,000 tokens, no KL term.",
              List.of(
                  "The constant that divides sums of token losses is `rollout.max-tokens`, as in the authors' code; the formula of the paper has none. AdamW makes little of it; gradient clipping and weight decay do not.",
                  "The mini-batch is not in the paper; it is that of the authors' code, as are batch, lengths and learning rate.")),
          new Recipe(
              "gspo",
              "GSPO (arXiv 2507.18071)",
              "the paper, section 5.1: four mini-batches a batch, clip range 3e-4 and 4e-4. No KL term, as in TRL's paper index and verl's example.",
              List.of(
                  "Prompts, group size, learning rate and lengths are not in the paper; they are the defaults here. verl's `test_gspo_3b_math.sh` has 512 prompts × 16, 8,192 tokens and 1e-6 with a warm-up of 5 %.")),
          new Recipe(
              "cispo",
              "CISPO (arXiv 2506.13585) as in ScaleRL (arXiv 2510.13786)",
              "ScaleRL's appendix: 48 prompts × 16, one update for these 768, learning rate 5e-7 after a warm-up of 100 steps, epsilon 1e-15, weight decay 0.01, 12k tokens to think and 2k to answer. AdamW's betas are MiniMax-M1's. Weights are bounded by 5, as in TRL's paper index.",
              List.of(
                  "Sampling and learning take turns; ScaleRL's pipeline learns from policies up to eight updates old.",
                  "Prompts that the policy answers nearly always are still sampled (no positive resampling).",
                  "Completions are cut at `rollout.max-tokens`, 14,336; ScaleRL makes the model end its thinking after 12k.",
                  "Rewards are 0 and 1 in place of -1 and 1: advantages are the same but for epsilon.",
                  "Ratios are of the trainer's old logprobs to new ones, not of the sampler's; with one update a step they are 1. `grpo.old-logprobs = sampler` gives the other.",
                  "Logits are float32 in the update; those of the sampler are so with `rollout.dtype = float32`.")),
          new Recipe(
              "rloo",
              "RLOO (arXiv 2402.14740)",
              "the paper's section C as TRL's paper index cites it: KL coefficient 0.03 (for TL;DR), learning rate 1e-6, 2 or 4 samples, batches of 512.",
              List.of(
                  "The paper takes two updates a batch, of halves of it. Here it is one, so that the ratio is 1 and the clipped loss is REINFORCE's; with more `grpo.mini-batch` brings ratio and clip.",
                  "The paper's learning rate has a warm-up of 3 % of the steps: `grpo.schedule.warm-up`.",
                  "128 prompts with 4 samples are one batch of 512; the paper does not say which of the two is counted.",
                  "The paper's loss is a sum over the tokens of a completion; here it is divided by `rollout.max-tokens`, which AdamW makes little of.",
                  "The paper's rewards come from a reward model.")),
          new Recipe(
              "reinforce-plus-plus",
              "REINFORCE++ (arXiv 2501.03262)",
              "OpenRLHF, whose authors are the paper's, `train_reinforce_ray_hybrid_engine.sh`: 1,024 prompts × 1, mini-batches of 128, learning rate 5e-7, 1,024 tokens; its default clip range and KL coefficient, 0.2 and 0.01. The script's own KL coefficient is 1e-4.",
              List.of(
                  "The KL penalty of a whole completion lowers its reward; in the paper that of the tokens from each one on lowers the return of that token.",
                  "Rewards are neither clipped nor normalised before; the script normalises them by their running mean and deviation.")));

  private static Counterpart of(String key, String verl, String trl, String openRlhf) {
    return new Counterpart(key, verl, trl, openRlhf);
  }

  /** Names of the files of {@code conf/recipes}, without ending. */
  static List<String> files() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(f -> f.getFileName().toString().replace(".conf", "")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String render() {
    Map<String, String> defaults = Settings.defaults();
    StringBuilder page = new StringBuilder();
    page.append("## Settings elsewhere\n\n");
    page.append("| Gradus | default | verl | TRL | OpenRLHF |\n|---|---|---|---|---|\n");
    for (Counterpart one : COUNTERPARTS) {
      page.append(
          "| `%s` | `%s` | %s | %s | %s |\n"
              .formatted(
                  one.key(),
                  defaults.get(one.key()),
                  ReferencePage.cell(one.verl()),
                  ReferencePage.cell(one.trl()),
                  ReferencePage.cell(one.openRlhf())));
    }
    for (Recipe recipe : RECIPES) {
      page.append("\n## %s\n\n".formatted(recipe.title()));
      page.append(
          "[conf/recipes/%1$s.conf](../conf/recipes/%1$s.conf)\n\n".formatted(recipe.file()));
      page.append("| key | value |\n|---|---|\n");
      settings(recipe.file())
          .forEach((key, value) -> page.append("| `%s` | `%s` |\n".formatted(key, value)));
      page.append("\nFrom: %s\n".formatted(recipe.sources()));
      page.append("\nNot as published:\n\n");
      recipe.deviations().forEach(text -> page.append("- ").append(text).append('\n'));
    }
    return page.toString();
  }

  private static Map<String, String> settings(String file) {
    Map<String, String> settings = new TreeMap<>();
    ConfigFactory.parseFile(FOLDER.resolve(file + ".conf").toFile())
        .entrySet()
        .forEach(
            entry -> settings.put(entry.getKey(), String.valueOf(entry.getValue().unwrapped())));
    return settings;
  }
}
