"""A number asked for tomorrow: frozen, split, explained beside what was said before, on a paper in French. One action."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from teriya.contribution.figures import actions, past, queries
from teriya.contribution.figures.engine.bridges import Counts, Step, bridge
from teriya.contribution.figures.measures import DIMENSIONS, Measure
from teriya.contribution.figures.models import Claim, Figure, Note
from teriya.contribution.figures.queries import Scope
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.money import grouped
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.actions import Sheet, issue
from teriya.foundation.documents.letterhead import letterhead
from teriya.foundation.journal import actions as journal
from teriya.foundation.ui.templatetags.ui import day

SPLIT = (
    "form",
    "sex",
    "age",
    "region",
    "sector",
)  # in this order, those that the measure has and that the scope leaves open


@transaction.atomic
def answer(*, measure: Measure, scope: Scope, asked_by: str, by: User, on: date, claim: Claim | None = None) -> Note:
    """Freeze a number and answer with it: its definition, population, day, split, and from what was said before to it, step by step.

    Refuses what `actions.freeze` refuses, and `not_comparable` beside a number that says nothing of ours.
    """
    require(by, P.FIGURES_FREEZE)
    if claim and claim.measure != measure.code:
        raise Refusal(
            "not_comparable",
            _("Ce chiffre du passé ne compte pas la même chose : choisissez-en un autre."),
            field="claim",
        )
    figure = actions.freeze(measure=measure, scope=scope, by=by, on=on)
    steps = bridge_to(figure.total, measure, scope, claim) if claim else []
    with override("fr"):
        data = letterhead() | _paper(figure, measure, scope, claim, steps, asked_by)
    document = issue(
        kind="chiffres", series="NOTE", subject="published_figure", sheet=Sheet(figure.pk, data), by=by, on=on
    )
    note = Note.objects.create(
        figure=figure,
        claim=claim,
        asked_by=asked_by,
        bridge=[list(step) for step in steps],
        document=document,
        on=on,
        by_id=by.pk,
    )
    journal.write(
        "figures.answer",
        "note",
        note.pk,
        by=by,
        on=on,
        permission=P.FIGURES_FREEZE,
        figure=figure.code,
        paper=document.number,
    )
    return note


def bridge_to(ours: int, measure: Measure, scope: Scope, claim: Claim) -> list[Step]:
    """What separates a number said from ours, each step counted by the database."""
    days = {"first": claim.first or past.BEGINNING, "last": claim.on}
    theirs = Scope(**days, on=scope.on, **claim.narrowed)
    asked = [replace(theirs, on=min(claim.on, scope.on)), theirs, replace(theirs, first=scope.first, last=scope.last)]
    then, now, our_days = (found.get((), 0) for found in queries.tables([(measure, one, ()) for one in asked]))
    return bridge(claim.value, Counts(then, now, our_days, ours))


def words_of(step: Step, claim: Claim) -> str:
    """Why the two numbers differ by so much."""
    said = claim.definition
    definition = (
        _(
            "Définition : notre compte du même jour, pour les mêmes personnes, diffère. Elle était dite ainsi : « %(said)s »."
        )
        % {"said": said}
        if said
        else _(
            "Définition : notre compte du même jour, pour les mêmes personnes, diffère. La source n’en donnait pas."
        )
    )
    sentences = {
        "definition": definition,
        "late": _("Données arrivées depuis : prises de service confirmées et registres repris après ce jour-là."),
        "period": _("Période : la nôtre n’est pas la même."),
        "population": _("Population : nous ne comptons pas les mêmes personnes."),
    }
    return str(sentences[step.code])


def population_of(measure: Measure, scope: Scope) -> str:
    """Who is counted, in words: « femmes, Kara », or everybody."""
    parts = [queries.names(name, [key])[key] for name, key in scope.narrowed.items()]
    return ", ".join(parts) if parts else _("tout le pays, tout le monde")


def days_of(measure: Measure, scope: Scope) -> str:
    last = day(scope.last)
    if measure.is_instant:
        return _("au %(last)s") % {"last": last}
    return _("du %(first)s au %(last)s") % {"first": day(scope.first), "last": last}


def splits(measure: Measure, scope: Scope) -> list[tuple[str, list[tuple[str, int]]]]:
    """The number by each dimension left open, the largest part first; one statement together."""
    names = [name for name in SPLIT if name in measure.dimensions and name not in scope.narrowed]
    found = queries.tables([(measure, scope, (name,)) for name in names])
    return [(str(DIMENSIONS[name]), _named(name, parts)) for name, parts in zip(names, found, strict=True)]


def _named(name: str, parts: dict[tuple, int]) -> list[tuple[str, int]]:
    said = queries.names(name, [key for (key,) in parts])
    return sorted(((said[key], amount) for (key,), amount in parts.items()), key=lambda one: (-one[1], one[0]))


def _paper(
    figure: Figure, measure: Measure, scope: Scope, claim: Claim | None, steps: Sequence[Step], asked_by: str
) -> dict:
    chapters = [
        {"title": "Le chiffre", "lines": [f"{measure.name} : {grouped(figure.total)} {measure.unit}, {days_of(measure, scope)}."],
         "facts": [
             {"label": "Population", "value": population_of(measure, scope)}, {"label": "Définition", "value": figure.definition_fr},
             {"label": "Connu le", "value": figure.on}, {"label": "Code du chiffre", "value": figure.code},
         ]},
        *([_beside(figure, claim, steps)] if claim else []),
        *(_split(name, parts, figure.total) for name, parts in splits(measure, scope)),
    ]  # fmt: skip
    return {
        "title": "Note chiffrée", "subtitle": f"À l’attention de : {asked_by}", "chapters": chapters, "digest": figure.digest, "signatures": [],
    }  # fmt: skip


def _beside(figure: Figure, claim: Claim, steps: Sequence[Step]) -> dict:
    rows: list[list] = [[f"Dit ({past.said_on(claim)}) : {claim.series_fr}", claim.value]]
    rows += [[words_of(step, claim), step.amount] for step in steps]
    return {
        "title": "Ce qui avait été dit", "lines": [f"Source : {claim.source}."],
        "table": {"columns": [{"title": "De ce qui avait été dit à notre chiffre", "kind": "text"}, {"title": "Nombre", "kind": "number"}], "rows": rows,
                  "total": ["Notre chiffre", grouped(figure.total)], "note": "Les lignes s’additionnent."},
    }  # fmt: skip


def _split(name: str, parts: list[tuple[str, int]], total: int) -> dict:
    top = max(amount for _label, amount in parts)
    bars = [{"label": label, "share": 1000 * amount // top, "value": grouped(amount)} for label, amount in parts]
    return {"title": f"Par {name}", "lines": [f"Total : {grouped(total)}."], "bars": bars}
