"""The share-out: the savings box is emptied at the end of the cycle, by the stamps of each passbook."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.money import amount, grouped
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.insertion.groups import papers
from teriya.insertion.groups.actions.groups import members_of
from teriya.insertion.groups.actions.holding import hold
from teriya.insertion.groups.engine import shareout as engine
from teriya.insertion.groups.models import SavingsGroup, Share, ShareOut
from teriya.insertion.groups.states import GROUP_LIFE


@transaction.atomic
def share_out(
    *, group: SavingsGroup, francs: int, stamps: Mapping[int, int], by: User, on: date, remark: str = ""
) -> ShareOut:
    """Share the savings box among the members who have not left. `francs`: counted that day; `stamps`: member id → its passbook's.

    Every franc is given: the same for each stamp, the rest to the solidarity box (engine). Refuses `stamps_missing`,
    `no_stamps`; and, without a remark that says why, `stamps_differ` from the months, `loans_out` while loans are out.
    """
    row = hold(group, by=by, on=on)
    members = members_of(row)
    if {member.pk for member in members} != set(stamps):
        raise Refusal("stamps_missing", _("Écrivez les tampons de chaque membre, zéro compris."))
    counts = [stamps[member.pk] for member in members]
    if not sum(counts):
        raise Refusal("no_stamps", _("Aucun tampon : rien ne peut être partagé."))
    if not remark.strip():
        _require_same_story(row, sum(counts))
    found = engine.share_out(francs, counts)
    shared = ShareOut.objects.create(group=row, on=on, francs=francs, stamps=sum(counts), stamp=found.stamp, rest=found.rest,
                                     remark=remark.strip(), by_id=by.pk)  # fmt: skip
    Share.objects.bulk_create(
        [Share(share_out=shared, member=member, stamps=count, francs=part)
         for member, count, part in zip(members, counts, found.parts, strict=True)]
    )  # fmt: skip
    shared.sheet = papers.issue_sheet(shared, by=by, on=on)
    shared.save(update_fields=["sheet"])
    move(row, GROUP_LIFE, "share_out", by=by, on=on, reason=remark, commune=row.commune_id)
    journal.write("groups.share_out", "savings_group", row.pk, by=by, on=on, reason=remark, permission=P.GROUPS_KEEP,
                  francs=francs, stamps=shared.stamps, stamp=shared.stamp, rest=shared.rest)  # fmt: skip
    return shared


def _require_same_story(group: SavingsGroup, passbooks: int) -> None:
    sums = group.months.aggregate(stamps=Sum("stamps", default=0), loans=Sum(F("loans_given") - F("loans_repaid"), default=0))  # fmt: skip
    if sums["stamps"] != passbooks:
        sentence = _("Les carnets ont %(passbooks)s tampons, les mois %(months)s : corrigez, ou écrivez pourquoi.")
        raise Refusal("stamps_differ", sentence % {"passbooks": grouped(passbooks), "months": grouped(sums["stamps"])}, field="remark")  # fmt: skip
    if sums["loans"] > 0:
        sentence = _("%(francs)s de prêts ne sont pas rendus : attendez-les, ou écrivez ce que le groupe a décidé.")
        raise Refusal("loans_out", sentence % {"francs": amount(sums["loans"])}, field="remark")
