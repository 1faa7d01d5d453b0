"""One plan: everything of it on one page, and the small pages that write it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.views import as_download
from teriya.insertion.plans import actions, queries
from teriya.insertion.plans.actions.papers import papers_of
from teriya.insertion.plans.forms import (
    CloseForm,
    DayForm,
    EndForm,
    GoalForm,
    HoldForm,
    MemberForm,
    NoteForm,
    ProjectForm,
    ReasonForm,
    ReferentForm,
    ReorientForm,
    TodoForm,
)
from teriya.insertion.plans.models import Goal, Interview, Member, Plan, Todo
from teriya.insertion.plans.policies import may_keep
from teriya.insertion.plans.states import GoalState, SupportState
from teriya.insertion.plans.views.queue import get_or_post
from teriya.insertion.referrals.models import Referral
from teriya.insertion.routes import queries as routes


def told(plan: Plan) -> dict:
    """What the page of a plan shows, to its keeper and to its person."""
    goals = list(plan.goals.prefetch_related("todos"))
    reviews = queries.history_of("goal", [goal.pk for goal in goals], GoalState)
    here, gone = queries.team_of(plan)
    return {
        "plan": plan, "project": plan.projects.last(), "past": list(plan.projects.all())[:-1], "interviews": queries.interviews_of(plan),
        "goals": [(goal, reviews.get(goal.pk, [])) for goal in goals], "team": here, "gone": gone, "record": queries.record_of(plan.person),
        "referrals": Referral.objects.filter(person=plan.person).select_related("service").order_by("-pk"), "today": timezone.localdate(),
        "situation": routes.situation_at([routes.head_of(plan.person)], timezone.localdate()).get(routes.head_of(plan.person)),
    }  # fmt: skip


def visible(request: HttpRequest, pk: int) -> Plan:
    rows = Plan.objects.visible_to(request.user).select_related(
        "mission__host__commune", "mission__form", "mission__person", "person__commune", "referent"
    )
    return get_object_or_404(rows, pk=pk)


@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.INSERTION_READ)
    row = visible(request, pk)
    return render(request, "plans/plan.html", told(row) | {
        "history": queries.history_of("plan", [row.pk], SupportState).get(row.pk, []), "keeps": may_keep(request.user, row), "form": ActionForm(), "reads_routes": row.mission.ended_on and request.user.may(P.ROUTES_READ, commune=row.mission.host.commune_id),
    })  # fmt: skip


def _act(
    request: HttpRequest,
    row: Plan,
    form: ActionForm,
    name: str,
    do: Callable[[dict], object],
    title: str,
    done: str,
    submit: str = "",
) -> HttpResponse:
    """A page with one form about a plan; back to the plan once it is sent."""
    if request.method == "POST" and form.is_valid():
        values = form.values()
        if form.send(request, f"plans.{name}", lambda: {"id": do(values).pk}):
            messages.success(request, done)
            return redirect("plans:plan", row.pk)
    return render(
        request, "plans/act.html", {"form": form, "plan": row, "title": title, "submit": submit}, status=form.status
    )


def _kept(request: HttpRequest, pk: int) -> tuple[Plan, dict]:
    require(request.user, P.PLANS_KEEP)
    return visible(request, pk), {"by": request.user, "on": timezone.localdate()}


@get_or_post
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """The first project, else another one in its place, with the reason."""
    row, act = _kept(request, pk)
    if row.projects.exists():
        form, title = ReorientForm(request.POST or None), _("Changer de projet")
        return _act(
            request,
            row,
            form,
            "reorient",
            lambda v: actions.reorient(plan=row, **v, **act),
            title,
            _("Le nouveau projet est écrit."),
        )
    form = ProjectForm(request.POST or None)
    return _act(
        request,
        row,
        form,
        "write_project",
        lambda v: actions.write_project(plan=row, **v, **act),
        _("Le projet"),
        _("Le projet est écrit."),
    )


@get_or_post
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a plan, or open it again."""
    row, act = _kept(request, pk)
    if row.state == "ended":
        form = ReasonForm(request.POST or None)
        return _act(
            request,
            row,
            form,
            "reopen",
            lambda v: actions.reopen_plan(plan=row, **v, **act),
            _("Rouvrir le plan"),
            _("Le plan est rouvert."),
        )
    form = EndForm(request.POST or None)
    return _act(
        request,
        row,
        form,
        "end",
        lambda v: actions.end_plan(plan=row, **v, **act),
        _("Terminer le plan"),
        _("Le plan est terminé."),
        _("Terminer"),
    )


@get_or_post
def referent(request: HttpRequest, pk: int) -> HttpResponse:
    row, act = _kept(request, pk)
    form = ReferentForm(request.POST or None)
    return _act(
        request,
        row,
        form,
        "referent",
        lambda v: actions.name_referent(plan=row, **v, **act),
        _("Changer de référent"),
        _("Le référent est nommé."),
    )


@get_or_post
def add_member(request: HttpRequest, pk: int) -> HttpResponse:
    row, act = _kept(request, pk)
    form = MemberForm(request.POST or None)
    return _act(
        request,
        row,
        form,
        "member",
        lambda v: actions.add_member(plan=row, **v, **act),
        _("Ajouter à l’équipe"),
        _("L’équipe est à jour."),
    )


@get_or_post
def let_go(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.PLANS_KEEP)
    member = get_object_or_404(Member, pk=pk)
    row, act = _kept(request, member.plan_id)
    title = _("%(who)s quitte l’équipe") % {"who": member.name}
    return _act(
        request,
        row,
        ReasonForm(request.POST or None),
        "let_go",
        lambda v: actions.let_go(member=member, **v, **act),
        title,
        _("L’équipe est à jour."),
    )


