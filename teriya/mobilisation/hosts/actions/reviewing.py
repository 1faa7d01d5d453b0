"""The life of a host: evaluated on the spot, accredited or refused, suspended, reinstated, removed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.numbers import next_numbers
from teriya.foundation.core.periods import between, last_day
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move, move_all
from teriya.foundation.documents import actions as documents
from teriya.foundation.journal import actions as journal
from teriya.mobilisation.hosts import notices, papers
from teriya.mobilisation.hosts.actions.registering import locked
from teriya.mobilisation.hosts.models import Accreditation, Evaluation, Host
from teriya.mobilisation.hosts.policies import against_accrediting, require_outsider
from teriya.mobilisation.hosts.states import HOST_LIFE, HostState


@dataclass(frozen=True)
class Rubrics:
    """The four eliminatory rubrics of the field evaluation (ANVT: identification, capacity, mission, papers)."""

    identification: bool = True
    capacity: bool = True
    mission: bool = True
    papers: bool = True
    findings: str = ""


@transaction.atomic
def evaluate_many(
    rubrics: Mapping[int, Rubrics], *, by: User, on: date, photos: Mapping[int, Iterable[UploadedFile]] | None = None
) -> list[Evaluation]:
    """Record what was seen on the spot, for each host id, and print its fiche. Each of the four rubrics is eliminatory.

    An accredited host stays so while it is evaluated again for its next term. `photos`: what was taken there, by host id.
    """
    hosts = locked(Host.objects.filter(pk__in=rubrics))
    for commune in {host.commune_id for host in hosts}:
        require(by, P.HOSTS_EVALUATE, commune=commune)
    require_outsider(by, rubrics.keys())
    known = [host for host in hosts if host.state == HostState.ACCREDITED]
    move_all(known, HOST_LIFE, "evaluate_again", by=by, on=on)
    move_all([host for host in hosts if host not in known], HOST_LIFE, "evaluate", by=by, on=on)
    rows = Evaluation.objects.bulk_create(
        [Evaluation(host=host, on=on, by_id=by.id, **asdict(rubrics[host.pk])) for host in hosts],
        update_conflicts=True, unique_fields=["host", "on"],
        update_fields=["identification", "capacity", "mission", "papers", "findings", "by_id"],
    )  # fmt: skip
    for row in rows:
        for photo in (photos or {}).get(row.host_id, ()):
            documents.keep(file=photo, kind="photo", subject=papers.EVALUATION, subject_id=row.pk, by=by, on=on)
    if rows:
        papers.evaluation_sheets(rows, by=by, on=on)
        journal.write(
            "hosts.evaluate", "host", hosts[0].pk, by=by, on=on, permission=P.HOSTS_EVALUATE, rows=list(rubrics)
        )
    return rows


@transaction.atomic
def accredit_many(hosts: Sequence[Host], *, months: int, quota: int, by: User, on: date) -> list[Accreditation]:
    """Allow hosts to receive volunteers for a term, up to a quota. Only after a favourable evaluation by someone else.

    A host already accredited is renewed: its new term begins the day after the one that ends.
    """
    if months < 1 or quota < 1:
        raise Refusal("bad_term", _("Un agrément vaut au moins un mois et un volontaire."), field="months")
    rows = locked(hosts)
    for no in against_accrediting(by, rows, on=on).values():
        raise no
    ends = dict(Accreditation.objects.filter(host__in=rows).values_list("host").annotate(Max("period__endswith")))
    known = [host for host in rows if host.state == HostState.ACCREDITED]
    new = [host for host in rows if host not in known]
    steps = move_all(known, HOST_LIFE, "renew", by=by, on=on) + move_all(new, HOST_LIFE, "accredit", by=by, on=on)
    numbers = next_numbers("AGREMENT", on.year, len(rows)) if rows else []
    first = {host.pk: max(on, ends.get(host.pk, on)) for host in rows}
    acts = Accreditation.objects.bulk_create([
        Accreditation(host=host, period=between(first[host.pk], last_day(first[host.pk], months)), quota=quota,
                      act=f"AGREMENT/{on.year}/{n:04}")
        for host, n in zip(rows, numbers, strict=True)
    ])  # fmt: skip
    if rows:
        journal.write("hosts.accredit", "host", rows[0].pk, by=by, on=on, permission=P.HOSTS_ACCREDIT,
                      rows=[host.pk for host in rows], months=months, quota=quota)  # fmt: skip
    notices.decided([*known, *new], steps)
    return acts


@transaction.atomic
def decide(*, host: Host, step: str, reason: str, by: User, on: date) -> Host:
    """Refuse, suspend, reinstate or remove a host, with the reason that it will be told."""
    [row] = locked([host])
    require_outsider(by, [row.pk])
    moved = move(row, HOST_LIFE, step, by=by, on=on, reason=reason, commune=row.commune_id)
    notices.decided([row], [moved])
    permission = HOST_LIFE.steps[step].permission
    journal.write(f"hosts.{step}", "host", row.pk, by=by, on=on, reason=reason, permission=permission)
    return row
