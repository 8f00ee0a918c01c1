"""GRPO steps of the miniature's small models with Gradus and in eager PyTorch, in turn.

Both peers have the same random weights, prompts, samples and new tokens and one thread. A process
prints the seconds of each phase of a step, after one step that is not counted; medians are shown.
Rates are of processor seconds, which with one thread are the wall's on an idle machine, and do not
depend on what else runs.
"""

import argparse
import json
import os
import pathlib
import statistics
import sys
import tempfile

import numpy
from safetensors.numpy import save_file

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "peer"))
from machine import load_warning, processor  # noqa: E402
from turns import json_lines  # noqa: E402

PEERS = ("gradus", "pytorch")
PHASES = ("sampling", "reference", "update")
# width: layers, heads, as conf/miniature.conf has them
SIZES = {16: (2, 2), 24: (2, 2), 32: (3, 4), 48: (3, 4), 64: (4, 4), 96: (4, 4), 128: (4, 8)}
VOCABULARY = 19
PROMPTS, PROMPT_TOKENS, SAMPLES, NEW_TOKENS = 8, 9, 8, 14
KL = 0.001


def parse_arguments():
    parser = argparse.ArgumentParser(prog="jobs/bench/run mini")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="widths")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each peer")
    parser.add_argument("--steps", type=int, default=20, help="measured steps in a turn")
    parser.add_argument("--out", help="JSON file for all measurements")
    arguments = parser.parse_args()
    try:
        arguments.sizes = [int(size) for size in arguments.sizes.split(",")]
    except ValueError:
        arguments.sizes = []
    if not arguments.sizes or any(size not in SIZES for size in arguments.sizes):
        parser.error(f"--sizes: expected some of {', '.join(map(str, SIZES))}")
    return arguments


def write_model(hidden, folder):
    layers, heads = SIZES[hidden]
    intermediate = (8 * hidden + 23) // 24 * 8
    config = {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "hidden_size": hidden,
        "intermediate_size": intermediate,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "num_key_value_heads": heads,
        "head_dim": hidden // heads,
        "vocab_size": VOCABULARY,
        "max_position_embeddings": 32,
        "rms_norm_eps": 1e-6,
        "rope_theta": 1000.0,
        "tie_word_embeddings": False,
        "hidden_act": "silu",
        "dtype": "float32",
    }
    generator = numpy.random.default_rng(hidden)

    def matrix(rows, columns):
        scale = numpy.float32(columns**-0.5)
        return generator.standard_normal((rows, columns), dtype=numpy.float32) * scale

    ones = numpy.ones(hidden, numpy.float32)
    tensors = {
        "model.embed_tokens.weight": matrix(VOCABULARY, hidden),
        "lm_head.weight": matrix(VOCABULARY, hidden),
        "model.norm.weight": ones,
    }
    for layer in range(layers):
        at = f"model.layers.{layer}."
        for name in ("q", "k", "v", "o"):
            tensors[f"{at}self_attn.{name}_proj.weight"] = matrix(hidden, hidden)
        for name in ("gate", "up"):
            tensors[f"{at}mlp.{name}_proj.weight"] = matrix(intermediate, hidden)
        tensors[f"{at}mlp.down_proj.weight"] = matrix(hidden, intermediate)
        tensors[f"{at}input_layernorm.weight"] = ones
        tensors[f"{at}post_attention_layernorm.weight"] = ones
    pathlib.Path(folder, "config.json").write_text(json.dumps(config))
    save_file(tensors, pathlib.Path(folder, "model.safetensors"), metadata={"format": "pt"})
    return sum(tensor.size for tensor in tensors.values()) - 2 * VOCABULARY * hidden


def turn(peer, folder, prompts, arguments):
    if peer == "pytorch":
        numbers = (SAMPLES, NEW_TOKENS, arguments.steps, 1, KL)
        command = [sys.executable, str(HERE / "eager_peer.py"), folder, prompts, *map(str, numbers)]
    else:
        options = [*os.environ.get("GRADUS_JAVA_OPTS", "-Xmx4g").split(), "-XX:+UseParallelGC"]
        command = ["java", *options, "-cp", os.environ["GRADUS_BENCH_CP"]]
        command += ["io.gradus.jobs.bench.StepBench", folder, "float32", prompts]
        numbers = (SAMPLES, NEW_TOKENS, NEW_TOKENS, arguments.steps, 1, KL, "auto", 8192)
        command += map(str, numbers)
    steps = [line for line in json_lines(peer, command) if "seconds" in line]
    expected = PROMPTS * SAMPLES * NEW_TOKENS
    if len(steps) != arguments.steps or any(step["tokens"] != expected for step in steps):
        sys.exit(f"{peer} did not make {arguments.steps} steps of {expected} tokens")
    return steps


def main():
    arguments = parse_arguments()
    print(processor())
    load_warning()
    tokens = PROMPTS * SAMPLES * NEW_TOKENS
    print(
        f"{PROMPTS} prompts of {PROMPT_TOKENS} tokens x {SAMPLES} samples x {NEW_TOKENS} new tokens,"
        " float32, one thread; tokens per processor second, medians"
    )
    columns = "".join(f"{phase:>11}" for phase in PHASES)
    print(f"{'width':>6}{'parameters':>12}  {'peer':<9}{columns}{'step':>11}")
    report = {}
    for size in arguments.sizes:
        steps = {peer: [] for peer in PEERS}
        with tempfile.TemporaryDirectory() as folder:
            parameters = write_model(size, folder)
            prompts = os.path.join(folder, "prompts.jsonl")
            generator = numpy.random.default_rng(1)
            with open(prompts, "w", encoding="utf-8") as out:
                for _ in range(PROMPTS):
                    ids = generator.integers(2, VOCABULARY, PROMPT_TOKENS).tolist()
                    out.write(json.dumps({"input_ids": ids}) + "\n")
            for _ in range(arguments.rounds):
                for peer in PEERS:
                    steps[peer] += turn(peer, folder, prompts, arguments)
        rates = {
            peer: [
                tokens
                / statistics.median(
                    sum(step["processor"][phase] for phase in phases) for step in steps[peer]
                )
                for phases in (*((phase,) for phase in PHASES), PHASES)
            ]
            for peer in PEERS
        }
        for peer in PEERS:
            row = "".join(f"{rate:>11.0f}" for rate in rates[peer])
            print(f"{size:>6}{parameters:>12,}  {peer:<9}{row}")
        ratios = [ours / theirs for ours, theirs in zip(*(rates[peer] for peer in PEERS))]
        print(f"{'':>20}{'ratio':<9}" + "".join(f"{ratio:>11.2f}" for ratio in ratios), flush=True)
        report[size] = steps
    if arguments.out:
        pathlib.Path(arguments.out).write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
