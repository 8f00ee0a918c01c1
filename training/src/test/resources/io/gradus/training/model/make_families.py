"""Writes families/*.json: what transformers computes for a tiny model of each family and setting.

    python training/src/test/resources/io/gradus/training/model/make_families.py [NAME …]

Needs torch and transformers 4.56 (jobs/bench/peer makes such an environment). A file holds the
model's config.json, its tensors' names and shapes, logprobs of given sequences from one forward
pass, and greedy completions with their logprobs from cached decoding, all float32 with attention by
its formula. Weights are not stored: both sides compute them from a tensor's name.
"""

import json
import math
import pathlib
import sys
import tempfile
import zlib

import numpy as np
import torch
import transformers
from transformers import AutoModelForCausalLM

HERE = pathlib.Path(__file__).parent / "families"
MASK = 0xFFFFFFFF
LENGTHS = (12, 31, 90)
PROMPTS = (5, 29)
NEW_TOKENS = 24
BASE = {
    "vocab_size": 67,
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 128,
    "bos_token_id": 1,
    "eos_token_id": 2,
    "pad_token_id": 0,
    "rope_theta": 500.0,
}
HEADS = {"head_dim": 16}
GEMMA = {**HEADS, "query_pre_attn_scalar": 24}
FACTORS = {
    "short_factor": [1.0, 1.1, 1.3],
    "long_factor": [1.2, 2.5, 6.0],
}


def rope(kind, **more):
    return {"rope_scaling": {"rope_type": kind, **more}}


def case(family, **changes):
    return getattr(transformers, family + "Config")(**{**BASE, **changes})


CASES = {
    "llama-llama3": lambda: case(
        "Llama",
        **HEADS,
        **rope(
            "llama3",
            factor=8.0,
            low_freq_factor=1.0,
            high_freq_factor=4.0,
            original_max_position_embeddings=32,
        ),
    ),
    "llama-linear": lambda: case("Llama", **HEADS, **rope("linear", factor=2.5)),
    "llama-dynamic": lambda: case(
        "Llama", **HEADS, **rope("dynamic", factor=4.0), max_position_embeddings=32
    ),
    "llama-yarn": lambda: case(
        "Llama",
        **HEADS,
        **rope("yarn", factor=4.0, original_max_position_embeddings=32),
    ),
    "qwen2-yarn-factor": lambda: case(
        "Qwen2",
        **rope(
            "yarn", factor=4.0, original_max_position_embeddings=32, attention_factor=1.3
        ),
    ),
    "qwen3-yarn-mscale": lambda: case(
        "Qwen3",
        **HEADS,
        **rope(
            "yarn",
            factor=4.0,
            original_max_position_embeddings=32,
            mscale=0.8,
            mscale_all_dim=0.5,
            beta_fast=4.0,
            beta_slow=0.5,
            truncate=False,
        ),
    ),
    "llama-biases": lambda: case("Llama", attention_bias=True, mlp_bias=True),
    "llama-gelu": lambda: case("Llama", hidden_act="gelu"),
    "qwen2-window": lambda: case(
        "Qwen2", use_sliding_window=True, sliding_window=11, max_window_layers=1
    ),
    "qwen3-bias": lambda: case("Qwen3", **HEADS, attention_bias=True),
    "mistral": lambda: case("Mistral", **HEADS, sliding_window=None),
    "mistral-window": lambda: case("Mistral", **HEADS, sliding_window=17),
    "smollm3": lambda: case(
        "SmolLM3", no_rope_layer_interval=2, num_hidden_layers=4, tie_word_embeddings=True
    ),
    "granite": lambda: case(
        "Granite",
        embedding_multiplier=12.0,
        attention_multiplier=0.2,
        residual_multiplier=0.22,
        logits_scaling=3.0,
        mlp_bias=True,
    ),
    "olmo2": lambda: case("Olmo2"),
    "olmo2-bias": lambda: case("Olmo2", attention_bias=True, num_key_value_heads=4),
    "phi3": lambda: case("Phi3", partial_rotary_factor=0.75, sliding_window=20),
    "phi3-longrope": lambda: case(
        "Phi3",
        partial_rotary_factor=0.75,
        original_max_position_embeddings=32,
        rope_scaling={"type": "longrope", **FACTORS},
    ),
    "gemma": lambda: case("Gemma", **HEADS),
    "gemma2": lambda: case(
        "Gemma2",
        **GEMMA,
        sliding_window=13,
        attn_logit_softcapping=5.0,
        final_logit_softcapping=4.0,
    ),
    "gemma3": lambda: case(
        "Gemma3Text",
        **GEMMA,
        sliding_window=13,
        sliding_window_pattern=3,
        num_hidden_layers=4,
        rope_local_base_freq=100.0,
        **rope("linear", factor=8.0),
    ),
    "gemma3-cap": lambda: case(
        "Gemma3Text", **GEMMA, sliding_window=64, final_logit_softcapping=4.0
    ),
}


