"""Computes again what LossBench wrote: by TRL where it has the part, else by autograd over the published formula."""

import argparse
import json
import sys
from collections import defaultdict
from types import SimpleNamespace

import torch
import trl
from trl import GRPOTrainer

VALUE, SLOPE = 1e-5, 1e-4
LOSS_TYPES = {"token-mean": "bnpo", "seq-mean-token-mean": "grpo", "seq-mean-token-sum-norm": "dr_grpo"}


class Batch:
    """The tokens as padded float64 rows [completions, longest of them]."""

    def __init__(self, data):
        self.samples, self.longest = data["samples"], data["longest"]
        self.lengths = data["lengths"]
        rows, width = len(self.lengths), max(self.lengths)
        self.mask = torch.zeros(rows, width, dtype=torch.float64)
        for row, length in enumerate(self.lengths):
            self.mask[row, :length] = 1
        self.logprobs = self.padded(data["logprobs"]).requires_grad_(True)
        self.entropies = self.padded(data["entropies"]).requires_grad_(True)
        self.old, self.reference, self.sampler = (self.padded(data[k]) for k in ("old", "reference", "sampler"))
        self.advantages = torch.tensor(data["advantages"], dtype=torch.float64)

    def padded(self, values):
        table = torch.zeros_like(self.mask)
        table[self.mask.bool()] = torch.tensor(values, dtype=torch.float64)
        return table

    def flat(self, table):
        return table[self.mask.bool()]


def trl_has(case):
    return (
        case["policy"] != "cispo"
        and (case["kl"] == 0 or case["estimator"] == "k3")
        and case["entropy"] == 0
        and (case["correction"] == "none" or (case["correction"], case["level"]) == ("truncate", "token"))
        and case["aggregation"] in LOSS_TYPES
    )


def by_trl(case, batch):
    """GRPOTrainer's own loss, of a trainer that was never set up: it has what the loss reads, and nothing else."""
    trainer = GRPOTrainer.__new__(GRPOTrainer)
    trainer.epsilon_low, trainer.epsilon_high = case["low"], case["high"]
    trainer.beta = case["kl"]
    trainer.args = SimpleNamespace(delta=case["dual"] or None)
    trainer.loss_type = LOSS_TYPES[case["aggregation"]]
    trainer.importance_sampling_level = "sequence" if case["policy"] == "gspo" else "token"
    trainer.top_entropy_quantile = 1.0
    trainer.use_vllm = trainer.vllm_importance_sampling_correction = case["correction"] != "none"
    trainer.current_gradient_accumulation_steps = 1
    trainer.max_completion_length = batch.longest
    trainer.accelerator = SimpleNamespace(gather=lambda x: x, num_processes=1)
    trainer._metrics = {"train": defaultdict(list)}
    trainer.model = SimpleNamespace(training=True)
    trainer._get_per_token_logps_and_entropies = lambda *a, **k: (batch.logprobs, batch.entropies.detach())
    ids = torch.ones_like(batch.mask, dtype=torch.long)
    inputs = {
        "prompt_ids": ids[:, :1],
        "prompt_mask": ids[:, :1],
        "completion_ids": ids,
        "completion_mask": batch.mask,
        "advantages": batch.advantages,
        "old_per_token_logps": batch.old,
        "ref_per_token_logps": batch.reference,
        "importance_sampling_ratio": torch.exp(batch.old - batch.sampler).clamp(max=case["top"]),
    }
    return trainer._compute_loss(trainer.model, inputs)


