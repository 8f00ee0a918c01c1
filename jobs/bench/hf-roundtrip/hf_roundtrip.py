"""Loads a model directory with transformers and compares its float32 logprobs with Gradus's."""

import argparse
import json
import math
import pathlib
import subprocess
import sys
import tempfile

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

ROOT = pathlib.Path(__file__).resolve().parents[3]
LENGTHS = (2, 3, 17, 64, 128, 200)


def parse_arguments():
    parser = argparse.ArgumentParser(prog="jobs/bench/run hf-roundtrip")
    parser.add_argument("--model", required=True, type=pathlib.Path)
    parser.add_argument("--sequences", type=pathlib.Path)
    parser.add_argument("--ours", type=pathlib.Path)
    parser.add_argument("--tolerance", type=float, default=2e-3)
    parser.add_argument("--chats", type=pathlib.Path)
    parser.add_argument("--rendered", type=pathlib.Path)
    arguments = parser.parse_args()
    if arguments.ours and not arguments.sequences:
        parser.error("--ours needs the --sequences that it was made from")
    if bool(arguments.chats) != bool(arguments.rendered):
        parser.error("--chats and --rendered go together")
    return arguments


def read_lines(path):
    return [json.loads(line) for line in path.read_text().splitlines() if line.strip()]


def write_lines(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def load_tokenizer(directory):
    """None for directories of a model alone."""
    if not (directory / "tokenizer.json").is_file():
        return None
    return AutoTokenizer.from_pretrained(directory)


def random_sequences(model):
    """Token ids that the model has never seen in this order: every position must agree."""
    generator = torch.Generator().manual_seed(11)
    longest = model.config.max_position_embeddings
    return [
        {"input_ids": torch.randint(model.config.vocab_size, (n,), generator=generator).tolist()}
        for n in LENGTHS
        if n <= longest
    ]


def their_ids(row, tokenizer):
    if "input_ids" in row:
        return row["input_ids"]
    if tokenizer is None:
        sys.exit("a sequence is a text, but the directory has no tokenizer.json")
    return tokenizer(row["text"])["input_ids"]


def their_logprobs(model, ids):
    with torch.inference_mode():
        logits = model(torch.tensor([ids])).logits[0, :-1]
    return logits.log_softmax(-1).gather(1, torch.tensor(ids[1:])[:, None])[:, 0].tolist()


def run_gradus(directory, sequences):
    with tempfile.TemporaryDirectory() as folder:
        given, found = pathlib.Path(folder) / "in.jsonl", pathlib.Path(folder) / "out.jsonl"
        write_lines(given, sequences)
        command = [str(ROOT / "gradus"), "logprobs", "--model", str(directory.resolve())]
        command += ["--in", str(given), "--out", str(found)]
        run = subprocess.run(command, stdout=sys.stderr, check=False)
        if run.returncode != 0:
            sys.exit(f"./gradus logprobs failed with exit code {run.returncode}")
        return read_lines(found)


def difference(a, b):
    """Infinite where either is no number, so that a NaN never passes for agreement."""
    return abs(a - b) if math.isfinite(a) and math.isfinite(b) else math.inf


def compare(model, tokenizer, sequences, ours):
    """Largest absolute difference over all sequences."""
    if len(sequences) != len(ours):
        sys.exit(f"{len(ours)} lines of ours, expected {len(sequences)}")
    worst = 0.0
    for index, (given, found) in enumerate(zip(sequences, ours)):
        ids = their_ids(given, tokenizer)
        if "input_ids" in found and found["input_ids"] != ids:
            sys.exit(f"sequence {index}: our tokens {found['input_ids']} are not theirs {ids}")
        theirs = their_logprobs(model, ids)
        if len(theirs) != len(found["logprobs"]):
            sys.exit(f"sequence {index}: {len(found['logprobs'])} logprobs, expected {len(theirs)}")
        differences = [difference(a, b) for a, b in zip(theirs, found["logprobs"])]
        largest = max(differences, default=0.0)
        print(f"sequence {index}: {len(ids)} tokens, largest difference {largest:.2e}")
        worst = max(worst, largest)
    return worst


def render(tokenizer, chats):
    if tokenizer is None:
        sys.exit("--chats needs a directory with tokenizer.json")
    for chat in chats:
        text = tokenizer.apply_chat_template(
            chat["messages"], tokenize=False, add_generation_prompt=True
        )
        ids = tokenizer(text, add_special_tokens=False)["input_ids"]
        yield {"messages": chat["messages"], "text": text, "input_ids": ids}


def main():
    arguments = parse_arguments()
    model = AutoModelForCausalLM.from_pretrained(arguments.model, dtype=torch.float32).eval()
    tokenizer = load_tokenizer(arguments.model)
    if arguments.chats:
        write_lines(arguments.rendered, render(tokenizer, read_lines(arguments.chats)))
    sequences = (
        read_lines(arguments.sequences) if arguments.sequences else random_sequences(model)
    )
    ours = read_lines(arguments.ours) if arguments.ours else run_gradus(arguments.model, sequences)
    worst = compare(model, tokenizer, sequences, ours)
    verdict = "within" if worst <= arguments.tolerance else "ABOVE"
    print(f"largest difference {worst:.2e}, {verdict} {arguments.tolerance:.0e}")
    sys.exit(0 if worst <= arguments.tolerance else 1)


if __name__ == "__main__":
    main()
