"""The register of a group: who joins, what each does, who leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.insertion.groups.actions.holding import hold
from teriya.insertion.groups.engine.flags import COUNTERS
from teriya.insertion.groups.models import Member, SavingsGroup
from teriya.insertion.groups.states import Duty
from teriya.people.models import Person


@dataclass(frozen=True, slots=True)
class NewMember:
    name: str
    person: Person | None = None
    duty: str = ""
    has_key: bool = False


@transaction.atomic
def enter_members(
    *, group: SavingsGroup, members: Sequence[NewMember], joined_on: date, by: User, on: date
) -> list[Member]:
    """Write members at the end of the register. Refuses `no_members`, `member_known`, `duty_taken`, `bad_dates`."""
    row = hold(group, by=by, on=on)
    if not members:
        raise Refusal("no_members", _("Écrivez au moins un membre."), field="members")
    if not row.opened_on <= joined_on <= on:
        raise Refusal("bad_dates", _("Un membre entre après l’ouverture du groupe, et pas dans l’avenir."), field="joined_on")  # fmt: skip
    last = row.members.order_by("-rank").values_list("rank", flat=True).first() or 0
    rows = [
        Member(group=row, rank=rank, name=new.name, person=new.person, duty=new.duty, has_key=new.has_key, joined_on=joined_on)
        for rank, new in enumerate(members, last + 1)
    ]  # fmt: skip
    _write(lambda: Member.objects.bulk_create(rows), "members")
    _require_two_counters(row, "members")
    journal.write("groups.enter_members", "savings_group", row.pk, by=by, on=on, permission=P.GROUPS_KEEP, rows=[one.pk for one in rows])  # fmt: skip
    return rows


@transaction.atomic
def change_member(*, member: Member, duty: str, has_key: bool, left_on: date | None, by: User, on: date) -> Member:
    """Give or take a duty or a key, or note that somebody left (which gives back both). Refuses as `enter_members`."""
    group = hold(member.group, by=by, on=on)
    row = Member.objects.get(pk=member.pk)
    if left_on and not row.joined_on <= left_on <= on:
        raise Refusal("bad_dates", _("Un membre sort après son entrée, et pas dans l’avenir."), field="left_on")
    row.left_on = left_on
    row.duty, row.has_key = ("", False) if left_on else (duty, has_key)
    _write(lambda: row.save(update_fields=["left_on", "duty", "has_key"]), "duty")
    _require_two_counters(group, "duty")
    journal.write("groups.change_member", "savings_group", row.group_id, by=by, on=on, permission=P.GROUPS_KEEP, member=row.pk,
                  duty=row.duty, key=row.has_key, left=str(left_on or ""))  # fmt: skip
    return row


def _write(do, field: str) -> None:
    try:
        with transaction.atomic():
            do()
    except IntegrityError as error:
        code, sentence = _why(str(error))
        raise Refusal(code, sentence, field=field) from error


def _why(error: str) -> tuple[str, str]:
    if "duty_held_once" in error:
        return "duty_taken", _("Cette fonction est déjà tenue : changez d’abord le membre qui la tient.")
    if "key_outside_the_bureau" in error:
        return "key_outside_the_bureau", _("Une clé n’est jamais tenue par le bureau : confiez-la à un autre membre.")
    return "member_known", _("Une de ces personnes est déjà membre du groupe.")


def _require_two_counters(group: SavingsGroup, field: str) -> None:
    if group.members.filter(left_on=None, duty=Duty.COUNTER).count() > COUNTERS:
        raise Refusal("duty_taken", _("Le bureau a deux compteurs, pas plus."), field=field)
