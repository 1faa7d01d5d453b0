"""The register of hosts: who they are."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.numbers import next_number, next_numbers
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.words import fold
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts.models import Host


@dataclass(frozen=True)
class NewHost:
    name: str
    legal_form: str
    domain: str
    commune_id: int
    head: str
    phone: str = ""
    receipt_number: str = ""
    office_number: str = ""


def must_show_receipt(legal_form: str, on: date) -> bool:
    """Whether the country asks this legal form for its récépissé: NGOs and associations, not public bodies."""
    return "host_receipt" in rules.amount("host_papers", qualification=legal_form, on=on, default=())


@transaction.atomic
def register_many(rows: Sequence[NewHost], *, by: User, on: date) -> list[Host]:
    """Enter hosts in the register under a number; the same one in the same commune is refused (`host_known`).

    A number of an office's own list passes to the host that it gives it to last.
    """
    require_date(by, on)
    for commune in {row.commune_id for row in rows}:
        require(by, P.HOSTS_REGISTER, commune=commune)
    return enter(rows, by=by, on=on, permission=P.HOSTS_REGISTER)


def enter(rows: Sequence[NewHost], *, by: User, on: date, permission: str) -> list[Host]:
    """Write hosts in the register, for an action that has checked who may."""
    for row in rows:
        _require_receipt(row, on)
    numbers = next_numbers("SA", on.year, len(rows)) if rows else []
    hosts = [
        Host(number=f"SA-{on.year}-{n:04}", folded=fold(row.name), registered_on=on, **asdict(row))
        for n, row in zip(numbers, rows, strict=True)
    ]
    _free_numbers(hosts)
    _write(hosts, Host.objects.bulk_create)
    _journal("register", hosts, by=by, on=on, permission=permission)
    return hosts


CORRECTED = ("name", "legal_form", "domain", "head", "phone", "receipt_number", "office_number")


@transaction.atomic
def correct_many(rows: Sequence[tuple[Host, NewHost]], *, by: User, on: date) -> list[Host]:
    """Write what an office now says of hosts already known. Number, commune and state stay; a blank erases nothing."""
    require_date(by, on)
    hosts = {host.pk: host for host in locked([host for host, _ in rows])}
    for commune in {host.commune_id for host in hosts.values()}:
        require(by, P.HOSTS_REGISTER, commune=commune)
    for known, row in rows:
        host = hosts[known.pk]
        for field in CORRECTED:
            setattr(host, field, getattr(row, field) or getattr(host, field))
        host.folded = fold(host.name)
        _require_receipt(host, on)
    corrected = list(hosts.values())
    _free_numbers(corrected)
    _write(corrected, lambda these: Host.objects.bulk_update(these, [*CORRECTED, "folded"]))
    _journal("correct", corrected, by=by, on=on, permission=P.HOSTS_REGISTER)
    return corrected


def _require_receipt(row: NewHost | Host, on: date) -> None:
    if must_show_receipt(row.legal_form, on) and not row.receipt_number.strip():
        raise Refusal(
            "receipt_missing",
            _("« %(name)s » doit donner le numéro de son récépissé.") % {"name": row.name},
            field="receipt_number",
        )


def _free_numbers(hosts: Sequence[Host]) -> None:
    """Take the office numbers of these hosts from any other host of the same centre."""
    numbers = [host.office_number for host in hosts if host.office_number]
    communes = {host.commune_id for host in hosts}
    Host.objects.filter(office_number__in=numbers, commune__centre__communes__in=communes).update(office_number="")


def _write(hosts: list[Host], do: Callable[[list[Host]], object]) -> None:
    try:
        with transaction.atomic():
            do(hosts)
    except IntegrityError as error:
        if "host_once" not in str(error):
            raise
        sentence = _("Cette structure est déjà enregistrée dans cette commune.")
        raise Refusal("host_known", sentence, field="name") from error


def _journal(verb: str, hosts: Sequence[Host], *, by: User, on: date, permission: str) -> None:
    if hosts:
        journal.write(
            f"hosts.{verb}", "host", hosts[0].pk, by=by, on=on, permission=permission, rows=[h.pk for h in hosts]
        )


def locked(hosts: Sequence[Host]) -> list[Host]:
    """The rows of these hosts, held until the transaction ends, always in the same order."""
    rows = Host.objects.select_for_update(of=("self",)).select_related("commune__centre")
    return list(rows.filter(pk__in=[host.pk for host in hosts]).order_by("pk"))


def next_reference(on: date) -> str:
    """The reference of a need entered by hand: B-2026-0001."""
    return f"B-{on.year}-{next_number('BESOIN', on.year):04}"
