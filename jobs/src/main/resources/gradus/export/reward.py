"""The reward of the exported study: verl calls compute_score, train.py calls grade.

An answer is what stands in the last \\boxed{...} or after the last ####; where extraction is
flexible, else the last number. It is right if it is the gold answer's text, the same number, or
equal to it by math-verify.
"""

import json
import logging
import re
from fractions import Fraction

from math_verify import parse, verify

# It says at every call that it sets no alarm.
logging.getLogger("math_verify").setLevel(logging.ERROR)

# Longer answers are compared as they stand: algebra on them may take for ever.
LONGEST = 200

NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?(?:\s*/\s*-?\d[\d,]*)?")
LETTER = re.compile(r"(?:answer|option|choice)\W{0,12}(?:is)?\W{0,12}\(?([A-Z])\b(?![a-z'])", re.IGNORECASE)


def compute_score(data_source, solution_str, ground_truth, extra_info=None, functions=("correctness",),
                  extraction="flexible", **_):
    """The reward of a completion as verl takes it; acc is whether the answer counts as right."""
    grading = (extra_info or {}).get("grading", "math")
    score, correct = grade(grading, ground_truth, solution_str, list(functions), extraction)
    return {"score": score, "acc": correct}


def grade(grading, gold, completion, functions, extraction):
    """The sum of the reward functions, and whether the first of them says that it is right."""
    answer, marked = found(completion, extraction)
    if grading == "multiple-choice":
        correct, marked = choice(gold, completion, answer if marked else None)
    elif grading == "grid":
        correct = grid(gold, completion)
    else:
        correct = answer is not None and any(equal(one, answer) for one in golds(gold))
    values = []
    for function in functions:
        name, _, weight = function.partition("*")
        values.append((value(name.strip(), gold, completion, answer, correct, marked), float(weight or 1)))
    return float(sum(v * w for v, w in values)), float(values[0][0])


def value(name, gold, completion, answer, correct, marked):
    if name == "correctness":
        return float(correct)
    if name == "strict":
        return float(correct and marked)
    if name == "format":
        return float(marked)
    if name == "exact_match":
        return float(correct and answer is not None and any(bare(one) == bare(answer) for one in golds(gold)))
    if name == "exact_final":
        return float("#" in completion and completion.rsplit("#", 1)[1].strip() == gold)
    raise ValueError(f"reward.py has no function {name}")


def found(text, extraction):
    """The answer of a completion, if it has one, and whether it is marked as such."""
    box = text.rfind("\\boxed{")
    mark = text.rfind("####")
    if box >= 0 and box > mark:
        content = braces(text, box + len("\\boxed"))
        if content is not None:
            return content.strip(), True
    if mark >= 0:
        return text[mark + 4:].strip().split("\n")[0].strip(), True
    if extraction == "flexible":
        numbers = NUMBER.findall(text)
        if numbers:
            return numbers[-1], False
    return None, False


def braces(text, start):
    """What stands in the braces that open at start; None where they do not close."""
    depth = 0
    for i in range(start, len(text)):
        if text[i] == "{":
            depth += 1
        elif text[i] == "}":
            depth -= 1
            if depth == 0:
                return text[start + 1:i]
    return None


def golds(gold):
    """Several right answers are a JSON list of texts."""
    if gold.lstrip().startswith("["):
        try:
            many = json.loads(gold)
            if isinstance(many, list) and many and all(isinstance(one, str) for one in many):
                return many
        except ValueError:
            pass
    return [gold]


def bare(text):
    side = text[text.rfind("=") + 1:]
    side = re.sub(r"[\s$]|(?<=\d),(?=\d{3}(?!\d))", "", side)
    return side[:-1] if side.endswith(".") else side


def number(text):
    try:
        return Fraction(bare(text))
    except (ValueError, ZeroDivisionError):
        return None


def equal(gold, answer):
    if bare(gold) == bare(answer):
        return True
    left, right = number(gold), number(answer)
    if left is not None and right is not None:
        return left == right
    if max(len(gold), len(answer)) > LONGEST:
        return False
    try:
        # No alarm signals: rewards are computed in threads, where there are none.
        return bool(verify(parse(f"${gold}$", parsing_timeout=None), parse(f"${answer}$", parsing_timeout=None),
                           timeout_seconds=None))
    except Exception:  # an answer that sympy cannot digest is not right
        return False


def choice(gold, completion, boxed):
    """Whether the letter of an option is the right one, and whether it stands in a box."""
    try:
        gold = json.loads(gold)["answer"] if gold.lstrip().startswith("{") else gold
    except (ValueError, KeyError):
        pass
    if boxed is not None:
        letter = re.match(r"\W*(?:\\text\W*)?([A-Za-z])(?![A-Za-z])", boxed)
        return bool(letter) and letter.group(1).upper() == gold.strip(), True
    claims = LETTER.findall(completion)
    return bool(claims) and claims[-1].upper() == gold.strip(), False


def grid(gold, completion):
    """Whether the last table of a completion has every cell of the solution."""
    solution = table(json.loads(gold))
    end = completion.rfind("</answer>")
    start = completion.rfind("<answer>", 0, end) if end >= 0 else -1
    text = completion[start + 8:end] if start >= 0 else completion
    for at in (m.start() for m in reversed(list(re.finditer(r"\{", text)))):
        try:
            given, _ = json.JSONDecoder().raw_decode(text[at:])
        except ValueError:
            continue
        if isinstance(given, dict) and "header" in given and "rows" in given:
            return table(given) == solution
    return False


def table(node):
    """Rows by their number, cells by column, without regard to case."""
    try:
        header = [str(h).strip().lower() for h in node["header"]]
        return {str(row[0]).strip().lower(): dict(zip(header[1:], (str(c).strip().lower() for c in row[1:])))
                for row in node["rows"]}
    except (KeyError, TypeError, IndexError):
        return None
