"""The page of promotion: sessions held, people reached, applications that followed where they were held; campaigns, by region."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import or_

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.messages.models import Message
from teriya.foundation.places.models import Place
from teriya.mobilisation.calls import actions
from teriya.mobilisation.calls.forms import MeetingForm
from teriya.mobilisation.calls.models import Meeting, Wave

FOLLOWS = timedelta(14)  # days in which an application is counted as one that followed


@dataclass(frozen=True, slots=True)
class Line:
    """A session, and the applications of its place from that day on, for two weeks: they followed, not: it caused them."""

    meeting: Meeting
    followed: int


@dataclass(frozen=True, slots=True)
class Campaign:
    """The sessions of one name in one region; `region` is None for the campaign as a whole. Costs in the smallest unit."""

    name: str
    region: Place | None
    reached: int
    followed: int
    cost: int

    @property
    def cost_of_one(self) -> int | None:
        """What an application that followed cost, to the nearest franc; None when nothing was paid or nobody followed."""
        return (2 * self.cost + self.followed) // (2 * self.followed) if self.cost and self.followed else None


@require_http_methods(["GET", "POST"])
def promotion(request: HttpRequest, code: str) -> HttpResponse:
    """What was held for a call; whoever registers candidates notes a session."""
    require(request.user, P.WAVES_READ)
    wave = get_object_or_404(Wave, code=code)
    may_note = request.user.may(P.APPLICATIONS_REGISTER)
    form = MeetingForm(request.POST or None, wave=wave, initial={"held_on": timezone.localdate()})

    def do() -> dict:
        return {"pk": actions.note_meeting(wave=wave, by=request.user, **form.values()).pk}

    if request.method == "POST":
        require(request.user, P.APPLICATIONS_REGISTER)
        if form.is_valid() and form.send(request, "calls.note_meeting", do):
            return redirect("calls:promotion", code)
    told = Message.objects.filter(template="call_announced", about=f"wave:{wave.pk}").count()
    return render(request, "calls/promotion.html", {
        "wave": wave, "lines": lines(wave), "campaigns": campaigns(wave), "form": form, "may_note": may_note, "told": told, "days": FOLLOWS.days,
    }, status=form.status)  # fmt: skip


def lines(wave: Wave) -> list[Line]:
    """The sessions, the last first, each with what followed."""
    meetings = list(wave.meetings.select_related("place").order_by("-on", "-pk"))
    found = _followed(wave, ([meeting] for meeting in meetings))
    return [Line(meeting, count) for meeting, count in zip(meetings, found, strict=True)]


def campaigns(wave: Wave) -> list[Campaign]:
    """Each campaign, then each of its regions. An application that followed several of its sessions counts once."""
    groups: dict[tuple[str, str], list[Meeting]] = defaultdict(list)
    for meeting in wave.meetings.exclude(campaign="").select_related("place__region"):
        groups[meeting.campaign, ""].append(meeting)
        groups[meeting.campaign, _region(meeting).name].append(meeting)
    rows = sorted(groups.items())
    found = _followed(wave, (meetings for _names, meetings in rows))
    return [
        Campaign(name, _region(meetings[0]) if region else None, sum(m.reached for m in meetings), followed, sum(m.cost for m in meetings))
        for ((name, region), meetings), followed in zip(rows, found, strict=True)
    ]  # fmt: skip


def _region(meeting: Meeting) -> Place:
    return meeting.place if meeting.place.level == Place.Level.REGION else meeting.place.region


def _followed(wave: Wave, groups: Iterable[list[Meeting]]) -> list[int]:
    """For each group, how many applications followed at least one of its sessions; one query."""
    counts = {f"g{n}": Count("pk", filter=reduce(or_, map(_after, meetings))) for n, meetings in enumerate(groups)}
    found = wave.applications.aggregate(**counts) if counts else {}
    return [found[name] for name in counts]


def _after(meeting: Meeting) -> Q:
    field = "person__commune" if meeting.place.level == Place.Level.COMMUNE else "person__commune__region"
    return Q(**{field: meeting.place}, on__gte=meeting.on, on__lt=meeting.on + FOLLOWS)
