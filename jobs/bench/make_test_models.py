"""Makes small Hugging Face model directories with random weights and expected logprobs.

    target/bench-venv/bin/python jobs/bench/make_test_models.py DIR [--only NAME …]

DIR/accepted holds models that must load, each with expected_logprobs.jsonl: transformers' float32
logprobs of tokens 1 … n-1 for sequences of 2 to 200 tokens. DIR/refused holds directories that must
be refused, each with why.txt. Weights are drawn wide enough that every part of the model shows in
the logprobs, norms and biases included.
"""

import argparse
import json
import pathlib
import shutil

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM
from transformers import LlamaConfig, MistralConfig, MixtralConfig, Qwen2Config, Qwen3Config

LENGTHS = (2, 5, 17, 64, 200)
BASE = {
    "vocab_size": 101,
    "hidden_size": 48,
    "intermediate_size": 80,
    "num_hidden_layers": 3,
    "num_attention_heads": 6,
    "num_key_value_heads": 2,
    "max_position_embeddings": 256,
    "bos_token_id": 1,
    "eos_token_id": 2,
}


def llama(**changes):
    return LlamaConfig(**{**BASE, "tie_word_embeddings": False, **changes})


def qwen2(**changes):
    return Qwen2Config(**{**BASE, "tie_word_embeddings": True, **changes})


def qwen3(**changes):
    return Qwen3Config(**{**BASE, "tie_word_embeddings": True, "head_dim": 8, **changes})


# name: (config, dtype of the file, largest shard)
ACCEPTED = {
    "llama-untied": (llama(), torch.float32, "1GB"),
    "llama-tied": (llama(tie_word_embeddings=True), torch.float32, "1GB"),
    "llama-sharded": (llama(), torch.float32, "60KB"),
    "llama-bfloat16": (llama(), torch.bfloat16, "1GB"),
    "llama-float16-sharded": (llama(), torch.float16, "40KB"),
    "llama-head-dim": (llama(head_dim=16), torch.float32, "1GB"),
    "llama-all-heads": (llama(num_key_value_heads=6), torch.float32, "1GB"),
    "llama-one-kv-head": (llama(num_key_value_heads=1), torch.float32, "1GB"),
    "llama-theta-eps": (llama(rope_theta=500.0, rms_norm_eps=1e-3), torch.float32, "1GB"),
    "llama-one-layer": (llama(num_hidden_layers=1, vocab_size=40), torch.float32, "1GB"),
    "llama-eos-list": (llama(eos_token_id=[2, 5]), torch.float32, "1GB"),
    "qwen2-tied": (qwen2(), torch.float32, "1GB"),
    "qwen2-untied-sharded": (qwen2(tie_word_embeddings=False), torch.float32, "60KB"),
    "qwen2-bfloat16": (qwen2(), torch.bfloat16, "1GB"),
    "qwen2-window-unused": (
        qwen2(sliding_window=32, use_sliding_window=False),
        torch.float32,
        "1GB",
    ),
    "qwen3-tied": (qwen3(), torch.float32, "1GB"),
    "qwen3-head-dim": (qwen3(head_dim=20, num_key_value_heads=3), torch.float32, "1GB"),
    "qwen3-untied-float16": (qwen3(tie_word_embeddings=False), torch.float16, "1GB"),
    "qwen3-sharded-bfloat16": (qwen3(), torch.bfloat16, "30KB"),
    "llama-linear-rope": (
        llama(rope_scaling={"rope_type": "linear", "factor": 2.0}),
        torch.float32,
        "1GB",
    ),
    "llama-llama3-rope": (
        llama(
            rope_scaling={
                "rope_type": "llama3",
                "factor": 8.0,
                "low_freq_factor": 1.0,
                "high_freq_factor": 4.0,
                "original_max_position_embeddings": 64,
            }
        ),
        torch.float32,
        "1GB",
    ),
    "llama-biases": (llama(attention_bias=True, mlp_bias=True), torch.float32, "1GB"),
    "llama-gelu": (llama(hidden_act="gelu"), torch.float32, "1GB"),
    "qwen2-window": (
        qwen2(use_sliding_window=True, sliding_window=16, max_window_layers=1),
        torch.float32,
        "1GB",
    ),
    "mistral-window": (MistralConfig(**BASE, sliding_window=40), torch.bfloat16, "60KB"),
}


def make_model(config, name):
    """A model whose weights depend on its name only."""
    torch.manual_seed(sum(name.encode()))
    model = AutoModelForCausalLM.from_config(config).eval()
    with torch.no_grad():
        for parameter_name, parameter in model.named_parameters():
            if "norm" in parameter_name:
                parameter.uniform_(0.5, 1.5)
            elif parameter_name.endswith("bias"):
                parameter.normal_(0, 0.5)
            else:
                parameter.normal_(0, 1.5 / parameter.shape[-1] ** 0.5)
    return model


def logprobs(model, ids):
    with torch.inference_mode():
        logits = model(torch.tensor([ids])).logits[0, :-1].float()
    return logits.log_softmax(-1).gather(1, torch.tensor(ids[1:])[:, None])[:, 0].tolist()


def write_expected(directory):
    """What transformers gives for the saved files, whatever their dtype, computed in float32."""
    model = AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32).eval()
    generator = torch.Generator().manual_seed(7)
    with open(directory / "expected_logprobs.jsonl", "w") as out:
        for length in LENGTHS:
            ids = torch.randint(model.config.vocab_size, (length,), generator=generator).tolist()
            out.write(json.dumps({"input_ids": ids, "logprobs": logprobs(model, ids)}) + "\n")


