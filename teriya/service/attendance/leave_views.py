"""Pages of leaves: one's balances, asking, what waits for an opinion or a decision, one leave, who is away."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.periods import Month, add_months
from teriya.foundation.core.web import ActionForm, month_or_404
from teriya.foundation.documents import pieces
from teriya.foundation.documents.models import Upload
from teriya.foundation.documents.views import as_upload
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.hosts.models import Host
from teriya.service.attendance import away, leaves
from teriya.service.attendance.balances import balances
from teriya.service.attendance.leave_forms import (
    AdviseForm,
    AskForm,
    DecideForm,
    PaperAskForm,
    ProofForm,
    ProveForm,
    ShortenForm,
)
from teriya.service.attendance.models import Leave
from teriya.service.attendance.policies import Standing, leave_steps, reads_proof
from teriya.service.attendance.queries import concerned_by
from teriya.service.attendance.views import require_presence
from teriya.service.missions.models import Mission

get_or_post = require_http_methods(["GET", "POST"])


@require_safe
def my_leaves(request: HttpRequest) -> HttpResponse:
    """The volunteer's own: what is left, what was asked."""
    require(request.user, P.LEAVES_ASK)
    rows = Mission.objects.filter(person__account=request.user).exclude(state__in=("prepared", "cancelled"))
    mission = rows.select_related("person", "host__commune", "form").order_by("-period").first()
    return _leaves_page(request, mission)


@require_safe
def leaves_of(request: HttpRequest, pk: int) -> HttpResponse:
    """The same page, of a volunteer, for who sees that presence."""
    return _leaves_page(request, _mission_or_404(request, pk))


def _leaves_page(request: HttpRequest, mission: Mission | None) -> HttpResponse:
    today, context = timezone.localdate(), {"mission": mission}
    if mission:
        rows = Leave.objects.filter(mission=mission).order_by("-period")
        is_own = mission.person.account_id == request.user.pk
        context |= {
            "balances": balances(mission, min(today, mission.ended_on or today)), "leaves": rows, "is_own": is_own,
            "may_ask": mission.state in ("in_service", "suspended") and _may_ask(request, mission), "today": today,
        }  # fmt: skip
    return render(request, "attendance/leaves_of.html", context)


def _may_ask(request: HttpRequest, mission: Mission) -> bool:
    if mission.person.account_id == request.user.pk:
        return request.user.may(P.LEAVES_ASK)
    standing = Standing(request.user, P.LEAVES_ASK)
    return any(standing.holds(role, mission) for role in standing.roles) or standing.is_at_centre(mission)


@get_or_post
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """One short form: for oneself; for a volunteer who signed a paper."""
    require(request.user, P.LEAVES_ASK)
    mission, today = _mission_or_404(request, pk), timezone.localdate()
    is_own, found = mission.person.account_id == request.user.pk, balances(mission, today)
    form: AskForm = (
        AskForm(request.POST or None, request.FILES or None, balances=found)
        if is_own
        else PaperAskForm(request.POST or None, request.FILES or None, balances=found,
                          keys_opinion=Standing(request.user, P.PRESENCE_RECORD).is_at_centre(mission))
    )  # fmt: skip
    if form.is_valid() and (
        answer := form.send(request, "attendance.ask_leave", lambda: _ask(request, mission, form))
    ):
        messages.success(request, _("La demande est partie : la structure donne son avis, le centre décide."))
        return redirect("attendance:leave", answer["id"])
    return render(request, "attendance/ask_leave.html", {
        "mission": mission, "form": form, "is_own": is_own, "balances": found,
    }, status=form.status)  # fmt: skip


@transaction.atomic
def _ask(request: HttpRequest, mission: Mission, form: AskForm) -> dict:
    values, by = form.values(), request.user
    leave = leaves.ask_leave(mission=mission, by=by, on=values.pop("received_on", timezone.localdate()), **values)
    _keep_proof(request, leave, form)
    return {"id": leave.pk}


def _keep_proof(request: HttpRequest, leave: Leave, form: ProofForm) -> None:
    arrived, file = form.cleaned_data["arrived"], form.cleaned_data["photo"]
    if arrived:
        file = pieces.joined(file=arrived, by=request.user)
        pieces.forget(file=arrived, by=request.user)
    if file:
        leaves.add_proof(leave=leave, file=file, by=request.user, on=timezone.localdate())


