"""Pages of what happens in the room: the roll of a half-day, marks, and the decisions that the rule draws."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.service.training import actions, offline, policies, queries, results
from teriya.service.training.forms import MarksForm
from teriya.service.training.states import Half, TraineeState
from teriya.service.training.views.sessions import visible

get_or_post = require_http_methods(["GET", "POST"])


@get_or_post
def roll(request: HttpRequest, pk: int, day: str, half: str) -> HttpResponse:
    """The roll of a half-day: all present, except who is ticked; works without network (`offline`)."""
    require(request.user, P.TRAINING_HOLD)
    session, slot = offline.session_of(request.user, pk), offline.slot_of(day, half)
    arguments = {"pk": pk, "day": day, "half": half}
    form = offline.form_of(request.POST or None, by=request.user, **arguments)

    def do() -> dict:
        return offline.write(form, by=request.user, on=timezone.localdate(), **arguments)

    if form.is_valid() and form.send(request, offline.ROLL.action, do):
        messages.success(request, _("L’appel est enregistré."))
        return redirect("training:session", pk)
    lessons = queries.lessons_of(session)
    following = next((other for other in lessons if other > slot), None)
    return render(request, "training/roll.html", {
        "session": session, "slot": slot, "half": Half(half).label, "codes": lessons.get(slot, []), "form": form,
        "following": following, "is_called": form["roll"].value() not in (None, "0", 0),
    }, status=form.status)  # fmt: skip


@get_or_post
def marks(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The marks of one module, of those who are not passed yet."""
    session = visible(request, pk)
    policies.require_trainer(request.user, session)
    module = get_object_or_404(session.modules, code=code)
    people = list(session.trainees.filter(state__in=results.CORRIGIBLE).listed())
    people = [one for one in people if not one.asked or code in one.asked]
    known = queries.marks_of(session)
    form = MarksForm(
        request.POST or None, people=people, marks={pk: found[code] for pk, found in known.items() if code in found}
    )

    def do() -> dict:
        return {"id": actions.enter_marks(module=module, by=request.user, on=timezone.localdate(), **form.values()).pk}

    if form.is_valid() and form.send(request, "training.enter_marks", do):
        messages.success(request, _("Les notes sont enregistrées."))
        return redirect("training:conclude", pk)
    return render(
        request, "training/marks.html", {"session": session, "module": module, "form": form}, status=form.status
    )


@get_or_post
def conclude(request: HttpRequest, pk: int) -> HttpResponse:
    """What the rule decides of each person, and why; then written, once."""
    session = visible(request, pk)
    policies.require_trainer(request.user, session)
    form = ActionForm(request.POST or None)

    def do() -> dict:
        found = actions.conclude(session=session, by=request.user, on=timezone.localdate())
        return {outcome: len(rows) for outcome, rows in found.items()}

    if form.is_valid() and (answer := form.send(request, "training.conclude", do)):
        words = _("Validés : %(passed)s. À reprendre : %(resit)s. Ajournés : %(failed)s.") % answer
        messages.success(request, words)
        return redirect("training:session", pk)
    course = queries.course_of(session)
    people = list(session.trainees.filter(state__in=results.CORRIGIBLE).listed())
    decisions = results.decisions_of(session, people, course)
    lines = [
        (one, decisions[one.pk], TraineeState(decisions[one.pk].outcome).label, course.done(one)) for one in people
    ]
    seated = [one for one in people if one.state == "seated"]
    return render(request, "training/conclude.html", {
        "session": session, "form": form, "lines": lines, "missing": results.missing(course, seated), "rule": queries.rule_of(session),
        "marked": [one for one in course.modules if one.pass_mark is not None], "course": course,
    }, status=form.status)  # fmt: skip


@require_POST
def certify(request: HttpRequest, pk: int) -> HttpResponse:
    """Attest everybody who passed and has no certificate yet."""
    session, form = visible(request, pk), ActionForm(request.POST)

    def do() -> dict:
        return {"count": len(actions.issue_certificates(session=session, by=request.user, on=timezone.localdate()))}

    if form.is_valid() and (answer := form.send(request, "training.certify", do)):
        messages.success(request, _("Attestations délivrées : %s.") % answer["count"])
    for error in form.non_field_errors():
        messages.error(request, error)
    return redirect("training:session", pk)
