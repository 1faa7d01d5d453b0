"""The best-volunteer prize, from its opening to the list that anyone reads."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import NotAllowed
from teriya.foundation.documents.views import as_download
from teriya.insertion.alumni import actions, queries
from teriya.insertion.alumni.forms import DecisionForm, JuryForm, NominateForm, PrizeForm, SheetForm
from teriya.insertion.alumni.models import Nominee, Prize, PrizeSheet
from teriya.insertion.alumni.states import PrizeState

get_or_post = require_http_methods(["GET", "POST"])


@require_safe
def prizes(request: HttpRequest) -> HttpResponse:
    """Every year's prize."""
    _require_reader(request)
    rows = Prize.objects.order_by("-year", "-pk")
    return render(request, "alumni/prizes.html", {"rows": rows, "may_open": request.user.may(P.PRIZES_KEEP)})


@get_or_post
def open_prize(request: HttpRequest) -> HttpResponse:
    require(request.user, P.PRIZES_KEEP)
    form = PrizeForm(request.POST or None)
    if form.is_valid():
        answer = form.send(request, "alumni.open_prize", lambda: {
            "id": actions.open_prize(by=request.user, on=timezone.localdate(), **form.values()).pk})  # fmt: skip
        if answer:
            return redirect("alumni:prize", answer["id"])
    told = _("Les critères et les sommes en vigueur aujourd’hui sont publiés avec le prix, et ne changent plus.")
    return _act(request, form, _("Ouvrir un prix"), _("Ouvrir"), told=told, back="alumni:prizes")


@get_or_post
def prize(request: HttpRequest, pk: int) -> HttpResponse:
    """One prize: criteria, who is proposed, who has sealed; a juror's own sheets; publish it or give it up."""
    row = get_object_or_404(Prize.objects.select_related("record"), pk=pk)
    juror = row.jurors.filter(user=request.user).first()
    if juror is None:
        _require_reader(request)
    form, today = DecisionForm(request.POST or None), timezone.localdate()
    if request.method == "POST" and form.is_valid():
        step, reason = form.cleaned_data["step"], form.cleaned_data["reason"]
        if form.send(request, "alumni.decide_prize", lambda: {"id": _decide(request, row, step, reason, today).pk}):
            messages.success(request, _("La décision est enregistrée."))
            return redirect("alumni:prize", pk)
    own = set(PrizeSheet.objects.filter(juror=juror).values_list("nominee", flat=True)) if juror else set()
    nominees = row.nominees.select_related("mission__person", "mission__host__commune").order_by("rank", "pk")
    may = request.user.may
    return render(request, "alumni/prize.html", {
        "prize": row, "form": form, "nominees": [(one, one.pk in own) for one in nominees], "juror": juror, "jurors": queries.scored(row),
        "count": nominees.count(), "may_propose": row.state == PrizeState.OPEN and may(P.PRIZES_PROPOSE), "may_seat": row.state == PrizeState.OPEN and may(P.PRIZES_KEEP),
        "may_publish": row.state == PrizeState.JUDGED and may(P.PRIZES_PUBLISH) and not juror,
        "may_drop": row.state in (PrizeState.OPEN, PrizeState.JUDGED) and may(P.PRIZES_KEEP),
    }, status=form.status)  # fmt: skip


def _decide(request: HttpRequest, prize: Prize, step: str, reason: str, today) -> Prize:
    if step == "publish":
        return actions.publish(prize=prize, by=request.user, on=today)
    return actions.drop(prize=prize, reason=reason, by=request.user, on=today)


@get_or_post
def nominate(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a volunteer."""
    require(request.user, P.PRIZES_PROPOSE)
    row, form = get_object_or_404(Prize, pk=pk), NominateForm(request.POST or None)
    if form.is_valid() and form.send(request, "alumni.nominate", lambda: {
        "id": actions.nominate(prize=row, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        return redirect("alumni:prize", pk)
    return _act(request, form, _("Proposer un volontaire"), _("Proposer"), told=row.title, prize=row)


@get_or_post
def seat_jury(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the proposals, seat the three."""
    require(request.user, P.PRIZES_KEEP)
    row, form = get_object_or_404(Prize, pk=pk), JuryForm(request.POST or None)
    if form.is_valid() and form.send(request, "alumni.seat_jury", lambda: {
        "id": actions.seat_jury(prize=row, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        return redirect("alumni:prize", pk)
    told = _("Les propositions se ferment. Un juré n’a ni proposé quelqu’un ni été proposé.")
    return _act(request, form, _("Asseoir le jury"), _("Asseoir le jury"), told=told, prize=row)


@get_or_post
def score(request: HttpRequest, pk: int) -> HttpResponse:
    """A juror's sheet about one nominee, sealed once."""
    require(request.user, P.JURY_SCORE)
    rows = Nominee.objects.select_related("prize", "mission__person", "mission__host")
    nominee = get_object_or_404(rows, pk=pk, prize__jurors__user=request.user)
    form = SheetForm(request.POST or None, criteria=nominee.prize.criteria)
    if form.is_valid() and form.send(request, "alumni.seal_sheet", lambda: {
        "id": actions.seal_sheet(nominee=nominee, marks=form.marks(), by=request.user, on=timezone.localdate()).pk}):  # fmt: skip
        messages.success(request, _("Votre fiche est scellée : personne ne la lit avant les deux autres."))
        return redirect("alumni:prize", nominee.prize_id)
    title = _("Noter %(name)s") % {"name": nominee.mission.person}
    return _act(request, form, title, _("Sceller ma fiche"), told=_("%(host)s. %(why)s Une fiche scellée ne se change plus.") % {"host": nominee.mission.host.name, "why": nominee.why}, prize=nominee.prize)  # fmt: skip


@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """The record of the jury as PDF, once it is published."""
    _require_reader(request)
    row = get_object_or_404(Prize.objects.select_related("record"), pk=pk)
    if row.record is None:
        raise Http404
    return as_download(row.record)


@login_not_required
@require_safe
def published(request: HttpRequest, year: int) -> HttpResponse:
    """The winners of a year, open to all."""
    row = get_object_or_404(Prize, year=year, state=PrizeState.PUBLISHED)
    return render(request, "alumni/published.html", {"prize": row, "winners": queries.winners(row)})


def _require_reader(request: HttpRequest) -> None:
    if not (request.user.may(P.ALUMNI_READ) or request.user.may(P.PRIZES_PROPOSE)):
        raise NotAllowed("not_allowed", _("Votre rôle ou votre périmètre ne permet pas cette action."))


def _act(
    request: HttpRequest, form, title: str, submit: str, *, told: str = "", prize=None, back: str = ""
) -> HttpResponse:
    context = {"form": form, "title": title, "submit": submit, "told": told, "prize": prize, "back": back}
    return render(request, "alumni/act.html", context, status=form.status)