def uniforms(name, count):
    """Numbers in [-0.5, 0.5) by the name's checksum and a multiplicative hash."""
    x = (np.arange(count, dtype=np.uint64) * 2654435761 + zlib.crc32(name.encode())) & MASK
    for _ in range(2):
        x = ((x ^ (x >> np.uint64(16))) * np.uint64(0x45D9F3B)) & MASK
    return (x ^ (x >> np.uint64(16))).astype(np.float64) / 2**32 - 0.5


def weights(name, shape, one):
    u = uniforms(name, math.prod(shape))
    if "norm" in name:
        values = one + 0.8 * u
    elif name.endswith("bias"):
        values = 0.8 * u
    else:
        values = u * (5 / math.sqrt(shape[-1]))
    return torch.from_numpy(values.astype(np.float32)).reshape(shape)


def make(config, one):
    """A new model each time: rotary embeddings remember the longest sequence seen."""
    model = AutoModelForCausalLM.from_config(config, attn_implementation="eager").eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(weights(name, list(parameter.shape), one))
    return model


def token_ids(name, count, vocabulary):
    return [int(u) for u in (uniforms(name, count) + 0.5) * vocabulary]


def rounded(values):
    return [float(f"{value:.7g}") for value in values]


def scored(model, ids):
    with torch.inference_mode():
        logits = model(torch.tensor([ids])).logits[0, :-1].float()
    taken = logits.log_softmax(-1).gather(1, torch.tensor(ids[1:])[:, None])[:, 0]
    return {"input_ids": ids, "logprobs": rounded(taken.tolist())}


def generated(model, prompt):
    """Greedy, with a cache; without one where longrope may be crossed: there transformers 4.56 fills
    the cache anew under the mask of the last token alone, and its tokens see later ones."""
    longrope = (getattr(model.config, "rope_scaling", None) or {}).get("type") == "longrope"
    with torch.inference_mode():
        out = model.generate(
            torch.tensor([prompt]),
            attention_mask=torch.ones(1, len(prompt), dtype=torch.long),
            max_new_tokens=NEW_TOKENS,
            do_sample=False,
            use_cache=not longrope,
            eos_token_id=None,
            output_logits=True,
            return_dict_in_generate=True,
        )
    tokens = out.sequences[0, len(prompt) :]
    logprobs = torch.stack(out.logits)[:, 0].float().log_softmax(-1)
    taken = logprobs.gather(1, tokens[:, None])[:, 0]
    return {"prompt": prompt, "tokens": tokens.tolist(), "logprobs": rounded(taken.tolist())}


def write(name):
    config = CASES[name]()
    one = 0 if name.startswith("gemma") else 1
    size = config.vocab_size
    with tempfile.TemporaryDirectory() as folder:
        model = make(config, one)
        model.save_pretrained(folder)
        saved = json.loads((pathlib.Path(folder) / "config.json").read_text())
        from safetensors import safe_open

        with safe_open(pathlib.Path(folder) / "model.safetensors", "pt") as file:
            tensors = {key: file.get_slice(key).get_shape() for key in sorted(file.keys())}
    content = {
        "config": saved,
        "norms": one,
        "tensors": tensors,
        "sequences": [
            scored(make(config, one), token_ids(f"{name} {n}", n, size)) for n in LENGTHS
        ],
        "generated": [
            generated(make(config, one), token_ids(f"{name} prompt {n}", n, size))
            for n in PROMPTS
        ],
    }
    (HERE / f"{name}.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    for each in sys.argv[1:] or CASES:
        write(each)
        print(each)
