"""The list of kits, what is late and which visits wait, a lot, one kit with its decisions, and the holder's own page."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.money import amount, grouped
from teriya.foundation.ui.parts import Figure, page_of
from teriya.insertion.kits import actions, queries
from teriya.insertion.kits.engine.lots import late
from teriya.insertion.kits.forms import DecisionForm, LotForm
from teriya.insertion.kits.models import Kit
from teriya.insertion.kits.states import Business, KitState

get_or_post = require_http_methods(["GET", "POST"])


@require_safe
def kits(request: HttpRequest) -> HttpResponse:
    """What kits cost and gave back, what became of the businesses, then the list: `?etat=`, `?retard=1`, `?visite=1`."""
    require(request.user, P.KITS_READ)
    today, rows = timezone.localdate(), Kit.objects.visible_to(request.user)
    overdue, visits = queries.late_kits(rows, today), {one.kit: one for one in queries.to_follow_up(rows, today)}
    asked = {name: request.GET.get(name, "") for name in ("etat", "retard", "visite")}
    shown = rows.select_related("lot", "person", "commune").order_by("number")
    if asked["etat"] in KitState.values:
        shown = shown.filter(state=asked["etat"])
    if asked["retard"]:
        shown = shown.filter(pk__in=overdue)
    if asked["visite"]:
        shown = shown.filter(pk__in=visits)
    page = page_of(request, shown)
    return render(request, "kits/kits.html", {
        "figures": _figures(rows.sums(), overdue, visits), "asked": asked, "states": KitState.choices, "page": page,
        "rows": [(one, overdue.get(one.pk), visits.get(one.pk)) for one in page], "businesses": _businesses(rows, today),
        "may_enter": request.user.may(P.KITS_ENTER),
    })  # fmt: skip


def _figures(sums: dict[str, int], overdue: dict, visits: dict) -> list[Figure]:
    back = _("sur %(owed)s dus") % {"owed": amount(sums["owed"] - sums["waived"])}
    return [
        Figure(_("Kits remis"), grouped(sums["kits"]), definition=_("valeur : %(value)s") % {"value": amount(sums["value"])}),
        Figure(_("Remboursé"), amount(sums["repaid"]), trend=back),
        Figure(_("En retard"), amount(sum(one.francs for one in overdue.values())), url="?retard=1", is_good=not overdue,
               definition=_("%(kits)s kits") % {"kits": grouped(len(overdue))}),
        Figure(_("Visites à faire"), grouped(len(visits)), url="?visite=1", is_good=not visits),
    ]  # fmt: skip


def _businesses(rows, today: date) -> list[dict]:
    """A line a follow-up: how many seen of how many old enough, what became of them; nothing before the first is due."""
    found = []
    for months, states, jobs, old in queries.businesses(rows, today):
        told = [(Business(state).label, count) for state, count in sorted(states.items())]
        found.append({"months": months, "told": told, "jobs": jobs, "seen": sum(states.values()), "old": old})
    return [line for line in found if line["old"]]


@get_or_post
def enter_lot(request: HttpRequest) -> HttpResponse:
    require(request.user, P.KITS_ENTER)
    form = LotForm(request.POST or None)
    if form.is_valid() and form.send(request, "kits.enter_lot", lambda: {
        "number": actions.enter_lot(by=request.user, on=timezone.localdate(), **form.values()).number}):  # fmt: skip
        messages.success(request, _("Les kits du lot sont numérotés."))
        return redirect("kits:kits")
    return render(request, "kits/enter_lot.html", {"form": form}, status=form.status)


@get_or_post
def kit(request: HttpRequest, number: str) -> HttpResponse:
    """One kit: who has it, what is owed and by when, what came back, what became of the business; the decisions."""
    row, today = seen(request, number), timezone.localdate()
    form = DecisionForm(request.POST or None)
    waiver = row.waivers.order_by("-pk").first()
    if request.method == "POST" and form.is_valid():
        values = form.values()
        if form.send(request, "kits.decide", lambda: {"id": _decide(request, row, waiver, today, **values).pk}):
            messages.success(request, _("La décision est enregistrée."))
            return redirect("kits:kit", number)
    schedule = [(one.due_on, one.amount) for one in row.terms.all()]
    return render(request, "kits/kit.html", {
        "kit": row, "form": form, "terms": _covered(schedule, row.repaid), "late": late(schedule, row.repaid, today) if row.state == "handed" else None,
        "repayments": row.repayments.select_related("reversed_by"), "looks": row.looks.all(), "waiver": waiver, "history": queries.history_of(row),
        "may_keep": keeps(request, row), "months": queries.month_to_answer(row, today),
        "may_decide": waiver and waiver.state == "asked" and waiver.asked_by_id != request.user.pk and request.user.may(P.KITS_DECIDE, commune=row.commune_id),
        "may_hand": keeps(request, row) and row.assigned_by_id != request.user.pk,
    }, status=form.status)  # fmt: skip


def _decide(request: HttpRequest, kit: Kit, waiver, today: date, *, step: str, reason: str):
    if step == "release":
        return actions.release(kit=kit, reason=reason, by=request.user, on=today)
    return actions.decide_waiver(waiver=waiver, step=step, reason=reason, by=request.user, on=today)


def _covered(schedule: list[tuple[date, int]], repaid: int) -> list[tuple[date, int, int]]:
    """Each term with what repayments cover of it, the oldest first."""
    found = []
    for due_on, francs in schedule:
        found.append((due_on, francs, min(repaid, francs)))
        repaid -= min(repaid, francs)
    return found


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The kits that one holds: what is left to repay, the next term, the receipts."""
    require(request.user, P.OWN_FILE)
    rows = (
        Kit.objects.filter(person__account=request.user).select_related("lot").prefetch_related("terms", "repayments")
    )
    told = []
    for row in rows.order_by("-pk"):
        terms = _covered([(one.due_on, one.amount) for one in row.terms.all()], row.repaid)
        told.append((row, next(((due, francs - paid) for due, francs, paid in terms if paid < francs), None)))
    return render(request, "kits/mine.html", {"rows": told})


def seen(request: HttpRequest, number: str) -> Kit:
    """A kit in one's sight, or not found."""
    require(request.user, P.KITS_READ)
    rows = Kit.objects.visible_to(request.user).select_related("lot", "person", "mission", "commune", "sheet")
    return get_object_or_404(rows, number=number)


def keeps(request: HttpRequest, kit: Kit) -> bool:
    return request.user.may(P.KITS_KEEP, commune=kit.commune_id)


def kept(request: HttpRequest, number: str) -> Kit:
    """A kit in one's sight that one may write about."""
    row = seen(request, number)
    require(request.user, P.KITS_KEEP, commune=row.commune_id)
    return row


def act(request: HttpRequest, kit: Kit, form, title: str, submit: str, told: str = "") -> HttpResponse:
    """The page of one form about a kit."""
    context = {"kit": kit, "form": form, "title": title, "submit": submit, "told": told}
    return render(request, "kits/act.html", context, status=form.status)
