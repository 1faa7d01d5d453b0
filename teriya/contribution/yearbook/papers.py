"""The yearbook on paper, in French: what the public reads, nothing else."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import override

from teriya.contribution.yearbook import showing
from teriya.contribution.yearbook.showing import Crossed, Shown
from teriya.foundation.accounts.models import User
from teriya.foundation.core.money import grouped
from teriya.foundation.documents.actions import Sheet, issue
from teriya.foundation.documents.letterhead import letterhead
from teriya.foundation.documents.models import Document

HIDDEN = "n. p. : non publié, trop peu de personnes ; d’autres cases sont tues pour que nul total ne les rende."


def print_(content: Mapping[str, Any], digest: str, *, by: User, on: date) -> Document:
    """Numbered and frozen. The same content makes the same pages."""
    data = letterhead() | data_of(content, digest)
    return issue(
        kind="chiffres", series="ANNUAIRE", subject="yearbook", sheet=Sheet(content["year"], data), by=by, on=on
    )


def data_of(content: Mapping[str, Any], digest: str) -> dict:
    with override("fr"):
        chapters = [
            _summary(content), *map(_table, showing.tables(content, whole=False)),
            *(_crossed(found) for name in ("form", "age", "sector", "region") if (found := showing.crossed(content, name, whole=False))),
            _years(content), *_counted(content), *_restated(content),
        ]  # fmt: skip
        title = f"Annuaire du volontariat {content['year']}"
        subtitle = f"Tel que connu le {date.fromisoformat(content['on']):%d/%m/%Y}"
    return {"title": title, "subtitle": subtitle, "chapters": chapters, "digest": digest, "signatures": []}


def _summary(content: Mapping[str, Any]) -> dict:
    heads = showing.heads()
    facts = [{"label": head, "value": number.text} for head, number in showing.totals(content, whole=False)]
    lines = [f"{head} : {said}" for head, said in zip(heads, content["definitions"]["fr"].values(), strict=True)]
    return {"title": f"L’année {content['year']}", "lines": lines, "facts": facts}


def _table(found: Shown) -> dict:
    top = max((row.value for row in found.chart), default=0)
    bars = (
        [{"label": row.label, "share": 1000 * row.value // top, "value": grouped(row.value)} for row in found.chart]
        if top
        else []
    )
    columns = [
        {"title": found.title.capitalize(), "kind": "text"},
        *({"title": head, "kind": "number"} for head in found.heads),
    ]
    rows = [[label, *(number.text for number in numbers)] for label, numbers in found.lines]
    return {"title": f"Par {found.title}", "lines": [], **({"bars": bars} if bars else {}),
            "table": {"columns": columns, "rows": rows, "total": ["Ensemble", *(number.text for number in found.total)], "note": HIDDEN}}  # fmt: skip


def _crossed(found: Crossed) -> dict:
    columns = [
        {"title": found.title.capitalize(), "kind": "text"},
        *({"title": sex, "kind": "number"} for sex in [*found.sexes, "Ensemble"]),
    ]
    rows = [[label, *(number.text for number in (*numbers, total))] for label, numbers, total in found.lines]
    return {"title": f"Personnes mobilisées, par {found.title} et par sexe", "lines": [],
            "table": {"columns": columns, "rows": rows, "total": [], "note": HIDDEN}}  # fmt: skip


def _years(content: Mapping[str, Any]) -> dict:
    labels, values = showing.years(content, whole=False)
    top = max((value for value in values if value), default=0)
    bars = [
        {"label": label, "share": 1000 * value // top, "value": grouped(value)}
        for label, value in zip(labels, values, strict=True)
        if value
    ]
    return {"title": "Missions commencées, par année", "lines": [], "bars": bars}


def _counted(content: Mapping[str, Any]) -> list[dict]:
    found = showing.counted(content, whole=False)
    if not found:
        return []
    rows = [
        [name, total.text, ", ".join(f"{region} {number.text}" for region, number in parts)]
        for name, total, parts in found
    ]
    columns = [{"title": title, "kind": "text"} for title in ("Indicateur", "Total", "Par région")]
    note = "Ce que les volontaires ont compté et que leur centre a validé ; un objectif de développement n’est jamais dit atteint."
    return [
        {
            "title": "Ce que les volontaires ont fait",
            "lines": [],
            "table": {"columns": columns, "rows": rows, "total": [], "note": note},
        }
    ]


def _restated(content: Mapping[str, Any]) -> list[dict]:
    if not content["restated"]:
        return []
    rows = [
        [one["name"], grouped(one["old"]), grouped(one["new"]), f"{one['cause']} : {one['why']}"]
        for one in content["restated"]
    ]
    columns = [
        {"title": title, "kind": kind}
        for title, kind in (("Chiffre", "text"), ("Publié", "number"), ("Rectifié", "number"), ("Pourquoi", "text"))
    ]
    return [
        {
            "title": "Chiffres rectifiés depuis le dernier annuaire",
            "lines": [],
            "table": {"columns": columns, "rows": rows, "total": [], "note": ""},
        }
    ]
