"""The follow-up team: a named referent, and people of other organisations."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.insertion.plans.actions.plans import REFERENT, locked, require_referent
from teriya.insertion.plans.models import Member, Plan


@transaction.atomic
def name_referent(*, plan: Plan, referent: User, reason: str, by: User, on: date) -> Plan:
    """Another person answers for the plan; the former one leaves, with the reason. Refuses `same_referent`, `referent_elsewhere`."""
    row = locked(plan, by, is_running=True)
    require_date(by, on)
    require_referent(referent, row.mission)
    if row.referent_id == referent.pk:
        raise Refusal("same_referent", _("Cette personne suit déjà ce plan."), field="referent")
    _leave(row.members.get(is_referent=True, until=None), reason, on)
    row.referent = referent
    row.save(update_fields=["referent"])
    Member.objects.create(
        plan=row,
        user=referent,
        name=referent.name,
        role=REFERENT,
        phone=referent.phone or "",
        is_referent=True,
        since=on,
    )
    journal.write("plans.name_referent", "plan", row.pk, by=by, on=on, permission=P.PLANS_KEEP, referent=referent.pk)
    return row


@transaction.atomic
def add_member(*, plan: Plan, name: str, organisation: str, role: str, phone: str = "", by: User, on: date) -> Member:
    """Somebody of the host, of a service, of the family: with an organisation and a role."""
    row = locked(plan, by, is_running=True)
    require_date(by, on)
    member = Member.objects.create(
        plan=row, name=name.strip(), organisation=organisation.strip(), role=role.strip(), phone=phone, since=on
    )
    journal.write("plans.add_member", "plan", row.pk, by=by, on=on, permission=P.PLANS_KEEP)
    return member


@transaction.atomic
def let_go(*, member: Member, reason: str, by: User, on: date) -> Member:
    """Somebody leaves the team. Refuses `referent_stays`: the referent leaves when another is named."""
    locked(member.plan, by)
    require_date(by, on)
    row = Member.objects.select_for_update().get(pk=member.pk)
    if row.is_referent:
        raise Refusal("referent_stays", _("Nommez d’abord un autre référent."))
    _leave(row, reason, on)
    journal.write("plans.let_go", "plan", row.plan_id, by=by, on=on, permission=P.PLANS_KEEP)
    return row


def _leave(member: Member, reason: str, on: date) -> None:
    if member.until:
        raise Refusal("already_left", _("Cette personne a déjà quitté l’équipe."))
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez le motif de cette décision."), field="reason")
    if on < member.since:
        raise Refusal("bad_dates", _("On quitte l’équipe après y être entré."), field="on")
    member.until, member.left_because = on, reason.strip()[:200]
    member.save(update_fields=["until", "left_because"])
