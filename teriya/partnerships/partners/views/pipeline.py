"""The leads: the board by step, the list, one lead, what was learnt from the lost ones."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.core.money import grouped
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents import queries as documents
from teriya.foundation.ui.parts import Figure, page_of
from teriya.partnerships.partners import actions, queries
from teriya.partnerships.partners.models import Opportunity
from teriya.partnerships.partners.pipeline_forms import (
    LoseForm,
    OpportunityFilter,
    OpportunityForm,
    PaperForm,
    said_of,
)
from teriya.partnerships.partners.states import OPPORTUNITY_LIFE, SOUGHT, OpportunityState
from teriya.partnerships.partners.views.acting import act, get_or_post

STEPS = {
    "write_concept": gettext_lazy("La note conceptuelle est écrite"), "submit": gettext_lazy("La demande est soumise"),
    "negotiate": gettext_lazy("La négociation s’ouvre"), "start": gettext_lazy("La convention court"), "close": gettext_lazy("La convention est close"),
}  # fmt: skip


@require_safe
def pipeline(request: HttpRequest) -> HttpResponse:
    """What is sought, step by step, drawn; then the leads, those whose step is past first."""
    require(request.user, P.PARTNERS_READ)
    today = timezone.localdate()
    everything = list(Opportunity.objects.select_related("partner", "owner").order_by("next_on", "pk"))
    columns = queries.board(everything, today)
    form = OpportunityFilter(request.GET)
    rows = _kept(request, everything, form.cleaned_data if form.is_valid() else {})
    top = max((column.amount for column in columns if column.state != OpportunityState.LOST), default=0) or 1
    return render(request, "partners/pipeline.html", {
        "columns": [(column, 1000 * column.amount // top, 1000 * column.weighted // top) for column in columns if column.state != OpportunityState.LOST],
        "figures": _figures(columns), "form": form, "today": today, "may_write": request.user.may(P.PARTNERS_WRITE),
        "page": page_of(request, [(row, queries.percent_of(row, today)) for row in rows]), "lost": columns[-1],
    })  # fmt: skip


def _figures(columns: list[queries.Column]) -> list[Figure]:
    sought = [column for column in columns if column.state in SOUGHT]
    volunteers = grouped(sum(column.volunteers for column in sought))
    return [
        Figure(_("Demandé, promis par personne"), in_francs(sum(column.amount for column in sought)),
               definition=_("Somme des pistes qui ne sont pas signées. Aucun franc n’en est reçu ni ne peut être engagé.")),
        Figure(_("Selon les chances"), in_francs(sum(column.weighted for column in sought)),
               definition=_("Chaque somme demandée, multipliée par les chances de sa piste.")),
        Figure(_("Volontaires demandés"), volunteers),
    ]  # fmt: skip


def _kept(request: HttpRequest, rows: list[Opportunity], asked: dict) -> list[Opportunity]:
    """What the filters keep; lost leads show only when they are asked for."""
    state, today = asked.get("etat"), timezone.localdate()
    found = [row for row in rows if row.state == state or (not state and row.state != OpportunityState.LOST)]
    if asked.get("suivi") == "moi":
        found = [row for row in found if row.owner_id == request.user.pk]
    if asked.get("suivi") == "retard":
        found = [row for row in found if row.next_on and row.next_on < today]
    return found


@require_safe
def lessons(request: HttpRequest) -> HttpResponse:
    """The lost leads: why, and what they teach."""
    require(request.user, P.PARTNERS_READ)
    page = page_of(request, queries.lessons())
    why = queries.reasons_of(page.object_list)
    return render(request, "partners/lessons.html", {"page": page, "rows": [(row, why.get(row.pk)) for row in page]})


@get_or_post
def open_opportunity(request: HttpRequest) -> HttpResponse:
    require(request.user, P.PARTNERS_WRITE)
    today = timezone.localdate()
    form = OpportunityForm(
        request.POST or None,
        initial={"owner": request.user.pk, "year": today.year, "partner": _asked_partner(request)},
    )
    return act(
        request, form, "opportunities.open", actions.open_opportunity, title=_("Ouvrir une piste"), about=_("Pistes"),
        back=reverse("partners:pipeline"), submit=_("Ouvrir"), done=_("La piste est ouverte."), to=_page_of,
        note=_("Une piste dit ce que l’agence demande. Elle n’ouvre aucune enveloppe : seule une convention signée le fait."),
    )  # fmt: skip


def _asked_partner(request: HttpRequest) -> str:
    text = request.GET.get("partenaire", "")
    return text if text.isdecimal() else ""


def _page_of(pk: int) -> str:
    return reverse("partners:opportunity", args=[Opportunity.objects.get(pk=pk).reference])


@require_safe
def opportunity(request: HttpRequest, reference: str) -> HttpResponse:
    """One lead: what it asks, its chances, its next step, its papers, its story."""
    require(request.user, P.PARTNERS_READ)
    row, today = _opportunity(reference), timezone.localdate()
    steps = [step.name for step in OPPORTUNITY_LIFE.open_from(row.state) if request.user.may(step.permission)]
    return render(request, "partners/opportunity.html", {
        "opportunity": row, "percent": queries.percent_of(row, today), "projects": row.projects.order_by("pk"), "today": today,
        "papers": documents.uploads("opportunity", [row.pk]), "history": [(step, OpportunityState(step.to).label) for step in queries.history_of("opportunity", row.pk)],
        "steps": [(name, STEPS[name]) for name in steps if name in STEPS], "may_lose": "lose" in steps,
        "may_amend": row.state in SOUGHT and request.user.may(P.PARTNERS_WRITE), "may_write": request.user.may(P.PARTNERS_WRITE),
        "form": ActionForm(),
    })  # fmt: skip


@get_or_post
def advance(request: HttpRequest, reference: str, step: str) -> HttpResponse:
    """Take the next step; asked once more when the page is opened by its address."""
    row = _opportunity(reference)
    if step not in STEPS:
        raise Http404
    require(request.user, OPPORTUNITY_LIFE.steps[step].permission)
    return _act(request, row, ActionForm(request.POST or None), step, partial(actions.advance, opportunity=row, step=step),
                str(STEPS[step]), _("C’est fait"))  # fmt: skip


@get_or_post
def amend(request: HttpRequest, reference: str) -> HttpResponse:
    require(request.user, P.PARTNERS_WRITE)
    row = _opportunity(reference)
    form = OpportunityForm(request.POST or None, initial=said_of(row))
    return _act(request, row, form, "amend", partial(actions.amend_opportunity, opportunity=row), _("Modifier la piste"), _("Enregistrer"))  # fmt: skip


@get_or_post
def lose(request: HttpRequest, reference: str) -> HttpResponse:
    require(request.user, P.PARTNERS_WRITE)
    row = _opportunity(reference)
    return _act(request, row, LoseForm(request.POST or None), "lose", partial(actions.lose, opportunity=row), _("La piste est perdue"), _("Enregistrer la perte"))  # fmt: skip


@get_or_post
def attach(request: HttpRequest, reference: str) -> HttpResponse:
    require(request.user, P.PARTNERS_WRITE)
    row = _opportunity(reference)
    form = PaperForm(request.POST or None, request.FILES or None)
    return _act(
        request, row, form, "attach", partial(actions.attach, opportunity=row), _("Joindre une pièce"), _("Joindre")
    )


def _opportunity(reference: str) -> Opportunity:
    rows = Opportunity.objects.select_related("partner", "owner", "round_table")
    return get_object_or_404(rows, reference=reference)


def _act(
    request: HttpRequest, row: Opportunity, form: ActionForm, word: str, do, title: str, submit: str
) -> HttpResponse:
    return act(request, form, f"opportunities.{word}", do, title=title, about=f"{row.reference} · {row.title}", submit=submit,
               done=_("C’est enregistré."), back=reverse("partners:opportunity", args=[row.reference]))  # fmt: skip