def accepted(directory, config, dtype, shard, name):
    make_model(config, name).to(dtype).save_pretrained(directory, max_shard_size=shard)
    write_expected(directory)


def change_json(path, **changes):
    content = json.loads(path.read_text())
    content.update(changes)
    path.write_text(json.dumps(content, indent=2) + "\n")


def change_tensors(directory, change):
    path = directory / "model.safetensors"
    tensors = load_file(path)
    change(tensors)
    save_file(tensors, path, metadata={"format": "pt"})


def legacy_variants(root):
    """Directories as older versions wrote them, which transformers still loads."""
    directory = root / "llama-legacy-keys"
    make_model(llama(), "legacy").save_pretrained(directory)
    config = json.loads((directory / "config.json").read_text())
    config["torch_dtype"] = config.pop("dtype")
    config.pop("head_dim")
    (directory / "config.json").write_text(json.dumps(config))
    change_tensors(
        directory,
        lambda t: t.update(
            {f"model.layers.{i}.self_attn.rotary_emb.inv_freq": torch.ones(4) for i in range(3)}
        ),
    )
    write_expected(directory)

    directory = root / "qwen2-tied-with-head"
    make_model(qwen2(), "with head").save_pretrained(directory)
    change_tensors(
        directory, lambda t: t.update({"lm_head.weight": t["model.embed_tokens.weight"].clone()})
    )
    write_expected(directory)


def refused(root):
    def start(name, why, config=None):
        directory = root / name
        make_model(config or llama(), name).save_pretrained(directory)
        (directory / "why.txt").write_text(why + "\n")
        return directory

    directory = start("rope-type", "rope_scaling of an unknown type")
    change_json(directory / "config.json", rope_scaling={"rope_type": "ntk", "factor": 2.0})
    directory = start("rope-thetas", "two rotary bases")
    change_json(directory / "config.json", rope_parameters={"rope_theta": 123.0})
    start("experts", "mixture of experts, MixtralForCausalLM", MixtralConfig(**BASE))
    start("activation", "hidden_act relu", llama(hidden_act="relu"))

    directory = start("missing-tensor", "model.layers.1.mlp.up_proj.weight is missing")
    change_tensors(directory, lambda t: t.pop("model.layers.1.mlp.up_proj.weight"))
    directory = start("missing-head", "untied, but lm_head.weight is missing")
    change_tensors(directory, lambda t: t.pop("lm_head.weight"))
    directory = start("extra-tensor", "an extra tensor model.layers.0.adapter.weight")
    change_tensors(directory, lambda t: t.update({"model.layers.0.adapter.weight": torch.ones(3)}))
    directory = start("misshapen", "model.norm.weight has 47 entries")
    change_tensors(directory, lambda t: t.update({"model.norm.weight": torch.ones(47)}))
    directory = start("integer-tensor", "model.norm.weight is int64")
    change_tensors(
        directory, lambda t: t.update({"model.norm.weight": torch.ones(48, dtype=torch.int64)})
    )
    directory = start("not-finite", "model.norm.weight has a NaN")
    change_tensors(directory, lambda t: t["model.norm.weight"].fill_(float("nan")))
    directory = start("git-lfs", "model.safetensors is a Git LFS pointer")
    (directory / "model.safetensors").write_text(
        "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    )
    directory = start("truncated", "model.safetensors ends early")
    data = (directory / "model.safetensors").read_bytes()
    (directory / "model.safetensors").write_bytes(data[:-1000])
    directory = start("long-header", "the header claims to be longer than the file")
    (directory / "model.safetensors").write_bytes((1 << 40).to_bytes(8, "little") + data[8:])
    directory = start("header-not-json", "the header is no JSON")
    (directory / "model.safetensors").write_bytes(data[:8] + b"x" * 40 + data[48:])
    directory = start("no-weights", "model.safetensors is missing")
    (directory / "model.safetensors").unlink()
    directory = start("config-not-json", "config.json is cut off")
    (directory / "config.json").write_text((directory / "config.json").read_text()[:50])
    directory = start("heads", "num_attention_heads is no multiple of num_key_value_heads")
    change_json(directory / "config.json", num_key_value_heads=4)

    directory = root / "missing-shard"
    make_model(llama(), "missing-shard").save_pretrained(directory, max_shard_size="60KB")
    sorted(directory.glob("model-*.safetensors"))[1].unlink()
    (directory / "why.txt").write_text("the second shard is missing\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--only", nargs="*", help="names of accepted models")
    arguments = parser.parse_args()
    if arguments.directory.exists():
        shutil.rmtree(arguments.directory) if is_ours(arguments.directory) else parser.error(
            f"{arguments.directory} exists and was not made here; expected a new directory"
        )
    good = arguments.directory / "accepted"
    for name, (config, dtype, shard) in ACCEPTED.items():
        if not arguments.only or name in arguments.only:
            accepted(good / name, config, dtype, shard, name)
    if not arguments.only:
        legacy_variants(good)
        refused(arguments.directory / "refused")
    made = sorted(path.parent for path in arguments.directory.rglob("config.json"))
    print(f"{len(made)} model directories in {arguments.directory}")


def is_ours(directory):
    return {path.name for path in directory.iterdir()} <= {"accepted", "refused"}


if __name__ == "__main__":
    main()
