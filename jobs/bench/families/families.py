"""Compares Gradus's commands with transformers on a tiny model of every family."""

import argparse
import json
import pathlib
import shlex
import shutil
import subprocess
import sys

import torch
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers
from transformers import AutoModelForCausalLM, PreTrainedTokenizerFast

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "training/src/test/resources/io/gradus/training/model"))
import make_families  # noqa: E402

ALPHABET = "0123456789+-*/=()# mod" + "abcefghijklnpqrstuvwxyz"


def parse_arguments():
    parser = argparse.ArgumentParser(prog="jobs/bench/run families")
    parser.add_argument("--only", nargs="*", default=list(make_families.CASES))
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "target/families")
    parser.add_argument("--gradus", type=shlex.split, default=[str(ROOT / "gradus")])
    parser.add_argument("--tolerance", type=float, default=1e-3)
    return parser.parse_args()


def write_tokenizer(directory, size):
    """Each character a token, after <pad>, <s> and </s>."""
    characters = list(dict.fromkeys(ALPHABET))
    vocabulary = {t: i for i, t in enumerate(["<pad>", "<s>", "</s>"] + characters)}
    assert len(vocabulary) <= size
    tokenizer = Tokenizer(models.BPE(vocabulary, []))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("."), "isolated")
    tokenizer.decoder = decoders.Fuse()
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", bos_token="<s>", eos_token="</s>"
    )
    fast.save_pretrained(directory)


def run(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        sys.exit(f"{shlex.join(command)} failed with {done.returncode}:\n{done.stdout[-2000:]}")


def write_lines(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def read_lines(path):
    return [json.loads(line) for line in path.read_text().splitlines() if line.strip()]


def load(directory):
    """Anew for each sequence, since rotary embeddings may remember the longest one."""
    return AutoModelForCausalLM.from_pretrained(
        directory, dtype=torch.float32, attn_implementation="eager"
    ).eval()


def scored(gradus, directory, sequences, folder):
    """Largest difference of logprobs in one pass."""
    write_lines(folder / "in.jsonl", [{"input_ids": ids} for ids in sequences])
    command = ["logprobs", "--model", str(directory), "--in", str(folder / "in.jsonl")]
    run(gradus + command + ["--out", str(folder / "out.jsonl")])
    worst = 0.0
    for ids, found in zip(sequences, read_lines(folder / "out.jsonl"), strict=True):
        expected = make_families.scored(load(directory), ids)["logprobs"]
        worst = max([worst] + [abs(a - b) for a, b in zip(expected, found["logprobs"], strict=True)])
    return worst


def sampled(gradus, directory, prompts, folder):
    """Largest difference of logprobs of greedy completions, infinite where the tokens differ."""
    write_lines(folder / "prompts.jsonl", [{"input_ids": ids} for ids in prompts])
    tokens = make_families.NEW_TOKENS
    command = ["generate", "--model", str(directory), "--prompts", str(folder / "prompts.jsonl")]
    command += ["--out", str(folder / "completions.jsonl"), "--temperature", "0"]
    run(gradus + command + ["--max-tokens", str(tokens), "--samples", "1"])
    worst = 0.0
    for ids, found in zip(prompts, read_lines(folder / "completions.jsonl"), strict=True):
        expected = make_families.generated(load(directory), ids)
        length = len(found["token_ids"])
        if expected["tokens"][:length] != found["token_ids"]:
            return float("inf")
        pairs = zip(expected["logprobs"][:length], found["logprobs"], strict=True)
        worst = max([worst] + [abs(a - b) for a, b in pairs])
    return worst


def trained(gradus, directory, store):
    """The checkpoint after one step."""
    command = ["train", str(ROOT / "conf/smoke.conf"), f"model.path={directory}", "steps=1"]
    command += [f"store.path={store}", "evaluate.every=1"]
    run(gradus + command)
    return next(store.glob("checkpoints/*/step-*"))


def compare(name, arguments):
    config = make_families.CASES[name]()
    folder = arguments.out / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    directory = folder / "model"
    make_families.make(config, 0 if name.startswith("gemma") else 1).save_pretrained(directory)
    write_tokenizer(directory, config.vocab_size)
    sequences = [
        make_families.token_ids(f"{name} {n}", n, config.vocab_size)
        for n in make_families.LENGTHS
    ]
    prompts = [
        make_families.token_ids(f"{name} prompt {n}", n, config.vocab_size)
        for n in make_families.PROMPTS
    ]
    differences = [
        scored(arguments.gradus, directory, sequences, folder),
        sampled(arguments.gradus, directory, prompts, folder),
    ]
    checkpoint = trained(arguments.gradus, directory, folder / "store")
    differences.append(scored(arguments.gradus, checkpoint, sequences, folder))
    return differences


def main():
    arguments = parse_arguments()
    print(f"{'model':20} {'one pass':>10} {'cached':>10} {'trained':>10}")
    worst = 0.0
    for name in arguments.only:
        differences = compare(name, arguments)
        print(f"{name:20} " + " ".join(f"{d:10.2e}" for d in differences), flush=True)
        worst = max([worst] + differences)
    verdict = "within" if worst <= arguments.tolerance else "ABOVE"
    print(f"largest difference {worst:.2e}, {verdict} {arguments.tolerance:.0e}")
    sys.exit(0 if worst <= arguments.tolerance else 1)


if __name__ == "__main__":
    main()