@require_safe
def to_handle(request: HttpRequest) -> HttpResponse:
    """Leaves that wait for this person's decision, then for an opinion, then those to come."""
    require_presence(request)
    today = timezone.localdate()
    seen = Leave.objects.visible_to(request.user).select_related("mission__person", "mission__host__commune")
    deciding = seen.filter(pk__in=Leave.objects.to_decide_by(request.user, today).values("pk"))
    asked = seen.filter(state="asked").exclude(pk__in=deciding.values("pk"))
    return render(request, "attendance/leaves.html", {
        "deciding": deciding.order_by("period", "pk"), "asked": asked.order_by("period", "pk"),
        "page": page_of(request, seen.granted().filter(period__endswith__gt=today).order_by("period", "pk")),
    })  # fmt: skip


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Who is away: the month as a grid, of one host or of everybody whom one sees; the names beside it."""
    require_presence(request)
    month = month_or_404(request.GET["mois"]) if "mois" in request.GET else Month.of(timezone.localdate())
    concerned = Mission.objects.filter(concerned_by(request.user)).served_in(month.first, month.last)
    hosts = Host.objects.filter(pk__in=concerned.values("host")).order_by("name")
    chosen = hosts.filter(number=request.GET.get("structure", "")).first()
    rows = away.leaves_of(request.user, month, chosen.pk if chosen else None)
    return render(request, "attendance/calendar.html", {
        "month": month, "before": Month.of(add_months(month.first, -1)), "after": Month.of(add_months(month.first, 1)),
        "weeks": away.weeks(month, rows), "leaves": rows, "hosts": hosts, "chosen": chosen, "today": timezone.localdate(),
    })  # fmt: skip


@require_safe
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """One leave: what is asked, the opinion, the decision; the form of what this person has to do."""
    row = _leave_or_404(request, pk)
    steps = leave_steps(request.user, row, timezone.localdate())
    step = next((name for name in ("decide", "advise") if name in steps), "")
    return _page(request, row, steps, step, _FORMS[step][0](request, row) if step else None)


def _page(request: HttpRequest, row: Leave, steps: set[str], step: str, form: ActionForm | None) -> HttpResponse:
    return render(request, "attendance/leave.html", {
        "leave": row, "mission": row.mission, "step": step, "form": form, "action": _address(row, step) if step else "",
        "others": None if step in _ASIDE else [(label, _address(row, name)) for name, label in _DOORS if name in steps and name != step],
        "is_own": row.mission.person.account_id == request.user.pk, "with_them": away.beside(row),
        "proofs": leaves.proofs(row) if reads_proof(request.user, row, timezone.localdate()) else [],
        "balances": [one for one in balances(row.mission, row.first_day) if one.kind.code == row.kind],
    }, status=form.status if form else 200)  # fmt: skip


def _address(row: Leave, step: str) -> str:
    return reverse(f"attendance:{step}_leave", args=[row.pk])


@get_or_post
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Advise, decide, prove, withdraw or shorten: its form on the page of the leave."""
    row = _leave_or_404(request, pk)
    steps = leave_steps(request.user, row, timezone.localdate())
    if request.method == "GET" and step not in steps:
        return redirect("attendance:leave", pk)
    make, action, do, said = _FORMS[step]
    form = make(request, row)
    if form.is_valid() and form.send(request, action, lambda: {"id": do(request, row, form).pk}):
        messages.success(request, said)
        return redirect("attendance:leave", pk)
    return _page(request, row, steps, step, form)


def _data(request: HttpRequest) -> tuple:
    return request.POST or None, request.FILES or None


def _on_paper(request: HttpRequest, row: Leave) -> bool:
    """An agent of the centre keys what the host wrote."""
    return Standing(request.user, P.PRESENCE_RECORD).is_at_centre(row.mission)


def _given(request: HttpRequest, row: Leave) -> dict:
    return {"leave": row, "by": request.user, "on": timezone.localdate()}


def _decide(request: HttpRequest, row: Leave, form: DecideForm) -> Leave:
    act = leaves.refuse_leave if form.cleaned_data["decision"] == "refuse" else leaves.approve_leave
    return act(why=form.cleaned_data["why"], **_given(request, row))


def _prove(request: HttpRequest, row: Leave, form: ProveForm) -> Leave:
    _keep_proof(request, row, form)
    return row


_ASIDE = {"prove", "withdraw", "shorten"}  # opened by a button: one may give it up
_DOORS = (
    ("prove", gettext_lazy("Ajouter le justificatif")), ("shorten", gettext_lazy("Enregistrer le retour")),
    ("withdraw", gettext_lazy("Retirer la demande")), ("advise", gettext_lazy("Donner l’avis de la structure")),
)  # fmt: skip
_FORMS: dict[str, tuple[Callable, str, Callable, object]] = {
    "advise": (lambda r, row: AdviseForm(*_data(r), on_paper=_on_paper(r, row)), "attendance.advise_leave",
               lambda r, row, form: leaves.advise_leave(**form.values(), **_given(r, row)), gettext_lazy("L’avis est donné : le centre décide.")),
    "decide": (lambda r, row: DecideForm(*_data(r)), "attendance.decide_leave", _decide, gettext_lazy("La décision est prise : un SMS part.")),
    "prove": (lambda r, row: ProveForm(*_data(r)), "attendance.prove_leave", _prove, gettext_lazy("Le justificatif est ajouté.")),
    "withdraw": (lambda r, row: ActionForm(*_data(r)), "attendance.withdraw_leave",
                 lambda r, row, form: leaves.withdraw_leave(**_given(r, row)), gettext_lazy("La demande est retirée.")),
    "shorten": (lambda r, row: ShortenForm(*_data(r)), "attendance.shorten_leave",
                lambda r, row, form: leaves.shorten_leave(**form.values(), **_given(r, row)), gettext_lazy("Le retour est enregistré.")),
}  # fmt: skip


@require_safe
def proof(request: HttpRequest, pk: int, upload: int) -> HttpResponse:
    """A certificate: for the volunteer, who keyed it, and the centre; never for the host."""
    row = _leave_or_404(request, pk)
    if not reads_proof(request.user, row, timezone.localdate()):
        raise Http404
    kept = [one.pk for one in leaves.proofs(row)]
    return as_upload(get_object_or_404(Upload.objects.filter(pk__in=kept), pk=upload))


def _mission_or_404(request: HttpRequest, pk: int) -> Mission:
    rows = Mission.objects.filter(concerned_by(request.user)).exclude(state__in=("prepared", "cancelled"))
    return get_object_or_404(rows.select_related("person", "host__commune", "form"), pk=pk)


def _leave_or_404(request: HttpRequest, pk: int) -> Leave:
    rows = Leave.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("mission__person", "mission__host__commune", "mission__form"), pk=pk)
