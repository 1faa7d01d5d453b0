"""Sector first: a convention is entered once with its table; facilities, or their centre, confirm their line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts import actions as accounts
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.numbers import next_numbers
from teriya.foundation.core.periods import between
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move, move_all
from teriya.foundation.documents import actions as documents
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Form
from teriya.mobilisation.hosts import notices, quotas
from teriya.mobilisation.hosts.actions.registering import NewHost, enter
from teriya.mobilisation.hosts.models import Convention, Host, HostOfficer, Need, Planned, SectorMember
from teriya.mobilisation.hosts.needs import NewNeed, asked, lock_hosts, require_writer
from teriya.mobilisation.hosts.policies import against_asking, require_sector, sectors_of
from teriya.mobilisation.hosts.responsiveness import Noted, note
from teriya.mobilisation.hosts.states import PLANNED_LIFE, PlannedState

PAPERS = "convention"  # what a document handed in is about


@dataclass(frozen=True)
class NewPlanned:
    """One line of a table. `host` is a known host, or what the table says of a new one."""

    convention: Convention
    host: Host | NewHost
    form: Form
    profile: str
    places: int
    months: int
    starts_on: date
    gap_tenths: int | None = None


def last_day(row: Convention) -> date:
    return row.period.upper - timedelta(1)


def may_write(user: User, row: Convention) -> bool:
    return user.may(P.CONVENTIONS_WRITE) and (user.is_staff_member or row.domain in sectors_of(user))


@transaction.atomic
def name_sector_member(*, name: str, phone: str, domain: str, by: User, on: date) -> SectorMember:
    """Say that a person speaks for a sector: the ministry role, over one domain. Who had left comes back on the same row."""
    require(by, P.HOSTS_ACCREDIT)
    require_date(by, on)
    user = accounts.admit(name=name, phone=phone, role="ministry", act=f"secteur {domain}", since=on, by=by,
                          permission=P.HOSTS_ACCREDIT)  # fmt: skip
    row, _is_new = SectorMember.objects.update_or_create(
        user=user, domain=domain, defaults={"until": None}, create_defaults={"since": on}
    )
    journal.write(
        "conventions.name_member", "account", user.pk, by=by, on=on, permission=P.HOSTS_ACCREDIT, domain=domain
    )
    return row


@transaction.atomic
def end_sector_member(*, member: SectorMember, by: User, on: date) -> SectorMember:
    """Say that a person no longer speaks for a sector; `on` is the last day."""
    require(by, P.HOSTS_ACCREDIT)
    require_date(by, on)
    row = SectorMember.objects.select_for_update().get(pk=member.pk)
    if row.until is None:
        row.until = max(on, row.since)
        row.save(update_fields=["until"])
        journal.write("conventions.end_member", "account", row.user_id, by=by, on=on, permission=P.HOSTS_ACCREDIT,
                      domain=row.domain)  # fmt: skip
    return row


@transaction.atomic
def enter_convention(
    *, reference: str, title: str, party: str, signatories: str, domain: str, first_day: date, last_day: date, by: User,
    on: date, document: UploadedFile | None = None,
) -> Convention:  # fmt: skip
    """Enter a convention with its term, its signatories and its signed document. By head office, or by the sector itself."""
    require(by, P.CONVENTIONS_WRITE)
    require_date(by, on)
    require_sector(by, domain)
    if last_day < first_day:
        raise Refusal("bad_term", _("La fin de la convention précède son début."), field="last_day")
    try:
        with transaction.atomic():
            row = Convention.objects.create(
                reference=reference.strip(), title=title, party=party, signatories=signatories, domain=domain,
                period=between(first_day, last_day), by_id=by.id, on=on,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refusal(
            "convention_known", _("Une convention porte déjà cette référence."), field="reference"
        ) from error
    if document:
        documents.keep(file=document, kind="convention", subject=PAPERS, subject_id=row.pk, by=by, on=on)
    journal.write("conventions.enter", "convention", row.pk, by=by, on=on, permission=P.CONVENTIONS_WRITE)
    return row


@transaction.atomic
def plan(rows: Sequence[NewPlanned], *, by: User, on: date) -> list[Planned]:
    """Write lines of a convention; its new facilities enter the register, and their heads get the account that confirms.

    The same facility, form and profile again takes the new numbers while nobody has confirmed (`planned_settled`).
    """
    require(by, P.CONVENTIONS_WRITE)
    require_date(by, on)
    for domain in {row.convention.domain for row in rows}:
        require_sector(by, domain)
    hosts = _hosts(rows, by=by, on=on)
    lines = [
        Planned(convention=row.convention, host=hosts[row.host], form=row.form, profile=row.profile, places=row.places,
                months=row.months, starts_on=row.starts_on, gap_tenths=row.gap_tenths, on=on)
        for row in rows
    ]  # fmt: skip
    settled = Planned.objects.filter(convention__in=[row.convention for row in rows]).exclude(
        state=PlannedState.PLANNED
    )
    known = set(settled.values_list("convention_id", "host_id", "form_id", "profile"))
    if any((line.convention_id, line.host_id, line.form_id, line.profile) in known for line in lines):
        raise Refusal("planned_settled", _("Une de ces lignes est déjà confirmée ou déclinée : elle ne change plus."))
    written = Planned.objects.bulk_create(
        lines, update_conflicts=True, unique_fields=["convention", "host", "form", "profile"],
        update_fields=["places", "months", "starts_on", "gap_tenths"],
    )  # fmt: skip
    answer_by = on + timedelta(rules.amount("host_answer_days", on=on, default=15))
    note([Noted(line.host_id, "answer", "planned", line.pk, answer_by) for line in written if line.host.phone])
    notices.planned(written, answer_by)
    if written:
        journal.write("conventions.plan", "convention", written[0].convention_id, by=by, on=on,
                      permission=P.CONVENTIONS_WRITE, rows=[line.pk for line in written])  # fmt: skip
    return written


def _hosts(rows: Sequence[NewPlanned], *, by: User, on: date) -> dict[Host | NewHost, Host]:
    """Each row’s facility in the register, entered there when it is new; a head with a telephone becomes its officer."""
    new = list(dict.fromkeys(row.host for row in rows if isinstance(row.host, NewHost)))
    entered = enter(new, by=by, on=on, permission=P.CONVENTIONS_WRITE)
    for host in entered:
        if host.phone:
            user = accounts.admit(
                name=host.head, phone=host.phone, role="host_officer", act=host.number, since=on, by=by
            )
            HostOfficer.objects.create(host=host, user=user, duty=HostOfficer.Duty.OFFICER, since=on)
    known = {row.host: row.host for row in rows if isinstance(row.host, Host)}
    return known | dict(zip(new, entered, strict=True))


@transaction.atomic
def confirm(lines: Sequence[Planned], *, by: User, on: date) -> list[Need]:
    """Confirm planned lines: each becomes a need submitted, written by who confirms (the facility’s officer, or its centre).

    Refused as a need is (`needs.submit`): duties not accepted, accreditation lapsed, quota exceeded.
    """
    rows = _locked(lines)
    require_date(by, on)
    lock_hosts({row.host_id for row in rows})
    require_writer(by, [row.host for row in rows])
    for row in rows:
        PLANNED_LIFE.check("confirm", row.state)
    for no in against_confirming(rows, on).values():
        raise no
    numbers = next_numbers("BESOIN", on.year, len(rows)) if rows else []
    needs = Need.objects.bulk_create([
        Need(reference=f"B-{on.year}-{n:04}", form=row.form, by_id=by.id, on=on, **asked(_need(row), row.form))
        for n, row in zip(numbers, rows, strict=True)
    ])  # fmt: skip
    for row, need in zip(rows, needs, strict=True):
        row.need = need
    _state_and_need(rows, by=by, on=on)
    _answered(rows, on)
    if rows:
        journal.write("conventions.confirm", "convention", rows[0].convention_id, by=by, on=on, permission=P.NEEDS_WRITE,
                      rows=[row.pk for row in rows])  # fmt: skip
    return needs


def against_confirming(lines: Sequence[Planned], on: date) -> dict[int, Refusal]:
    """What stops each line from becoming a need, in the order given: its host may not ask, or its quota leaves no room."""
    stopped, found = against_asking({line.host for line in lines}, on=on), {}
    rooms = quotas.asked({line.host_id for line in lines}, on)
    for line in lines:
        try:
            need = Need(form=line.form, **asked(_need(line), line.form))
        except Refusal as no:
            found[line.pk] = no
            continue
        if no := stopped.get(line.host_id) or quotas.against_quota(rooms, need):
            found[line.pk] = no
        else:
            rooms.count(need)
    return found


def _state_and_need(rows: list[Planned], *, by: User, on: date) -> None:
    """The database ties the need to the state: both are written in one statement, the steps beside it."""
    for row in rows:
        row.state = PlannedState.CONFIRMED
    Planned.objects.bulk_update(rows, ["need", "state"])
    for row in rows:
        row.state = PlannedState.PLANNED  # as the table of steps finds it
    move_all(rows, PLANNED_LIFE, "confirm", by=by, on=on)


@transaction.atomic
def decline(*, line: Planned, reason: str, by: User, on: date) -> Planned:
    """Say that a facility does not want what was planned for it, and why."""
    [row] = _locked([line])
    require_writer(by, [row.host])
    move(row, PLANNED_LIFE, "decline", by=by, on=on, reason=reason, commune=row.host.commune_id)
    _answered([row], on)
    journal.write("conventions.decline", "convention", row.convention_id, by=by, on=on, reason=reason, row=row.pk)
    return row


def _answered(rows: Sequence[Planned], on: date) -> None:
    within = timedelta(rules.amount("host_answer_days", on=on, default=15))
    note([Noted(row.host_id, "answer", "planned", row.pk, row.on + within, on) for row in rows if row.host.phone])


def _need(row: Planned) -> NewNeed:
    return NewNeed(reference="", host=row.host, profile=row.profile, diploma="", places=row.places, months=row.months,
                   starts_on=row.starts_on)  # fmt: skip


def _locked(lines: Sequence[Planned]) -> list[Planned]:
    rows = Planned.objects.select_for_update(of=("self",)).filter(pk__in=[line.pk for line in lines])
    return list(rows.select_related("host__commune", "form", "convention").order_by("pk"))
