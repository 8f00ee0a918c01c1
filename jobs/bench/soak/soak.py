"""Trains a tiny model for long, and measures what could grow. See run."""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

TINY = [
    "evaluate.every=50",
    "grpo.prompts=2",
    "grpo.mini-batch=2",
    "rollout.prompts-per-batch=2",
    "rollout.group-size=2",
    "problems.test.synthetic.count=8",
    "model.pretrain.phases=[{ steps = 20, learning-rate = 3e-3 }]",
]
QUERY = "SELECT count(*), sum(reward), count(DISTINCT step) FROM trajectories"
# So many steps before its end a process is measured, and the time of so many steps before that is averaged.
BEFORE_END = 3
AVERAGED = 100


def command(*arguments):
    options = os.environ.get("GRADUS_JAVA_OPTS", "-Xmx1g").split()
    launch = ["java", *options, "-XX:+UseSerialGC", f"@{ROOT}/conf/spark/java-options"]
    return [*launch, "-cp", os.environ["GRADUS_BENCH_CP"], "io.gradus.jobs.cli.Gradus", *arguments]


def jcmd(process, what):
    return subprocess.run(["jcmd", str(process.pid), what], capture_output=True, text=True, check=True).stdout


def measure(process):
    """Resident size and live heap in MB, open files, threads."""
    jcmd(process, "GC.run")
    # Of the young and the old generation; metaspace is none.
    heap = sum(
        int(used)
        for used in re.findall(r"generation\s+total \d+K, used (\d+)K", jcmd(process, "GC.heap_info"))
    )
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    value = lambda name: int(re.search(rf"^{name}:\s+(\d+)", status, re.MULTILINE)[1])
    handles = len(os.listdir(f"/proc/{process.pid}/fd"))
    return value("VmRSS") / 1024, heap / 1024, handles, value("Threads")


def train(store, steps, overrides):
    """Trains to a step; seconds to the first new one, of a step near the end, and what was measured there."""
    begin = time.monotonic()
    process = subprocess.Popen(
        command("train", str(ROOT / "conf/smoke.conf"), f"store.path={store}", f"steps={steps}", *TINY, *overrides),
        env=dict(os.environ, OMP_WAIT_POLICY="PASSIVE"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    times = {}
    measured = None
    lines = []
    for line in process.stdout:
        lines.append(line)
        step = re.match(r"step (\d+)/", line)
        if step:
            times[int(step[1])] = time.monotonic() - begin
            if not measured and int(step[1]) >= steps - BEFORE_END:
                measured = measure(process)
    if process.wait() != 0:
        sys.exit("".join(lines[-20:]))
    first = min(times)
    to = max(first, steps - BEFORE_END)
    since = max(first, to - AVERAGED)
    return times[first], (times[to] - times[since]) / max(1, to - since), measured


def main():
    global ROOT
    parser = argparse.ArgumentParser(prog="jobs/bench/run soak")
    parser.add_argument("root", type=pathlib.Path)
    parser.add_argument("--marks", default="10,300,2000")
    parser.add_argument("overrides", nargs="*")
    options = parser.parse_args()
    ROOT = options.root
    work = ROOT / "target/bench-soak"
    shutil.rmtree(work, ignore_errors=True)
    store = work / "store"
    marks = [int(mark) for mark in options.marks.split(",")]
    print("steps  resident MB  heap MB  handles  threads  files  a step  s a step  sql s  start s  store MB", flush=True)
    row = None
    for mark in [*marks, marks[-1] + 1]:
        start, step, measured = train(store, mark, options.overrides)
        if row:
            # A start is what the process that follows takes to its first step.
            print(f"{row}  {start:7.2f}  {size / 2**20:8.1f}", flush=True)
        if mark > marks[-1]:
            break
        files = [path for path in store.rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files)
        begin = time.monotonic()
        answer = subprocess.run(
            command("sql", "--store", str(store), "--format", "csv", QUERY), capture_output=True, text=True
        )
        seconds = time.monotonic() - begin
        if not answer.stdout.strip().endswith(f",{mark}"):
            sys.exit(f"expected {mark} steps: {answer.stdout}{answer.stderr}")
        resident, heap, handles, threads = measured
        row = (
            f"{mark:5}  {resident:11.0f}  {heap:7.1f}  {handles:7}  {threads:7}  {len(files):5}"
            f"  {len(files) / mark:6.2f}  {step:8.3f}  {seconds:5.2f}"
        )
    shutil.rmtree(work)


if __name__ == "__main__":
    main()
