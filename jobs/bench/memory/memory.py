"""Peak memory of each phase of a GRPO step, measured and as training/NOTES.md predicts it.

The peak is what Linux counts as resident (VmHWM), set back before each phase. One process makes one
step; its JVM starts with the launcher's options.
"""

import argparse
import json
import os
import pathlib
import sys
import tempfile

import numpy
from safetensors.numpy import save_file

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "peer"))
from cost import Model, adapters, held, phases  # noqa: E402
from machine import processor  # noqa: E402
from prompts import write_prompts  # noqa: E402
from turns import json_lines  # noqa: E402

KL = 0.001
MICRO_BATCH_TOKENS = 16384
HALF_BILLION = {
    "architectures": ["Qwen2ForCausalLM"],
    "model_type": "qwen2",
    "hidden_size": 896,
    "intermediate_size": 4864,
    "num_hidden_layers": 24,
    "num_attention_heads": 14,
    "num_key_value_heads": 2,
    "vocab_size": 151936,
    "max_position_embeddings": 32768,
    "rms_norm_eps": 1e-6,
    "rope_theta": 1000000.0,
    "tie_word_embeddings": True,
    "hidden_act": "silu",
    "dtype": "float32",
}


def parse_arguments():
    parser = argparse.ArgumentParser(prog="jobs/bench/run memory")
    parser.add_argument("--model", required=True, help="Hugging Face model directory")
    parser.add_argument("--models", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--cases", default="step,lora,long")
    parser.add_argument("--lora-rank", type=int, default=16, help="of the case lora, on all projections")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--activations", default="auto", choices=("kept", "recomputed", "auto"))
    parser.add_argument("--out", help="JSON file for all measurements")
    arguments = parser.parse_args()
    arguments.cases = arguments.cases.split(",")
    for case in arguments.cases:
        if case not in ("step", "lora", "long"):
            parser.error(f"--cases {case}: expected some of step, lora, long")
    return arguments


def random_model(folder):
    """A model of Qwen2.5-0.5B's shape with random weights, made once."""
    folder = pathlib.Path(folder) / "qwen2.5-0.5b-shape"
    if (folder / "model.safetensors").is_file():
        return folder
    print(f"making a model with random weights in {folder}", file=sys.stderr)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(HALF_BILLION, indent=1))
    model = Model.of(HALF_BILLION)
    generator = numpy.random.default_rng(1)

    def matrix(*shape):
        return generator.standard_normal(shape, dtype=numpy.float32) * numpy.float32(0.02)

    tensors = {"model.embed_tokens.weight": matrix(model.vocabulary, model.hidden)}
    ones = numpy.ones(model.hidden, numpy.float32)
    tensors["model.norm.weight"] = ones
    for layer in range(model.layers):
        at = f"model.layers.{layer}."
        for name, heads in (("q", model.heads), ("k", model.kv_heads), ("v", model.kv_heads)):
            rows = heads * model.head
            tensors[f"{at}self_attn.{name}_proj.weight"] = matrix(rows, model.hidden)
            tensors[f"{at}self_attn.{name}_proj.bias"] = numpy.zeros(rows, numpy.float32)
        tensors[f"{at}self_attn.o_proj.weight"] = matrix(model.hidden, model.heads * model.head)
        for name in ("gate", "up"):
            tensors[f"{at}mlp.{name}_proj.weight"] = matrix(model.intermediate, model.hidden)
        tensors[f"{at}mlp.down_proj.weight"] = matrix(model.hidden, model.intermediate)
        tensors[f"{at}input_layernorm.weight"] = ones
        tensors[f"{at}post_attention_layernorm.weight"] = ones
    partial = folder / "model.safetensors.part"
    save_file(tensors, partial, metadata={"format": "pt"})
    partial.rename(folder / "model.safetensors")
    return folder


def measure(model, prompts, samples, new_tokens, drawn, arguments, steps=0, more=()):
    options = [*os.environ.get("GRADUS_JAVA_OPTS", "-Xmx4g").split(), "-XX:+UseParallelGC"]
    program = ["java", *options, "-cp", os.environ["GRADUS_BENCH_CP"]]
    program += ["io.gradus.jobs.bench.StepBench", str(model), "float32", prompts]
    numbers = (samples, new_tokens, drawn, steps, arguments.threads, KL)
    program += [*map(str, numbers), arguments.activations, str(MICRO_BATCH_TOKENS), *map(str, more)]
    return json_lines("gradus", program)


