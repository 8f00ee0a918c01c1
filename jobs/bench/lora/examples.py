"""Has peft write the adapters that AdapterDirectoryTest reads: of models of one layer, with numbers that are known."""

import pathlib
import sys

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, LlamaConfig, Phi3Config, Qwen2Config

SIZES = {
    "vocab_size": 11,
    "hidden_size": 8,
    "intermediate_size": 12,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
    "num_key_value_heads": 1,
    "max_position_embeddings": 64,
}


def main():
    (folder,) = map(pathlib.Path, sys.argv[1:])
    models = {
        "llama": LlamaConfig(**SIZES),
        "qwen2": Qwen2Config(**SIZES),
        "phi3": Phi3Config(**SIZES, pad_token_id=0, bos_token_id=1, eos_token_id=2),
    }
    for name, config in models.items():
        settings = LoraConfig(r=2, lora_alpha=8, target_modules="all-linear", task_type="CAUSAL_LM")
        model = get_peft_model(AutoModelForCausalLM.from_config(config), settings)
        with torch.no_grad():
            for parameter, value in model.named_parameters():
                if "lora_" in parameter:
                    # Number i of a tensor is (i + length of its name as saved) / 16.
                    first = len(parameter.replace(".default", ""))
                    value.copy_(torch.arange(first, first + value.numel()).view(value.shape) / 16)
        model.save_pretrained(folder / f"peft-{name}")
        (folder / f"peft-{name}" / "README.md").unlink(missing_ok=True)
    print(f"{len(models)} directories in {folder}")


if __name__ == "__main__":
    main()
