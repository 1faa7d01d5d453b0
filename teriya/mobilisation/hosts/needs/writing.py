"""What hosts ask for: written, corrected, sent again, taken back, replaced."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.models import Transition
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Form
from teriya.mobilisation.hosts import quotas
from teriya.mobilisation.hosts.models import Host, Need, Seat
from teriya.mobilisation.hosts.policies import require_asking, require_officer
from teriya.mobilisation.hosts.quotas import require_room
from teriya.mobilisation.hosts.responsiveness import Noted, note
from teriya.mobilisation.hosts.states import NEED_LIFE, SeatState
from teriya.mobilisation.hosts.states import OPEN_NEED as OPEN


@dataclass(frozen=True)
class NewNeed:
    reference: str
    host: Host
    profile: str
    diploma: str
    places: int
    months: int
    starts_on: date
    tutor: str = ""
    tasks: str = ""
    outputs: str = ""
    place: str = ""
    housing: str = ""


def term_of(form: Form, months: int, on: date) -> tuple[int, bool]:
    """What is asked, as the form allows it: (months of the contract, renewable?). 24 of a form of 12 renewable = 12, renewable."""
    term = rules.amount("duration_months", form=form.code, on=on, default=months)
    renewals = rules.amount("renewals_max", form=form.code, on=on, default=0)
    if months <= term:
        return months, False
    if months <= term * (1 + renewals):
        return term, True
    raise Refusal(
        "term_too_long",
        _("%(months)s mois dépassent ce que la forme %(code)s permet (%(limit)s).")
        % {"months": months, "code": form.code, "limit": term * (1 + renewals)},
        field="months",
    )


@transaction.atomic
def submit(rows: Sequence[NewNeed], *, form: Form, by: User, on: date, replaces: Need | None = None) -> list[Need]:
    """Write what hosts need, once they have accepted their duties and within the quota of their accreditation.

    Refuses `duties_not_accepted`, `accreditation_lapsed`, `host_stopped`, `quota_exceeded`. A missing tutor does not stop it; it
    is asked for before the start of service.
    """
    require_date(by, on)
    hosts = lock_hosts({row.host.pk for row in rows})
    require_writer(by, hosts)
    require_asking(hosts, on=on)
    needs = [
        Need(reference=row.reference, form=form, by_id=by.id, on=on, replaces=replaces, **asked(row, form))
        for row in rows
    ]
    require_room(quotas.asked([host.pk for host in hosts], on), needs)
    try:
        with transaction.atomic():
            Need.objects.bulk_create(needs)
    except IntegrityError as error:
        if "reference" not in str(error):
            raise
        raise Refusal("need_known", _("Un besoin porte déjà cette référence."), field="reference") from error
    if needs:
        journal.write(
            "needs.submit", "need", needs[0].pk, by=by, on=on, permission=P.NEEDS_WRITE, rows=[n.pk for n in needs]
        )
    return needs


CORRECTED = ("form", "profile", "diploma", "places", "months", "is_renewable", "starts_on", "tutor")
WORDS = ("tasks", "outputs", "place", "housing")  # of the mission sheet; lists do not carry them


@transaction.atomic
def correct(rows: Sequence[tuple[Need, NewNeed]], *, form: Form, by: User, on: date) -> list[Need]:
    """Write what hosts now ask, while their needs wait or are sent back (`need_settled` afterwards), within their quota.

    A blank erases nothing.
    """
    require_date(by, on)
    needs = {need.pk: need for need in locked([need for need, _ in rows])}
    require_writer(by, [need.host for need in needs.values()])
    for known, row in rows:
        need = needs[known.pk]
        if need.state not in OPEN:
            sentence = _("Le besoin %(reference)s est déjà %(state)s : il ne change plus.") % {
                "reference": need.reference,
                "state": need.get_state_display(),
            }
            raise Refusal("need_settled", sentence, field="reference")
        for field, value in ({"form": form} | asked(row, form)).items():
            setattr(need, field, value or getattr(need, field) if isinstance(value, str) else value)
    hosts = lock_hosts({need.host_id for need in needs.values()})
    require_room(quotas.asked([host.pk for host in hosts], on, without=needs), needs.values())
    Need.objects.bulk_update(needs.values(), [*CORRECTED, *WORDS])
    if needs:
        journal.write("needs.correct", "need", min(needs), by=by, on=on, permission=P.NEEDS_WRITE, rows=list(needs))
    return list(needs.values())


def asked(row: NewNeed, form: Form) -> dict[str, Any]:
    months, is_renewable = term_of(form, row.months, row.starts_on)
    return {
        "host": row.host, "profile": row.profile, "diploma": row.diploma, "places": row.places, "months": months,
        "is_renewable": is_renewable, "starts_on": row.starts_on, "tutor": row.tutor, "tasks": row.tasks,
        "outputs": row.outputs, "place": row.place, "housing": row.housing,
    }  # fmt: skip


def require_writer(by: User, hosts: Sequence[Host]) -> None:
    """A centre writes the needs of its perimeter, an officer those of the own host."""
    for host in {host.pk: host for host in hosts}.values():
        if not by.may(P.HOSTS_REGISTER, commune=host.commune_id):
            require(by, P.NEEDS_WRITE)
            require_officer(by, host)


@transaction.atomic
def resubmit(*, need: Need, by: User, on: date) -> Need:
    """Send again a need that was sent back, once it is corrected; refused as `submit` is while its host may not ask."""
    [row] = locked([need])
    require_writer(by, [row.host])
    require_asking([row.host], on=on)
    asked_for = Transition.objects.filter(subject=NEED_LIFE.subject, subject_id=row.pk, name="request_change").last()
    move(row, NEED_LIFE, "resubmit", by=by, on=on, commune=row.host.commune_id)
    if asked_for:
        note([change_asked(row, asked_for, done_on=on)])
    journal.write("needs.resubmit", "need", row.pk, by=by, on=on, permission=P.NEEDS_WRITE)
    return row


def change_asked(need: Need, step: Transition, *, done_on: date | None) -> Noted:
    """A change asked of a host is a fact of its own, due in the days of the country."""
    within = timedelta(rules.amount("host_answer_days", on=step.on, default=15))
    return Noted(need.host_id, "answer", "change", step.pk, step.on + within, done_on)


@transaction.atomic
def withdraw(*, need: Need, reason: str, by: User, on: date) -> Need:
    """Take back a need that nobody has approved yet, and say why."""
    [row] = locked([need])
    require_writer(by, [row.host])
    move(row, NEED_LIFE, "withdraw", by=by, on=on, reason=reason, commune=row.host.commune_id)
    journal.write("needs.withdraw", "need", row.pk, by=by, on=on, reason=reason, permission=P.NEEDS_WRITE)
    return row


@transaction.atomic
def replace(*, need: Need, row: NewNeed, form: Form, reason: str, by: User, on: date) -> Need:
    """Ask for something else instead of an approved need that nobody pays yet: the old one closes, the new one is reviewed.

    Refuses `need_funded` once a seat is on an envelope: money and candidates are then counted on it.
    """
    [old] = locked([need])
    require_writer(by, [old.host, row.host])
    if Seat.objects.filter(need=old, envelope__isnull=False).exists():
        raise Refusal("need_funded", _("Des places de ce besoin sont financées : appelez l’agence pour le changer."))
    move(old, NEED_LIFE, "replace", by=by, on=on, reason=reason, commune=old.host.commune_id)
    Seat.objects.filter(need=old).update(state=SeatState.CLOSED)
    journal.write("needs.replace", "need", old.pk, by=by, on=on, reason=reason, permission=P.NEEDS_WRITE)
    return submit([row], form=form, by=by, on=on, replaces=old)[0]


def lock_hosts(hosts: Collection[int]) -> list[Host]:
    """The hosts, held until the transaction ends: what they ask is counted once."""
    return list(Host.objects.select_for_update().filter(pk__in=hosts).order_by("pk"))


def locked(needs: Sequence[Need]) -> list[Need]:
    rows = Need.objects.select_for_update(of=("self",)).filter(pk__in=[need.pk for need in needs])
    return list(rows.select_related("host__commune__centre", "form").order_by("pk"))
