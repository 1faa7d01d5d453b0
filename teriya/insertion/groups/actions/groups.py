"""A group is opened, changes hands, is stopped or reopened, and goes on to its next cycle."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.numbers import next_number
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.foundation.places.models import Place
from teriya.foundation.rules import queries as rules
from teriya.insertion.groups.actions.holding import hold
from teriya.insertion.groups.actions.members import NewMember, enter_members
from teriya.insertion.groups.models import Member, SavingsGroup
from teriya.insertion.groups.states import GROUP_LIFE, GroupState


@transaction.atomic
def open_group(
    *, name: str, commune: Place, facilitator: User, opened_on: date, stamp: int, contribution: int, members: Sequence[NewMember],
    by: User, on: date,
) -> SavingsGroup:  # fmt: skip
    """Open the first cycle of a group, with its register. Refuses `group_known`, `not_there`, `bad_dates`."""
    require(by, P.GROUPS_KEEP, commune=commune.pk)
    group = SavingsGroup(name=" ".join(name.split()), commune=commune, facilitator=facilitator)
    return _open(group, opened_on, stamp, contribution, members, by=by, on=on)


@transaction.atomic
def open_next(
    *, group: SavingsGroup, opened_on: date, stamp: int, contribution: int, by: User, on: date
) -> SavingsGroup:
    """Open the cycle that follows a share-out: the members go on, and so does the solidarity box with what could not be divided.

    Refuses `not_shared`, `group_known` when it is already open, `bad_dates` before the share-out.
    """
    row = SavingsGroup.objects.select_for_update(of=("self",)).select_related("commune", "facilitator").get(pk=group.pk)  # fmt: skip
    require(by, P.GROUPS_KEEP, commune=row.commune_id)
    if row.state != GroupState.SHARED:
        raise Refusal("not_shared", _("Le cycle suivant s’ouvre après le partage."))
    shared, last = row.share_outs.get(withdrawn_on=None), row.months.order_by("month").last()
    if opened_on < shared.on:
        raise Refusal("bad_dates", _("Le cycle suivant s’ouvre après le partage."), field="opened_on")
    members = [
        NewMember(one.name, one.person, one.duty, one.has_key)
        for one in row.members.filter(left_on=None).select_related("person")
    ]
    box = last.solidarity_box if last else row.solidarity_start
    then = SavingsGroup(name=row.name, commune=row.commune, facilitator=row.facilitator, cycle=row.cycle + 1, follows=row,
                        solidarity_start=box + shared.rest)  # fmt: skip
    return _open(then, opened_on, stamp, contribution, members, by=by, on=on)


def _open(
    group: SavingsGroup, opened_on: date, stamp: int, contribution: int, members: Sequence[NewMember], *, by: User, on: date
) -> SavingsGroup:  # fmt: skip
    require_date(by, on)
    _require_there(group.facilitator, group.commune_id)
    if opened_on > on:
        raise Refusal("bad_dates", _("Cette date est à venir : un groupe s’ouvre le jour de sa première réunion."), field="opened_on")  # fmt: skip
    days = rules.value("group_cycle_days", on=opened_on).value
    group.number = f"GEC-{opened_on.year}-{next_number('GEC', opened_on.year):04}"
    group.opened_on, group.due_on = opened_on, opened_on + timedelta(days - 1)
    group.stamp, group.contribution = stamp, contribution
    try:
        with transaction.atomic():
            group.save(force_insert=True)
    except IntegrityError as error:
        raise Refusal("group_known", _("Un groupe de cette commune porte déjà ce nom."), field="name") from error
    journal.write("groups.open", "savings_group", group.pk, by=by, on=on, permission=P.GROUPS_KEEP, stamp=stamp, cycle=group.cycle,
                  solidarity=group.solidarity_start)  # fmt: skip
    enter_members(group=group, members=members, joined_on=opened_on, by=by, on=on)
    return group


@transaction.atomic
def name_facilitator(*, group: SavingsGroup, facilitator: User, by: User, on: date) -> SavingsGroup:
    """Another person enters its totals from now on. Refuses `not_there`."""
    row = hold(group, by=by, on=on)
    _require_there(facilitator, row.commune_id)
    before, row.facilitator = row.facilitator_id, facilitator
    row.save(update_fields=["facilitator"])
    journal.write("groups.name_facilitator", "savings_group", row.pk, by=by, on=on, permission=P.GROUPS_KEEP, before=before,
                  after=facilitator.pk)  # fmt: skip
    return row


@transaction.atomic
def decide(*, group: SavingsGroup, step: str, reason: str, by: User, on: date) -> SavingsGroup:
    """Stop a group before its share-out, or reopen one: a share-out made in error is withdrawn, by another person than who made it.

    Refuses `next_cycle_open` to reopen a cycle that another one follows.
    """
    row = SavingsGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    if step == "reopen":
        if SavingsGroup.objects.filter(follows=row).exists():
            raise Refusal("next_cycle_open", _("Le cycle suivant est ouvert : celui-ci ne se rouvre plus."))
        for shared in row.share_outs.filter(withdrawn_on=None):
            require_other_person(by, shared.by_id)
            shared.withdrawn_on = on
            shared.save(update_fields=["withdrawn_on"])
    move(row, GROUP_LIFE, step, by=by, on=on, reason=reason, commune=row.commune_id)
    journal.write(f"groups.{step}", "savings_group", row.pk, by=by, on=on, reason=reason, permission=P.GROUPS_DECIDE)
    return row


def members_of(group: SavingsGroup) -> list[Member]:
    """Who shares: those who have not left, in the order of the register."""
    return list(group.members.filter(left_on=None).order_by("rank"))


def _require_there(facilitator: User, commune: int) -> None:
    if not facilitator.may(P.GROUPS_KEEP, commune=commune):
        raise Refusal("not_there", _("Cette personne ne suit pas les groupes de cette commune."), field="facilitator")
