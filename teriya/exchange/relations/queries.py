"""What binds us to another agency, and how far it has come."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from teriya.exchange.relations import telling
from teriya.exchange.relations.models import Convention, Decision, Framework, Meeting, PeerMission
from teriya.exchange.relations.states import FrameworkState, Nature
from teriya.exchange.wire.guard import Guard
from teriya.exchange.wire.models import Agency, Fact
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.models import Document

TEXT = "convention_version"  # subject of the paper of a version


def convention_in_force(agency: Agency, on: date) -> Convention | None:
    """The convention that holds between us that day: the last version that both had approved by then, within its period."""
    return agency.conventions.in_force_on(on).prefetch_related("cost_lines").first()


@dataclass(frozen=True)
class Standing:
    """How far we have come with one agency. Counts are of its own rows."""

    agency: Agency
    convention: Convention | None
    waiting: Convention | None  # a version that waits for our answer, or theirs


def standings(on: date) -> list[Standing]:
    """Every agency that we know of, with what binds us; three queries, whatever their number."""
    agencies = Agency.objects.annotate(
        reported=Count("peer_missions", filter=Q(peer_missions__reported_on__isnull=False), distinct=True),
        signed=Count("frameworks", filter=Q(frameworks__state=FrameworkState.SIGNED), distinct=True),
        plans=Count("meetings", filter=Q(meetings__nature=Nature.PLAN, meetings__trouble=""), distinct=True),
        committees=Count("meetings", filter=Q(meetings__nature=Nature.COMMITTEE, meetings__trouble=""), distinct=True),
    ).prefetch_related(
        Prefetch("conventions", Convention.objects.in_force_on(on), to_attr="in_force"),
        Prefetch("conventions", Convention.objects.filter(state="proposed"), to_attr="proposed"),
    )  # fmt: skip
    return [Standing(row, next(iter(row.in_force), None), next(iter(row.proposed), None)) for row in agencies]


def versions(convention: Convention) -> QuerySet[Convention]:
    """Every version of the same convention, the last first."""
    return Convention.objects.filter(uid=convention.uid, agency=convention.agency).order_by("-version")


def former(convention: Convention) -> Convention | None:
    """The version that both agencies had agreed before this one."""
    return (
        versions(convention)
        .filter(version__lt=convention.version, state="agreed")
        .prefetch_related("cost_lines")
        .first()
    )


def text_of(convention: Convention) -> Document | None:
    """The paper of a version, where it was printed."""
    return Document.objects.filter(subject=TEXT, subject_id=convention.pk).order_by("pk").first()


def story(agency: Agency) -> dict[str, QuerySet]:
    """What happened with an agency, kind by kind, the last first."""
    lines = Prefetch("decisions", Decision.objects.order_by("rank"))
    return {
        "missions": PeerMission.objects.filter(agency=agency),
        "frameworks": Framework.objects.filter(agency=agency),
        "meetings": Meeting.objects.filter(agency=agency).prefetch_related(lines),
        "conventions": Convention.objects.filter(agency=agency).order_by("-version", "-pk"),
    }


def untold() -> QuerySet[Fact]:
    """What we said to agencies without the system and no letter told yet, but what a room tells by letters of its own."""
    return Fact.objects.filter(agency__speaks=False, is_ours=True, letter_line=None).exclude(
        kind__in=telling.elsewhere()
    )


def to_tell(agency: Agency, on: date) -> list[tuple[Fact, str]]:
    """What we said to an agency without the system and no letter told yet, with what keeps it from leaving; nothing: it may."""
    if agency.speaks:
        return []
    facts = list(untold().filter(agency=agency).order_by("at", "pk"))
    guard = Guard(agency, on)
    guard.expect(facts)
    return [(fact, _kept_by(guard, fact)) for fact in facts]


def _kept_by(guard: Guard, fact: Fact) -> str:
    try:
        guard.check(fact)
    except Refusal as no:
        return no.sentence
    return ""
