"""Makes GRPO steps with TRL's GRPOTrainer: JSON lines of wall and processor
seconds by phase, then one of the process.

Arguments: model directory, dtype, file of prompts, samples, new tokens, steps, threads, KL
coefficient, sequences of a micro-batch. The first step is not printed.

TRL is set up as fast as it goes here: one generation and one optimiser step a batch, no pass for
the old logprobs, the fused AdamW, scaled-dot-product attention, no gradient checkpointing.
"""

import json
import os
import sys
import tempfile
import time

import torch
from datasets import Dataset
from transformers import AutoTokenizer, TrainerCallback
from trl import GRPOConfig, GRPOTrainer

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "peer"))
from machine import peak_bytes, product_limit, reset_peak  # noqa: E402


class Clock:
    """Seconds and peaks by phase of the step that is being made."""

    def __init__(self):
        self.seconds = {}
        self.processor = {}
        self.peaks = {}

    def timed(self, phase, function):
        def wrapper(*args, **kwargs):
            reset_peak()
            start, used = time.perf_counter(), time.process_time()
            result = function(*args, **kwargs)
            self.seconds[phase] = self.seconds.get(phase, 0) + time.perf_counter() - start
            self.processor[phase] = self.processor.get(phase, 0) + time.process_time() - used
            self.peaks[phase] = max(self.peaks.get(phase, 0), peak_bytes())
            reset_peak()
            return result

        return wrapper


class Steps(TrainerCallback):
    def __init__(self, clock, tokens, results):
        self.clock = clock
        self.results = results
        self.tokens = tokens
        self.peaks = {}
        self.start()

    def start(self):
        self.clock.seconds, self.clock.processor, self.clock.peaks = {}, {}, {}
        reset_peak()
        self.begin, self.used = time.perf_counter(), time.process_time()

    def on_step_end(self, args, state, control, **kwargs):
        seconds = rest(self.clock.seconds, time.perf_counter() - self.begin)
        processor = rest(self.clock.processor, time.process_time() - self.used)
        self.clock.peaks["update"] = peak_bytes()
        if state.global_step > 1:
            line = {"tokens": self.tokens, "seconds": sum(seconds.values()), **seconds}
            print(json.dumps(line | {"processor": processor}), file=self.results, flush=True)
        for phase, bytes_ in self.clock.peaks.items():
            self.peaks[phase] = max(self.peaks.get(phase, 0), bytes_)
        self.start()


def rest(phases, total):
    """The phases with what is left of the total as the update."""
    found = {"sampling": phases["sampling"], "reference": phases.get("reference", 0)}
    return found | {"update": total - sum(found.values())}


def main():
    directory, dtype, file, *numbers = sys.argv[1:]
    samples, new_tokens, steps, threads = map(int, numbers[:4])
    beta, micro_batch = float(numbers[4]), int(numbers[5])
    # the trainer prints logs of its own
    results, sys.stdout = sys.stdout, sys.stderr
    torch.set_num_threads(threads)
    limit = product_limit(torch)
    with open(file, encoding="utf-8") as lines:
        prompts = [json.loads(line) for line in lines]
    tokenizer = AutoTokenizer.from_pretrained(directory)
    for prompt in prompts:
        if tokenizer(prompt["text"], add_special_tokens=False).input_ids != prompt["input_ids"]:
            sys.exit("transformers' tokens of a prompt differ from those given")
    sequences = len(prompts) * samples
    reset_peak()
    with tempfile.TemporaryDirectory() as out:
        clock = Clock()
        report = Steps(clock, sequences * new_tokens, results)
        trainer = GRPOTrainer(
            model=directory,
            # made-up rewards: every second completion is right
            reward_funcs=lambda completions, **_: [1.0 - i % 2 for i in range(len(completions))],
            args=GRPOConfig(
                output_dir=out,
                use_cpu=True,
                bf16=dtype == "bfloat16",
                model_init_kwargs={"dtype": "float32"},
                per_device_train_batch_size=micro_batch,
                gradient_accumulation_steps=sequences // micro_batch,
                num_generations=samples,
                num_iterations=1,
                max_prompt_length=None,
                max_completion_length=new_tokens,
                generation_kwargs={"min_new_tokens": new_tokens},
                temperature=1.0,
                beta=beta,
                epsilon=0.2,
                loss_type="bnpo",
                optim="adamw_torch_fused",
                learning_rate=1e-6,
                lr_scheduler_type="constant",
                weight_decay=0.1,
                max_grad_norm=1.0,
                gradient_checkpointing=False,
                shuffle_dataset=False,
                max_steps=steps + 1,
                logging_steps=1,
                save_strategy="no",
                report_to="none",
                disable_tqdm=True,
                log_completions=False,
            ),
            train_dataset=Dataset.from_list([{"prompt": p["text"]} for p in prompts]),
            processing_class=tokenizer,
            callbacks=[report],
        )
        trainer.model.generate = clock.timed("sampling", trainer.model.generate)
        score = trainer._get_per_token_logps_and_entropies
        score_reference = clock.timed("reference", score)
        trainer._get_per_token_logps_and_entropies = lambda model, *args, **kwargs: (
            score_reference if model is trainer.ref_model else score
        )(model, *args, **kwargs)
        load = peak_bytes()
        report.start()
        trainer.train()
        peaks = {"load": load} | report.peaks
        line = {"peaks": peaks, "peak_bytes": max(peaks.values())}
        limit = max(limit, product_limit(torch))
        print(json.dumps(line | {"gflops": limit}), file=results, flush=True)


if __name__ == "__main__":
    main()
