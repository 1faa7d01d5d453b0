"""Other agencies, the way of each message, transfer authorisations."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from teriya.exchange.wire import actions, files, own, queries
from teriya.exchange.wire.engine.keys import Keys
from teriya.exchange.wire.forms import AuthorisationForm, CardForm, ConfirmForm, FileForm, NameForm, ReasonForm
from teriya.exchange.wire.models import Agency, Fact, Outgoing, TransferAuthorisation
from teriya.exchange.wire.states import AGENCY_LIFE, AUTHORISATION_LIFE, Way
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.views import as_upload
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.parts import page_of

get_or_post = require_http_methods(["GET", "POST"])


@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    """Those that we know, what waits for each, and our own card and fingerprint."""
    require(request.user, P.WIRE_READ)
    return render(request, "wire/agencies.html", {
        "agencies": queries.agencies(), "fingerprint": own.current().public.fingerprint, "own": rules.agency()["name"],
        "may_pair": request.user.may(P.WIRE_PAIR), "may_rotate": request.user.may(P.WIRE_CONFIRM),
    })  # fmt: skip


@require_safe
def card(request: HttpRequest) -> HttpResponse:
    """Our card, to hand over."""
    require(request.user, P.WIRE_READ)
    answer = HttpResponse(own.signed_card(), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="carte-{own.code()}.txt"'
    return answer


@get_or_post
def pair(request: HttpRequest) -> HttpResponse:
    """Bring a card, or name an agency that has none."""
    require(request.user, P.WIRE_PAIR)
    has_card = request.GET.get("sans") is None
    form = (CardForm if has_card else NameForm)(request.POST or None)
    if form.is_valid():
        do = actions.introduce_agency if has_card else actions.name_agency
        answer = form.send(
            request, "wire.pair", lambda: {"id": do(by=request.user, on=timezone.localdate(), **form.values()).pk}
        )
        if answer:
            messages.success(request, _("L’agence est au registre. Une autre personne la confirme."))
            return redirect("wire:agency", answer["id"])
    return render(request, "wire/pair.html", {"form": form, "has_card": has_card}, status=form.status)


@get_or_post
def agency(request: HttpRequest, pk: int) -> HttpResponse:
    """One agency: its fingerprint, what may pass, what waits and why."""
    require(request.user, P.WIRE_READ)
    row = get_object_or_404(Agency, pk=pk)
    form = ConfirmForm(request.POST if "fingerprint" in request.POST else None)
    decision = ReasonForm(request.POST if "step" in request.POST else None)
    if (
        form.is_bound
        and form.is_valid()
        and form.send(request, "wire.confirm", lambda: _confirmed(request, row, form))
    ):
        messages.success(request, _("L’empreinte est confirmée : vous pouvez vous écrire."))
        return redirect("wire:agency", pk)
    if (
        decision.is_bound
        and decision.is_valid()
        and decision.send(request, "wire.decide", lambda: _decided(request, row, decision))
    ):
        messages.success(request, _("La décision est enregistrée."))
        return redirect("wire:agency", pk)
    row.refresh_from_db()
    may, steps = request.user.may(P.WIRE_CONFIRM), [step.name for step in AGENCY_LIFE.open_from(row.state)]
    return render(request, "wire/agency.html", {
        "other": row, "form": form, "decision": decision, "waiting": queries.waiting_list(row), "files": FileForm(),
        "fingerprints": [Keys(key.x, key.seals).fingerprint for key in row.keys.believed_at(timezone.now()).order_by("-since", "-pk")],
        "authorisations": row.authorisations.order_by("-since", "-pk"), "may_record": request.user.may(P.TRANSFERS_RECORD),
        "may_confirm": may and "confirm" in steps and row.by_id != request.user.pk,
        "step": next((step for step in ("suspend", "resume") if may and step in steps), None),
        "may_send": request.user.may(P.WIRE_SEND), "digest": queries.digest(row)[:16] if row.speaks else "",
    }, status=max(form.status, decision.status))  # fmt: skip


def _confirmed(request: HttpRequest, row: Agency, form: ConfirmForm) -> dict:
    actions.confirm_agency(
        agency=row, fingerprint=form.cleaned_data["fingerprint"], by=request.user, on=timezone.localdate()
    )
    return {"id": row.pk}


def _decided(request: HttpRequest, row: Agency, form: ReasonForm) -> dict:
    step = form.cleaned_data["step"] if form.cleaned_data["step"] in ("suspend", "resume") else "suspend"
    actions.decide_agency(
        agency=row, step=step, reason=form.cleaned_data["reason"], by=request.user, on=timezone.localdate()
    )
    return {"id": row.pk}


@require_safe
def path(request: HttpRequest, pk: int) -> HttpResponse:
    """The way of every message with one agency, both ways, the last first."""
    require(request.user, P.WIRE_READ)
    row = get_object_or_404(Agency, pk=pk)
    page = page_of(request, queries.path(row))
    return render(request, "wire/path.html", {"other": row, "page": page})


@get_or_post
def fact(request: HttpRequest, pk: str) -> HttpResponse:
    """One message: exactly what leaves or what came, its receipt; a held one can be given up."""
    require(request.user, P.WIRE_READ)
    row = get_object_or_404(Fact.objects.select_related("agency", "outgoing"), pk=pk)
    form, outgoing = ReasonForm(request.POST or None), getattr(row, "outgoing", None)
    if (
        form.is_bound
        and form.is_valid()
        and outgoing
        and form.send(request, "wire.cancel", lambda: _cancelled(request, outgoing))
    ):
        messages.success(request, _("Le message ne partira pas."))
        return redirect("wire:fact", pk)
    sees_person = request.user.may(P.CONSENTS_KEEP) and bool(row.sealed)
    return render(request, "wire/fact.html", {
        "fact": row, "form": form, "said": sorted(row.content.items()), "person": queries.person_words(row) if sees_person else [],
        "outgoing": outgoing or {}, "is_held": bool(outgoing) and outgoing.state == Way.HELD, "is_to_leave": bool(outgoing) and not outgoing.sent_at,
        "is_under_way": bool(outgoing) and outgoing.state != Way.VOIDED, "incoming": queries.incoming_of(row),
        "may_cancel": outgoing and outgoing.sequence is None and outgoing.state in ("queued", "held") and request.user.may(P.WIRE_SEND),
    }, status=form.status)  # fmt: skip


def _cancelled(request: HttpRequest, outgoing: Outgoing) -> dict:
    actions.cancel(outgoing=outgoing, by=request.user, on=timezone.localdate())
    return {"id": outgoing.pk}


@require_POST
def write_file(request: HttpRequest, pk: int) -> HttpResponse:
    """What waits for this agency, in a file to carry."""
    require(request.user, P.WIRE_SEND)
    row = get_object_or_404(Agency, pk=pk)
    answer = HttpResponse(files.written(row), content_type="application/json")
    answer["Content-Disposition"] = (
        f'attachment; filename="{own.code()}-{row.code}-{timezone.localdate():%Y-%m-%d}.json"'
    )
    return answer


@require_POST
def read_file(request: HttpRequest) -> HttpResponse:
    """The file that another agency carried to us."""
    require(request.user, P.WIRE_SEND)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        raise Refusal("file_unreadable", _("Choisissez le fichier de l’autre agence."))
    row, taken, receipts = files.read(form.cleaned_data["file"].read(files.LARGEST + 1))
    messages.success(
        request,
        _("Messages appliqués : %(taken)s. Accusés reçus : %(receipts)s.") % {"taken": taken, "receipts": receipts},
    )
    return redirect("wire:agency", row.pk)


@get_or_post
def rotate(request: HttpRequest) -> HttpResponse:
    """Our next keys, told to every agency under those that they know."""
    require(request.user, P.WIRE_CONFIRM)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.send(
        request, "wire.rotate", lambda: {"kid": actions.rotate_keys(by=request.user, on=timezone.localdate()).kid}
    ):
        messages.success(request, _("Nos clés ont changé : chaque agence l’apprend par un message."))
        return redirect("wire:agencies")
    return render(
        request,
        "wire/rotate.html",
        {"form": form, "fingerprint": own.current().public.fingerprint},
        status=form.status,
    )


@get_or_post
def authorise(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.TRANSFERS_RECORD)
    row = get_object_or_404(Agency, pk=pk)
    form = AuthorisationForm(
        request.POST or None,
        request.FILES or None,
        initial={"authority": rules.agency()["data_protection_authority"]["fr"]},
    )
    if form.is_valid():
        answer = form.send(request, "transfers.record", lambda: {"id": actions.record_authorisation(
            agency=row, by=request.user, on=timezone.localdate(), **form.values()).pk})  # fmt: skip
        if answer:
            messages.success(request, _("L’autorisation est enregistrée. Une autre personne la confirme."))
            return redirect("wire:authorisation", answer["id"])
    return render(request, "wire/authorise.html", {"form": form, "other": row}, status=form.status)


@get_or_post
def authorisation(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.TRANSFERS_READ)
    row = get_object_or_404(TransferAuthorisation.objects.select_related("agency"), pk=pk)
    form = ReasonForm(request.POST or None)
    if (
        form.is_bound
        and form.is_valid()
        and form.send(request, "transfers.decide", lambda: _authorised(request, row, form))
    ):
        messages.success(request, _("La décision est enregistrée."))
        return redirect("wire:authorisation", pk)
    steps = (
        [step.name for step in AUTHORISATION_LIFE.open_from(row.state)]
        if request.user.may(P.TRANSFERS_CONFIRM)
        else []
    )
    return render(request, "wire/authorisation.html", {
        "row": row, "form": form, "categories": queries.category_words(row.categories),
        "steps": [step for step in steps if step != "confirm" or row.by_id != request.user.pk],
    }, status=form.status)  # fmt: skip


def _authorised(request: HttpRequest, row: TransferAuthorisation, form: ReasonForm) -> dict:
    on = timezone.localdate()
    if form.cleaned_data["step"] == "confirm":
        actions.confirm_authorisation(authorisation=row, by=request.user, on=on)
    else:
        actions.revoke_authorisation(authorisation=row, reason=form.cleaned_data["reason"], by=request.user, on=on)
    return {"id": row.pk}


@require_safe
def authorisations(request: HttpRequest) -> HttpResponse:
    """All of them, for who answers for personal data."""
    require(request.user, P.TRANSFERS_READ)
    page = page_of(request, TransferAuthorisation.objects.select_related("agency").order_by("-since", "-pk"))
    return render(request, "wire/authorisations.html", {"page": page})


@require_safe
def authorisation_paper(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.TRANSFERS_READ)
    row = get_object_or_404(TransferAuthorisation, pk=pk, paper__isnull=False)
    return as_upload(row.paper)