def by_hand(case, batch):
    mask, lp, a = batch.mask, batch.logprobs, batch.advantages.unsqueeze(1)
    n = mask.sum(1, keepdim=True)
    change = lp - batch.old
    if case["policy"] == "gspo":
        change = ((change * mask).sum(1, keepdim=True) / n).expand_as(lp)
    r = change.exp()
    low, high = 1 - case["low"], 1 + case["high"]
    if case["policy"] == "cispo":
        term = -r.clamp(low, high).detach() * a * lp
    else:
        term = -torch.minimum(r * a, r.clamp(low, high) * a)
        if case["dual"]:
            term = torch.where(a < 0, torch.minimum(term, -case["dual"] * a), term)
    if case["correction"] != "none":
        gap = (batch.old - batch.sampler) * mask
        c = (gap.sum(1, keepdim=True).expand_as(lp) if case["level"] == "sequence" else gap).exp()
        if case["correction"] == "truncate":
            term = term * c.clamp(max=case["top"])
        else:
            term = term * torch.where((c >= case["bottom"]) & (c <= case["top"]), c, torch.zeros_like(c))
    q = batch.reference - lp
    term = term + case["kl"] * {"k1": -q, "k2": q.square() / 2, "k3": q.exp() - q - 1}[case["estimator"]]
    term = (term - case["entropy"] * batch.entropies) * mask
    groups = mask.view(-1, batch.samples * mask.size(1)).sum(1)
    return {
        "token-mean": lambda: term.sum() / mask.sum(),
        "seq-mean-token-mean": lambda: (term.sum(1) / n.squeeze(1)).mean(),
        "seq-mean-token-sum-norm": lambda: (term.sum(1) / batch.longest).mean(),
        "prompt-mean": lambda: (term.view(len(groups), -1).sum(1) / groups).mean(),
    }[case["aggregation"]]()


def advantages(estimator, epsilon, rewards, lengths):
    mean = rewards.mean(1, keepdim=True)
    std = rewards.std(1, keepdim=True)
    n = rewards.size(1)
    if estimator == "group":
        return (rewards - mean) / (std + epsilon)
    if estimator == "group-mean":
        return rewards - mean
    if estimator == "leave-one-out":
        return rewards - (rewards.sum(1, keepdim=True) - rewards) / (n - 1)
    if estimator == "group-mean-batch-std":
        return (rewards - mean) / (rewards.std() + epsilon)
    if estimator == "pass-at-k":
        best = rewards.topk(2, 1)
        table = torch.zeros_like(rewards)
        return table.scatter(1, best.indices[:, :1], (best.values[:, :1] - best.values[:, 1:]) / (std + epsilon))
    tokens = torch.repeat_interleave(rewards.flatten(), lengths)
    return (rewards - tokens.mean()) * torch.rsqrt(tokens.var() + 1e-8)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--out")
    options = parser.parse_args()
    with open(options.file) as file:
        data = json.load(file)
    lines = [f"| part | computed again by | loss | differs by | slopes differ by |", "|---|---|---|---|---|"]
    failed = False
    for case in data["losses"]:
        batch = Batch(data)
        peer = f"TRL {trl.__version__}" if trl_has(case) else "PyTorch"
        loss = by_trl(case, batch) if trl_has(case) else by_hand(case, batch)
        loss.backward()
        value = abs(loss.item() - case["loss"])
        slopes = torch.tensor(case["by_logprob"], dtype=torch.float64)
        slope = (batch.flat(batch.logprobs.grad) - slopes).abs().max().item()
        if case["entropy"]:
            spread = torch.tensor(case["by_entropy"], dtype=torch.float64)
            slope = max(slope, (batch.flat(batch.entropies.grad) - spread).abs().max().item())
        assert slopes.abs().max() > 1e-3
        failed |= value > VALUE or slope > SLOPE
        lines.append(f"| {case['name']} | {peer} | {case['loss']:.6f} | {value:.1e} | {slope:.1e} |")
    rewards = torch.tensor(data["rewards"], dtype=torch.float64)
    lengths = torch.tensor(data["lengths"])
    for one in data["estimators"]:
        again = advantages(one["name"], one["epsilon"], rewards, lengths)
        value = (again - torch.tensor(one["advantages"], dtype=torch.float64)).abs().max().item()
        failed |= value > VALUE
        lines.append(f"| advantage {one['name']}, epsilon {one['epsilon']:g} | PyTorch | | {value:.1e} | |")
    table = "\n".join(lines)
    print(table)
    if options.out:
        with open(options.out, "w") as file:
            file.write(table + "\n")
    if failed:
        sys.exit("losses: a value differs by more than 1e-5 or a slope by more than 1e-4")


if __name__ == "__main__":
    main()
