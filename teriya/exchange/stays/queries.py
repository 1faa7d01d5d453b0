"""Reading a stay: who it is, what is due and by whom, what each voice said of the same thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.formats import date_format

from teriya.exchange.reciprocity.models import Nomination
from teriya.exchange.reciprocity.states import NominationState
from teriya.exchange.stays.engine import plan as engine
from teriya.exchange.stays.models import Certificate, Line, Report, Stay
from teriya.exchange.stays.states import About, Asked, CertificateState, Judged, Level, Voice, Worth
from teriya.exchange.wire import queries as wire
from teriya.exchange.wire.models import Fact
from teriya.exchange.wire.states import Way
from teriya.foundation.accounts.models import User
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.templatetags.words import label


def stays_of(user: User) -> QuerySet[Stay]:
    """Every stay in one’s sight, with what its line of a list shows."""
    return Stay.objects.visible_to(user).select_related("nomination__offer", "nomination__agency", "nomination__person", "nomination__dossier")  # fmt: skip


def listed(rows: QuerySet[Stay], today: date) -> QuerySet[Stay]:
    """With how many lines of the checklist are done and late, and whether somebody asks for help."""
    lines = Line.objects.late(today).filter(stay=OuterRef("pk"))
    asks = Report.objects.filter(stay=OuterRef("pk"), least=1, seen_on=None).exclude(about=About.EVALUATION)
    return rows.annotate(
        total=Count("lines"), done=Count("lines", filter=Q(lines__done_on__isnull=False)), is_late=Exists(lines), asks_for_help=Exists(asks)
    ).order_by("departs_on", "pk")  # fmt: skip


def to_plan() -> QuerySet[Nomination]:
    """Those of ours who are accepted, and whose departure nobody planned."""
    rows = Nomination.objects.filter(state=NominationState.ACCEPTED, stay=None).filter(Q(is_ours=True) | Q(agency__speaks=False))  # fmt: skip
    return rows.select_related("offer", "agency", "person").order_by("starts_on", "pk")


def not_standing(stay: Stay) -> list[Fact]:
    """What we said of this stay and that the other agency does not hold: held, cancelled or refused."""
    gone = (Way.HELD, Way.VOIDED, Way.REFUSED)
    return list(wire.facts_about(stay.uid).filter(kind__startswith="stay.", is_ours=True, outgoing__state__in=gone))


@dataclass(frozen=True)
class Answer:
    """One voice on one question, in words: nothing where it did not speak."""

    question: str
    said: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Due:
    """A month or an interview of the stay: when it is due, what each side said of it."""

    code: str
    label: str
    due_on: date
    reports: Sequence[Report]
    is_late: bool


def months(stay: Stay, reports: Sequence[Report], today: date) -> list[Due]:
    """Each month that can be told, the last first; late while one of the two voices of ours is missing."""
    ours = Voice.VOLUNTEER if stay.nomination.is_ours else Voice.STRUCTURE
    found = []
    if stay.nomination.arrived_on is None:
        return []
    for month in engine.months_to_tell(stay.first_day, stay.last_day, today):
        code = f"{month:%Y-%m}"
        told = [one for one in reports if one.about == About.STATUS and one.of == code]
        is_told = any(one.voice == ours for one in told)
        late = not is_told and engine.is_month_late(month, stay.last_day, today)
        found.append(Due(code, date_format(month, "F Y"), month, told, late))
    return found[::-1]


def months_missing(stay: Stay, voice: str, today: date) -> list[str]:
    """The months that this voice still has to tell, the oldest first."""
    if stay.nomination.arrived_on is None:
        return []
    told = set(stay.reports.filter(about=About.STATUS, voice=voice).values_list("of", flat=True))
    every = engine.months_to_tell(stay.first_day, stay.last_day, today)
    return [code for month in every if (code := f"{month:%Y-%m}") not in told]


def talks(stay: Stay, reports: Sequence[Report], today: date) -> list[Due]:
    """The formal interviews with their days; late while neither agency held it."""
    if stay.nomination.arrived_on is None:
        return []
    terms = rules.terms("talk")
    days = engine.talk_dates([engine.Talk(term.code, term.facts["share"], term.facts["days"]) for term in terms], stay.first_day, stay.last_day)  # fmt: skip
    found = []
    for term in terms:
        held = [one for one in reports if one.about == About.INTERVIEW and one.of == term.code]
        found.append(Due(term.code, label(term.code, "talk"), days[term.code], held, not held and days[term.code] < today))  # fmt: skip
    return found


def side_by_side(reports: Sequence[Report], about: str) -> list[Answer]:
    """Each question with what each voice said of it, voice by voice in the order of `Voice`."""
    codes, words = (Judged, Worth) if about == About.EVALUATION else (Asked, Level)
    by_voice = {one.voice: one.answers for one in reports if one.about == about}
    spoken = [voice for voice in Voice.values if voice in by_voice]
    return [
        Answer(str(code.label), [(str(words(level).label), level) if (level := by_voice[voice].get(code.value)) else ("", 0) for voice in spoken])
        for code in codes
    ]  # fmt: skip


def voices(reports: Sequence[Report], about: str) -> list[str]:
    """Who spoke, in the order of the columns of `side_by_side`."""
    said = {one.voice for one in reports if one.about == about}
    return [str(voice.label) for voice in Voice if voice in said]


def certificate_of(stay: Stay) -> Certificate | None:
    """The one that stands, else the last that was revoked."""
    rows = stay.certificates.select_related("document", "fact").order_by("pk")
    return rows.exclude(state=CertificateState.REVOKED).last() or rows.last()


def earliest_departure(today: date, is_open: engine.IsOpen) -> date:
    """The first day on which somebody could leave with every delay kept."""
    steps = [engine.Step(term.code, term.facts["owner"], term.facts["days"]) for term in rules.terms("departure")]
    return engine.earliest_departure(steps, today, is_open)
