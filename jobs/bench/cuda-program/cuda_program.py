"""Compares the program on one device with the CPU in float32, and times it. See run."""

import argparse
import sys
import time

import torch
from program import DTYPES, learner, optimizer, pack, random_model, read_model

# Largest difference of a logprob and relative difference of a gradient that rounding explains.
# bfloat16 has 8 bits, which 30 layers make some tenths of a nat of a logprob.
LIMITS = {"float32": (1e-3, 1e-3), "bfloat16": (1.0, 0.15)}
LOSS = torch.tensor([0.2, 0.2, 0.01, 1.0], dtype=torch.float64)
ADAMW = torch.tensor([1e-4, 0.9, 0.999, 1e-8, 0.1, 1.0, 1.0], dtype=torch.float64)
REPEATS = 3


class Device:
    """A model on a device in a type, and what its program computes."""

    def __init__(self, root, config, flat, device, dtype, plain=False):
        self.device = torch.device(device)
        self.config = config
        self.dims = config.dims(dtype)
        self.flat = flat.to(self.device, copy=True)
        self.cast = self.flat.to(DTYPES[dtype][0])
        self.learner = learner(root, self.device, plain)
        self.optimizer = optimizer(root, self.device)

    def here(self, tensors):
        return [tensor.to(self.device) for tensor in tensors]

    def generate(self, prompts, samples, new_tokens, uniforms, temperature):
        lengths = torch.full([prompts.size(0)], prompts.size(1))
        stops = torch.tensor([-1])
        settings = torch.tensor([temperature, 1.0, 0.0], dtype=torch.float64)
        moved = self.here((prompts, lengths, uniforms, stops))
        with torch.inference_mode():
            tokens, logprobs, *_ = self.learner.generate(
                self.cast, self.dims, self.config.reals(), *moved, settings
            )
        return tokens.cpu().view(-1, samples, new_tokens), logprobs.cpu()

    def score(self, packed):
        with torch.inference_mode():
            logprobs, _ = self.learner.score(
                self.flat, self.dims, self.config.reals(), *self.here(packed)
            )
        return logprobs.cpu()

    def gradient(self, packed, columns):
        gradient = torch.zeros_like(self.flat)
        self.learner.accumulate_loss(
            self.flat,
            gradient,
            self.dims,
            self.config.reals(),
            *self.here(packed),
            columns.to(self.device),
            LOSS,
            torch.tensor(1),
        )
        return gradient

    def updated(self, gradient):
        flat, moments = self.flat.clone(), torch.zeros(2, self.flat.numel(), device=self.device)
        with torch.inference_mode():
            self.optimizer.adamw(flat, gradient.clone(), moments[0], moments[1], ADAMW)
        return flat.cpu()

    def wait(self):
        if self.device.type == "cuda":
            torch.cuda.synchronize(self.device)

    def rate(self, tokens, work):
        """Tokens per second of the fastest of some repeats, after one that is not counted."""
        work()
        best = float("inf")
        for _ in range(REPEATS):
            self.wait()
            start = time.perf_counter()
            work()
            self.wait()
            best = min(best, time.perf_counter() - start)
        return tokens / best


def relative(a, b):
    return float((a - b).norm() / b.norm())


def margin(truth, prompts, greedy, logprobs, other):
    """How much less likely than the likeliest the other's first different tokens are, at most."""
    scores = truth.score(pack(prompts, other)).view(other.size(0), -1)
    most = 0.0
    for row, differs in enumerate((greedy != other).squeeze(1)):
        if differs.any():
            first = int(differs.int().argmax())
            most = max(most, float(logprobs[row, first] - scores[row, first]))
    return most


