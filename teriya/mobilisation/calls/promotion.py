"""The page of promotion: sessions held, people reached, applications that followed where they were held."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.messages.models import Message
from teriya.mobilisation.calls import actions
from teriya.mobilisation.calls.forms import MeetingForm
from teriya.mobilisation.calls.models import Meeting, Wave

FOLLOWS = timedelta(14)  # days in which an application is counted as one that followed


@dataclass(frozen=True, slots=True)
class Line:
    """A session, and the applications of its place from that day on, for two weeks: they followed, not: it caused them."""

    meeting: Meeting
    followed: int


@require_http_methods(["GET", "POST"])
def promotion(request: HttpRequest, code: str) -> HttpResponse:
    """What was held for a call; whoever registers candidates notes a session."""
    require(request.user, P.WAVES_READ)
    wave = get_object_or_404(Wave, code=code)
    may_note = request.user.may(P.APPLICATIONS_REGISTER)
    form = MeetingForm(request.POST or None, initial={"held_on": timezone.localdate()})

    def do() -> dict:
        return {"pk": actions.note_meeting(wave=wave, by=request.user, **form.values()).pk}

    if request.method == "POST":
        require(request.user, P.APPLICATIONS_REGISTER)
        if form.is_valid() and form.send(request, "calls.note_meeting", do):
            return redirect("calls:promotion", code)
    told = Message.objects.filter(template="call_announced", about=f"wave:{wave.pk}").count()
    return render(request, "calls/promotion.html", {
        "wave": wave, "lines": lines(wave), "form": form, "may_note": may_note, "told": told, "days": FOLLOWS.days,
    }, status=form.status)  # fmt: skip


def lines(wave: Wave) -> list[Line]:
    """The sessions, the last first, each with what followed; two queries and one count for each place and day."""
    meetings = list(wave.meetings.select_related("place").order_by("-on", "-pk"))
    counts = {
        f"m{meeting.pk}": Count("pk", filter=_there(meeting) & Q(on__gte=meeting.on, on__lt=meeting.on + FOLLOWS))
        for meeting in meetings
    }
    found = wave.applications.aggregate(**counts) if counts else {}
    return [Line(meeting, found[f"m{meeting.pk}"]) for meeting in meetings]


def _there(meeting: Meeting) -> Q:
    field = "person__commune" if meeting.place.level == "commune" else "person__commune__region"
    return Q(**{field: meeting.place})
