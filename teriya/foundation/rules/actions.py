"""Loading a country pack: versioned seed data. Loading the same again changes nothing; a newer one brings drafts."""

import dataclasses
import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.core.actors import Actor, require
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries
from teriya.foundation.rules.engine.contents import Pack
from teriya.foundation.rules.models import Form, Rule, State, Term

LOAD = "rules.load"


def digest_of(pack: Pack) -> str:
    """What tells two versions of a pack apart."""
    content = json.dumps(dataclasses.asdict(pack), sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:12]


@transaction.atomic
def load(pack: Pack, *, by: Actor | None, on: date) -> int:
    """Write what the pack brings and the installation does not have; returns the number of new values.

    The first pack is in force at once. Values of a later version are drafts until somebody activates them: a pack's
    upgrade never overwrites. `by` is None only when the installation is being made.
    """
    if by:
        require(by, LOAD)
    name, is_first = f"{pack.code}@{digest_of(pack)}", not Rule.objects.exists()
    for form in pack.forms:
        words = {"parent": form.parent, "name_fr": form.name.fr, "name_en": form.name.en,
                 "intake_fr": form.intake.fr, "intake_en": form.intake.en}  # fmt: skip
        Form.objects.get_or_create(code=form.code, defaults=words)
    Term.objects.bulk_create(_terms(pack), ignore_conflicts=True)
    known = set(Rule.objects.values_list("name", "form", "qualification", "zone", "starts_on"))
    state = State.ACTIVE if is_first else State.DRAFT
    fresh = [rule for rule in _rules(pack, name, state) if _place_of(rule) not in known]
    Rule.objects.bulk_create(fresh)
    if fresh:
        journal.write(
            "rules.load", "pack", name, by=by, on=on, permission=LOAD if by else "", rows=[r.pk for r in fresh]
        )
    queries.forget()
    return len(fresh)


@transaction.atomic
def activate(*, rule: Rule, by: Actor, on: date) -> None:
    """Put a draft value in force; another active value of the same parameter and day is refused."""
    require(by, LOAD)
    locked = Rule.objects.select_for_update().get(pk=rule.pk)
    if locked.state != State.DRAFT:
        raise Refusal("not_a_draft", _("Cette valeur est déjà en vigueur."))
    same_day = {field: getattr(locked, field) for field in ("name", "form", "qualification", "zone", "starts_on")}
    if Rule.objects.filter(**same_day, state=State.ACTIVE).exists():
        raise Refusal(
            "rule_stands",
            _("Une valeur est déjà en vigueur à cette date : donnez une autre date d’effet."),
            field="starts_on",
        )
    locked.state = State.ACTIVE
    locked.save(update_fields=["state"])
    journal.write(
        "rules.activate",
        "rule",
        locked.pk,
        by=by,
        on=on,
        permission=LOAD,
        **same_day | {"starts_on": str(locked.starts_on)},
    )
    queries.forget()


def _place_of(rule: Rule) -> tuple:
    return (rule.name, rule.form, rule.qualification, rule.zone, rule.starts_on)


def _rules(pack: Pack, name: str, state: str) -> Iterable[Rule]:
    for parameter in pack.parameters:
        for dated in parameter.values:
            yield Rule(
                name=parameter.name, form=parameter.form, qualification=parameter.qualification, zone=parameter.zone,
                label_fr=parameter.label.fr, label_en=parameter.label.en, unit=parameter.unit, starts_on=dated.starts_on,
                value=dated.value, source=dated.source, is_to_confirm=dated.status == "to_confirm", note=dated.note,
                state=state, pack=name,
            )  # fmt: skip


_KINDS = (
    "papers", "diplomas", "legal_forms", "suspensions", "covers", "leaves", "incidents", "modules", "domains", "profiles", "routes", "grids", "chains", "references", "proofs", "accounts", "commitments", "missions", "services", "indicators", "goals", "questions", "aggregates", "departures", "talks",
)  # fmt: skip


def _terms(pack: Pack) -> Iterable[Term]:
    """Every named thing of the pack as a term; what is not its name or synonyms stays in its facts.

    Terms are added, never rewritten: each version of an indicator’s sheet is a term of its own, so that a later pack brings it.
    """
    for kind in _KINDS:
        for position, item in enumerate(getattr(pack, kind)):
            facts = _facts(item)
            words = facts.pop("name")
            facts.pop("sheets", None)
            yield Term(kind=kind[:-1], code=item.code, position=position, fr=words["fr"], en=words["en"],
                       synonyms=facts.pop("synonyms", []), facts=facts)  # fmt: skip
    for indicator in pack.indicators:
        for position, sheet in enumerate(indicator.sheets):
            yield Term(kind="sheet", code=f"{indicator.code}/{sheet.version}", position=position, fr=indicator.name.fr, en=indicator.name.en,
                       facts={"indicator": indicator.code} | _facts(sheet))  # fmt: skip
    for position, word in enumerate(pack.words):
        yield Term(kind="word", code=word.common[:40], position=position, fr=word.fr, en=word.en)
    yield Term(kind="agency", code=pack.code, position=0, fr=pack.agency.name.fr, en=pack.agency.name.en,
               facts=_facts(pack.agency))  # fmt: skip
    yield Term(kind="map", code=pack.code, position=0, fr=pack.map.source[:200], en=pack.map.source[:200],
               facts=_facts(pack.map))  # fmt: skip


def _facts(item: Any) -> dict:
    """A part of the pack as JSON keeps it: dates as ISO text."""
    return json.loads(json.dumps(dataclasses.asdict(item), default=str))
