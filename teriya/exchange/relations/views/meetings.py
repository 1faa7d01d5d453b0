"""The action plan and the follow-up committee."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.exchange.relations import actions
from teriya.exchange.relations.forms import DoneForm, MeetingForm
from teriya.exchange.relations.models import Decision, Meeting
from teriya.exchange.relations.states import Nature
from teriya.exchange.relations.views import act, agency_in_sight
from teriya.foundation.accounts.permissions import P
from teriya.foundation.documents.views import as_upload

get_or_post = require_http_methods(["GET", "POST"])


@get_or_post
def record(request: HttpRequest, code: str) -> HttpResponse:
    agency = agency_in_sight(request, code, P.RELATIONS_KEEP)
    asked = request.GET.get("nature")
    form = MeetingForm(request.POST or None, request.FILES or None, agency=agency, initial={"nature": asked if asked in Nature.values else ""})  # fmt: skip
    return act(request, form, "relations.record_meeting",
               lambda: {"uid": str(actions.record_meeting(agency=agency, by=request.user, on=timezone.localdate(), **form.values()).uid)},
               agency=agency, title=_("Plan d’action ou comité de suivi"), submit=_("Enregistrer le compte rendu"), done=_("Le compte rendu est enregistré."),
               then=lambda answer: reverse("relations:meeting", args=[code, answer["uid"]]), back=reverse("relations:relation", args=[code]),
               template="relations/minutes.html")  # fmt: skip


@require_safe
def meeting(request: HttpRequest, code: str, uid) -> HttpResponse:
    agency = agency_in_sight(request, code)
    row = get_object_or_404(Meeting.objects.select_related("paper"), agency=agency, uid=uid)
    return render(request, "relations/meeting.html", {
        "partner": agency, "meeting": row, "lines": row.decisions.all(), "today": timezone.localdate(), "may_keep": request.user.may(P.RELATIONS_KEEP),
    })  # fmt: skip


@get_or_post
def done(request: HttpRequest, code: str, uid, rank: int) -> HttpResponse:
    """Our line is done; or theirs, when it wrote so and has no system."""
    agency = agency_in_sight(request, code, P.RELATIONS_KEEP)
    row = get_object_or_404(Decision.objects.select_related("meeting__agency"), meeting__agency=agency, meeting__uid=uid, rank=rank)  # fmt: skip
    form = DoneForm(request.POST or None, declared=not row.is_ours)
    back = reverse("relations:meeting", args=[code, uid])
    return act(request, form, "relations.do_decision",
               lambda: {"pk": actions.do_decision(decision=row, by=request.user, on=timezone.localdate(), **form.values()).pk},
               agency=agency, title=_("Cette ligne est faite"), submit=_("Enregistrer"), done=_("La ligne est faite."), then=lambda _answer: back, back=back,
               told=row.what)  # fmt: skip


@require_safe
def paper(request: HttpRequest, code: str, uid) -> HttpResponse:
    agency = agency_in_sight(request, code)
    row = get_object_or_404(Meeting.objects.select_related("paper"), agency=agency, uid=uid)
    if row.paper is None:
        raise Http404
    return as_upload(row.paper)