def parse_arguments():
    parser = argparse.ArgumentParser(prog="jobs/bench/run cuda-program")
    parser.add_argument("--root", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--model", help="Hugging Face model directory")
    parser.add_argument("--device", default="cuda")
    parser.add_argument(
        "--plain-attention",
        action="store_true",
        help="on the CPU too, the attention that the program has for CUDA",
    )
    parser.add_argument("--prompts", type=int, default=4)
    parser.add_argument("--samples", type=int, default=8)
    parser.add_argument("--prompt-tokens", type=int, default=64)
    parser.add_argument("--new-tokens", type=int, default=64)
    return parser.parse_args()


def compare(name, config, flat, arguments):
    """Prints a model's comparison; returns what differs by too much."""
    generator = torch.Generator().manual_seed(7)
    samples, new_tokens = arguments.samples, arguments.new_tokens
    shape = (arguments.prompts, arguments.prompt_tokens)
    prompts = torch.randint(3, config.vocabulary, shape, generator=generator)
    uniforms = torch.rand(arguments.prompts * samples, new_tokens, generator=generator)
    tokens = arguments.prompts * samples * new_tokens
    truth = Device(arguments.root, config, flat, "cpu", "float32")
    drawn, _ = truth.generate(prompts, samples, new_tokens, uniforms, 1.0)
    packed = pack(prompts, drawn)
    logprobs = truth.score(packed)
    advantage = torch.tensor([1.0, -1.0]).repeat((tokens + 1) // 2)[:tokens]
    weight = torch.full([tokens], 1 / tokens)
    columns = torch.stack([weight, advantage, logprobs, logprobs - 0.1])
    gradient = truth.gradient(packed, columns)
    updated = truth.updated(gradient)
    one = uniforms[: arguments.prompts]
    greedy, greedy_logprobs = truth.generate(prompts, 1, new_tokens, one, 0.0)
    print(f"\n{name}: {flat.numel():,} parameters")
    print(
        f"{'type':<10}{'logprobs: largest, mean':>25}{'gradient':>11}{'step':>10}{'greedy':>9}"
        f"{'drawn/s':>10}{'scored/s':>10}{'learnt/s':>10}"
    )
    failures = []
    for dtype, (most, slope) in LIMITS.items():
        other = Device(
            arguments.root, config, flat, arguments.device, dtype, arguments.plain_attention
        )
        difference = (other.score(packed) - logprobs).abs()
        other_gradient = other.gradient(packed, columns)
        apart = relative(other_gradient.cpu(), gradient)
        # both steps from the gradient of the CPU: Adam's first step is its sign
        step = relative(other.updated(gradient.to(other.device)) - flat, updated - flat)
        other_greedy, _ = other.generate(prompts, 1, new_tokens, one, 0.0)
        equal = float((other_greedy == greedy).float().mean())
        doubt = margin(truth, prompts, greedy, greedy_logprobs, other_greedy)
        rates = [
            other.rate(
                tokens, lambda: other.generate(prompts, samples, new_tokens, uniforms, 1.0)
            ),
            other.rate(tokens, lambda: other.score(packed)),
            other.rate(tokens, lambda: other.gradient(packed, columns)),
        ]
        pair = f"{float(difference.max()):.2e}, {float(difference.mean()):.2e}"
        row = "".join(f"{rate:>10.0f}" for rate in rates)
        print(
            f"{dtype:<10}{pair:>25}{apart:>11.2e}{step:>10.2e}{100 * equal:>8.1f}%{row}", flush=True
        )
        found = {
            "logprobs": float(difference.max()) <= most,
            "gradient": apart <= slope,
            "optimiser step": step <= 1e-3,
            # a tie between two tokens may fall either way
            "greedy tokens": doubt <= 2 * most,
        }
        failures += [f"{name}, {dtype}: {what}" for what, good in found.items() if not good]
    return failures


def main():
    arguments = parse_arguments()
    if arguments.device.startswith("cuda") and not torch.cuda.is_available():
        print("no CUDA device here: nothing was compared (--device cpu tries the program itself)")
        return
    # as Gradus runs it: no specialising for each length
    torch._C._set_graph_executor_optimize(False)
    on_cuda = arguments.device.startswith("cuda")
    name = torch.cuda.get_device_name(arguments.device) if on_cuda else "CPU"
    print(
        f"{name} against the CPU in float32: {arguments.prompts} prompts of "
        f"{arguments.prompt_tokens} tokens x {arguments.samples} samples x {arguments.new_tokens} "
        f"new tokens, torch {torch.__version__}"
    )
    if arguments.model:
        models = {arguments.model: read_model(arguments.model)}
    else:
        kinds = (("llama", False), ("qwen2", True), ("qwen3", False))
        models = {f"random {kind}": random_model(kind, tied) for kind, tied in kinds}
    failures = []
    for name, (config, flat) in models.items():
        failures += compare(name, config, flat, arguments)
    for failure in failures:
        print(f"differs by more than rounding explains: {failure}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
