"""Word problems of the benchmarks: texts with an exact number of tokens, and their ids."""

import json
import pathlib
import random

from tokenizers import Tokenizer

NAMES = "Ada Boris Chen Dana Emil Fatima Goran Hana Ivo Jana Karim Lena".split()
THINGS = "apples books candles eggs marbles pencils shells stamps tickets tulips".split()
EVENTS = (
    "buys {a} boxes with {b} {thing} in each box",
    "gives {a} {thing} to each of {b} friends",
    "finds {a} {thing} on the way home and keeps half of them",
    "sells {a} {thing} for {b} dollars each at the market",
    "loses {a} {thing} and then gets {b} more from a neighbour",
)


def story(tokenizer, tokens, seed):
    """A word problem of exactly `tokens` tokens."""
    rng = random.Random(seed)
    name = rng.choice(NAMES)
    words = f"{name} has {rng.randint(20, 90)} {rng.choice(THINGS)}.".split()
    while count(tokenizer, words) <= tokens:
        event = rng.choice(EVENTS).format(
            a=rng.randint(2, 19), b=rng.randint(2, 19), thing=rng.choice(THINGS)
        )
        words += f"Then {name} {event}.".split()
    ending = "How many are left in the end? Answer:".split()
    while words and count(tokenizer, words + ending) > tokens:
        words.pop()
    missing = tokens - count(tokenizer, words + ending)
    words += ["and"] * missing + ending
    if count(tokenizer, words) != tokens:
        raise SystemExit(f"no word problem of exactly {tokens} tokens with this tokenizer")
    return " ".join(words)


def count(tokenizer, words):
    return len(tokenizer.encode(" ".join(words), add_special_tokens=False).ids)


def write_prompts(model, lengths, file):
    """Writes one JSON line {"text", "input_ids"} for each length."""
    tokenizer = Tokenizer.from_file(str(pathlib.Path(model) / "tokenizer.json"))
    with open(file, "w", encoding="utf-8") as out:
        for seed, tokens in enumerate(lengths):
            text = story(tokenizer, tokens, seed)
            ids = tokenizer.encode(text, add_special_tokens=False).ids
            out.write(json.dumps({"text": text, "input_ids": ids}) + "\n")
