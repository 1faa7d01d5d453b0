from collections.abc import Sequence

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from teriya.foundation.core.actors import Actor
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents import actions, pieces, queries, records
from teriya.foundation.documents.fields import PieceForm
from teriya.foundation.documents.models import Document, Upload

KINDS = {
    "certificat": _("attestation de fin de mission"), "formation": _("attestation de formation"), "contrat": _("contrat de volontariat"), "bulletin": _("bulletin de paye"), "epargne": _("relevé d’épargne"),
    "etat_de_paye": _("état de paye"), "liste": _("liste ou procès-verbal"), "fiche": _("fiche"), "bordereau": _("bordereau"), "appel_de_fonds": _("appel de fonds"), "lettres": _("lettres"),
    "affiche": _("affiche"), "formulaire": _("formulaire à remplir"), "carte": _("carte de volontaire"), "note": _("note d’une page"),
    "rapport": _("rapport ou note"),
    "conjointe": _("attestation conjointe de deux agences"),
    "quote_part": _("appel, avoir, reçu ou relance de quote-part"), "chiffres": _("note ou annuaire de chiffres"),
}  # fmt: skip


@login_not_required
@require_safe
def verify(request: HttpRequest, code: str = "") -> HttpResponse:
    """Open to all: says valid, revoked or unknown, the kind of paper and its day; nothing else about anyone.

    Whoever is signed in and may open the record that the paper belongs to finds its address here.
    """
    if not code and request.GET.get("code"):
        return redirect("documents:verify", request.GET["code"].strip()[:40])
    answer, document = queries.check(code, timezone.localdate()) if code else ("", None)
    record = records.place_of(request.user, document) if document and request.user.is_authenticated else ""
    return render(request, "documents/verify.html", {
        "code": code, "answer": answer, "document": document, "kind": KINDS.get(document.kind) if document else "", "record": record,
    }, status=404 if answer == "unknown" else 200)  # fmt: skip


@require_POST
def piece(request: HttpRequest) -> HttpResponse:
    """Part of a file that its sender's own form will hand in. Answers how much of the file is here."""
    return take_piece(request, by=request.user)


def take_piece(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """The same, for a view that knows who sends in another way."""
    form = PieceForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"code": "unreadable"}, status=400)
    try:
        here = pieces.take(content=request.body, by=by, **form.cleaned_data)
    except Refusal as no:
        return JsonResponse({"code": no.code, "sentence": no.sentence}, status=422)
    return JsonResponse({"here": here})


def as_download(document: Document) -> HttpResponse:
    """The PDF, for a view that has already checked who asks."""
    return as_pdf(actions.pdf(document), document.number.replace("/", "-"))


def as_sheet(cards: Sequence[Document], name: str) -> HttpResponse:
    """Cards on their sheets, for a view that has already checked who asks."""
    return as_pdf(actions.sheet(cards), name)


def as_pdf(content: bytes, name: str) -> HttpResponse:
    """Papers bound together, for a view that has already checked who asks."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def as_upload(upload: Upload) -> HttpResponse:
    """What a person handed in, for a view that has already checked who asks. A PDF of others is never opened in the page."""
    response = HttpResponse(bytes(upload.content), content_type=upload.media_type)
    way = "inline" if upload.media_type.startswith("image/") else "attachment"
    ending = upload.media_type.rpartition("/")[2]
    response["Content-Disposition"] = f'{way}; filename="{upload.kind}-{upload.pk}.{ending}"'
    return response
