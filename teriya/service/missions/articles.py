"""The articles of a contract, from `countries/<pack>/documents/contrat.toml`.

They are read when a contract is issued, not kept as rules: a rule is a dated value that programs compare, an article is a
text that people sign. Each contract freezes its own, so a later version of the file changes no contract already issued.
"""

import tomllib
from functools import cache

from django.conf import settings

FILE = "documents/contrat.toml"


def articles(form: str, parent: str, facts: dict[str, str]) -> list[dict[str, str]]:
    """Title, text and source of each article, in the file's order: those of every form, of the form and of its parent.

    `facts` fill the braces of the texts; a text that names another fact raises KeyError.
    """
    return [
        {"title": one["title"], "text": one["text"].format_map(facts), "source": one["source"]}
        for one in _texts()
        if "forms" not in one or {form, parent} & set(one["forms"])
    ]


@cache
def _texts() -> tuple[dict, ...]:
    path = settings.ROOT / "countries" / settings.AGENCY / FILE
    return tuple(tomllib.loads(path.read_text(encoding="utf-8"))["article"])
