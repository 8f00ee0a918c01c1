"""Samples completions with Gradus and with transformers in turn and compares their speed.

Both peers run the same shape in a process of their own: `prompts` prompts of `prompt-tokens` random
tokens, `samples` completions each, exactly `new-tokens` tokens long (end of sequence is not taken),
temperature 1, the same number of threads. A process prints one JSON line {"tokens", "seconds"} per
measured repeat, after one repeat that is not measured; loading is not measured.
"""

import argparse
import json
import os
import pathlib
import statistics
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "peer"))
from turns import json_lines  # noqa: E402

ROOT = HERE.parents[2]
PEERS = ("gradus", "transformers")


def parse_arguments():
    parser = argparse.ArgumentParser(prog="jobs/bench/run rollouts")
    parser.add_argument("--model", required=True, help="Hugging Face model directory")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each peer")
    parser.add_argument("--repeats", type=int, default=2, help="measurements in a turn")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--prompts", type=int, default=8)
    parser.add_argument("--samples", type=int, default=8)
    parser.add_argument("--prompt-tokens", type=int, default=64)
    parser.add_argument("--new-tokens", type=int, default=64)
    parser.add_argument("--dtypes", default="float32,bfloat16")
    parser.add_argument("--peers", default=",".join(PEERS), help="leave one out to try the other")
    parser.add_argument("--out", help="JSON file for all measurements")
    arguments = parser.parse_args()
    if not (pathlib.Path(arguments.model) / "config.json").is_file():
        parser.error(f"--model {arguments.model}: no config.json, expected a Hugging Face directory")
    for peer in arguments.peers.split(","):
        if peer not in PEERS:
            parser.error(f"--peers {peer}: expected some of {', '.join(PEERS)}")
    return arguments


def command(peer, dtype, arguments):
    shape = [
        str(pathlib.Path(arguments.model).resolve()),
        dtype,
        *map(
            str,
            (
                arguments.prompts,
                arguments.samples,
                arguments.prompt_tokens,
                arguments.new_tokens,
                arguments.repeats,
                arguments.threads,
            ),
        ),
    ]
    if peer == "transformers":
        return [sys.executable, str(HERE / "transformers_peer.py"), *shape]
    return ["java", "-cp", os.environ["GRADUS_BENCH_CP"], "io.gradus.jobs.bench.RolloutBench", *shape]


def turn(peer, dtype, arguments):
    """Tokens per second of each repeat."""
    lines = json_lines(peer, command(peer, dtype, arguments))
    expected = arguments.prompts * arguments.samples * arguments.new_tokens
    for line in lines:
        if line["tokens"] != expected:
            sys.exit(f"{peer} made {line['tokens']} tokens, expected {expected}")
    if len(lines) != arguments.repeats:
        sys.exit(f"{peer} printed {len(lines)} measurements, expected {arguments.repeats}")
    return [line["tokens"] / line["seconds"] for line in lines]


def measure(dtype, arguments):
    peers = arguments.peers.split(",")
    rates = {peer: [] for peer in peers}
    for index in range(arguments.rounds):
        for peer in peers:
            rates[peer] += turn(peer, dtype, arguments)
            last = ", ".join(f"{rate:.0f}" for rate in rates[peer][-arguments.repeats :])
            print(f"{dtype} round {index + 1} {peer}: {last} tokens/s", file=sys.stderr, flush=True)
    return rates


def main():
    arguments = parse_arguments()
    print(
        f"{arguments.prompts} prompts x {arguments.samples} samples, {arguments.prompt_tokens} + "
        f"{arguments.new_tokens} tokens, {arguments.threads} threads, tokens per second"
    )
    load = os.getloadavg()[0]
    if load > 0.5:
        print(f"warning: other work runs here (load average {load:.1f}): the figures will be low")
    print(f"{'dtype':<10}{'peer':<14}{'minimum':>9}{'median':>9}{'maximum':>9}{'ratio':>8}")
    results = {}
    for dtype in arguments.dtypes.split(","):
        rates = results[dtype] = measure(dtype, arguments)
        for peer, values in rates.items():
            ratio = ""
            if peer == "gradus" and "transformers" in rates:
                ratio = f"{statistics.median(values) / statistics.median(rates['transformers']):.2f}"
            print(
                f"{dtype:<10}{peer:<14}{min(values):>9.1f}{statistics.median(values):>9.1f}"
                f"{max(values):>9.1f}{ratio:>8}",
                flush=True,
            )
    if arguments.out:
        report = {"settings": vars(arguments), "tokens_per_second": results}
        pathlib.Path(arguments.out).write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
