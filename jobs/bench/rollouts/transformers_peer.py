"""Times transformers' generate: one JSON line {"tokens", "seconds"} per repeat on standard output.

Arguments, in this order as for the other peer: model directory, dtype, prompts, samples, prompt
tokens, new tokens, repeats, threads.
"""

import json
import sys
import time

import torch
from transformers import AutoModelForCausalLM, GenerationConfig


def main():
    directory, dtype, *numbers = sys.argv[1:]
    prompts, samples, prompt_tokens, new_tokens, repeats, threads = map(int, numbers)
    torch.set_num_threads(threads)
    model = AutoModelForCausalLM.from_pretrained(directory, dtype=getattr(torch, dtype)).eval()
    generator = torch.Generator().manual_seed(1)
    ids = torch.randint(3, model.config.vocab_size, (prompts, prompt_tokens), generator=generator)
    settings = GenerationConfig(
        do_sample=True,
        temperature=1.0,
        top_k=0,
        top_p=1.0,
        num_return_sequences=samples,
        min_new_tokens=new_tokens,
        max_new_tokens=new_tokens,
        pad_token_id=0,
        eos_token_id=model.config.eos_token_id,
    )
    for repeat in range(repeats + 1):
        torch.manual_seed(repeat)
        start = time.perf_counter()
        with torch.inference_mode():
            output = model.generate(
                input_ids=ids, attention_mask=torch.ones_like(ids), generation_config=settings
            )
        seconds = time.perf_counter() - start
        if repeat > 0:
            tokens = output.shape[0] * (output.shape[1] - prompt_tokens)
            print(json.dumps({"tokens": tokens, "seconds": seconds}), flush=True)


if __name__ == "__main__":
    main()
