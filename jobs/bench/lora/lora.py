"""Compares Gradus's adapters with peft's: logprobs with adapters beside the weights, and merged."""

import argparse
import json
import math
import os
import pathlib
import shutil
import subprocess
import sys

import peft
import torch
import transformers
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import AutoModelForCausalLM

STEPS = 3
LENGTHS = (2, 3, 9, 16, 21)


def parse_arguments():
    parser = argparse.ArgumentParser(prog="jobs/bench/run lora")
    parser.add_argument("--root", required=True, type=pathlib.Path, help=argparse.SUPPRESS)
    parser.add_argument("--model", type=pathlib.Path)
    parser.add_argument("--rank", type=int, default=4)
    parser.add_argument("--tolerance", type=float, default=1e-4)
    parser.add_argument("settings", nargs="*", help="KEY=VALUE")
    return parser.parse_args()


class Gradus:
    def __init__(self, root):
        self.start = ["java", f"@{root}/conf/spark/java-options", "-cp", os.environ["GRADUS_BENCH_CP"]]
        self.start += ["io.gradus.jobs.cli.Gradus"]

    def run(self, *words):
        done = subprocess.run([*self.start, *map(str, words)], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"gradus {words[0]} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")

    def logprobs(self, model, sequences, folder):
        given, found = folder / "in.jsonl", folder / "out.jsonl"
        given.write_text("".join(json.dumps({"input_ids": ids}) + "\n" for ids in sequences))
        self.run("logprobs", "--model", model, "--in", given, "--out", found)
        lines = [json.loads(line) for line in found.read_text().splitlines()]
        found.unlink()
        assert [line["input_ids"] for line in lines] == sequences
        return [line["logprobs"] for line in lines]


def load(directory):
    return AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32).eval()


def random_sequences(model):
    """Token ids in an order that the model has never seen: every position must agree."""
    generator = torch.Generator().manual_seed(7)
    longest = model.config.max_position_embeddings
    return [torch.randint(model.config.vocab_size, (n,), generator=generator).tolist() for n in LENGTHS if n <= longest]


def logprobs(model, sequences):
    found = []
    for ids in sequences:
        with torch.inference_mode():
            logits = model(torch.tensor([ids])).logits[0, :-1]
        found.append(logits.log_softmax(-1).gather(1, torch.tensor(ids[1:])[:, None])[:, 0].tolist())
    return found


def greatest(one, other):
    """Infinite where either is no number, so that a NaN never passes for agreement."""
    assert [len(a) for a in one] == [len(b) for b in other]
    gaps = [abs(x - y) for a, b in zip(one, other) for x, y in zip(a, b)]
    return max(gap if math.isfinite(gap) else math.inf for gap in gaps)


def weights_differ(one, other):
    ours, theirs = one.state_dict(), other.state_dict()
    assert ours.keys() == theirs.keys()
    return max((ours[name] - theirs[name]).abs().max().item() for name in ours)


def random_adapters(base, rank, folder):
    """Adapters that peft makes and writes, none of them zero."""
    torch.manual_seed(11)
    settings = LoraConfig(r=rank, lora_alpha=3 * rank, target_modules="all-linear", task_type="CAUSAL_LM")
    model = get_peft_model(load(base), settings)
    for name, value in model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(value, std=0.1)
    model.save_pretrained(folder)


def compare(title, gradus, base, adapter, work, tolerance):
    """A row for each way, and whether all are within the tolerance."""
    merged = work / f"{title}-merged"
    gradus.run("merge", "--adapter", adapter, "--base", base, "--out", merged)
    plain = load(base)
    sequences = random_sequences(plain)
    ours = gradus.logprobs(merged, sequences, work)
    moved = greatest(logprobs(plain, sequences), ours)
    adapted = PeftModel.from_pretrained(plain, adapter).eval()
    beside = greatest(logprobs(adapted, sequences), ours)
    joined = adapted.merge_and_unload()
    inside = greatest(logprobs(joined, sequences), ours)
    weights = weights_differ(load(merged), joined)
    print(f"| {title} | {moved:.2e} | {beside:.1e} | {inside:.1e} | {weights:.1e} |", flush=True)
    return max(beside, inside, weights) <= tolerance < moved


def main():
    arguments = parse_arguments()
    gradus = Gradus(arguments.root)
    work = arguments.root / "target" / "lora-bench"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    settings = [f"store.path={work}/store", f"steps={STEPS}", "grpo.adapter=lora", f"grpo.lora.rank={arguments.rank}"]
    settings += ["grpo.learning-rate=1e-2", "run.id=lora"]
    if arguments.model:
        settings += [f"model.path={arguments.model.resolve()}", "model.pretrain=null"]
    gradus.run("train", arguments.root / "conf" / "smoke.conf", *settings, *arguments.settings)
    checkpoint = work / "store" / "checkpoints" / "lora" / f"step-{STEPS:08d}"
    named = json.loads((checkpoint / "adapter_config.json").read_text())["base_model_name_or_path"]
    base = (checkpoint / named).resolve()
    print(f"peft {peft.__version__}, transformers {transformers.__version__}, rank {arguments.rank}, all projections")
    print("| adapters of | logprobs move by | adapted by peft, differ by | merged by peft | merged weights |")
    print("|---|---|---|---|---|")
    fine = compare("Gradus", gradus, base, checkpoint, work, arguments.tolerance)
    theirs = work / "peft-adapters"
    random_adapters(base, arguments.rank, theirs)
    fine &= compare("peft", gradus, base, theirs, work, arguments.tolerance)
    if not fine:
        sys.exit(f"lora: more than {arguments.tolerance:g} apart, or adapters that change nothing")


if __name__ == "__main__":
    main()
