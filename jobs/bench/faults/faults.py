"""Disturbs the commands that write, and compares what they leave. See run."""

import argparse
import hashlib
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
KILLED = -signal.SIGKILL
# What only an execution has: who wrote, when, and attempts; manifests name all that counts.
NOT_COMPARED = re.compile(r"(^|/)(_owners|_manifests|_SUCCESS|\..*\.crc)(/|$)")
QUARANTINE = re.compile(r"^store/_quarantine/\d+/")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SMALL = [
    "steps=2",
    "commit.every=1",
    "model.pretrain.phases=[{ steps = 20, learning-rate = 3e-3 }]",
    "grpo.prompts=8",
    "rollout.prompts-per-batch=4",
    "problems.test.synthetic.count=16",
]


class Command:
    """A command line that writes into a folder of its own, which begins as a copy of another one."""

    def __init__(self, name, *arguments, begin=None):
        self.name = name
        self.arguments = arguments
        self.begin = begin

    def folder(self, what):
        """A folder to run in."""
        made = WORK / "runs" / f"{self.name}-{what}"
        shutil.rmtree(made, ignore_errors=True)
        if self.begin:
            shutil.copytree(self.begin, made)
        else:
            made.mkdir(parents=True)
        return made

    def line(self, folder, java_options=()):
        options = os.environ.get("GRADUS_JAVA_OPTS", "-Xmx2g").split()
        command = ["java", *options, "-XX:+UseSerialGC", *java_options]
        command += [f"@{ROOT}/conf/spark/java-options", "-cp", os.environ["GRADUS_BENCH_CP"]]
        command += ["io.gradus.jobs.cli.Gradus"]
        return command + [argument.replace("{}", str(folder)) for argument in self.arguments]

    def start(self, folder, **faults):
        environment = dict(os.environ, OMP_WAIT_POLICY="PASSIVE")
        if faults:
            environment.update(LD_PRELOAD=str(LIBRARY), FAULT_ROOT=str(folder))
            environment.update({f"FAULT_{name.upper()}": str(of) for name, of in faults.items()})
        return subprocess.Popen(
            self.line(folder),
            env=environment,
            cwd=WORK,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, folder, **faults):
        process = self.start(folder, **faults)
        output, _ = process.communicate()
        return process.returncode, output


def prepare(wanted):
    """Inputs, as far as they are wanted, and the command lines over them."""
    problems = WORK / "problems.jsonl"
    with problems.open("w") as out:
        for i in range(20):
            out.write(json.dumps({"id": f"p{i}", "prompt": f"{i}+{i}=", "answer": str(2 * i)}) + "\n")
    curves = WORK / "curves.csv"
    with curves.open("w") as out:
        out.write("run_id,family,variant,params,seed,tau,group_size,step,data,tokens,compute,benchmark,problems,loss,se\n")
        for size in (1e6, 3e6, 9e6):
            for step in (0, 1, 2, 4, 8, 16, 32):
                data = 512 * step
                tokens = data * 900
                loss = 0.9 * (max(step, 0.5) * 2) ** -(0.3 / (1 + 2e6 / size))
                out.write(
                    f"r{size:.0f},toy,base,{size},1,1,8,{step},{data},{tokens},{6 * size * tokens},test,500,{loss:.6f},0.01\n"
                )
    model = WORK / "model"
    smoke = str(ROOT / "conf/smoke.conf")
    pretrain = Command("pretrain", "pretrain", smoke, "model.path={}/model", "store.path={}/store", *SMALL)
    if "evaluate" in wanted:
        Command("model", "pretrain", smoke, f"model.path={model}", f"store.path={WORK}/unused", *SMALL).run(WORK)
    table = WORK / "curve-table"
    if "analyze" in wanted:
        Command("curves", "curves", "import", "--format", "csv", "--in", str(curves), "--out", str(table)).run(WORK)
    study = WORK / "study.conf"
    study.write_text(
        (ROOT / "conf/smoke.conf").read_text()
        + "\nstudy { run-id = \"s{seed}\", axes { seed { 1 { seed = 1 }, 2 { seed = 2 } } }, grids = [ { name = all, seed = [1, 2] } ] }\n"
    )
    train = ["train", smoke, "store.path={}/store", *SMALL]
    if "repair" in wanted:
        damaged = WORK / "damaged"
        Command("damaged", *train, "steps=3").run(damaged)
        damage(damaged / "store")
    if "compact" in wanted:
        Command("long", *train, "steps=100", "evaluate.every=50").run(WORK / "long")
    every = [
        Command("train", *train),
        pretrain,
        Command("study", "study", "--out", "{}/report", str(study), "store.path={}/store", *SMALL),
        Command(
            "evaluate", "evaluate", "--model", str(model), "--problems", str(problems), "--source", "jsonl",
            "--samples", "2", "--max-tokens", "6", "--out", "{}/answers",
        ),
        Command("import", "datasets", "import", "--source", "jsonl", "--in", str(problems), "--out", "{}/problems"),
        Command("curves", "curves", "import", "--format", "csv", "--in", str(curves), "--out", "{}/curves"),
        Command("analyze", "analyze", "--curves", str(table), "--out", "{}/report", "--replicates", "20"),
        Command("repair", "store", "repair", "--store", "{}/store", "--apply", begin=WORK / "damaged"),
        Command("compact", *train, "steps=103", "evaluate.every=50", begin=WORK / "long"),
    ]
    return {command.name: command for command in every}


