"""A convention, version by version: written, proposed, answered by each agency, printed."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.exchange.relations import actions, comparing, queries
from teriya.exchange.relations.forms import AnswerForm, DeclaredTermsForm, ReasonForm, StepForm, TermsForm, written
from teriya.exchange.relations.models import Convention
from teriya.exchange.relations.states import ConventionState
from teriya.exchange.relations.views import act, agency_in_sight
from teriya.exchange.wire.models import Agency
from teriya.exchange.wire.queries import facts_about
from teriya.foundation.accounts.permissions import P
from teriya.foundation.documents.views import as_download

get_or_post = require_http_methods(["GET", "POST"])


def _row(agency: Agency, uid: UUID, version: int) -> Convention:
    return get_object_or_404(Convention.objects.select_related("agency", "paper"), agency=agency, uid=uid, version=version)  # fmt: skip


def _at(row: Convention) -> str:
    return reverse("relations:convention", args=[row.agency.code, row.uid, row.version])


def _write(request: HttpRequest, agency: Agency, form: TermsForm, action: str, do, *, title: str, done: str, told: str = "") -> HttpResponse:  # fmt: skip
    def write() -> dict:
        row = do(form.terms())
        return {"uid": str(row.uid), "version": row.version}

    return act(request, form, action, write, agency=agency, title=title, submit=_("Enregistrer"), done=done, told=told,
               then=lambda answer: reverse("relations:convention", args=[agency.code, answer["uid"], answer["version"]]),
               back=reverse("relations:relation", args=[agency.code]), template="relations/terms.html")  # fmt: skip


@get_or_post
def draft(request: HttpRequest, code: str) -> HttpResponse:
    agency = agency_in_sight(request, code, P.RELATIONS_KEEP)
    return _write(request, agency, TermsForm(request.POST or None), "relations.draft_convention",
                  lambda terms: actions.draft_convention(agency=agency, terms=terms, by=request.user, on=timezone.localdate()),
                  title=_("Écrire une convention"), done=_("Le projet est enregistré. Relisez-le, puis proposez-le."))  # fmt: skip


@get_or_post
def declare(request: HttpRequest, code: str) -> HttpResponse:
    """The convention that an agency without the system proposes by letter."""
    agency = agency_in_sight(request, code, P.RELATIONS_KEEP)
    form = DeclaredTermsForm(request.POST or None, request.FILES or None)
    return _write(request, agency, form, "relations.declare_proposal",
                  lambda terms: actions.declare_proposal(agency=agency, terms=terms, source=form.cleaned_data["source"], paper=form.cleaned_data["paper"],
                                                         by=request.user, on=timezone.localdate()),
                  title=_("Convention reçue par lettre"), done=_("La proposition est enregistrée comme déclarée."),
                  told=_("Écrivez ce que dit la lettre. « Nous » est notre agence."))  # fmt: skip


@get_or_post
def rewrite(request: HttpRequest, code: str, uid: UUID, version: int) -> HttpResponse:
    agency = agency_in_sight(request, code, P.RELATIONS_KEEP)
    row = _row(agency, uid, version)
    form = TermsForm(request.POST or None, initial=written(row))
    return _write(request, agency, form, "relations.rewrite_draft",
                  lambda terms: actions.rewrite_draft(convention=row, terms=terms, by=request.user, on=timezone.localdate()),
                  title=_("Corriger le projet"), done=_("Le projet est corrigé."))  # fmt: skip


@get_or_post
def amend(request: HttpRequest, code: str, uid: UUID, version: int) -> HttpResponse:
    """The next version, begun from this one."""
    agency = agency_in_sight(request, code, P.RELATIONS_KEEP)
    row = _row(agency, uid, version)
    form = TermsForm(request.POST or None, initial=written(row))
    return _write(request, agency, form, "relations.amend_convention",
                  lambda terms: actions.draft_convention(agency=agency, terms=terms, amends=row, by=request.user, on=timezone.localdate()),
                  title=_("Écrire un avenant"), done=_("L’avenant est en rédaction. Relisez-le, puis proposez-le."),
                  told=_("L’avenant dit le texte entier. Il vaut à partir de son premier jour."))  # fmt: skip


@get_or_post
def convention(request: HttpRequest, code: str, uid: UUID, version: int) -> HttpResponse:
    """One version: its terms beside the former ones, the word of each agency, what was said, and the button that is next."""
    agency = agency_in_sight(request, code)
    row = _row(agency, uid, version)
    form = StepForm(request.POST or None)
    if form.is_bound and form.is_valid() and form.send(request, "relations.convention_step", lambda: _take(form, row, request)):  # fmt: skip
        messages.success(request, _("C’est enregistré."))
        return redirect(_at(row))
    user, former = request.user, queries.former(row)
    waits = row.state == ConventionState.PROPOSED
    may_keep, may_decide = user.may(P.RELATIONS_KEEP), user.may(P.RELATIONS_DECIDE)
    return render(request, "relations/convention.html", {
        "partner": agency, "row": row, "form": form, "former": former, "terms": comparing.terms(row), "changes": comparing.changes(former, row) if former else [],
        "matrix": comparing.matrix(row), "shares": comparing.shares(row), "versions": queries.versions(row), "facts": facts_about(row.uid), "text": queries.text_of(row),
        "may_propose": may_keep and row.state == ConventionState.DRAFTED, "may_print": may_keep and row.state != ConventionState.DRAFTED,
        "may_approve": may_decide and waits and not row.our_word and user.pk != row.by_id,
        "may_refuse": waits and not row.our_word and (may_keep if row.is_ours else may_decide),
        "may_answer": may_keep and waits and not row.their_word and not agency.speaks,
        "may_amend": may_keep and row.state == ConventionState.AGREED,
    }, status=form.status)  # fmt: skip


def _take(form: StepForm, row: Convention, request: HttpRequest) -> dict:
    do = {"propose": actions.propose_convention, "approve": actions.approve_convention, "print": actions.print_convention}  # fmt: skip
    do[form.cleaned_data["step"]](convention=row, by=request.user, on=timezone.localdate())
    return {"done": True}


@get_or_post
def refuse(request: HttpRequest, code: str, uid: UUID, version: int) -> HttpResponse:
    """Refuse theirs, take ours back, or drop a draft: with a reason."""
    agency = agency_in_sight(request, code)
    row, form = _row(agency, uid, version), ReasonForm(request.POST or None)
    by = {"convention": row, "by": request.user, "on": timezone.localdate()}
    is_draft = row.state == ConventionState.DRAFTED
    do = actions.drop_draft if is_draft else actions.refuse_convention
    title = _("Abandonner le projet") if is_draft else _("Retirer notre proposition") if row.is_ours else _("Refuser cette version")  # fmt: skip
    return act(request, form, "relations.refuse_convention", lambda: (do(**by, **form.values()), None)[1], agency=agency, title=title, submit=title,
               done=_("C’est enregistré."), then=lambda _answer: _at(row), back=_at(row), told=str(row))  # fmt: skip


@get_or_post
def answer(request: HttpRequest, code: str, uid: UUID, version: int) -> HttpResponse:
    """What an agency without the system answers by letter."""
    agency = agency_in_sight(request, code, P.RELATIONS_KEEP)
    row, form = _row(agency, uid, version), AnswerForm(request.POST or None, request.FILES or None)
    return act(request, form, "relations.declare_answer",
               lambda: {"pk": actions.declare_answer(convention=row, by=request.user, on=timezone.localdate(), **form.values()).pk},
               agency=agency, title=_("Sa réponse, reçue par lettre"), submit=_("Enregistrer sa réponse"), done=_("La réponse est enregistrée comme déclarée."),
               then=lambda _answer: _at(row), back=_at(row), told=str(row))  # fmt: skip


@require_safe
def paper(request: HttpRequest, code: str, uid: UUID, version: int) -> HttpResponse:
    """The printed text, as PDF."""
    agency = agency_in_sight(request, code)
    if document := queries.text_of(_row(agency, uid, version)):
        return as_download(document)
    raise Http404
