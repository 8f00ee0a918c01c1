"""The program of training's resources in plain PyTorch: its archive, its weights and its inputs."""

import io
import json
import pathlib
import zipfile

import torch
from safetensors.torch import load_file

RESOURCES = "training/src/main/resources/io/gradus/training"
POLICY = ("policy", "rotary", "transformer", "packed", "scoring", "decoding")
CPU_ONLY = "if not q.is_cuda and shape.attention_cap == 0.0:"
DTYPES = {"float32": (torch.float32, 6), "bfloat16": (torch.bfloat16, 15)}


def load(root, names, device, plain=False):
    """Joins texts of the folder `model`, or of others where a name has one, into a module.

    With `plain` the CPU attends as CUDA does, by products and softmax.
    """
    folder = pathlib.Path(root) / RESOURCES
    paths = [name if "/" in name else f"model/{name}" for name in names]
    text = "".join((folder / f"{path}.torchscript").read_text() for path in paths)
    if plain:
        if text.count(CPU_ONLY) != 2:
            raise SystemExit(f"packed.torchscript: expected 2 times '{CPU_ONLY}'")
        text = text.replace(CPU_ONLY, "if False:")
    instance = b"\x80\x02c__torch__\nPolicy\nq\x00)\x81}(X\x08\x00\x00\x00trainingq\x01\x88ubq\x02."
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as entries:
        entries.writestr("program/data.pkl", instance)
        entries.writestr("program/code/__torch__.py", text)
        entries.writestr("program/constants.pkl", b"\x80\x02).")
        entries.writestr("program/version", "10\n")
    archive.seek(0)
    return torch.jit.load(archive, map_location=device)


def learner(root, device, plain=False):
    return load(root, (*POLICY, "learning", "grpo/grpo"), device, plain)


def optimizer(root, device):
    return load(root, ("policy", "optimizer"), device)


class Config:
    """A model's config.json as the program's `Shape`."""

    def __init__(self, json_):
        self.kind = json_["model_type"]
        self.hidden = json_["hidden_size"]
        self.intermediate = json_["intermediate_size"]
        self.layers = json_["num_hidden_layers"]
        self.heads = json_["num_attention_heads"]
        self.kv_heads = json_.get("num_key_value_heads") or self.heads
        self.head = json_.get("head_dim") or self.hidden // self.heads
        self.vocabulary = json_["vocab_size"]
        self.tied = bool(json_.get("tie_word_embeddings"))
        self.eps = json_["rms_norm_eps"]
        self.theta = json_["rope_theta"]
        self.bias = self.kind == "qwen2"
        self.head_norms = self.kind == "qwen3"

    def names(self):
        """Parameters and their shapes in the order of the flat tensor."""
        h, d = self.hidden, self.head
        q, k = self.heads * d, self.kv_heads * d
        names = [("model.embed_tokens.weight", (self.vocabulary, h))]
        for layer in range(self.layers):
            at = f"model.layers.{layer}."
            names.append((f"{at}input_layernorm.weight", (h,)))
            for part, rows in (("q", q), ("k", k), ("v", k)):
                names.append((f"{at}self_attn.{part}_proj.weight", (rows, h)))
            if self.bias:
                for part, rows in (("q", q), ("k", k), ("v", k)):
                    names.append((f"{at}self_attn.{part}_proj.bias", (rows,)))
            if self.head_norms:
                names += [(f"{at}self_attn.{part}_norm.weight", (d,)) for part in ("q", "k")]
            names.append((f"{at}self_attn.o_proj.weight", (h, q)))
            names.append((f"{at}post_attention_layernorm.weight", (h,)))
            for part in ("gate", "up"):
                names.append((f"{at}mlp.{part}_proj.weight", (self.intermediate, h)))
            names.append((f"{at}mlp.down_proj.weight", (h, self.intermediate)))
        names.append(("model.norm.weight", (h,)))
        if not self.tied:
            names.append(("lm_head.weight", (self.vocabulary, h)))
        return names

    def dims(self, dtype):
        """As ProgramShape.java writes them, without what other families switch."""
        rows = max(64, min(512, (1 << 25) // self.vocabulary))
        sizes = [self.layers, self.hidden, self.intermediate, self.heads, self.kv_heads, self.head]
        switches = [int(self.bias), 0, 0, int(self.head_norms), 0, 0, 0, 0]
        rotary = [self.head, 0, 2**31 - 1]
        numbers = [*sizes, self.vocabulary, *switches, *rotary, int(self.tied)]
        return torch.tensor([*numbers, DTYPES[dtype][1], rows, 0, *[1] * self.layers])

    def reals(self):
        scales = [1.0, self.head**-0.5, 1.0, 1.0]
        numbers = [self.eps, self.theta, 1.0, 0.0, *scales, 0.0, 0.0, 1.0, 0.0]
        return torch.tensor(numbers, dtype=torch.float64)


def read_model(directory):
    """Configuration and flat float32 weights of a Hugging Face directory."""
    directory = pathlib.Path(directory)
    config = Config(json.loads((directory / "config.json").read_text()))
    weights = load_file(directory / "model.safetensors")
    return config, torch.cat([weights[name].float().flatten() for name, _ in config.names()])


def random_model(kind, tied):
    """A small model with random weights."""
    sizes = {"hidden_size": 128, "intermediate_size": 352, "num_hidden_layers": 4}
    sizes |= {"num_attention_heads": 8, "num_key_value_heads": 2, "head_dim": 32}
    sizes |= {"vocab_size": 503, "rms_norm_eps": 1e-6, "rope_theta": 10000.0}
    config = Config({"model_type": kind, "tie_word_embeddings": tied, **sizes})
    generator = torch.Generator().manual_seed(3)
    parts = []
    for name, shape in config.names():
        values = torch.randn(shape, generator=generator)
        norm = name.endswith("norm.weight")
        parts.append((1 + 0.1 * values if norm else values * shape[-1] ** -0.5).flatten())
    return config, torch.cat(parts)


def pack(prompts, completions):
    """Packed tokens of groups: prompts [r, l], completions [r, s, m], each prompt once.

    The parts are a rectangle of each prompt's attention to itself, one of its completions' to
    themselves, and one of the completions' to the prompt. The result is what `score` takes.
    """
    r, l = prompts.shape
    s, m = completions.shape[1:]
    ids, positions, predictors, targets = [], [], [], []
    own, shared, rows_own, rows_shared = [], [], [], []
    at = 0
    for prompt, group in zip(prompts.tolist(), completions.tolist()):
        start, first = at, at + l
        ids += prompt
        positions += range(l)
        for j, completion in enumerate(group):
            ids += completion[:-1]
            positions += range(l, l + m - 1)
            begin = first + j * (m - 1)
            predictors += [first - 1, *range(begin, begin + m - 1)]
            targets += completion
        at = first + s * (m - 1)
        for batch, length, begin in ((1, l, start), (s, m - 1, first)):
            own.append([batch, length, length, 1, begin, begin, batch * length, batch * length])
            rows = [*range(begin, begin + batch * length), *range(batch * length)]
            rows_own += rows + rows
        tokens = s * (m - 1)
        shared.append([1, tokens, l, 0, first, start, tokens, l])
        rows_shared += [*range(first, first + tokens), *range(tokens)]
        rows_shared += [*range(start, start + l), *range(l)]
    positions = [positions, [l + m] * len(positions)]
    numbers = (ids, positions, own + shared, rows_own + rows_shared, predictors, targets)
    return [torch.tensor(values) for values in numbers]
