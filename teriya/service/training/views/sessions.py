"""Pages of sessions: the list, one session with its half-days and its people, its timetable, its papers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.views import as_download
from teriya.foundation.ui.parts import Figure, page_of
from teriya.service.training import actions, policies, queries
from teriya.service.training import sessions as planning
from teriya.service.training.engine.timetable import missing
from teriya.service.training.forms import CapacityForm, PostponeForm, ReasonForm, SessionForm, TimetableForm
from teriya.service.training.models import Lesson, TrainingSession
from teriya.service.training.states import SessionState

get_or_post = require_http_methods(["GET", "POST"])
PAPERS = {"convoques": "called", "emargement": "sign_in", "proces-verbal": "minutes"}


def record(user: User, pk: int) -> str:
    """The address of a session for whoever may see it: where a paper's code leads."""
    seen = user.may(P.MISSIONS_READ) and TrainingSession.objects.visible_to(user).filter(pk=pk).exists()
    return reverse("training:session", args=[pk]) if seen else ""


def visible(request: HttpRequest, pk: int) -> TrainingSession:
    require(request.user, P.MISSIONS_READ)
    rows = TrainingSession.objects.visible_to(request.user).select_related(
        "form", "commune__region", "called", "sign_in", "minutes"
    )
    return get_object_or_404(rows, pk=pk)


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Sessions in one's sight, those to come first; how many wait to be trained."""
    require(request.user, P.MISSIONS_READ)
    state = request.GET.get("etat", "")
    rows = TrainingSession.objects.visible_to(request.user).with_seats().select_related("form", "commune")
    rows = rows.filter(state=state) if state in SessionState.values else rows
    untrained = queries.untrained(request.user)
    figures = [
        Figure(_("À former"), str(untrained.count()), reverse("training:waiting")),
        Figure(
            _("Sans place"), str(queries.unseated(untrained).count()), reverse("training:waiting") + "?etat=unseated"
        ),
    ]
    return render(request, "training/sessions.html", {
        "page": page_of(request, rows.order_by("-from_on", "-pk")), "states": SessionState.choices, "state": state,
        "figures": figures, "may_plan": request.user.may(P.TRAINING_PLAN),
    })  # fmt: skip


@get_or_post
def plan(request: HttpRequest) -> HttpResponse:
    require(request.user, P.TRAINING_PLAN)
    form = SessionForm(request.POST or None, by=request.user)

    def do() -> dict:
        return {"id": actions.plan_session(by=request.user, on=timezone.localdate(), **form.values()).pk}

    if form.is_valid() and (answer := form.send(request, "training.plan", do)):
        return redirect("training:session", answer["id"])
    return render(request, "training/plan.html", {"form": form}, status=form.status)


@require_safe
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """One session: where and when, what is taught when, who has a seat and what came of it, what to do next."""
    row = visible(request, pk)
    course, people = queries.course_of(row), list(row.trainees.there().listed())
    hours = [(one.code, one.hours) for one in course.modules]
    return render(request, "training/session.html", {
        "session": row, "course": course, "people": people, "left": row.capacity - len(people), "send": ActionForm(),
        "rights": policies.rights(request.user, row, people), "today": timezone.localdate(),
        "halves": [(slot, codes, course.rolls.get(slot)) for slot, codes in course.lessons.items()],
        "lines": [(one, course.done(one)) for one in people],
        "missing": missing(hours, planning.slots_of(row), queries.half_day_hours(row.form.code, row.from_on)),
        "papers": [(kind, getattr(row, field)) for kind, field in PAPERS.items() if getattr(row, field)],
    })  # fmt: skip


@get_or_post
def timetable(request: HttpRequest, pk: int) -> HttpResponse:
    """Who teaches what, and when."""
    row = visible(request, pk)
    policies.require_planner(request.user, row)
    lessons = (
        Lesson.objects.filter(module__session=row).select_related("module").order_by("on", "half", "module__position")
    )
    form = TimetableForm(
        request.POST or None, modules=list(row.modules.all()), lessons=list(lessons), slots=planning.slots_of(row)
    )

    def do() -> dict:
        return {"id": actions.arrange(session=row, by=request.user, on=timezone.localdate(), **form.values()).pk}

    if form.is_valid() and form.send(request, "training.arrange", do):
        messages.success(request, _("L’emploi du temps est enregistré."))
        return redirect("training:session", pk)
    return render(request, "training/timetable.html", {"session": row, "form": form}, status=form.status)


@get_or_post
def capacity(request: HttpRequest, pk: int) -> HttpResponse:
    row = visible(request, pk)
    policies.require_planner(request.user, row)
    form = CapacityForm(request.POST or None, initial={"capacity": row.capacity})

    def do() -> dict:
        return {
            "id": actions.change_capacity(session=row, by=request.user, on=timezone.localdate(), **form.values()).pk
        }

    if form.is_valid() and form.send(request, "training.change_capacity", do):
        return redirect("training:session", pk)
    return render(request, "training/act.html", {"session": row, "form": form, "title": _("Changer le nombre de places")},
                  status=form.status)  # fmt: skip


@require_POST
def convene(request: HttpRequest, pk: int) -> HttpResponse:
    """Call everybody who has a seat and was not called: once."""
    row, form = visible(request, pk), ActionForm(request.POST)
    policies.require_planner(request.user, row)

    def do() -> dict:
        return {"count": len(actions.convene(session=row, by=request.user, on=timezone.localdate()))}

    if form.is_valid() and (answer := form.send(request, "training.convene", do)):
        messages.success(request, _("Personnes convoquées : %s.") % answer["count"])
    for error in form.non_field_errors():
        messages.error(request, error)
    return redirect("training:session", pk)


@get_or_post
def postpone(request: HttpRequest, pk: int) -> HttpResponse:
    row = visible(request, pk)
    policies.require_planner(request.user, row)
    form = PostponeForm(request.POST or None, initial={"from_on": row.from_on, "to_on": row.to_on})

    def do() -> dict:
        return {"id": actions.postpone(session=row, by=request.user, on=timezone.localdate(), **form.values()).pk}

    if form.is_valid() and form.send(request, "training.postpone", do):
        messages.success(request, _("La session est reportée ; qui était convoqué l’apprend par SMS."))
        return redirect("training:session", pk)
    return render(request, "training/act.html", {"session": row, "form": form, "title": _("Reporter la session")},
                  status=form.status)  # fmt: skip


@get_or_post
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    row = visible(request, pk)
    policies.require_planner(request.user, row)
    form = ReasonForm(request.POST or None)

    def do() -> dict:
        return {"id": actions.cancel(session=row, by=request.user, on=timezone.localdate(), **form.values()).pk}

    if form.is_valid() and form.send(request, "training.cancel", do):
        messages.success(request, _("La session est annulée, les places sont rendues."))
        return redirect("training:session", pk)
    return render(request, "training/act.html", {"session": row, "form": form, "title": _("Annuler la session"), "tone": "stop"},
                  status=form.status)  # fmt: skip


@require_safe
def paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A list of the session as PDF: who is called, the list to sign, the minutes."""
    row = visible(request, pk)
    document = getattr(row, PAPERS[kind]) if kind in PAPERS else None
    if document is None:
        raise Http404
    return as_download(document)