def beside_lora(arguments):
    """One measured step with all weights learning and with adapters: memory, seconds, bytes of a commit."""
    directory = pathlib.Path(arguments.model)
    model = Model.of(json.loads((directory / "config.json").read_text()))
    lengths, samples, new_tokens, drawn = [70, 90, 110, 130], 8, 64, 8
    rank = arguments.lora_rank
    print(
        f"\n4 prompts x 8 samples x 64 new tokens, {drawn} of them drawn: {model.parameters:,} parameters, "
        f"or adapters of rank {rank} with {adapters(model, rank):,}, float32"
    )
    names = ("peak GB", "predicted GB", "update s", "update processor s", "step s", "commit MB")
    print(f"{'':<14}" + "".join(f"{name:>20}" for name in names))
    report = {}
    for name, of in (("full", 0), (f"LoRA rank {rank}", rank)):
        with tempfile.TemporaryDirectory() as folder:
            prompts = os.path.join(folder, "prompts.jsonl")
            write_prompts(directory, lengths, prompts)
            commit = os.path.join(folder, "commit")
            *steps, last = measure(
                directory, prompts, samples, new_tokens, drawn, arguments, 1, (of, commit)
            )
        predicted = phases(model, lengths, samples, new_tokens, drawn, True, MICRO_BATCH_TOKENS, of)
        row = {
            "peak_gb": last["peak_bytes"] / 1e9,
            "predicted_gb": max(predicted.values()) / 1e9,
            "update": steps[-1]["update"],
            "update_processor": steps[-1]["processor"]["update"],
            "step": steps[-1]["seconds"],
            "commit_mb": last["commit_bytes"] / 1e6,
        }
        print(f"{name:<14}" + "".join(f"{value:>20.2f}" for value in row.values()), flush=True)
        report[name] = row
    return report


def show(title, model, measured, predicted):
    parameters = model.parameters
    print(f"\n{title}: {parameters:,} parameters, vocabulary {model.vocabulary:,}, float32")
    print(
        f"policy, reference, gradient and two moments: {held(model, True) / 1e9:.2f} GB; the rest "
        "is the JVM, libtorch\nand what a phase holds"
    )
    print(f"{'phase':<12}{'measured GB':>12}{'predicted GB':>14}{'ratio':>8}")
    for phase, bytes_ in predicted.items():
        print(
            f"{phase:<12}{measured[phase] / 1e9:>12.2f}{bytes_ / 1e9:>14.2f}"
            f"{measured[phase] / bytes_:>8.2f}",
            flush=True,
        )


def main():
    arguments = parse_arguments()
    print(f"{processor()}; activations {arguments.activations}")
    report = {}
    for case in arguments.cases:
        if case == "lora":
            report[case] = beside_lora(arguments)
            continue
        with tempfile.TemporaryDirectory() as folder:
            prompts = os.path.join(folder, "prompts.jsonl")
            if case == "step":
                directory = pathlib.Path(arguments.model)
                lengths, samples, new_tokens, drawn = [70, 90, 110, 130], 8, 64, 64
                title = "a step of 4 prompts x 8 samples x 64 new tokens"
                write_prompts(directory, lengths, prompts)
            else:
                directory = random_model(arguments.models)
                lengths, samples, new_tokens, drawn = [2048], 1, 4096, 64
                title = "one sequence of 2,048 + 4,096 tokens"
                ids = [7 * i % HALF_BILLION["vocab_size"] for i in range(lengths[0])]
                pathlib.Path(prompts).write_text(json.dumps({"input_ids": ids}) + "\n")
            model = Model.of(json.loads((directory / "config.json").read_text()))
            measured = measure(directory, prompts, samples, new_tokens, drawn, arguments)[-1]["peaks"]
        predicted = phases(model, lengths, samples, new_tokens, drawn, True, MICRO_BATCH_TOKENS)
        show(title, model, measured, predicted)
        report[case] = {"measured": measured, "predicted": predicted}
    if arguments.out:
        pathlib.Path(arguments.out).write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
