"""The life of a host structure: registered, evaluated on the spot, accredited, suspended, removed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import IntegrityError, transaction

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.numbers import next_number, next_numbers
from teriya.foundation.core.periods import between, last_day
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move, move_all
from teriya.foundation.core.words import fold
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts.models import Accreditation, Evaluation, Host, HostOfficer
from teriya.mobilisation.hosts.policies import require_not_evaluator, require_outsider
from teriya.mobilisation.hosts.states import HOST_LIFE


@dataclass(frozen=True)
class NewHost:
    name: str
    legal_form: str
    domain: str
    commune_id: int
    head: str
    phone: str = ""
    receipt: str = ""
    office_number: str = ""


@dataclass(frozen=True)
class Rubrics:
    """The four eliminatory rubrics of the field evaluation (ANVT: identification, capacity, mission, papers)."""

    identification: bool = True
    capacity: bool = True
    mission: bool = True
    papers: bool = True
    findings: str = ""


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
    for row in rows:
        _require_receipt(row, on)
    numbers = next_numbers("SA", on.year, len(rows)) if rows else []
    hosts = [
        Host(number=f"SA-{on.year}-{n:04}", folded=fold(row.name), registered_on=on, **asdict(row))
        for n, row in zip(numbers, rows, strict=True)
    ]
    _free_numbers(hosts)
    _write(hosts, Host.objects.bulk_create)
    _journal("register", hosts, by=by, on=on)
    return hosts


CORRECTED = ("name", "legal_form", "domain", "head", "phone", "receipt", "office_number")


@transaction.atomic
def correct_many(rows: Sequence[tuple[Host, NewHost]], *, by: User, on: date) -> list[Host]:
    """Write what an office now says of hosts already known. Number, commune and state stay; a blank erases nothing."""
    require_date(by, on)
    hosts = {host.pk: host for host in _locked([host for host, _ in rows])}
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
    _journal("correct", corrected, by=by, on=on)
    return corrected


def _require_receipt(row: NewHost | Host, on: date) -> None:
    if must_show_receipt(row.legal_form, on) and not row.receipt.strip():
        raise Refusal("receipt_missing", f"« {row.name} » doit donner le numéro de son récépissé.", field="receipt")


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
        sentence = "Cette structure est déjà enregistrée dans cette commune."
        raise Refusal("host_known", sentence, field="name") from error


def _journal(verb: str, hosts: Sequence[Host], *, by: User, on: date) -> None:
    if hosts:
        journal.write(
            f"hosts.{verb}", "host", hosts[0].pk, by=by, on=on, permission=P.HOSTS_REGISTER, rows=[h.pk for h in hosts]
        )


@transaction.atomic
def evaluate_many(rubrics: Mapping[int, Rubrics], *, by: User, on: date) -> list[Evaluation]:
    """Record what was seen on the spot, for each host id. Each of the four rubrics is eliminatory."""
    hosts = list(Host.objects.select_for_update().filter(pk__in=rubrics))
    for commune in {host.commune_id for host in hosts}:
        require(by, P.HOSTS_EVALUATE, commune=commune)
    require_outsider(by, rubrics.keys())
    move_all(hosts, HOST_LIFE, "evaluate", by=by, on=on)
    rows = Evaluation.objects.bulk_create(
        [Evaluation(host=host, on=on, by_id=by.id, **asdict(rubrics[host.pk])) for host in hosts],
        update_conflicts=True, unique_fields=["host", "on"],
        update_fields=["identification", "capacity", "mission", "papers", "findings", "by_id"],
    )  # fmt: skip
    journal.write(
        "hosts.evaluate",
        "host",
        hosts[0].pk if hosts else "",
        by=by,
        on=on,
        permission=P.HOSTS_EVALUATE,
        rows=list(rubrics),
    )
    return rows


@transaction.atomic
def accredit_many(hosts: Sequence[Host], *, months: int, quota: int, by: User, on: date) -> list[Accreditation]:
    """Allow hosts to receive volunteers for a term, up to a quota. Only after a favourable evaluation by someone else."""
    locked = _locked(hosts)
    ids = [host.pk for host in locked]
    require_outsider(by, ids)
    require_not_evaluator(by, ids)
    last = {e.host_id: e for e in Evaluation.objects.filter(host_id__in=ids).order_by("on")}
    for host in locked:
        if host.pk in last and not last[host.pk].is_favourable:
            raise Refusal(
                "evaluation_unfavourable",
                f"L’évaluation de « {host.name} » écarte l’agrément : une rubrique n’est pas remplie.",
            )
    move_all(locked, HOST_LIFE, "accredit", by=by, on=on)
    rows = Accreditation.objects.bulk_create([
        Accreditation(host=host, period=between(on, last_day(on, months)), quota=quota, act=f"AGREMENT/{on.year}/{n:04}")
        for host, n in zip(locked, next_numbers("AGREMENT", on.year, len(locked)), strict=True)
    ])  # fmt: skip
    journal.write(
        "hosts.accredit",
        "host",
        ids[0],
        by=by,
        on=on,
        permission=P.HOSTS_ACCREDIT,
        rows=ids,
        months=months,
        quota=quota,
    )
    return rows


@transaction.atomic
def decide(*, host: Host, step: str, reason: str, by: User, on: date) -> Host:
    """Refuse, suspend, reinstate or remove a host, with the reason that it will be told."""
    [locked] = _locked([host])
    require_outsider(by, [locked.pk])
    move(locked, HOST_LIFE, step, by=by, on=on, reason=reason, commune=locked.commune_id)
    journal.write(
        f"hosts.{step}", "host", locked.pk, by=by, on=on, reason=reason, permission=HOST_LIFE.steps[step].permission
    )
    return locked


@transaction.atomic
def add_officer(*, host: Host, user: User, duty: str, by: User, on: date) -> HostOfficer:
    """Say that a person belongs to a host, as its officer or as a tutor."""
    require(by, P.HOSTS_REGISTER, commune=host.commune_id)
    row, is_new = HostOfficer.objects.get_or_create(host=host, user=user, duty=duty, defaults={"since": on})
    if is_new:
        journal.write(
            "hosts.add_officer", "host", host.pk, by=by, on=on, permission=P.HOSTS_REGISTER, user=user.pk, duty=duty
        )
    return row


def _locked(hosts: Sequence[Host]) -> list[Host]:
    return list(Host.objects.select_for_update().filter(pk__in=[host.pk for host in hosts]).order_by("pk"))


def next_reference(on: date) -> str:
    """The reference of a need entered by hand: B-2026-0001."""
    return f"B-{on.year}-{next_number('BESOIN', on.year):04}"
