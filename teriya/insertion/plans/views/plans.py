"""One plan: everything of it on one page, and the small pages that write it."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Model
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
    request: HttpRequest, row: Plan, form: type[ActionForm], do: Callable[..., Model], title: str, done: str, submit: str = "",
    **given: Model,
) -> HttpResponse:  # fmt: skip
    """A page with one form about a plan, sent to an action with what is `given`; back to the plan once it is done."""
    filled = form(request.POST or None)
    if request.method == "POST" and filled.is_valid():
        values = filled.values() | given | {"by": request.user, "on": timezone.localdate()}
        if filled.send(request, f"plans.{do.__name__}", lambda: {"id": do(**values).pk}):
            messages.success(request, done)
            return redirect("plans:plan", row.pk)
    page = {"form": filled, "plan": row, "title": title, "submit": submit}
    return render(request, "plans/act.html", page, status=filled.status)


def _kept(request: HttpRequest, pk: int) -> Plan:
    require(request.user, P.PLANS_KEEP)
    return visible(request, pk)


@get_or_post
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """The first project, else another one in its place, with the reason."""
    row = _kept(request, pk)
    if row.projects.exists():
        said = _("Changer de projet"), _("Le nouveau projet est écrit.")
        return _act(request, row, ReorientForm, actions.reorient, *said, plan=row)
    return _act(request, row, ProjectForm, actions.write_project, _("Le projet"), _("Le projet est écrit."), plan=row)


@get_or_post
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a plan, or open it again."""
    row = _kept(request, pk)
    if row.state == "ended":
        said = _("Rouvrir le plan"), _("Le plan est rouvert.")
        return _act(request, row, ReasonForm, actions.reopen_plan, *said, plan=row)
    said = _("Terminer le plan"), _("Le plan est terminé."), _("Terminer")
    return _act(request, row, EndForm, actions.end_plan, *said, plan=row)


@get_or_post
def referent(request: HttpRequest, pk: int) -> HttpResponse:
    row = _kept(request, pk)
    said = _("Changer de référent"), _("Le référent est nommé.")
    return _act(request, row, ReferentForm, actions.name_referent, *said, plan=row)


@get_or_post
def add_member(request: HttpRequest, pk: int) -> HttpResponse:
    row = _kept(request, pk)
    said = _("Ajouter à l’équipe"), _("L’équipe est à jour.")
    return _act(request, row, MemberForm, actions.add_member, *said, plan=row)


@get_or_post
def let_go(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.PLANS_KEEP)
    member = get_object_or_404(Member, pk=pk)
    said = _("%(who)s quitte l’équipe") % {"who": member.name}, _("L’équipe est à jour.")
    return _act(request, _kept(request, member.plan_id), ReasonForm, actions.let_go, *said, member=member)


@get_or_post
def add_interview(request: HttpRequest, pk: int) -> HttpResponse:
    row = _kept(request, pk)
    said = _("Un entretien de plus"), _("L’entretien est prévu.")
    return _act(request, row, DayForm, actions.add_interview, *said, plan=row)


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
    do, title = actions.drop, _("Ne pas tenir cet entretien")
    if step == "manque":
        do, title = actions.miss, _("La personne n’est pas venue")
    return _act(request, _kept(request, one.plan_id), ReasonForm, do, title, _("C’est noté."), interview=one)


@get_or_post
def set_goal(request: HttpRequest, pk: int) -> HttpResponse:
    row = _kept(request, pk)
    return _act(request, row, GoalForm, actions.set_goal, _("Un objectif"), _("L’objectif est écrit."), plan=row)


@get_or_post
def goal(request: HttpRequest, pk: int) -> HttpResponse:
    """Review a goal: where it stands, reached, given up."""
    require(request.user, P.PLANS_KEEP)
    one = get_object_or_404(Goal, pk=pk)
    row, form = _kept(request, one.plan_id), NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.values() | {"by": request.user, "on": timezone.localdate()}
        if form.send(request, "plans.note_goal", lambda: {"id": actions.note_goal(goal=one, **values).pk}):
            messages.success(request, _("L’objectif est revu."))
            return redirect("plans:plan", row.pk)
    return render(request, "plans/goal.html", {"goal": one, "plan": row, "form": form}, status=form.status)


@get_or_post
def add_todo(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.PLANS_KEEP)
    one = get_object_or_404(Goal, pk=pk)
    said = _("Une action : %s") % one, _("L’action est écrite.")
    return _act(request, _kept(request, one.plan_id), TodoForm, actions.add_todo, *said, goal=one)


@get_or_post
def close_todo(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.PLANS_KEEP)
    one = get_object_or_404(Todo.objects.select_related("goal"), pk=pk)
    said = _("Fait : %s") % one, _("L’action est close.")
    return _act(request, _kept(request, one.goal.plan_id), CloseForm, actions.close_todo, *said, todo=one)


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
