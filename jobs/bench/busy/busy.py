"""Runs the smoke configuration on idle cores and beside busy processes, and compares. See run."""

import argparse
import contextlib
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "peer"))
from machine import load_warning, processor  # noqa: E402

WAYS = ("passive", "active")
# ends with its parent, even where that is killed
SPIN = """
import os, sys
os.sched_setaffinity(0, {int(sys.argv[1])})
parent = os.getppid()
while os.getppid() == parent:
    for _ in range(1_000_000):
        pass
"""


@contextlib.contextmanager
def busy_cores(wanted):
    """A loop on each core that this process may use, in a session of its own, until the end."""
    loops = []
    try:
        for core in sorted(os.sched_getaffinity(0)) if wanted else ():
            command = [sys.executable, "-c", SPIN, str(core)]
            loops.append(subprocess.Popen(command, start_new_session=True))
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def train(root, way):
    """Wall and processor seconds of one run."""
    environment = dict(os.environ)
    environment.pop("OMP_WAIT_POLICY", None)
    if way == "active":
        environment["OMP_WAIT_POLICY"] = "ACTIVE"
    options = [*os.environ.get("GRADUS_JAVA_OPTS", "-Xmx4g").split(), "-XX:+UseParallelGC"]
    with tempfile.TemporaryDirectory() as folder:
        command = ["java", *options, f"@{root}/conf/spark/java-options", "-cp"]
        command += [os.environ["GRADUS_BENCH_CP"], "io.gradus.jobs.cli.Gradus", "train"]
        command += [f"{root}/conf/smoke.conf", f"store.path={folder}/store"]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.monotonic()
        run = subprocess.run(
            command,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        wall = time.monotonic() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if run.returncode != 0:
        sys.exit(f"train ended with exit code {run.returncode}:\n{run.stdout[-2000:]}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    parser = argparse.ArgumentParser(prog="jobs/bench/run busy")
    parser.add_argument("root")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ways", default=",".join(WAYS), help="some of passive, active")
    parser.add_argument("--out", help="JSON file for all measurements")
    arguments = parser.parse_args()
    arguments.ways = arguments.ways.split(",")
    for way in arguments.ways:
        if way not in WAYS:
            parser.error(f"--ways {way}: expected some of {', '.join(WAYS)}")
    print(processor())
    load_warning()
    cases = [(way, busy) for busy in (False, True) for way in arguments.ways]
    runs = {case: [] for case in cases}
    for index in range(arguments.rounds):
        for way, busy in cases:
            with busy_cores(busy):
                runs[way, busy].append(train(arguments.root, way))
            wall, used = runs[way, busy][-1]
            beside = "busy cores" if busy else "idle cores"
            print(
                f"round {index + 1} {way}, {beside}: {wall:.1f} s, processor {used:.1f} s",
                file=sys.stderr,
                flush=True,
            )
    wall = {case: statistics.median(wall for wall, _ in runs[case]) for case in cases}
    used = {case: statistics.median(used for _, used in runs[case]) for case in cases}
    print(f"{'waiting':<10}{'idle cores':>12}{'busy cores':>12}{'ratio':>8}{'processor s, idle, busy':>26}")
    for way in arguments.ways:
        idle, busy = (way, False), (way, True)
        pair = f"{used[idle]:.1f}, {used[busy]:.1f}"
        print(
            f"{way:<10}{wall[idle]:>10.1f} s{wall[busy]:>10.1f} s{wall[busy] / wall[idle]:>8.2f}"
            f"{pair:>26}"
        )
    if len(arguments.ways) == len(WAYS):
        cost = 100 * (wall["passive", False] / wall["active", False] - 1)
        print(f"on idle cores sleeping costs {cost:+.1f} % against spinning")
    if arguments.out:
        report = {f"{way}, {'busy' if busy else 'idle'}": runs[way, busy] for way, busy in cases}
        pathlib.Path(arguments.out).write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
