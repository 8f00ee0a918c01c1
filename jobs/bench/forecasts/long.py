"""The Qwen3 export, one column a run, as one row a point: long.py EXPORT.csv > CURVES.csv"""

import csv
import sys

# Non-embedding parameters, prompts a step, problems: those of conf/curves/qwen3-gsm8k-wandb.conf.
SIZES = {"0.6b": 0.44e9, "1.7b": 1.4e9, "4b": 3.6e9, "8b": 6.95e9, "14b": 13.2e9}
PROMPTS, PROBLEMS, GROUP = 512, 1319, 3

out = csv.writer(sys.stdout)
out.writerow("run_id family variant params seed tau group_size step data benchmark problems loss".split())
with open(sys.argv[1], encoding="utf-8") as file:
    for row in csv.DictReader(file):
        for run, size in SIZES.items():
            if row.get(run):
                step = int(row["Step"])
                out.writerow([run, "qwen3", "instruct", size, 0, 1, GROUP, step, PROMPTS * step, "gsm8k", PROBLEMS,
                              1 - float(row[run])])
