"""Freezing a number, publishing it by another person, saying why it changed; recording what was said; answering with a note."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.contribution.figures import queries
from teriya.contribution.figures.freezing import frozen
from teriya.contribution.figures.measures import Measure
from teriya.contribution.figures.models import Figure
from teriya.contribution.figures.queries import Scope
from teriya.contribution.figures.states import NUMBER_LIFE, Cause, NumberState
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal

__all__ = ["Cause", "decide", "freeze", "restate"]


@transaction.atomic
def freeze(*, measure: Measure, scope: Scope, split: Sequence[str] = (), by: User, on: date) -> Figure:
    """Keep a table as it is known today, with its definition, its cells and the digest of who was counted.

    The same again gives the same figure. Refuses `period_to_come` before its last day, `nothing_counted` where all is empty.
    """
    return _freeze(measure, scope, split, by=by, on=on)


@transaction.atomic
def restate(*, figure: Figure, cause: str, why: str, by: User, on: date) -> Figure:
    """Freeze again a published number that is not any more what it was, with why. It takes its place once another publishes it.

    Refuses `not_published`, `nothing_changed`, and `definition_is_the_same` where the definition is said to have changed and has not.
    """
    former = Figure.objects.select_for_update().get(pk=figure.pk)
    if former.state != NumberState.PUBLISHED:
        raise Refusal("not_published", _("Seul un chiffre publié se rectifie."))
    if not why.strip():
        raise Refusal("reason_required", _("Écrivez ce qui a changé, et d’où on le sait."), field="why")
    measure = queries.measure(former.measure)
    assert measure is not None
    scope = queries.scope_of(former, on=on)
    now = frozen(measure, scope, former.by)
    if now.cells == former.cells and now.definition_fr == former.definition_fr:
        raise Refusal("nothing_changed", _("Compté aujourd’hui, ce chiffre est le même."))
    if cause == Cause.DEFINITION and now.definition_fr == former.definition_fr:
        raise Refusal(
            "definition_is_the_same", _("La définition n’a pas changé : choisissez une autre cause."), field="cause"
        )
    return _freeze(measure, scope, former.by, by=by, on=on, restates=former, cause=cause, why=why.strip())


def _freeze(
    measure: Measure, scope: Scope, split: Sequence[str], *, by: User, on: date, **restating: object
) -> Figure:
    require(by, P.FIGURES_FREEZE)
    require_date(by, on)
    if scope.communes is not None or scope.on != on:
        raise Refusal("partial_figure", _("Un chiffre se fige pour toute l’agence, tel qu’il est connu ce jour."))
    if scope.last > on:
        raise Refusal(
            "period_to_come", _("La période n’est pas finie : choisissez un dernier jour passé."), field="last"
        )
    found = frozen(measure, scope, split)
    if not found.cells:
        raise Refusal("nothing_counted", _("Rien à compter sur cette période."))
    row, is_new = Figure.objects.get_or_create(digest=found.digest, defaults={
        **asdict(found), "code": found.digest[:10].upper(), "measure": measure.code, "first": scope.first, "last": scope.last, "on": on,
        "narrowed": scope.narrowed, "by": list(split), "frozen_by_id": by.pk, **restating,
    })  # fmt: skip
    if is_new:
        journal.write("figures.freeze", "published_figure", row.pk, by=by, on=on, permission=P.FIGURES_FREEZE, digest=row.digest,
                      measure=measure.code, total=row.total, reason=row.why)  # fmt: skip
    return row


@transaction.atomic
def decide(*, figure: Figure, step: str, by: User, on: date, reason: str = "") -> Figure:
    """Publish it as it was frozen, set it aside, or withdraw it with the reason; never who froze it.

    Publishing what restates another takes that one’s place. Refuses `already_published` where the same number already is, and
    `narrowed_of_people`: beside the tables of the yearbook, a part published alone could give back a cell that they hide.
    """
    require(by, P.FIGURES_PUBLISH)
    row = Figure.objects.select_for_update().get(pk=figure.pk)
    require_other_person(by, row.frozen_by_id)
    NUMBER_LIFE.check(step, row.state)
    if step == "publish":
        _make_way(row, by=by, on=on)
    Figure.objects.filter(pk=row.pk).update(decided_by_id=by.pk, **({"published_on": on} if step == "publish" else {}))
    move(row, NUMBER_LIFE, step, by=by, on=on, reason=reason)
    journal.write(
        f"figures.{step}", "published_figure", row.pk, by=by, on=on, reason=reason, permission=P.FIGURES_PUBLISH
    )
    row.refresh_from_db()
    return row


def _make_way(row: Figure, *, by: User, on: date) -> None:
    measure = queries.measure(row.measure)
    if row.narrowed and (measure is None or measure.of_people):
        raise Refusal(
            "narrowed_of_people",
            _("Une partie des volontaires ne se publie pas seule : l’annuaire la donne, sans les petits nombres."),
        )
    same = Figure.objects.select_for_update().filter(subject=row.subject, state=NumberState.PUBLISHED).first()
    if same and same.pk != row.restates_id:
        raise Refusal("already_published", _("Ce chiffre est déjà publié : rectifiez-le."))
    if same:
        move(same, NUMBER_LIFE, "restate", by=by, on=on, reason=row.why)
