"""Makes whole GRPO steps with Gradus and with TRL's GRPOTrainer in turn and compares them.

Both peers have the same weights, prompts, samples, new tokens (exactly as many in both, end of
sequence is not taken), threads, loss (clipped ratio, mean over tokens, KL against a reference that
both hold), and AdamW with the same learning rate. A process prints one JSON line of seconds by phase
a step, after one step that is not measured, and one of its peak memory and of the speed of large
matrix products; loading is not measured.

The share of the limit is the time that the products which a step needs would take at that speed,
each prompt processed once for its samples, over the time that the step took. Processor seconds, of all
threads, tell more than wall seconds where other work runs too.
"""

import argparse
import json
import os
import pathlib
import re
import statistics
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "peer"))
from machine import load_warning, processor  # noqa: E402
from prompts import write_prompts  # noqa: E402
from turns import json_lines  # noqa: E402

PEERS = ("gradus", "trl")
PHASES = ("sampling", "reference", "update")


class Shape:
    """Prompts of given lengths, samples of each, new tokens of each sample."""

    def __init__(self, text):
        match = re.fullmatch(r"(\d+)x(\d+)x(\d+)(?:-(\d+))?\+(\d+)", text)
        if not match:
            raise argparse.ArgumentTypeError(
                f"{text}: expected PROMPTSxSAMPLESxTOKENS+NEW, for example 4x8x70-130+64"
            )
        self.text = text
        prompts, self.samples, low, high, self.new_tokens = (
            int(group) if group else 0 for group in match.groups()
        )
        gap = (max(high, low) - low) / max(1, prompts - 1)
        self.lengths = [round(low + i * gap) for i in range(prompts)]
        self.sequences = prompts * self.samples

    def tokens(self):
        return self.sequences * self.new_tokens

    def micro_batch(self, limit):
        """The most sequences that divide a step into parts of at most `limit` padded tokens."""
        longest = max(self.lengths) + self.new_tokens
        fitting = [
            n
            for n in range(1, self.sequences + 1)
            if self.sequences % n == 0 and n % self.samples in (0, n) and n * longest <= limit
        ]
        return max(fitting, default=1)

    def operations(self, config, reference):
        """Floating-point operations of a step's products by phase."""
        hidden, layers = config["hidden_size"], config["num_hidden_layers"]
        heads = config["num_attention_heads"]
        head = config.get("head_dim") or hidden // heads
        kv_heads = config.get("num_key_value_heads") or heads
        weights = layers * hidden * head * (2 * heads + 2 * kv_heads)
        weights += layers * hidden * 3 * config["intermediate_size"]
        vocabulary = hidden * config["vocab_size"]
        packed = sum(self.lengths) + self.tokens()
        # scores and their products with values: of prompts among themselves, and of new tokens
        pairs = sum(n * n / 2 for n in self.lengths)
        pairs += self.samples * sum(
            n * self.new_tokens + self.new_tokens**2 / 2 for n in self.lengths
        )
        attention = 4 * pairs * heads * head * layers
        forward = 2 * weights * packed + 2 * vocabulary * self.tokens() + attention
        return {
            "sampling": forward,
            "reference": forward if reference else 0,
            "update": 3 * forward,
        }


def parse_arguments():
    parser = argparse.ArgumentParser(prog="jobs/bench/run step")
    parser.add_argument("--model", required=True, help="Hugging Face model directory")
    parser.add_argument(
        "--shapes",
        default="4x8x70-130+64,2x16x400+64",
        help="prompts x samples x tokens of the prompts + new tokens, separated by commas",
    )
    parser.add_argument("--rounds", type=int, default=2, help="turns of each peer")
    parser.add_argument("--steps", type=int, default=2, help="measured steps in a turn")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--kl", type=float, default=0.001, help="0: without a reference")
    parser.add_argument("--dtype", default="float32", choices=("float32", "bfloat16"))
    parser.add_argument("--activations", default="auto", choices=("kept", "recomputed", "auto"))
    parser.add_argument("--lora-rank", type=int, default=0, help="of ours; 0: all weights learn")
    parser.add_argument("--micro-batch-tokens", type=int, default=16384)
    parser.add_argument("--trl-tokens", type=int, default=6144, help="of TRL's micro-batches")
    parser.add_argument("--peers", default=",".join(PEERS), help="leave one out to try the other")
    parser.add_argument("--out", help="JSON file for all measurements")
    arguments = parser.parse_args()
    for file in ("config.json", "tokenizer.json"):
        if not (pathlib.Path(arguments.model) / file).is_file():
            parser.error(f"--model {arguments.model}: no {file}, expected a Hugging Face directory")
    try:
        arguments.shapes = [Shape(text) for text in arguments.shapes.split(",")]
    except argparse.ArgumentTypeError as error:
        parser.error(f"--shapes {error}")
    arguments.peers = arguments.peers.split(",")
    for peer in arguments.peers:
        if peer not in PEERS:
            parser.error(f"--peers {peer}: expected some of {', '.join(PEERS)}")
    return arguments


def command(peer, shape, prompts, arguments):
    common = [str(pathlib.Path(arguments.model).resolve()), arguments.dtype, prompts]
    samples = [str(shape.samples), str(shape.new_tokens)]
    rest = [str(arguments.steps), str(arguments.threads), str(arguments.kl)]
    if peer == "trl":
        micro_batch = str(shape.micro_batch(arguments.trl_tokens))
        peer = [sys.executable, str(HERE / "trl_peer.py")]
        return [*peer, *common, *samples, *rest, micro_batch]
    # as the launcher starts Java
    options = [*os.environ.get("GRADUS_JAVA_OPTS", "-Xmx4g").split(), "-XX:+UseParallelGC"]
    program = ["java", *options, "-cp", os.environ["GRADUS_BENCH_CP"]]
    program += ["io.gradus.jobs.bench.StepBench", *common, *samples, str(shape.new_tokens), *rest]
    program += [arguments.activations, str(arguments.micro_batch_tokens)]
    return [*program, str(arguments.lora_rank)]


