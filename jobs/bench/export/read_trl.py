"""Reads every YAML of an export as a GRPOConfig of TRL."""

import json
import os
import sys
from glob import glob

import trl
from trl import GRPOConfig, TrlParser


def main():
    (export,) = sys.argv[1:]
    files = sorted(glob(os.path.join(export, "runs", "*", "config.yaml")))
    names = set()
    for file in files:
        (config,) = TrlParser((GRPOConfig,)).parse_args_and_config(["--config", file])
        with open(os.path.join(os.path.dirname(file), "run.json"), encoding="utf-8") as text:
            run = json.load(text)
        names.add(config.run_name)
        assert config.run_name == run["run"] == os.path.basename(os.path.dirname(file))
        assert isinstance(config.learning_rate, float) and isinstance(config.adam_epsilon, float)
        # On one process the accumulated sequences are those of an optimiser step on one of the GPUs.
        local = config.per_device_train_batch_size * config.gradient_accumulation_steps
        assert run["sequences_per_optimizer_step"] % local == 0
        assert config.max_steps % (config.generation_batch_size // run["sequences_per_optimizer_step"]) == 0
    assert len(names) == len(files) > 0
    print(f"TRL {trl.__version__}: TrlParser reads the configurations of {len(files)} runs as GRPOConfig")


if __name__ == "__main__":
    main()