def damage(store):
    """Flips a bit of a trajectory file of step 2, and leaves a file that belongs to nothing."""
    file = sorted((store / "trajectories").rglob("*step=2/*.parquet"))[0]
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(bytes(content))
    (store / "trajectories/stray.parquet").write_bytes(b"stray")


def sums(folder):
    """SHA-256 of the files that a command left, by name without random parts."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = UUID.sub("UUID", str(path.relative_to(folder)))
        name = QUARANTINE.sub("store/_quarantine/N/", name)
        if path.is_file() and not NOT_COMPARED.search(name):
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


class Reference:
    """What a command leaves undisturbed: files that two executions left alike, and names of the others."""

    def __init__(self, command):
        folders = [command.folder(f"undisturbed-{i}") for i in (1, 2)]
        count = WORK / f"{command.name}.count"
        count.unlink(missing_ok=True)
        begin = time.monotonic()
        for folder in folders:
            code, output = command.run(folder, **({"count": count} if folder == folders[1] else {}))
            if code != 0:
                sys.exit(f"{command.name}: exit code {code} undisturbed\n{output}")
        self.seconds = (time.monotonic() - begin) / 2
        first, second = map(sums, folders)
        if first.keys() != second.keys():
            sys.exit(f"{command.name}: two executions leave other files: {first.keys() ^ second.keys()}")
        self.names = set(first)
        self.alike = {name: value for name, value in first.items() if second[name] == value}
        self.operations = count.stat().st_size
        for folder in folders:
            shutil.rmtree(folder)

    def difference(self, folder):
        """The first file that is not as it is to be; none if all are."""
        now = sums(folder)
        for name in sorted(self.names - now.keys()):
            return f"{name} is missing"
        for name in sorted(now.keys() - self.names):
            return f"{name} is left over"
        for name, value in sorted(self.alike.items()):
            if now[name] != value:
                return f"{name} differs"
        return None


class Tally:
    """Prints trials and sums them up by kind."""

    def __init__(self):
        self.rows = {}
        self.failures = []

    def add(self, command, kind, what, difference):
        row = self.rows.setdefault((command, kind), [0, 0, 0])
        row[0] += 1
        row[2 if difference else 1] += 1
        if difference:
            self.failures.append(f"{command}, {kind} {what}: {difference}")
            print(self.failures[-1], flush=True)

    def show(self):
        print(f"{'command':10} {'fault':10} {'tried':>6} {'survived':>9} {'differences':>12}")
        for (command, kind), (tried, survived, differences) in self.rows.items():
            print(f"{command:10} {kind:10} {tried:6} {survived:9} {differences:12}")
        total = [sum(row[i] for row in self.rows.values()) for i in range(3)]
        print(f"{'all':10} {'':10} {total[0]:6} {total[1]:9} {total[2]:12}")
        return 1 if self.failures else 0


def again(command, folder, reference):
    """The same command once more, and how what it leaves differs."""
    code, output = command.run(folder)
    difference = reference.difference(folder)
    if difference:
        last = output.strip().splitlines()[-1:] or [""]
        return f"{difference}; exit code {code}: {last[0][:300]}"
    return None


def chosen(operations, points, chance):
    if points == "all" or int(points) >= operations:
        return range(1, operations + 1)
    return sorted(chance.sample(range(1, operations + 1), int(points)))


def halts(command, reference, options, chance, tally):
    for n in chosen(reference.operations, options.points, chance):
        folder = command.folder(f"halt-{n}")
        code, output = command.run(folder, kill=n)
        difference = None if code in (KILLED, 0) else f"exit code {code} in place of a kill"
        difference = difference or again(command, folder, reference)
        tally.add(command.name, "halt", f"after operation {n} of {reference.operations}", difference)
        finish(folder, difference)


def full_disks(command, reference, options, chance, tally):
    for n in chosen(reference.operations, options.points, chance):
        folder = command.folder(f"full-{n}")
        code, output = command.run(folder, full=n)
        difference = None
        if code == 0 and reference.difference(folder):
            difference = "exit code 0 with a full disk"
        elif code != 0 and not re.search("no space left", output, re.IGNORECASE):
            difference = "the message does not say that the disk is full: " + output.strip().splitlines()[-1][:300]
        difference = difference or again(command, folder, reference)
        tally.add(command.name, "full", f"from operation {n} of {reference.operations}", difference)
        finish(folder, difference)


def clocks(command, reference, options, chance, tally):
    """The clock jumps by up to a day, forwards or back, in the middle of a process that is then killed, or is not."""
    for n in range(options.jumps):
        folder = command.folder(f"clock-{n}")
        at = chance.randint(1, reference.operations)
        seconds = chance.choice([-86400, -3600, -60, 60, 3600, 86400])
        faults = {"clock": at, "jump": seconds}
        if n % 2:
            faults["kill"] = chance.randint(at, reference.operations)
        code, output = command.run(folder, **faults)
        difference = None if code in (KILLED, 0) else f"exit code {code}: {output.strip().splitlines()[-1][:300]}"
        difference = difference or again(command, folder, reference)
        tally.add(command.name, "clock", f"by {seconds} s at operation {at}", difference)
        finish(folder, difference)


def kills(command, reference, options, chance, tally):
    for n in range(options.kills):
        folder = command.folder(f"kill-{n}")
        after = chance.uniform(0, reference.seconds)
        process = command.start(folder)
        try:
            process.communicate(timeout=after)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        difference = again(command, folder, reference)
        tally.add(command.name, "kill", f"{n} after {after:.2f} s", difference)
        finish(folder, difference)


def twice(command, reference, options, chance, tally):
    """A second driver at a random time: one of the two ends the run, the other is refused or finds it done."""
    for n in range(options.drivers):
        folder = command.folder(f"twice-{n}")
        after = chance.uniform(0, reference.seconds / 2)
        first = command.start(folder)
        time.sleep(after)
        second = command.start(folder)
        outputs = [process.communicate()[0] for process in (first, second)]
        codes = [first.returncode, second.returncode]
        difference = None
        for code, output in zip(codes, outputs):
            if code != 0 and "two drivers cannot write one run" not in output:
                difference = f"exit code {code}: {output.strip().splitlines()[-1][:300]}"
        difference = difference or reference.difference(folder)
        tally.add(command.name, "twice", f"{n}, the second {after:.2f} s later", difference)
        finish(folder, difference)


def readers(command, reference, options, chance, tally):
    """Reads a store again and again while it is written: every answer is of whole steps."""
    query = (
        "SELECT count(*) AS n, count(DISTINCT step) AS steps, (SELECT count(*) FROM steps) AS rows FROM trajectories"
    )
    folder = command.folder("read")
    reader = Command("sql", "sql", "--store", "{}/store", "--format", "csv", query)
    process = command.start(folder)
    while process.poll() is None:
        if (folder / "store/_manifests").exists():
            code, output = reader.run(folder)
            answer = output.strip().splitlines()[-1]
            numbers = re.fullmatch(r"(\d+),(\d+),(\d+)", answer)
            whole = numbers and int(numbers[1]) == 64 * int(numbers[2]) and numbers[2] == numbers[3]
            tally.add(command.name, "read", "during commits", None if code == 0 and whole else answer[:300])
        time.sleep(0.05)
    process.communicate()
    difference = reference.difference(folder)
    tally.add(command.name, "read", "afterwards", difference)
    finish(folder, difference)


def executors(command, reference, options, chance, tally):
    """Kills executors of a local cluster, of one to three of them, some with speculation."""
    if not os.environ.get("SPARK_HOME"):
        print("executors: skipped, since SPARK_HOME names no Spark distribution")
        return
    for n in range(options.losses):
        folder = command.folder(f"executors-{n}")
        number = 1 + n % 3
        arguments = [argument.replace("{}", str(folder)) for argument in command.arguments]
        launch = [str(ROOT / "gradus"), "--master", f"local-cluster[{number},1,1500]"]
        launch += ["--conf", f"spark.speculation={'true' if n % 2 else 'false'}"]
        launch += ["--conf", "spark.task.maxFailures=20"]
        process = subprocess.Popen(
            [*launch, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=WORK
        )
        lost = 0
        while process.poll() is None and lost < 3:
            time.sleep(chance.uniform(0.5, 4))
            for child in executor_processes(process.pid)[:1]:
                os.kill(child, signal.SIGKILL)
                lost += 1
        output = process.communicate()[0]
        difference = None if process.returncode == 0 else output.strip().splitlines()[-1][:300]
        difference = difference or reference.difference(folder)
        tally.add(command.name, "executors", f"{lost} of {number} lost", difference)
        finish(folder, difference)


def executor_processes(ancestor):
    """Executors that descend from a process."""
    parents = {}
    for status in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rsplit(")", 1)[1].split()
            parents[int(status.parent.name)] = int(fields[1])
        except OSError:
            continue
    found = []
    for process in parents:
        at = process
        while at in parents and at != ancestor:
            at = parents[at]
        try:
            line = pathlib.Path(f"/proc/{process}/cmdline").read_text()
        except OSError:
            continue
        if at == ancestor and "CoarseGrainedExecutorBackend" in line:
            found.append(process)
    return found


def finish(folder, difference):
    if difference:
        print(f"  kept: {folder}")
    else:
        shutil.rmtree(folder)


KINDS = {
    "halt": halts,
    "full": full_disks,
    "kill": kills,
    "clock": clocks,
    "twice": twice,
    "read": readers,
    "executors": executors,
}
# Only runs have a store that others read and write.
OF_RUNS = {"twice", "read", "executors"}


def main():
    global ROOT, WORK, LIBRARY
    parser = argparse.ArgumentParser(prog="jobs/bench/run faults")
    parser.add_argument("root", type=pathlib.Path)
    parser.add_argument("--kills", type=int, default=200, help="random kills, shared among the commands")
    parser.add_argument("--points", default="40", help="write points of each command, or all")
    parser.add_argument("--drivers", type=int, default=5)
    parser.add_argument("--jumps", type=int, default=6, help="jumps of the clock in each command")
    parser.add_argument("--losses", type=int, default=6, help="runs whose executors are killed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--commands", default="train,pretrain,study,evaluate,import,curves,analyze,repair,compact")
    parser.add_argument("--kinds", default=",".join(KINDS))
    options = parser.parse_args()
    ROOT = options.root
    WORK = ROOT / "target/bench-faults"
    LIBRARY = WORK / "faults.so"
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", LIBRARY, HERE / "faults.c", "-ldl"], check=True)
    names = options.commands.split(",")
    commands = prepare(names)
    options.kills = -(-options.kills // len(names))
    print(f"seed {options.seed}")
    tally = Tally()
    for name in names:
        command = commands[name]
        reference = Reference(command)
        print(
            f"{name}: {reference.operations} write points, {len(reference.alike)} of {len(reference.names)} files"
            f" alike in two executions, {reference.seconds:.1f} s",
            flush=True,
        )
        for kind in options.kinds.split(","):
            if name == "train" or kind not in OF_RUNS:
                KINDS[kind](command, reference, options, random.Random(f"{options.seed} {name} {kind}"), tally)
    sys.exit(tally.show())


if __name__ == "__main__":
    main()
