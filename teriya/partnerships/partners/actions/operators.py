"""Delegated operators: a centre given to an association, what it must reach, how each year is judged."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.periods import between
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents import actions as documents
from teriya.foundation.journal import actions as journal
from teriya.foundation.places.models import Centre
from teriya.partnerships.partners.models import Operator, OperatorEvaluation, OperatorTarget, Partner
from teriya.partnerships.partners.states import Part


@transaction.atomic
def delegate(
    *, partner: Partner, centre: Centre, convention: str, first_day: date, last_day: date, budget: int, manager: User,
    by: User, on: date, paper: UploadedFile | None = None,
) -> Operator:  # fmt: skip
    """Write the convention by which a partner runs a centre; the partner becomes an operator.

    Francs over the whole period. Refuses `bad_dates`, `convention_known`, `centre_delegated` when another convention
    has the centre in these dates.
    """
    require(by, P.PARTNERS_WRITE)
    require_date(by, on)
    if last_day < first_day:
        raise Refusal("bad_dates", _("La fin de la convention précède son début."), field="last_day")
    if Operator.objects.filter(convention=convention.strip()).exists():
        raise Refusal("convention_known", _("Une convention porte déjà cette référence."), field="convention")
    row = Operator(partner=partner, centre=centre, convention=convention.strip(), period=between(first_day, last_day),
                   budget=budget, manager=manager, by_id=by.pk, on=on)  # fmt: skip
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        sentence = _("Une autre convention confie déjà ce centre à ces dates.")
        raise Refusal("centre_delegated", sentence, field="centre") from error
    locked = Partner.objects.select_for_update().get(pk=partner.pk)
    if Part.OPERATOR not in locked.parts:
        locked.parts = [*locked.parts, Part.OPERATOR]
        locked.save(update_fields=["parts"])
    if paper:
        documents.keep(file=paper, kind="convention", subject="operator", subject_id=row.pk, by=by, on=on)
    _keep("delegate", row, by, on, centre=centre.code, budget=budget)
    return row


@transaction.atomic
def set_operator_target(*, operator: Operator, label: str, target: int, by: User, on: date) -> OperatorTarget:
    """Write what the convention asks for. Refuses `target_known`."""
    require(by, P.PARTNERS_WRITE)
    require_date(by, on)
    row, is_new = OperatorTarget.objects.get_or_create(operator=operator, label=label.strip(), defaults={"target": target})  # fmt: skip
    if not is_new:
        raise Refusal("target_known", _("Cette cible est déjà écrite."), field="label")
    _keep("set_operator_target", operator, by, on, target=target)
    return row


@transaction.atomic
def count_reached(*, target: OperatorTarget, reached: int, by: User, on: date) -> OperatorTarget:
    """Write what was reached at a day; the last count stands, the journal keeps the others."""
    require(by, P.PARTNERS_WRITE)
    require_date(by, on)
    row = OperatorTarget.objects.select_for_update().get(pk=target.pk)
    row.reached, row.reached_on = reached, on
    row.save(update_fields=["reached", "reached_on"])
    _keep("count_reached", row.operator, by, on, target=row.pk, reached=reached)
    return row


@transaction.atomic
def evaluate_operator(
    *, operator: Operator, year: int, mark: int, words: str, by: User, on: date
) -> OperatorEvaluation:
    """Judge one year of a convention, out of 20, in words: never by who follows it nor who wrote it.

    Refuses `bad_year` outside the convention or to come, `already_evaluated`.
    """
    require(by, P.OPERATORS_EVALUATE)
    require_date(by, on)
    row = Operator.objects.select_for_update().get(pk=operator.pk)
    require_other_person(by, row.manager_id, row.by_id)
    if not row.period.lower.year <= year <= min(on.year, row.last_day.year):
        raise Refusal("bad_year", _("La convention ne court pas cette année-là."), field="year")
    found, is_new = OperatorEvaluation.objects.get_or_create(
        operator=row, year=year, defaults={"mark": mark, "words": words, "by": by, "on": on}
    )
    if not is_new:
        raise Refusal("already_evaluated", _("Cette année est déjà évaluée."), field="year")
    journal.write("partners.evaluate_operator", "operator", row.pk, by=by, on=on, permission=P.OPERATORS_EVALUATE,
                  year=year, mark=mark)  # fmt: skip
    return found


def _keep(word: str, operator: Operator, by: User, on: date, **facts) -> None:
    journal.write(f"partners.{word}", "operator", operator.pk, by=by, on=on, permission=P.PARTNERS_WRITE, **facts)