@get_or_post
def add_interview(request: HttpRequest, pk: int) -> HttpResponse:
    row, act = _kept(request, pk)
    form = DayForm(request.POST or None)
    return _act(
        request,
        row,
        form,
        "add_interview",
        lambda v: actions.add_interview(plan=row, **v, **act),
        _("Un entretien de plus"),
        _("L’entretien est prévu."),
    )


@get_or_post
def interview(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold an interview; or read it once it is over."""
    require(request.user, P.INSERTION_READ)
    one = get_object_or_404(Interview.objects.visible_to(request.user), pk=pk)
    row = visible(request, one.plan_id)
    form = HoldForm(request.POST or None)
    keeps = may_keep(request.user, row)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        if form.send(request, "plans.hold", lambda: {"id": actions.hold(interview=one, by=request.user, **values).pk}):
            messages.success(request, _("L’entretien est écrit."))
            return redirect("plans:plan", row.pk)
    return render(
        request,
        "plans/interview.html",
        told(row)
        | {"interview": one, "form": form, "keeps": keeps and one.state == "planned" and row.state == "running"},
        status=form.status,
    )


@get_or_post
def not_held(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """The person did not come, or it will not be held."""
    require(request.user, P.PLANS_KEEP)
    one = get_object_or_404(Interview.objects.visible_to(request.user), pk=pk)
    row, act = _kept(request, one.plan_id)
    do, title = (
        (actions.miss, _("La personne n’est pas venue"))
        if step == "manque"
        else (actions.drop, _("Ne pas tenir cet entretien"))
    )
    return _act(
        request,
        row,
        ReasonForm(request.POST or None),
        f"not_held.{step}",
        lambda v: do(interview=one, **v, **act),
        title,
        _("C’est noté."),
    )


@get_or_post
def set_goal(request: HttpRequest, pk: int) -> HttpResponse:
    row, act = _kept(request, pk)
    return _act(
        request,
        row,
        GoalForm(request.POST or None),
        "goal",
        lambda v: actions.set_goal(plan=row, **v, **act),
        _("Un objectif"),
        _("L’objectif est écrit."),
    )


@get_or_post
def goal(request: HttpRequest, pk: int) -> HttpResponse:
    """Review a goal: where it stands, reached, given up."""
    require(request.user, P.PLANS_KEEP)
    one = get_object_or_404(Goal, pk=pk)
    row, act = _kept(request, one.plan_id)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        if form.send(request, "plans.note_goal", lambda: {"id": actions.note_goal(goal=one, **values, **act).pk}):
            messages.success(request, _("L’objectif est revu."))
            return redirect("plans:plan", row.pk)
    return render(request, "plans/goal.html", {"goal": one, "plan": row, "form": form}, status=form.status)


@get_or_post
def add_todo(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.PLANS_KEEP)
    one = get_object_or_404(Goal, pk=pk)
    row, act = _kept(request, one.plan_id)
    return _act(
        request,
        row,
        TodoForm(request.POST or None),
        "todo",
        lambda v: actions.add_todo(goal=one, **v, **act),
        _("Une action : %s") % one,
        _("L’action est écrite."),
    )


@get_or_post
def close_todo(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.PLANS_KEEP)
    one = get_object_or_404(Todo.objects.select_related("goal"), pk=pk)
    row, act = _kept(request, one.goal.plan_id)
    return _act(
        request,
        row,
        CloseForm(request.POST or None),
        "close_todo",
        lambda v: actions.close_todo(todo=one, **v, **act),
        _("Fait : %s") % one,
        _("L’action est close."),
    )


@require_POST
def issue_cv(request: HttpRequest, pk: int) -> HttpResponse:
    """The CV, numbered."""
    row, form = _of_plan(request, pk), ActionForm(request.POST)
    if form.is_valid():
        answer = form.send(
            request,
            "plans.issue_cv",
            lambda: {"id": actions.issue_cv(plan=row, by=request.user, on=timezone.localdate()).pk},
        )
        if answer:
            return redirect("plans:cv", pk, answer["id"])
    return redirect("plans:mine") if row.person.account_id == request.user.pk else redirect("plans:plan", pk)


@require_safe
def cv(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """The CV as PDF."""
    return as_download(get_object_or_404(papers_of(_of_plan(request, pk)), pk=paper))


def _of_plan(request: HttpRequest, pk: int) -> Plan:
    """A plan that one reads, or one's own."""
    own = (
        Plan.objects.filter(pk=pk, person__account=request.user)
        .select_related("person", "mission__host", "mission__person")
        .first()
    )
    return own or visible(request, pk)


@get_or_post
def mine(request: HttpRequest) -> HttpResponse:
    """« Mon projet »: the plan, the project to write, the next interview, what is to do, the CV."""
    require(request.user, P.PLANS_OWN)
    row, form = queries.own_plan(request.user), ProjectForm(request.POST or None)
    if row is None:
        return render(request, "plans/mine.html", {"plan": None})
    if request.method == "POST" and form.is_valid():
        values = form.values()
        if form.send(
            request,
            "plans.write_project",
            lambda: {"id": actions.write_project(plan=row, by=request.user, on=timezone.localdate(), **values).pk},
        ):
            messages.success(request, _("Votre projet est écrit. Vous en parlerez au prochain entretien."))
            return redirect("plans:mine")
    context = told(row)
    nearest = row.interviews.filter(state="planned").order_by("due_on", "pk").first()
    return render(
        request,
        "plans/mine.html",
        context | {"form": form, "cv_form": ActionForm(), "nearest": nearest},
        status=form.status,
    )
