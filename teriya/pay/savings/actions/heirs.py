"""Who inherits: the act as it was seen, with its parts, approved by another person than who entered it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.pay.allowances.queries import owner_of
from teriya.pay.savings import queries
from teriya.pay.savings.models import Heir, HeirsAct, Refund
from teriya.pay.savings.policies import require_not_own
from teriya.pay.savings.states import HEIRS_LIFE, RefundState
from teriya.people.models import Person
from teriya.service.missions.states import EndReason


@dataclass(frozen=True)
class NewHeir:
    """As the act names them; `parts` of the sum of the parts; `phone`: E.164, or nothing."""

    name: str
    kin: str
    parts: int
    phone: str = ""


@transaction.atomic
def enter_heirs(
    *, person: Person, number: str, authority: str, drawn_on: date, heirs: Sequence[NewHeir], by: User, on: date
) -> HeirsAct:
    """Write the act of heredity of a volunteer who died, seen by who writes it.

    Refuses `still_alive`, `no_heirs`, `heir_twice`, `act_to_come`, and `heirs_known` while another act stands.
    """
    require(by, P.SAVINGS_ASK)
    require_date(by, on)
    require_not_own(person, by)
    if not is_dead(person):
        raise Refusal("still_alive", _("Aucun décès n’est enregistré : le centre met d’abord fin à la mission."))
    if drawn_on > on:
        raise Refusal("act_to_come", _("Cet acte porte une date à venir."), field="drawn_on")
    if not heirs:
        raise Refusal("no_heirs", _("Inscrivez au moins un héritier, avec sa part."))
    if len({heir.name.strip().casefold() for heir in heirs}) < len(heirs):
        raise Refusal("heir_twice", _("Le même héritier est écrit deux fois."))
    act = HeirsAct(person_id=owner_of(person), number=number.strip(), authority=authority.strip(), drawn_on=drawn_on,
                   entered_by_id=by.pk, entered_on=on)  # fmt: skip
    try:
        with transaction.atomic():
            act.save()
    except IntegrityError as error:
        raise Refusal(
            "heirs_known",
            _("Un acte d’hérédité est déjà inscrit : retirez-le d’abord, avec son motif."),
            field="number",
        ) from error
    Heir.objects.bulk_create(
        [
            Heir(act=act, name=heir.name.strip(), kin=heir.kin.strip(), parts=heir.parts, phone=heir.phone)
            for heir in heirs
        ]
    )
    journal.write("savings.enter_heirs", "heirs", act.pk, by=by, on=on, permission=P.SAVINGS_ASK, person=act.person_id,
                  parts=[heir.parts for heir in heirs])  # fmt: skip
    return act


@transaction.atomic
def decide_heirs(*, act: HeirsAct, step: str, by: User, on: date, reason: str = "") -> HeirsAct:
    """Approve or refuse what another person entered; withdraw an approved act. Refuses `heirs_paid` once an heir was promised or paid."""
    row = HeirsAct.objects.select_for_update(of=("self",)).select_related("person").get(pk=act.pk)
    require_other_person(by, row.entered_by_id)
    require_not_own(row.person, by)
    HEIRS_LIFE.check(step, row.state)
    if step == "withdraw" and Refund.objects.filter(heir__act=row).exclude(state=RefundState.REFUSED).exists():
        raise Refusal("heirs_paid", _("Un héritier de cet acte a un remboursement : refusez-le d’abord ; payé, l’acte reste."))  # fmt: skip
    if step == "approve":
        row.approved_by_id, row.approved_on = by.pk, on
        row.save(update_fields=["approved_by_id", "approved_on"])
    move(row, HEIRS_LIFE, step, by=by, on=on, reason=reason)
    journal.write(f"savings.{step}_heirs", "heirs", row.pk, by=by, on=on, reason=reason, permission=P.SAVINGS_DECIDE)
    return row


def is_dead(person: Person) -> bool:
    """By the register, or by the reason of end of the last mission."""
    mission = queries.last_mission(person)
    return bool(person.died_on or (mission and mission.end_reason == EndReason.DEATH))