def turn(peer, shape, prompts, arguments):
    """The steps of one process, and what it says of itself."""
    lines = json_lines(peer, command(peer, shape, prompts, arguments))
    steps = [line for line in lines if "seconds" in line]
    ends = [line for line in lines if "peak_bytes" in line]
    if len(steps) != arguments.steps or len(ends) != 1:
        sys.exit(f"{peer} printed {len(steps)} steps, expected {arguments.steps} and a last line")
    for step in steps:
        if step["tokens"] != shape.tokens():
            sys.exit(f"{peer} made {step['tokens']} tokens, expected {shape.tokens()}")
    return steps, ends[0]


def measure(shape, arguments):
    results = {peer: {"steps": [], "ends": []} for peer in arguments.peers}
    with tempfile.TemporaryDirectory() as folder:
        prompts = os.path.join(folder, "prompts.jsonl")
        write_prompts(arguments.model, shape.lengths, prompts)
        for index in range(arguments.rounds):
            for peer in arguments.peers:
                steps, end = turn(peer, shape, prompts, arguments)
                results[peer]["steps"] += steps
                results[peer]["ends"].append(end)
                last = ", ".join(f"{step['seconds']:.1f}" for step in steps)
                line = f"{shape.text} round {index + 1} {peer}: {last} s"
                print(line, file=sys.stderr, flush=True)
    return results


def median(steps, key):
    return statistics.median(step[key] for step in steps)


def show(shape, results, arguments):
    config = json.loads((pathlib.Path(arguments.model) / "config.json").read_text())
    operations = shape.operations(config, arguments.kl != 0)
    limit = max(end["gflops"] for result in results.values() for end in result["ends"])
    print(
        f"\n{len(shape.lengths)} prompts of {min(shape.lengths)} to {max(shape.lengths)} tokens x "
        f"{shape.samples} samples x {shape.new_tokens} new tokens, {arguments.dtype}; TRL's "
        f"micro-batches have {shape.micro_batch(arguments.trl_tokens)} sequences"
    )
    print(f"limit of float32 products: {limit:.0f} GFLOP/s on {arguments.threads} threads")
    columns = "".join(f"{phase:>11}" for phase in PHASES)
    print(f"{'peer':<8}{'seconds':>9}{'(least, most)':>17}{columns}{'tokens/s':>10}{'peak GB':>9}")
    for peer, result in results.items():
        steps = result["steps"]
        seconds = [step["seconds"] for step in steps]
        peak = max(end["peak_bytes"] for end in result["ends"]) / 1e9
        spread = f"({min(seconds):.1f}, {max(seconds):.1f})"
        columns = "".join(f"{median(steps, phase):>11.1f}" for phase in PHASES)
        print(
            f"{peer:<8}{statistics.median(seconds):>9.1f}{spread:>17}{columns}"
            f"{shape.tokens() / statistics.median(seconds):>10.1f}{peak:>9.2f}"
        )
        shares = [
            f"{100 * operations[phase] / limit / 1e9 / median(steps, phase):>10.0f}%"
            if operations[phase]
            else f"{'':>11}"
            for phase in PHASES
        ]
        total = sum(operations.values()) / limit / 1e9 / statistics.median(seconds)
        print(f"{'':<8}{100 * total:>8.0f}%{'of the limit':>17}{''.join(shares)}")
        used = [[step["processor"][phase] for step in steps] for phase in PHASES]
        columns = "".join(f"{statistics.median(phase):>11.1f}" for phase in used)
        total = statistics.median(sum(step["processor"].values()) for step in steps)
        print(f"{'':<8}{total:>9.1f}{'processor s':>17}{columns}")
    if len(results) == len(PEERS):
        ours, theirs = (results[peer] for peer in PEERS)
        ratio = {
            key: median(theirs["steps"], key) / max(1e-9, median(ours["steps"], key))
            for key in ("seconds", *PHASES)
        }
        columns = "".join(f"{ratio[phase]:>11.2f}" for phase in PHASES)
        peaks = [max(end["peak_bytes"] for end in r["ends"]) for r in (ours, theirs)]
        print(
            f"{'ratio':<8}{ratio['seconds']:>9.2f}{'TRL / Gradus':>17}{columns}"
            f"{'':>10}{peaks[0] / peaks[1]:>9.2f}  (memory: Gradus / TRL)"
        )
        used = [
            [sum(step["processor"].values()) for step in peer["steps"]] for peer in (theirs, ours)
        ]
        ratio = statistics.median(used[0]) / statistics.median(used[1])
        print(f"{'':<8}{ratio:>9.2f}{'processor s':>17}", flush=True)


def main():
    arguments = parse_arguments()
    print(f"{processor()}; OMP_WAIT_POLICY={os.environ.get('OMP_WAIT_POLICY', 'not set')}")
    print(
        "TRL: one generation and one optimiser step a batch, num_iterations 1, no pass for old "
        "logprobs, fused AdamW,\nno gradient checkpointing, no vLLM, loss_type bnpo (mean over "
        f"tokens), beta {arguments.kl}, sdpa attention"
    )
    load_warning()
    everything = {}
    for shape in arguments.shapes:
        everything[shape.text] = measure(shape, arguments)
        show(shape, everything[shape.text], arguments)
    if arguments.out:
        settings = {name: value for name, value in vars(arguments).items() if name != "shapes"}
        report = {"settings": settings, "processor": processor(), "shapes": everything}
        pathlib.Path(arguments.out).write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
