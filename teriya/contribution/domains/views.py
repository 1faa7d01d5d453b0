"""The choice of domains: what is in force, the notes to the board with their drawing, the decision."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.contribution.domains import actions
from teriya.contribution.domains.forms import (
    DecisionForm,
    PrepareForm,
    ReasonsForm,
    SetAsideForm,
    SignForm,
    WithdrawForm,
)
from teriya.contribution.domains.models import DomainNote, NoteLine
from teriya.contribution.domains.states import CHOICE_LIFE, ChoiceState
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.models import Transition
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.views import as_download
from teriya.foundation.rules.templatetags.words import label
from teriya.foundation.ui.parts import Row, page_of
from teriya.mobilisation.hosts import priorities
from teriya.mobilisation.hosts.models import PriorityDecision

get_or_post = require_http_methods(["GET", "POST"])


@require_safe
def domains(request: HttpRequest) -> HttpResponse:
    """The domains in force today with their source, every decision, every note."""
    require(request.user, P.DOMAINS_READ)
    found = priorities.in_force(timezone.localdate())
    return render(request, "domains/domains.html", {
        "now": found, "decisions": PriorityDecision.objects.prefetch_related("domains"), "page": page_of(request, DomainNote.objects.all()),
        "may_prepare": request.user.may(P.DOMAINS_PREPARE), "may_decide": request.user.may(P.DOMAINS_DECIDE),
    })  # fmt: skip


@require_safe
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """What each domain cost, brought and asks for, drawn and in tables; the reasons, the director’s text, the decision."""
    require(request.user, P.DOMAINS_READ)
    row = get_object_or_404(DomainNote.objects.select_related("document", "decision"), pk=pk)
    lines = list(row.lines.order_by("rank"))
    history = Transition.objects.filter(subject=CHOICE_LIFE.subject, subject_id=pk).order_by("pk")
    steps = [step.name for step in CHOICE_LIFE.open_from(row.state) if request.user.may(step.permission)]
    return render(request, "domains/note.html", {
        "note": row, "lines": lines, "gaps": _bars(lines, "gap"), "costs": _bars(lines, "cost"), "cost": sum(line.cost for line in lines),
        "volunteers": sum(line.volunteers for line in lines), "gap": sum(line.gap for line in lines), "chosen": row.decision.domains.all() if row.decision else [],
        "steps": [name for name in steps if name == "set_aside" or request.user.pk != row.prepared_by_id],
        "may_reason": row.state == ChoiceState.PREPARED and request.user.may(P.DOMAINS_PREPARE),
        "history": [(step, ChoiceState(step.to).label) for step in history],
    })  # fmt: skip


def _bars(lines: list[NoteLine], name: str) -> list[Row]:
    return [
        Row(label(line.domain, "domain") if line.domain else _("sans domaine connu"), getattr(line, name))
        for line in lines
    ]


def _act(
    request: HttpRequest,
    form: ActionForm,
    action: str,
    do: Callable[[], DomainNote],
    done: str,
    *,
    title: str,
    submit: str,
    told: str = "",
    row: DomainNote | None = None,
) -> HttpResponse:
    """The page of one form about a note."""
    if form.is_bound and form.is_valid():
        answer = form.send(request, action, lambda: {"id": do().pk})
        if answer:
            messages.success(request, done)
            return redirect("domains:note", answer["id"])
    context = {"form": form, "title": title, "submit": submit, "told": told, "note": row}
    return render(
        request,
        "domains/decide.html" if isinstance(form, DecisionForm) else "domains/act.html",
        context,
        status=form.status,
    )


@get_or_post
def prepare(request: HttpRequest) -> HttpResponse:
    require(request.user, P.DOMAINS_PREPARE)
    form = PrepareForm(request.POST or None)
    return _act(request, form, "domains.prepare", lambda: actions.prepare(by=request.user, on=timezone.localdate(), **form.values()),
                _("La note est comptée : écrivez ses motifs."), title=_("Préparer une note au conseil"), submit=_("Compter"),
                told=_("Les nombres sont lus une fois, tels qu’ils sont connus aujourd’hui."))  # fmt: skip


@get_or_post
def reasons(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.DOMAINS_PREPARE)
    row = get_object_or_404(DomainNote, pk=pk)
    form = ReasonsForm(request.POST or None, lines=row.lines.order_by("rank"))
    return _act(request, form, "domains.give_reasons", lambda: actions.give_reasons(note=row, by=request.user, on=timezone.localdate(), **form.values()),
                _("Les motifs sont enregistrés."), title=_("Motifs, domaine par domaine"), submit=_("Enregistrer"), row=row)  # fmt: skip


@get_or_post
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.DOMAINS_DECIDE)
    row, form = get_object_or_404(DomainNote, pk=pk), SignForm(request.POST or None)
    return _act(request, form, "domains.sign", lambda: actions.sign(note=row, by=request.user, on=timezone.localdate(), **form.values()),
                _("La note est signée : son papier est prêt pour le conseil."), title=_("Signer la note au conseil"), submit=_("Signer"),
                told=_("Votre texte et les nombres de la note ne changeront plus."), row=row)  # fmt: skip


@get_or_post
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.DOMAINS_DECIDE)
    row, form = get_object_or_404(DomainNote, pk=pk), DecisionForm(request.POST or None)
    return _act(request, form, "domains.decide", lambda: actions.record_decision(note=row, by=request.user, on=timezone.localdate(), **form.values()),
                _("La décision est enregistrée : la prochaine vague la lira."), title=_("Enregistrer la décision du conseil"), submit=_("Enregistrer la décision"),
                told=_("Donnez un rang aux domaines prioritaires. Sans rang, un domaine reste ouvert, sans priorité."), row=row)  # fmt: skip


@get_or_post
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.DOMAINS_DECIDE)
    row, form = get_object_or_404(DomainNote, pk=pk), SetAsideForm(request.POST or None)
    return _act(request, form, "domains.set_aside", lambda: actions.set_aside(note=row, by=request.user, on=timezone.localdate(), **form.values()),
                _("La note est écartée."), title=_("Écarter la note"), submit=_("Écarter"), row=row)  # fmt: skip


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The note as PDF, once signed."""
    require(request.user, P.DOMAINS_READ)
    row = get_object_or_404(DomainNote.objects.select_related("document"), pk=pk)
    if row.document is None:
        raise Http404
    return as_download(row.document)


@get_or_post
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """A decision recorded in error."""
    require(request.user, P.DOMAINS_DECIDE)
    row, form = get_object_or_404(PriorityDecision, pk=pk), WithdrawForm(request.POST or None)
    if form.is_bound and form.is_valid() and form.send(request, "domains.withdraw", lambda: {
            "id": priorities.withdraw(decision=row, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        messages.success(request, _("La décision est retirée."))
        return redirect("domains:domains")
    context = {
        "form": form,
        "title": _("Retirer une décision"),
        "submit": _("Retirer"),
        "told": f"{row.authority}, {row.reference}",
        "note": None,
    }
    return render(request, "domains/act.html", context, status=form.status)
