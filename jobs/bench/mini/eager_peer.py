"""GRPO steps of a small Llama in eager PyTorch: one JSON line of wall and processor
seconds by phase a step.

Arguments: model directory, file of prompts of one length, samples, new tokens, steps, threads, KL
coefficient. The first step is not printed.

Prompts are processed once for their samples; decoding writes keys and values into a cache of full
length; all rows are one batch. The update computes the logits of completions only, clips the
gradient's norm and takes a step of the fused AdamW.
"""

import json
import pathlib
import sys
import time

import torch
import torch.nn.functional as F
from safetensors.torch import load_file


PHASES = ("sampling", "reference", "update")


class Llama:
    """Weights under their Hugging Face names, and a forward pass [B, T] to hidden states [B, T, H]."""

    def __init__(self, directory, learnt):
        config = json.loads((pathlib.Path(directory) / "config.json").read_text())
        weights = load_file(pathlib.Path(directory) / "model.safetensors")
        self.weights = {name: w.requires_grad_(learnt) for name, w in weights.items()}
        self.layers = config["num_hidden_layers"]
        self.heads = config["num_attention_heads"]
        self.head = config["head_dim"]
        self.eps = config["rms_norm_eps"]
        half = torch.arange(0, self.head, 2) / self.head
        angles = torch.outer(torch.arange(64), config["rope_theta"] ** -half)
        self.cos = torch.cat([angles.cos(), angles.cos()], -1)
        self.sin = torch.cat([angles.sin(), angles.sin()], -1)
        names = ("q_proj", "k_proj", "v_proj", "o_proj")
        self.per_layer = []
        for layer in range(self.layers):
            at = f"model.layers.{layer}."
            attention = [self.weights[f"{at}self_attn.{name}.weight"] for name in names]
            mlp = [self.weights[f"{at}mlp.{name}_proj.weight"] for name in ("gate", "up", "down")]
            norms = [
                self.weights[f"{at}{name}.weight"]
                for name in ("input_layernorm", "post_attention_layernorm")
            ]
            self.per_layer.append((*norms, *attention, *mlp))

    def norm(self, x, weight):
        return F.rms_norm(x, (x.size(-1),), weight, self.eps)

    def rotate(self, x, cos, sin):
        a, b = x.chunk(2, -1)
        return x * cos + torch.cat([-b, a], -1) * sin

    def cache(self, rows, length):
        shape = (rows, self.heads, length, self.head)
        return [(torch.empty(shape), torch.empty(shape)) for _ in range(self.layers)]

    def forward(self, ids, start=0, cache=None):
        b, t = ids.shape
        cos, sin = self.cos[start : start + t], self.sin[start : start + t]
        x = F.embedding(ids, self.weights["model.embed_tokens.weight"])
        for layer, (first, second, wq, wk, wv, wo, gate, up, down) in enumerate(self.per_layer):
            h = self.norm(x, first)
            q, k, v = (
                F.linear(h, w).view(b, t, self.heads, self.head).transpose(1, 2)
                for w in (wq, wk, wv)
            )
            q, k = self.rotate(q, cos, sin), self.rotate(k, cos, sin)
            if cache is not None:
                keys, values = cache[layer]
                keys[:, :, start : start + t] = k
                values[:, :, start : start + t] = v
                k, v = keys[:, :, : start + t], values[:, :, : start + t]
            attended = F.scaled_dot_product_attention(q, k, v, is_causal=t > 1)
            x = x + F.linear(attended.transpose(1, 2).reshape(b, t, -1), wo)
            h = self.norm(x, second)
            x = x + F.linear(F.silu(F.linear(h, gate)) * F.linear(h, up), down)
        return self.norm(x, self.weights["model.norm.weight"])

    def logits(self, hidden):
        return F.linear(hidden, self.weights["lm_head.weight"])


@torch.inference_mode()
def sample(model, prompts, samples, new_tokens):
    r, length = prompts.shape
    once = model.cache(r, length)
    last = model.forward(prompts, 0, once)[:, -1]
    cache = model.cache(r * samples, length + new_tokens)
    for (k, v), (prompt_k, prompt_v) in zip(cache, once):
        k[:, :, :length] = prompt_k.repeat_interleave(samples, 0)
        v[:, :, :length] = prompt_v.repeat_interleave(samples, 0)
    logits = model.logits(last).repeat_interleave(samples, 0)
    tokens = torch.empty(r * samples, new_tokens, dtype=torch.long)
    logprobs = torch.empty(r * samples, new_tokens)
    for t in range(new_tokens):
        lp = torch.log_softmax(logits, -1)
        token = torch.multinomial(lp.exp(), 1)
        tokens[:, t : t + 1] = token
        logprobs[:, t : t + 1] = lp.gather(1, token)
        if t + 1 < new_tokens:
            logits = model.logits(model.forward(token, length + t, cache)[:, 0])
    return tokens, logprobs


def logprobs(model, ids, length):
    hidden = model.forward(ids)[:, length - 1 : -1]
    lp = torch.log_softmax(model.logits(hidden), -1)
    return lp.gather(2, ids[:, length:].unsqueeze(2)).squeeze(2)


def main():
    directory, file, *numbers = sys.argv[1:]
    samples, new_tokens, steps, threads = map(int, numbers[:4])
    beta = float(numbers[4])
    torch.set_num_threads(threads)
    policy, reference = Llama(directory, True), Llama(directory, False)
    parameters = list(policy.weights.values())
    optimizer = torch.optim.AdamW(
        parameters, lr=1e-6, betas=(0.9, 0.999), weight_decay=0.1, fused=True
    )
    lines = pathlib.Path(file).read_text().splitlines()
    prompts = torch.tensor([json.loads(line)["input_ids"] for line in lines])
    length = prompts.size(1)
    rows = prompts.size(0) * samples
    advantage = torch.tensor([1.0 - 2 * (i % 2) for i in range(rows)]).unsqueeze(1)
    for step in range(steps + 1):
        marks = [(time.perf_counter(), time.process_time())]
        tokens, _ = sample(policy, prompts, samples, new_tokens)
        marks.append((time.perf_counter(), time.process_time()))
        ids = torch.cat([prompts.repeat_interleave(samples, 0), tokens], 1)
        with torch.inference_mode():
            fixed = logprobs(reference, ids, length)
        marks.append((time.perf_counter(), time.process_time()))
        lp = logprobs(policy, ids.clone(), length)
        ratio = torch.exp(lp - lp.detach())
        loss = -torch.minimum(advantage * ratio, advantage * ratio.clamp(0.8, 1.2))
        change = fixed.clone() - lp
        loss = (loss + beta * (change.exp() - change - 1)).mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        marks.append((time.perf_counter(), time.process_time()))
        if step > 0:
            wall, processor = (
                {phase: marks[i + 1][kind] - marks[i][kind] for i, phase in enumerate(PHASES)}
                for kind in (0, 1)
            )
            line = {"tokens": rows * new_tokens, "seconds": marks[-1][0] - marks[0][0], **wall}
            print(json.dumps(line | {"processor": processor}), flush=True)


if __name__ == "__main__":
    main()
