"""One person's whole story, gathered from every room: each part shows what its own room lets the reader see."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.documents.models import Document
from teriya.foundation.journal.models import Entry
from teriya.foundation.messages.models import Message
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.selection.models import Ranking
from teriya.pay.allowances.models import PaymentOrder
from teriya.pay.allowances.queries import lines_visible_to
from teriya.pay.savings import queries as savings
from teriya.people.models import Paper, Person, Suspicion
from teriya.service.attendance.models import Leave, MonthSheet
from teriya.service.missions import story
from teriya.service.missions.models import Contract, Mission

READ = "people.read_dossier"


def records_of(person: Person) -> Q:
    """Every record of one person for life: the one that stands, and the aliases merged into it."""
    head = person.merged_into_id or person.pk
    return Q(pk=head) | Q(merged_into=head)


def dossier_of(person: Person, reader: User) -> dict[str, Any]:
    """The parts of the page. `reader` sees of each room what `visible_to` grants there; the person sees all one's own."""
    records = list(Person.objects.filter(records_of(person)).select_related("commune__region", "commune__centre"))
    head = next(record for record in records if record.merged_into_id is None)
    ids = [record.pk for record in records]
    is_own = reader.pk in {record.account_id for record in records}
    applications, missions = _applications(ids, reader, is_own), _missions(ids, reader, is_own)
    lines = lines_visible_to(reader).filter(mission__person__in=ids).exclude(state="dropped").order_by("-month", "-pk")
    return {
        "person": head,
        "aliases": [record for record in records if record != head],
        "is_own": is_own,
        "papers": _papers(ids),
        "suspicions": Suspicion.objects.visible_to(reader).filter(Q(first__in=ids) | Q(second__in=ids))
                      .select_related("first", "second", "kept").order_by("-pk"),
        "applications": applications,
        "missions": [(mission, story.told(mission, contract)) for mission, contract in missions],
        "sheets": _sheets(ids, reader, is_own),
        "leaves": _leaves(ids, reader, is_own),
        "lines": list(lines.select_related("run", "mission__host")),
        "has_savings": (is_own or reader.may(P.PAY_READ)) and savings.lines_of(head).exists(),
        "documents": documents_of(head, reader),
        "messages_sent": _messages(ids, applications, missions, lines),
        "readings": _readings(ids, reader) if is_own else None,
    }  # fmt: skip


def _papers(ids: Iterable[int]) -> list[tuple[str, str]]:
    rows = Paper.objects.filter(person__in=ids).order_by("kind", "number").values_list("kind", "number").distinct()
    return [(rules.label("paper", kind), number) for kind, number in rows]


def _applications(ids: Iterable[int], reader: User, is_own: bool) -> list[tuple[Application, Ranking | None]]:
    """Each application with its rank, the newest first."""
    rows = Application.objects.all() if is_own else Application.objects.visible_to(reader)
    rows = rows.filter(person__in=ids).select_related("wave", "ranking")
    rows = rows.prefetch_related("wishes__need__host", "offers__seat__need__host").order_by("-on", "-pk")
    return [(row, getattr(row, "ranking", None)) for row in rows]


def _missions(ids: Iterable[int], reader: User, is_own: bool) -> list[tuple[Mission, Contract | None]]:
    """Each mission with its latest contract, the newest first."""
    rows = Mission.objects.all() if is_own else Mission.objects.visible_to(reader)
    rows = (
        rows.filter(person__in=ids)
        .with_papers()
        .select_related("start__sheet", "closing__sheet", "closing__certificate")
    )
    contracts = (
        Contract.objects.current()
        .filter(mission__person__in=ids)
        .select_related("document")
        .prefetch_related("signatures")
    )
    latest = {contract.mission_id: contract for contract in contracts.order_by("pk")}
    return [(mission, latest.get(mission.pk)) for mission in rows.order_by("-period")]


def _sheets(ids: Iterable[int], reader: User, is_own: bool) -> QuerySet[MonthSheet]:
    rows = MonthSheet.objects.all() if is_own else MonthSheet.objects.visible_to(reader)
    return rows.filter(mission__person__in=ids).select_related("mission__host").order_by("-month", "-pk")


def _leaves(ids: Iterable[int], reader: User, is_own: bool) -> QuerySet[Leave]:
    """Every request, what became of it, the latest first."""
    rows = Leave.objects.all() if is_own else Leave.objects.visible_to(reader)
    return rows.filter(mission__person__in=ids).order_by("-period", "-pk")


def documents_of(person: Person, reader: User) -> QuerySet[Document]:
    """Papers about the person, the latest first; pay slips and savings for who reads pay, and for oneself."""
    records = Person.objects.filter(records_of(person))
    rows = Document.objects.filter(person__in=records.values("pk")).defer("data").order_by("-on", "-pk")
    if reader.may(P.PAY_READ) or records.filter(account=reader).exists():
        return rows
    return rows.exclude(kind__in=("bulletin", "epargne"))


def _messages(ids: Iterable[int], applications: list, missions: list, lines: QuerySet) -> QuerySet[Message]:
    """What was sent about this person: found by what each message speaks of, since a telephone may serve a family."""
    offers = [offer.pk for application, _ in applications for offer in application.offers.all()]
    orders = PaymentOrder.objects.filter(line__in=lines).values_list("pk", flat=True)
    spoken = {
        "person": ids, "application": [application.pk for application, _ in applications], "offer": offers,
        "mission": [mission.pk for mission, _ in missions], "order": orders,
    }  # fmt: skip
    about = [f"{kind}{mark}{pk}" for kind, pks in spoken.items() for pk in pks for mark in ": "]
    return Message.objects.filter(about__in=about).order_by("-created_at", "-pk")


def _readings(ids: Iterable[int], reader: User) -> QuerySet[Entry]:
    """Who looked at this file, others than oneself: the day and the quality in which it was read."""
    looked = Entry.objects.filter(action=READ, subject="person", subject_id__in=[str(pk) for pk in ids])
    return looked.exclude(by_id=reader.pk).order_by("-pk")
