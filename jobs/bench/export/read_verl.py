"""Composes verl's configuration with the settings of every script of an export."""

import importlib.util
import os
import subprocess
import sys
import tempfile
from glob import glob

from hydra import compose, initialize_config_dir
from omegaconf import OmegaConf


def settings(script, spy):
    """What the script would pass to verl."""
    out = subprocess.run([script], env=os.environ | {"PYTHON": spy}, capture_output=True, check=True).stdout
    words = out.decode().split("\0")[:-1]
    assert words[:3] == ["-u", "-m", "verl.trainer.main_ppo"], words[:3]
    return words[3:]


def main():
    (export,) = sys.argv[1:]
    package = importlib.util.find_spec("verl").submodule_search_locations[0]
    scripts = sorted(glob(os.path.join(export, "runs", "*", "run.sh")))
    names = set()
    with tempfile.TemporaryDirectory() as folder, initialize_config_dir(
        config_dir=os.path.join(package, "trainer", "config"), version_base=None
    ):
        spy = os.path.join(folder, "spy")
        with open(spy, "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\nprintf '%s\\0' \"$@\"\n")
        os.chmod(spy, 0o755)
        for script in scripts:
            given = settings(script, spy)
            config = compose("ppo_trainer", overrides=given)
            OmegaConf.to_container(config, resolve=True)
            names.add(config.trainer.experiment_name)
            trainer, data = config.trainer, config.data
            gpus = trainer.nnodes * trainer.n_gpus_per_node
            assert os.path.basename(os.path.dirname(script)) == trainer.experiment_name
            # What verl checks before it trains, in verl.utils.config
            sequences = data.train_batch_size * config.actor_rollout_ref.rollout.n
            assert sequences % gpus == 0, (script, sequences, gpus)
            assert data.train_batch_size >= config.actor_rollout_ref.actor.ppo_mini_batch_size
            longest = data.max_prompt_length + data.max_response_length
            assert config.actor_rollout_ref.actor.ppo_max_token_len_per_gpu >= longest
            assert gpus % config.actor_rollout_ref.rollout.tensor_model_parallel_size == 0
            for path in [data.train_files, config.reward.custom_reward_function.path, *data.val_files]:
                for one in [path] if isinstance(path, str) else path:
                    there = os.path.exists(one)
                    assert there or os.path.relpath(one, export) in open(f"{export}/README.md").read(), one
    assert len(names) == len(scripts) > 0
    print(f"verl: Hydra composes the settings of {len(scripts)} runs with ppo_trainer.yaml; every key is verl's")


if __name__ == "__main__":
    main()
