"""A payee and a file that disagree: taken by a named person, closed with what was found."""

from datetime import date

from django.db import transaction

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_other_person
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.pay.allowances.models import ReturnFile, Visa
from teriya.pay.arrears.models import Case
from teriya.pay.arrears.states import CASE_LIFE, Finding


@transaction.atomic
def take_case(*, case: Case, by: User, on: date) -> Case:
    """Become its owner; nobody who sent the money or read the answers, nor the payee."""
    locked = _locked(case, by)
    CASE_LIFE.check("take", locked.state)
    Case.objects.filter(pk=locked.pk).update(owner_id=by.pk, state="taken")
    move(locked, CASE_LIFE, "take", by=by, on=on, commune=_commune(locked))
    journal.write("arrears.take", "payee_case", locked.pk, by=by, on=on, permission=P.PAYEES_FOLLOW)
    return Case.objects.get(pk=locked.pk)


@transaction.atomic
def close_case(*, case: Case, finding: str, reason: str, by: User, on: date) -> Case:
    """Say what was found, and how it was learnt. What has to be paid again goes through the return of the institution."""
    locked = _locked(case, by)
    CASE_LIFE.check("close", locked.state)
    Case.objects.filter(pk=locked.pk).update(finding=Finding(finding), closed_on=on, state="closed")
    move(locked, CASE_LIFE, "close", by=by, on=on, reason=reason, commune=_commune(locked))
    journal.write(
        "arrears.close",
        "payee_case",
        locked.pk,
        by=by,
        on=on,
        reason=reason,
        permission=P.PAYEES_FOLLOW,
        finding=finding,
    )
    return Case.objects.get(pk=locked.pk)


def _locked(case: Case, by: User) -> Case:
    rows = Case.objects.select_for_update(of=("self",)).select_related(
        "question__order__line__mission__host", "question__order__line__mission__person"
    )
    locked = rows.get(pk=case.pk)
    require(by, P.PAYEES_FOLLOW, commune=_commune(locked))
    run = locked.question.order.line.run_id
    paid = Visa.objects.filter(run=run, step__in=("take_charge", "send", "settle")).values_list("by_id", flat=True)
    read = ReturnFile.objects.filter(run=run).values_list("by_id", flat=True)
    require_other_person(by, *paid, *read, locked.question.order.line.mission.person.account_id)
    return locked


def _commune(case: Case) -> int:
    return case.question.order.line.mission.host.commune_id
