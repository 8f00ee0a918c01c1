"""Trains a run of the exported study with TRL's GRPOTrainer.

    python3 train.py --run runs/ID/run.json --config runs/ID/config.yaml [fields of GRPOConfig]

TRL evaluates with the training's temperature and group size. The study has its own for held-out
problems, so evaluations are made here, and logged as eval_BENCHMARK_accuracy. The trainer's state
is kept in logs/ID.json for `gradus curves import`.
"""

import json
import os
import sys
from glob import glob

import torch
from accelerate.utils import gather_object
from datasets import load_dataset
from transformers import AutoTokenizer, TrainerCallback
from trl import GRPOConfig, GRPOTrainer, TrlParser
from trl.models import unwrap_model_for_generation

STUDY = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, STUDY)
from reward import grade  # noqa: E402


class LogState(TrainerCallback):
    """Keeps the log, and evaluates the last policy whatever the interval."""

    def __init__(self, file):
        self.file = file

    def on_step_end(self, args, state, control, **kwargs):
        if state.global_step >= state.max_steps:
            control.should_evaluate = True
        return control

    def on_log(self, args, state, control, **kwargs):
        if state.is_world_process_zero:
            state.save_to_json(self.file)


class StudyTrainer(GRPOTrainer):
    """GRPO with evaluations as the study has them."""

    def __init__(self, run, **arguments):
        super().__init__(**arguments)
        self.run = run

    def evaluate(self, eval_dataset=None, ignore_keys=None, metric_key_prefix="eval"):
        was_training = self.model.training
        self.model.eval()
        metrics = {}
        for name, problems in self.eval_dataset.items():
            metrics[f"{metric_key_prefix}_{name}_accuracy"] = self.accuracy(problems)
        # TRL logs its count of tokens at steps that sample only.
        metrics["num_tokens"] = float(self.state.num_input_tokens_seen)
        # It keeps the metrics of training and evaluation apart by the model's mode.
        self.log(metrics)
        self.model.train(was_training)
        self.control = self.callback_handler.on_evaluate(self.args, self.state, self.control, metrics)
        return metrics

    def accuracy(self, problems):
        """Mean over all problems. Processes share them; those of one copy in vLLM answer the same ones."""
        copy = self.vllm_tensor_parallel_size if self.use_vllm else 1
        processes = self.accelerator.num_processes // copy
        mine = list(range(self.accelerator.process_index // copy, len(problems), processes))
        correct = []
        for row, completion in self.answers(problems, mine):
            _, right = grade(row["grading"], row["ground_truth"], self.run["answer_prefix"] + completion,
                             self.run["reward_functions"], self.run["extraction"])
            correct.append(right)
        correct = gather_object(correct)
        return sum(correct) / len(correct)

    def answers(self, problems, rows):
        how = self.run["evaluate"]
        if self.use_vllm:
            return self.answers_of_vllm([problems[i] for i in rows], how)
        return self.answers_of_transformers([problems[i] for i in rows], how)

    def answers_of_vllm(self, rows, how):
        from vllm import SamplingParams

        if self.vllm_mode != "colocate":
            sys.exit("train.py evaluates with --vllm_mode colocate")
        if self.state.global_step != self._last_loaded_step:
            self._move_model_to_vllm()
            self._last_loaded_step = self.state.global_step
        sampling = SamplingParams(
            n=how["samples"], temperature=how["temperature"], top_p=how["top_p"],
            top_k=how["top_k"] or -1, max_tokens=how["max_tokens"])
        outputs = self.llm.generate([row["prompt"] for row in rows], sampling_params=sampling, use_tqdm=False)
        return [(row, sample.text) for row, output in zip(rows, outputs) for sample in output.outputs]

    def answers_of_transformers(self, rows, how):
        tokenizer = self.processing_class
        found = []
        sampling = {"do_sample": False}
        if how["temperature"] > 0:
            sampling = {"do_sample": True, "temperature": how["temperature"], "top_p": how["top_p"],
                        "top_k": how["top_k"]}
        batch = self.args.per_device_eval_batch_size
        with unwrap_model_for_generation(self.model_wrapped, self.accelerator) as model, torch.no_grad():
            for start in range(0, len(rows), batch):
                part = rows[start:start + batch]
                inputs = tokenizer([row["prompt"] for row in part], return_tensors="pt", padding=True,
                                   padding_side="left", add_special_tokens=False).to(model.device)
                inputs = {key: inputs[key] for key in ("input_ids", "attention_mask")}
                tokens = model.generate(
                    **inputs, **sampling, max_new_tokens=how["max_tokens"], num_return_sequences=how["samples"],
                    pad_token_id=tokenizer.pad_token_id, eos_token_id=tokenizer.eos_token_id)
                texts = tokenizer.batch_decode(tokens[:, inputs["input_ids"].shape[1]:], skip_special_tokens=True)
                found += [(part[i // how["samples"]], text) for i, text in enumerate(texts)]
        return found


def rendered(run, tokenizer):
    """A problem's messages as the text that the model continues."""

    def render(row):
        if run["template"] == "plain":
            text = "".join(message["content"] for message in row["prompt"])
        else:
            text = tokenizer.apply_chat_template(
                row["prompt"], tokenize=False, add_generation_prompt=True, **run["template_options"])
        return {"prompt": text + run["answer_prefix"]}

    return render


def problems(run, file, tokenizer):
    table = load_dataset("json", data_files=os.path.join(STUDY, file), split="train")
    table = table.map(rendered(run, tokenizer))
    kept = table.filter(
        lambda row: len(tokenizer(row["prompt"], add_special_tokens=False).input_ids) <= run["max_prompt_tokens"])
    if len(kept) < len(table):
        print(f"{file}: {len(table) - len(kept)} of {len(table)} prompts are too long and left out")
    return kept


def adapters(run):
    """peft's settings of LoRA; None where every weight learns."""
    if "lora" not in run:
        return None
    from peft import LoraConfig

    return LoraConfig(task_type="CAUSAL_LM", lora_dropout=0.0, bias="none", **run["lora"])


def main():
    if "--run" not in sys.argv[:-1]:
        sys.exit(__doc__)
    at = sys.argv.index("--run")
    with open(sys.argv[at + 1], encoding="utf-8") as file:
        run = json.load(file)
    del sys.argv[at:at + 2]
    (args,) = TrlParser((GRPOConfig,)).parse_args_and_config()
    step = args.per_device_train_batch_size * args.gradient_accumulation_steps * args.world_size
    if step != run["sequences_per_optimizer_step"]:
        sys.exit(
            f"an optimiser step has {run['sequences_per_optimizer_step']} completions, not "
            f"{args.per_device_train_batch_size} x {args.gradient_accumulation_steps} on {args.world_size} "
            "processes: change --gradient_accumulation_steps with the number of processes")

    def reward(completions, ground_truth, grading, **_):
        return [
            grade(how, gold, run["answer_prefix"] + completion, run["reward_functions"], run["extraction"])[0]
            for completion, gold, how in zip(completions, ground_truth, grading)
        ]

    tokenizer = AutoTokenizer.from_pretrained(run["model"])
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    os.makedirs(os.path.join(STUDY, "logs"), exist_ok=True)
    trainer = StudyTrainer(
        run,
        model=run["model"],
        args=args,
        reward_funcs=reward,
        train_dataset=problems(run, run["train"], tokenizer),
        eval_dataset={name: problems(run, file, tokenizer) for name, file in run["held_out"].items()},
        processing_class=tokenizer,
        peft_config=adapters(run),
        callbacks=[LogState(os.path.join(STUDY, "logs", run["run"] + ".json"))],
    )
    trainer.train(resume_from_checkpoint=bool(glob(os.path.join(args.output_dir, "checkpoint-*"))) or None)


if __name__ == "__main__":
    main()
