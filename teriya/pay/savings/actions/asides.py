"""Pay that came back after a death: what is owed again is set aside for the heirs, asked by one person, approved by another."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.pay.allowances import actions as pay
from teriya.pay.allowances.models import PayLine
from teriya.pay.allowances.queries import is_dead, owner_of
from teriya.pay.savings import queries
from teriya.pay.savings.models import SetAside
from teriya.pay.savings.policies import require_not_own
from teriya.pay.savings.states import ASIDE_LIFE
from teriya.people.models import Person


@transaction.atomic
def ask_aside(*, line: PayLine, by: User, on: date) -> SetAside:
    """Ask to keep a pay that came back as savings, for the heirs.

    Refuses `still_alive`, `not_returned`, and `aside_known` while another request waits or stands.
    """
    require(by, P.SAVINGS_ASK)
    require_date(by, on)
    row = PayLine.objects.select_for_update(of=("self",)).select_related("mission__person").get(pk=line.pk)
    require_not_own(row.mission.person, by)
    if not is_dead(row.mission):
        raise Refusal("still_alive", _("Aucun décès n’est enregistré : payez à nouveau, sur le compte corrigé."))
    if row.state != "returned":
        raise Refusal("not_returned", _("Seule une paie revenue de l’institution se met de côté."))
    found = SetAside(line=row, amount=row.net, asked_by_id=by.pk, asked_on=on)
    try:
        with transaction.atomic():
            found.save()
    except IntegrityError as error:
        raise Refusal(
            "aside_known", _("Cette mise de côté est déjà demandée : une autre personne l’approuve.")
        ) from error
    journal.write("savings.ask_aside", "set_aside", found.pk, by=by, on=on, permission=P.SAVINGS_ASK, line=row.pk, amount=row.net)  # fmt: skip
    return found


@transaction.atomic
def decide_aside(*, aside: SetAside, step: str, by: User, on: date, reason: str = "") -> SetAside:
    """Approve what another person asked, or refuse it; cancel it when the death was recorded in error.

    Refuses `heirs_promised` when the savings that are left no longer hold its francs, `already_carried` while a deposit does.
    """
    row = SetAside.objects.select_related("line__mission__person").get(pk=aside.pk)
    person = row.line.mission.person
    Person.objects.select_for_update(of=("self",)).get(pk=owner_of(person))
    row = SetAside.objects.select_for_update(of=("self",)).select_related("line__mission__person").get(pk=aside.pk)
    require_date(by, on)
    require_other_person(by, row.asked_by_id)
    require_not_own(person, by)
    ASIDE_LIFE.check(step, row.state)
    if step == "approve":
        pay.set_aside(line=row.line, act=row.pk, by=by, on=on)
        row.approved_by_id, row.approved_on = by.pk, on
    if step == "cancel":
        pay.owe_again(line=row.line, act=row.pk, by=by, on=on)
        _require_left(row, person)
        row.cancelled_on = on
    row.save(update_fields=["approved_by_id", "approved_on", "cancelled_on"])
    move(row, ASIDE_LIFE, step, by=by, on=on, reason=reason)
    journal.write(f"savings.{step}_aside", "set_aside", row.pk, by=by, on=on, reason=reason, permission=P.SAVINGS_DECIDE,
                  amount=row.amount)  # fmt: skip
    return row


def _require_left(row: SetAside, person: Person) -> None:
    """Once taken back, the savings still hold what is promised, and no deposit carries more than its run retained."""
    if queries.balance(person) < queries.reserved(person):
        raise Refusal("heirs_promised", _("Ces francs sont promis ou donnés aux héritiers : refusez d’abord le remboursement."))  # fmt: skip
    run = row.line.run_id
    if queries.deposited([run]).get(run, 0) > queries.retained([run]).get(run, 0):
        raise Refusal("already_carried", _("Ces francs sont versés à un compte d’épargne : annulez d’abord le versement."))  # fmt: skip
