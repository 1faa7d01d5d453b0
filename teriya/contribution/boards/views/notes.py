"""The one-page note: made in one action, printed again as it was."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from teriya.contribution.boards import actions
from teriya.contribution.boards.forms import NoteForm
from teriya.contribution.boards.models import Note
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.documents.models import Document
from teriya.foundation.documents.views import as_download
from teriya.foundation.ui.parts import page_of


def _reader(request: HttpRequest) -> None:
    """Whoever reads the whole country."""
    require(request.user, P.BOARDS_READ)
    if request.user.communes(P.BOARDS_READ) is not None:
        require(request.user, P.NOTES_MAKE)


@require_safe
def notes(request: HttpRequest) -> HttpResponse:
    """Every note made, the latest day first."""
    _reader(request)
    return _page(request, NoteForm())


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Make the note of a day, and hand it over."""
    require(request.user, P.NOTES_MAKE)
    form, today = NoteForm(request.POST), timezone.localdate()
    if form.is_valid():
        answer = form.send(request, "boards.make_note", lambda: {
            "id": actions.make_note(as_of=form.cleaned_data["au"], by=request.user, on=today).pk})  # fmt: skip
        if answer:
            return redirect("boards:note", answer["id"])
    return _page(request, form)


def _page(request: HttpRequest, form: NoteForm) -> HttpResponse:
    page = page_of(request, Note.objects.order_by("-as_of", "-pk"))
    may_make = request.user.may(P.NOTES_MAKE)
    return render(request, "boards/notes.html", {"page": page, "form": form, "may_make": may_make}, status=form.status)


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Its PDF: the same bytes each time."""
    _reader(request)
    note = get_object_or_404(Note, pk=pk)
    return as_download(Document.objects.get(subject=actions.SUBJECT, subject_id=note.pk))
