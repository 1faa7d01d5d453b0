"""Pages that give a bundle as one file, and the printed explanation of a payment."""

from collections.abc import Iterator

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm, watched
from teriya.foundation.documents.models import Document
from teriya.foundation.documents.views import as_download
from teriya.pay.bundles import actions
from teriya.pay.bundles.jobs import make_archive
from teriya.pay.bundles.models import Archive, ArchivePart, Draw
from teriya.pay.bundles.states import About
from teriya.pay.bundles.views.bundles import line_or_404, run_or_404


@require_POST
def ask(request: HttpRequest, about: str, pk: int) -> HttpResponse:
    """The bundle as it stands: made at once when it is short, by the worker when it is long."""
    require(request.user, P.PAY_READ)
    _subject_or_404(request, about, pk)
    form = ActionForm(request.POST)

    def do() -> dict:
        row = actions.ask_archive(about=about, subject_id=pk, by=request.user, on=timezone.localdate())
        if row.state == "asked" and row.total <= actions.AT_ONCE:
            actions.make(row)
        elif row.state == "asked":
            transaction.on_commit(lambda: make_archive.defer(id=row.pk))
        return {"id": row.pk}

    if form.is_valid() and (answer := form.send(request, "bundles.ask_archive", do)):
        return redirect("bundles:archive", answer["id"])
    return render(request, "bundles/asked.html", {"form": form}, status=form.status)


def _subject_or_404(request: HttpRequest, about: str, pk: int) -> None:
    if about == About.RUN:
        run_or_404(request, pk)
    elif about == About.LINE:
        line_or_404(request, pk)
    elif about == About.DRAW:
        require(request.user, P.AUDIT_READ)
        get_object_or_404(Draw, pk=pk, state="drawn")
    else:
        raise Http404


@require_safe
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is; then its digest, its lists and the file."""
    row = _archive_or_404(request, pk)
    papers = sorted(Document.objects.filter(pk__in=row.index), key=lambda paper: row.index.index(paper.pk))
    return watched(
        request, "bundles/archive.html", row, {"archive": row, "papers": papers, "is_kept": row.parts.exists()}
    )


@require_safe
def download(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The ZIP, a part at a time."""
    row = _archive_or_404(request, pk)
    places = list(row.parts.order_by("place").values_list("pk", flat=True))
    if row.state != "made" or not places:
        raise Http404
    response = StreamingHttpResponse(_parts(places), content_type="application/zip")
    response["Content-Disposition"] = (
        f'attachment; filename="liasse-{row.about}-{row.subject_id}-{row.sha256[:8]}.zip"'
    )
    response["Content-Length"] = str(row.size)
    return response


def _parts(places: list[int]) -> Iterator[bytes]:
    for pk in places:
        yield bytes(ArchivePart.objects.get(pk=pk).content)


@require_safe
def index(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """A numbered list of the bundle, as PDF."""
    row = _archive_or_404(request, pk)
    return as_download(get_object_or_404(Document.objects.filter(pk__in=row.index), pk=paper))


@require_POST
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """Number the explanation of a payment, or find the one that says the same."""
    row, form = line_or_404(request, pk), ActionForm(request.POST)
    if form.is_valid() and form.send(
        request, "bundles.explain",
        lambda: {"id": actions.explain(line=row, by=request.user, on=timezone.localdate()).pk},
    ):  # fmt: skip
        return redirect("bundles:explanation", pk)
    return redirect("bundles:line", pk)


@require_safe
def explanation(request: HttpRequest, pk: int) -> HttpResponse:
    """The last printed explanation of a payment, as PDF."""
    row = line_or_404(request, pk)
    paper = Document.objects.filter(subject="pay_explanation", subject_id=row.pk).order_by("-pk").first()
    if paper is None:
        raise Http404
    return as_download(paper)


def _archive_or_404(request: HttpRequest, pk: int) -> Archive:
    require(request.user, P.PAY_READ)
    row = get_object_or_404(Archive, pk=pk)
    if row.about == About.DRAW:
        require(request.user, P.AUDIT_READ)
    return row
