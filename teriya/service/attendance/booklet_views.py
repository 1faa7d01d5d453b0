"""Pages of the sheets of many teams in one file: asked by region and form, then followed, then printed."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.periods import Month
from teriya.foundation.core.web import watched
from teriya.foundation.documents.views import as_pdf
from teriya.foundation.places.models import Place
from teriya.foundation.rules.models import Form
from teriya.service.attendance import booklets
from teriya.service.attendance.forms import BookletForm
from teriya.service.attendance.jobs import make_booklet
from teriya.service.attendance.models import Booklet
from teriya.service.attendance.views import month_asked


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Every sheet still to fill of a month, by region and form; those that this person has asked for already."""
    require(request.user, P.PRESENCE_KEY)
    month = month_asked(request)
    regions, forms = booklets.choices(request.user, month)
    form = BookletForm(request.POST or None, regions=regions, forms=forms)
    if form.is_valid() and (
        answer := form.send(request, "attendance.ask_booklet", lambda: _ask(request, month, form))
    ):
        return redirect("attendance:booklet", answer["id"])
    mine = Booklet.objects.filter(by_id=request.user.pk, month=month.first).defer("content")
    return render(request, "attendance/booklets.html", {
        "month": month, "form": form, "regions": regions, "mine": mine.select_related("region", "form").order_by("-pk")[:10],
    }, status=form.status)  # fmt: skip


def _ask(request: HttpRequest, month: Month, form: BookletForm) -> dict:
    region, code = Place.objects.get(pk=form.cleaned_data["region"]), form.cleaned_data["of"]
    row = booklets.ask_booklet(
        month=month, region=region, form=Form.objects.get(code=code), by=request.user, on=timezone.localdate()
    )
    if row.total <= booklets.AT_ONCE:
        booklets.make(row)
        messages.success(request, _("Les fiches sont numérotées et prêtes à imprimer."))
    else:
        transaction.on_commit(lambda: make_booklet.defer(id=row.pk))
    return {"id": row.pk}


@require_safe
def booklet(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, then the file."""
    row = _mine_or_404(request, pk)
    return watched(request, "attendance/booklet.html", row, {"booklet": row})


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheets, to print."""
    row = _mine_or_404(request, pk)
    if row.content is None:
        raise Http404
    return as_pdf(bytes(row.content), f"canevas-{row.month:%Y-%m}-{row.pk}")


def _mine_or_404(request: HttpRequest, pk: int) -> Booklet:
    require(request.user, P.PRESENCE_KEY)
    return get_object_or_404(Booklet.objects.select_related("region", "form"), pk=pk, by_id=request.user.pk)
