"""Starts commands on a terminal of their own, and stops each when it shows what is waited for. See run."""

import argparse
import os
import pty
import re
import shutil
import signal
import statistics
import tempfile
import time


def start(command, until=None, limit=120):
    """Wall seconds until the output matches, or until the end; and processor seconds of the process until then."""
    began = time.monotonic()
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(command[0], command)
    seen = b""
    wall = processor = None
    while True:
        try:
            read = os.read(terminal, 65536)
        except OSError:  # the other end is closed
            read = b""
        seen += read
        if until and wall is None and re.search(until, seen):
            wall, processor = time.monotonic() - began, processor_seconds(pid)
            os.kill(pid, signal.SIGTERM)
        if not read:
            break
        if wall is None and time.monotonic() - began > limit:
            os.kill(pid, signal.SIGTERM)
            break
    _, status, used = os.wait4(pid, 0)
    os.close(terminal)
    if until is None and status == 0:
        return time.monotonic() - began, used.ru_utime + used.ru_stime
    if wall is None:
        raise SystemExit(f"{' '.join(command)} ended without {until}:\n{seen.decode(errors='replace')[-2000:]}")
    return wall, processor


def processor_seconds(pid):
    """Of a running process, user and system."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def shown(values):
    return f"{statistics.median(values):6.2f} ({min(values):.2f} to {max(values):.2f})"


def main():
    parser = argparse.ArgumentParser(prog="jobs/bench/run cold-start")
    parser.add_argument("root")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    gradus = os.path.join(arguments.root, "gradus")
    work = tempfile.mkdtemp(prefix="gradus-cold-start")
    smoke = [gradus, "train", os.path.join(arguments.root, "conf/smoke.conf"), f"store.path={work}/store"]

    def quickstart(round):
        command = [gradus, "quickstart", "--out", f"{work}/quickstart-{round}", "model.pretrain.log-every=1"]
        return start(command, rb"step \d+/750")

    def grpo(round):
        return start([*smoke, f"run.id=round-{round}"], rb"\b1/4\b")

    kinds = [
        ("gradus --help", lambda round: start([gradus, "--help"])),
        ("quickstart: a pre-training step", quickstart),
        ("train conf/smoke.conf: GRPO step 1", grpo),
    ]
    try:
        start([*smoke, "run.id=warm-up"], rb"\b1/4\b")  # makes the model, and reads files from disk
        print(f"{'from launch to':36} {'wall s':>24} {'processor s':>24}")
        for name, kind in kinds:
            figures = [kind(round) for round in range(arguments.rounds)]
            wall, processor = zip(*figures)
            print(f"{name:36} {shown(wall):>24} {shown(processor):>24}", flush=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
