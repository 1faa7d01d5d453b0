"""What the pages of an agreement say, gathered."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.core.states import Step
from teriya.foundation.core.web import ActionForm
from teriya.foundation.ui.parts import Row
from teriya.partnerships.agreements import queries
from teriya.partnerships.agreements.models import Agreement, AgreementEnvelope, Expense, Tranche, Version
from teriya.partnerships.agreements.papers import rate_words
from teriya.partnerships.agreements.policies import Terms
from teriya.partnerships.agreements.statements import Statement, is_over, lines_of, statements, statements_of, total
from teriya.partnerships.agreements.states import (
    AGREEMENT_LIFE,
    EXPENSE_LIFE,
    LIVE,
    TRANCHE_LIFE,
    AgreementState,
    Cost,
)

__all__ = [
    "LIVE",
    "SOURCES",
    "STEPS",
    "amount_of",
    "checks_of",
    "giving_up",
    "is_over",
    "of",
    "step_of",
    "told",
    "words_of",
]

STEPS = {
    "start": gettext_lazy("Mettre en cours"), "suspend": gettext_lazy("Suspendre"), "resume": gettext_lazy("Reprendre"),
    "close": gettext_lazy("Clore"), "cancel": gettext_lazy("Annuler"),
}  # fmt: skip
SOURCES = {
    "pay_line": gettext_lazy("ligne de paie"), "expense": gettext_lazy("dépense"), "recovered": gettext_lazy("trop-perçu repris"),
    "refused_line": gettext_lazy("ligne refusée, portée ailleurs"),
}  # fmt: skip


def told(rows: Sequence[Agreement], on: date) -> list[tuple[Agreement, Version, Statement]]:
    """Each agreement with the version in force and where its money stands, in five queries whatever their number."""
    versions, found = queries.versions_in_force(rows, on), statements_of(rows)
    return [(row, versions[row.pk], total(list(found[row.pk].values()))) for row in rows]


def of(row: Agreement, user: User, on: date) -> dict[str, Any]:
    """Everything that the page of an agreement shows, and the doors that this person may open."""
    version = queries.in_force(row, on)
    draft = row.versions.filter(state="drafted").first()
    found = statements(row)
    whole = total(list(found.values()))
    writes, is_live = user.may(P.AGREEMENTS_WRITE), row.state in LIVE
    return {
        "agreement": row, "version": version, "draft": draft, "amount": row.written(version.amount), "rate": rate_words(version.rate, row),
        "whole": whole, "bars": _bars(whole), "to_refund": whole.to_refund(is_over(row, on)), "exchange": queries.exchange_of(row),
        "envelopes": _envelopes(row, version, draft, found, on), "tranches": _tranches(row, user), "ends": version.last_day,
        "versions": [(one, row.written(one.amount)) for one in row.versions.order_by("number")],
        "expenses": queries.expenses_of(Agreement.objects.filter(pk=row.pk)).order_by("-pk")[:5],
        "in_kind": row.in_kind.order_by("-pk"), "members": queries.members_of(row), "form": ActionForm(),
        "history": [(step, AgreementState(step.to).label) for step in queries.history_of("agreement", [row.pk])], "steps": [(step.name, STEPS[step.name]) for step in _steps(row, user)],
        "may_write": writes, "may_amend": writes and is_live and draft is None, "may_promise": writes and (is_live or row.state == "drafted"),
        "may_sign": draft is not None and user.may(P.AGREEMENTS_SIGN) and draft.entered_by_id != user.pk and row.state != "cancelled",
        "may_enter": user.may(P.EXPENSES_ENTER) and row.state in ("signed", "running"),
        "may_edit": draft is not None and writes and row.state not in ("cancelled", "closed"),
    }  # fmt: skip


def _bars(whole: Statement) -> list[Row]:
    return [
        Row(_("Doté"), whole.granted), Row(_("Engagé"), whole.committed), Row(_("Reçu"), whole.received),
        Row(_("Dépensé"), whole.spent), Row(_("Justifié"), whole.eligible),
    ]  # fmt: skip


def _envelopes(
    row: Agreement, version: Version, draft: Version | None, found: dict[int, Statement], on: date
) -> list[dict]:
    """Each envelope with its part, its terms in words, those that an amendment would give it, and its money."""
    given = queries.terms_of(version)
    drafted = queries.terms_of(draft) if draft and draft.pk != version.pk else {}
    names = queries.place_names({code for one in (*given.values(), *drafted.values()) for code in one.places})
    rows = []
    for envelope in row.envelopes.select_related("envelope").order_by("code"):
        terms, next_ = given.get(envelope.pk), drafted.get(envelope.pk)
        rows.append({
            "row": envelope, "standing": found.get(envelope.pk), "part": row.written(terms.amount) if terms else "",
            "words": words_of(queries.as_terms(terms, version, names)) if terms else [],
            "next": words_of(queries.as_terms(next_, draft, names)) if next_ and next_.version_id == draft.pk else [],
            "next_part": row.written(next_.amount) if next_ and next_.version_id == draft.pk else "",
        })  # fmt: skip
    return rows


def words_of(terms: Terms) -> list[tuple[str, str]]:
    """The terms of an envelope as (what, words); "tout" where nothing is limited is not said."""
    said = [
        (_("Lieux"), ", ".join(terms.places.values())), (_("Domaines"), ", ".join(terms.domains.values())),
        (_("Formes"), ", ".join(terms.forms.values())), (_("Dépenses"), ", ".join(map(str, terms.costs.values()))),
        (_("Structures"), ", ".join(sorted(terms.hosts))), (_("Réservé"), _("aux femmes") if terms.sex == "F" else ""),
        (_("Par volontaire et par mois"), _("%(sum)s au plus") % {"sum": in_francs(terms.monthly_max)} if terms.monthly_max else ""),
        (_("Plafonds"), ", ".join(f"{Cost(code).label}\u00a0: {in_francs(francs)}" for code, francs in terms.ceilings.items())),
    ]  # fmt: skip
    return [(what, words) for what, words in said if words]


def _tranches(row: Agreement, user: User) -> list[dict]:
    """Each tranche with its sums, what came, and what this person may do of it."""
    rows = []
    for one in row.tranches.prefetch_related("receipts").order_by("number"):
        receipts = list(one.receipts.all())
        is_other = one.called_by_id != user.pk
        rows.append({
            "row": one, "amount": row.written(one.amount), "rate": rate_words(one.rate, row),
            "receipts": [(got, row.written(got.amount), rate_words(got.rate, row)) for got in receipts],
            "may_call": one.state == "promised" and row.state in ("signed", "running") and user.may(P.TRANCHES_CALL),
            "may_receive": one.state == "called" and user.may(P.TRANCHES_RECEIVE) and is_other,
            "may_give_up": (one.state == "promised" and user.may(P.TRANCHES_CALL)) or (one.state == "called" and user.may(P.TRANCHES_RECEIVE) and is_other),
        })  # fmt: skip
    return rows


def _steps(row: Agreement, user: User) -> list[Step]:
    return [step for step in AGREEMENT_LIFE.open_from(row.state) if step.name in STEPS and user.may(step.permission)]


def step_of(row: Agreement, name: str, user: User) -> Step:
    """A decision that the page offers; not found otherwise."""
    if name not in STEPS:
        raise Http404
    step = AGREEMENT_LIFE.steps[name]
    require(user, step.permission)
    return AGREEMENT_LIFE.check(name, row.state)


def giving_up(tranche: Tranche, user: User) -> Step:
    """Cancelled before its call, refused by the funder after."""
    return TRANCHE_LIFE.steps["cancel" if tranche.state == "promised" else "refuse"]


def checks_of(row: Expense, user: User) -> set[str]:
    """The decisions that this person may take of an expense now."""
    if user.pk == row.entered_by_id or not user.may(P.EXPENSES_CHECK):
        return set()
    return {step.name for step in EXPENSE_LIFE.open_from(row.state)}


def amount_of(envelope: AgreementEnvelope, source: str, line: int) -> int | None:
    """Francs of one line charged to the envelope."""
    found = [
        one
        for one in lines_of(envelope.agreement)
        if (one.envelope.pk, one.source, one.source_id) == (envelope.pk, source, line)
    ]
    return found[0].amount if found else None
