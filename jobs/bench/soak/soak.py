"""Trains a tiny model for long, and measures what could grow. See run."""

import argparse
import os
import pathlib
import re
import resource
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
# So many steps before its end, or half-way, a process is measured: it must not have ended meanwhile.
BEFORE_END = 20
# The time of so many steps before that is averaged.
AVERAGED = 100


def command(*arguments):
    options = os.environ.get("GRADUS_JAVA_OPTS", "-Xmx1g").split()
    # A collection that leaves gaps fills them with arrays of integers, which a histogram counts like any others.
    launch = ["java", *options, "-XX:+UseSerialGC", "-XX:MarkSweepDeadRatio=0", f"@{ROOT}/conf/spark/java-options"]
    return [*launch, "-cp", os.environ["GRADUS_BENCH_CP"], "io.gradus.jobs.cli.Gradus", *arguments]


def measure(process, step):
    """Resident size and live heap in MB, open files, threads."""
    # Counts what a full collection leaves. One call, since a short process may end before a second one.
    asked = subprocess.run(["jcmd", str(process.pid), "GC.class_histogram"], capture_output=True, text=True)
    total = re.search(r"^Total\s+\d+\s+(\d+)", asked.stdout, re.MULTILINE)
    if not total:
        sys.exit(f"step {step} cannot be measured: {asked.stdout[-300:]}{asked.stderr[-300:]}")
    if os.environ.get("SOAK_HISTOGRAMS"):
        pathlib.Path(os.environ["SOAK_HISTOGRAMS"], f"{step}.txt").write_text(asked.stdout)
    heap = int(total[1]) / 1024
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    value = lambda name: int(re.search(rf"^{name}:\s+(\d+)", status, re.MULTILINE)[1])
    handles = len(os.listdir(f"/proc/{process.pid}/fd"))
    return value("VmRSS") / 1024, heap / 1024, handles, value("Threads")


def processor_seconds(process):
    """What a running process has used so far."""
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def children_seconds():
    """Processor time of the processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def train(store, steps, overrides):
    """Trains to a step; wall and processor seconds to the first new one and of a step near the end, and what was measured there."""
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
    to = max(steps - BEFORE_END, steps // 2)
    lines = []
    for line in process.stdout:
        lines.append(line)
        step = re.match(r"step (\d+)/", line)
        if step:
            times[int(step[1])] = (time.monotonic() - begin, processor_seconds(process))
            if not measured and to <= int(step[1]) < steps:
                measured = measure(process, int(step[1]))
    if process.wait() != 0:
        sys.exit("".join(lines[-20:]))
    first = min(times)
    to = max(first, to)
    since = max(first, to - AVERAGED)
    step = [(end - start) / max(1, to - since) for start, end in zip(times[since], times[to])]
    return times[first], step, measured


def both(seconds, digits):
    return " / ".join(f"{value:7.{digits}f}" for value in seconds).rjust(15)


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
    print("Times are wall seconds / processor seconds.")
    print(
        "steps  resident MB  heap MB  handles  threads  files  a step         s a step            sql s          start s"
        "  store MB",
        flush=True,
    )
    row = None
    for mark in [*marks, marks[-1] + 1]:
        start, step, measured = train(store, mark, options.overrides)
        if row:
            # A start is what the process that follows takes to its first step.
            print(f"{row}  {both(start, 2)}  {size / 2**20:8.1f}", flush=True)
        if mark > marks[-1]:
            break
        files = [path for path in store.rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files)
        begin, used = time.monotonic(), children_seconds()
        answer = subprocess.run(
            command("sql", "--store", str(store), "--format", "csv", QUERY), capture_output=True, text=True
        )
        seconds = (time.monotonic() - begin, children_seconds() - used)
        if not answer.stdout.strip().endswith(f",{mark}"):
            sys.exit(f"expected {mark} steps: {answer.stdout}{answer.stderr}")
        resident, heap, handles, threads = measured
        row = (
            f"{mark:5}  {resident:11.0f}  {heap:7.1f}  {handles:7}  {threads:7}  {len(files):5}"
            f"  {len(files) / mark:6.2f}  {both(step, 3)}  {both(seconds, 2)}"
        )
    shutil.rmtree(work)


if __name__ == "__main__":
    main()
