"""Verifies a file of JSON lines with math-verify, as its documentation recommends."""

import json
import logging
import sys
import time

from math_verify import ExprExtractionConfig, LatexExtractionConfig, parse, verify

logging.disable(logging.CRITICAL)
TARGETS = [LatexExtractionConfig(boxed_match_priority=0), ExprExtractionConfig()]


def answer(gold):
    """Gold answers without delimiters are LaTeX; math-verify wants them marked as such."""
    return parse(gold if "$" in gold or "\\" not in gold else f"${gold}$", TARGETS)


def main(cases, results):
    with open(cases, encoding="utf-8") as lines, open(results, "w", encoding="utf-8") as out:
        for line in lines:
            case = json.loads(line)
            start = time.perf_counter()
            correct = verify(answer(case["gold"]), parse(case["completion"], TARGETS))
            micros = int((time.perf_counter() - start) * 1e6)
            out.write(json.dumps({"id": case["id"], "correct": bool(correct), "micros": micros}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
