"""Renders the templates of cases.json anew with transformers' Jinja environment.

    pip install transformers==4.56.2 jinja2 && python update_cases.py

A case either "renders" to a text, or is "refused": jinja2 fails as well, or the interpreter does
not support it. New cases are added by hand with an empty text.
"""

import json
import pathlib

from transformers.utils.chat_template_utils import _compile_jinja_template

path = pathlib.Path(__file__).with_name("cases.json")
file = json.loads(path.read_text(encoding="utf-8"))
for case in file["cases"]:
    if "renders" in case:
        template = _compile_jinja_template(case["template"])
        case["renders"] = template.render(**file["variables"])
lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in file["cases"])
variables = json.dumps(file["variables"], ensure_ascii=False)
path.write_text(f'{{"variables": {variables},\n"cases": [\n{lines}\n]}}\n', encoding="utf-8")
