"""Runs a peer's turn in a process of its own."""

import json
import os
import subprocess
import sys

# Both peers set libtorch's threads themselves; the variables would act on top of that.
DROPPED = ("OMP_NUM_THREADS", "MKL_NUM_THREADS")


def json_lines(peer, command):
    """The JSON objects that a command prints, one a line; ends the benchmark where it fails."""
    run = subprocess.run(
        command,
        env={name: value for name, value in os.environ.items() if name not in DROPPED},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if run.returncode != 0:
        sys.exit(f"{peer} failed with exit code {run.returncode}; its messages are above")
    return [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
