"""Prints a row: cases per second of processor time, start included; latencies; agreement with labels."""

import json
import sys


def main(name, seconds, cases, results):
    with open(cases, encoding="utf-8") as lines:
        labels = [json.loads(line).get("correct") for line in lines]
    with open(results, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    micros = sorted(row["micros"] for row in rows)
    at = lambda share: micros[min(len(micros) - 1, int(share * len(micros)))] / 1000
    known = [(row["correct"], label) for row, label in zip(rows, labels) if label is not None]
    agree = sum(found == label for found, label in known)
    false_positives = sum(found and not label for found, label in known)
    print(
        f"{name:12s} {len(rows):7d} cases {float(seconds):8.2f} CPU s {len(rows) / float(seconds):9.0f} /s"
        f"   p50 {at(0.5):.3f} ms  p99 {at(0.99):.3f} ms  p99.9 {at(0.999):.3f} ms  max {micros[-1] / 1000:.3f} ms"
        f"   agrees {agree}/{len(known)}, {false_positives} false positives"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
