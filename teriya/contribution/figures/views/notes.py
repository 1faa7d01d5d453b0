"""The note that answers a question for tomorrow."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.contribution.figures import notes as actions
from teriya.contribution.figures import past, queries
from teriya.contribution.figures.engine.bridges import Step
from teriya.contribution.figures.forms import NoteForm
from teriya.contribution.figures.models import Note
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.documents.views import as_download
from teriya.foundation.ui.parts import Row


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """A number, its days, who asks: one sending freezes it and writes the note."""
    require(request.user, P.FIGURES_FREEZE)
    today = timezone.localdate()
    start = {"mesure": "mobilised", "du": today.replace(month=1, day=1), "au": today}
    form = NoteForm(request.POST or None, initial=start | request.GET.dict())
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        measure = queries.measure(found["mesure"])
        assert measure is not None
        answer = form.send(request, "figures.answer", lambda: {"id": actions.answer(
            measure=measure, scope=form.scope(today), asked_by=found["pour"], claim=found["claim"], by=request.user, on=today).pk})  # fmt: skip
        if answer:
            messages.success(request, _("La note est prête."))
            return redirect("figures:note", answer["id"])
    return render(request, "figures/ask.html", {"form": form}, status=form.status)


@require_safe
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """The number, how it splits, and from what was said before to it."""
    require(request.user, P.FIGURES_READ)
    row = get_object_or_404(Note.objects.select_related("figure", "claim__per", "document"), pk=pk)
    measure, scope = queries.measure(row.figure.measure), queries.scope_of(row.figure)
    assert measure is not None
    return render(request, "figures/note.html", {
        "note": row, "figure": row.figure, "measure": measure, "days": actions.days_of(measure, scope), "population": actions.population_of(measure, scope),
        "splits": [(name, [Row(label, amount) for label, amount in parts]) for name, parts in actions.splits(measure, scope)],
        "said": past.printed(row.claim) if row.claim else None,
        "steps": [(actions.words_of(Step(*step), row.claim), step[1]) for step in row.bridge],
    })  # fmt: skip


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The note as PDF, in French."""
    require(request.user, P.FIGURES_READ)
    return as_download(get_object_or_404(Note.objects.select_related("document"), pk=pk).document)
