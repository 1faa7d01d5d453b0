"""Who belongs to a host: several officers, tutors; never a host without an officer once it has had one."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts import actions as accounts
from teriya.foundation.accounts.models import User
from teriya.foundation.core.actors import require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.mobilisation.hosts.actions.registering import locked
from teriya.mobilisation.hosts.models import Host, HostOfficer
from teriya.mobilisation.hosts.policies import require_hand

ROLES = {HostOfficer.Duty.OFFICER: "host_officer", HostOfficer.Duty.TUTOR: "tutor"}


@transaction.atomic
def add_officer(*, host: Host, user: User, duty: str, by: User, on: date) -> HostOfficer:
    """Say that a person belongs to a host, as its officer or as a tutor; who had left comes back on the same row.

    By the centre, or by an officer of the host itself.
    """
    require_hand(by, host)
    require_date(by, on)
    row, is_new = HostOfficer.objects.get_or_create(host=host, user=user, duty=duty, defaults={"since": on})
    if not is_new and row.until is None:
        return row
    row.since, row.until = on, None
    row.save(update_fields=["since", "until"])
    journal.write("hosts.add_officer", "host", host.pk, by=by, on=on, user=user.pk, duty=duty)
    return row


@transaction.atomic
def name_officer(*, host: Host, name: str, phone: str, duty: str, by: User, on: date) -> HostOfficer:
    """`add_officer` by name and telephone: the account opens with the role of the duty, if that phone has none yet."""
    require_hand(by, host)
    known = User.objects.filter(phone=phone, is_active=True, appointment__role=ROLES[duty]).first()
    user = known or accounts.admit(name=name, phone=phone, role=ROLES[duty], act=host.number, since=on, by=by)
    return add_officer(host=host, user=user, duty=duty, by=by, on=on)


@transaction.atomic
def end_officer(*, officer: HostOfficer, by: User, on: date) -> HostOfficer:
    """Say that a person no longer belongs to a host; `on` is the last day. The last officer stays (`last_officer`)."""
    require_hand(by, officer.host)
    require_date(by, on)
    locked([officer.host])  # two officers who leave at once are counted one after the other
    row = HostOfficer.objects.select_for_update(of=("self",)).get(pk=officer.pk)
    if row.until is not None:
        return row
    others = HostOfficer.objects.filter(host=row.host_id, duty=HostOfficer.Duty.OFFICER, until=None).exclude(pk=row.pk)
    if row.duty == HostOfficer.Duty.OFFICER and not others.exists():
        raise Refusal(
            "last_officer",
            _("%(name)s est le seul responsable de la structure. Ajoutez d’abord son successeur.")
            % {"name": officer.user},
        )
    row.until = max(on, row.since)
    row.save(update_fields=["until"])
    journal.write("hosts.end_officer", "host", row.host_id, by=by, on=on, user=row.user_id, duty=row.duty)
    return row
