"""Pages that change who pays the places of a need, or that close those nobody will hold."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.ledger.queries import left_on_seats
from teriya.mobilisation.hosts import needs, pages
from teriya.mobilisation.hosts.forms import CloseSeatsForm, RefinanceForm
from teriya.mobilisation.hosts.models import Need, Seat
from teriya.mobilisation.hosts.states import SeatState


@require_http_methods(["GET", "POST"])
def refinance(request: HttpRequest, pk: int) -> HttpResponse:
    """Have other envelopes pay funded places from now on."""
    need = _need(request, pk)
    seats = need.seats.exclude(state=SeatState.CLOSED).filter(envelope__isnull=False)
    form = RefinanceForm(
        request.POST or None, among=[seat.pk for seat in seats], envelopes=pages.envelopes_with_what_remains(timezone.localdate())
    )  # fmt: skip

    def do() -> dict:
        values = form.cleaned_data
        chosen = Seat.objects.filter(pk__in=values["chosen"])
        return {
            "total": needs.refinance(
                chosen, **form.payers(), reason=values["reason"], by=request.user, on=values["on"]
            )
        }

    said = {"title": _("Faire payer ces places par une autre enveloppe"), "submit": _("Reprendre les places cochées")}
    return _answer(request, need, seats, form, "seats.refinance", do, said)


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close free places; what was committed for them goes back to its envelopes."""
    need = _need(request, pk)
    seats = need.seats.filter(state=SeatState.OPEN)
    form = CloseSeatsForm(request.POST or None, among=[seat.pk for seat in seats])

    def do() -> dict:
        values = form.cleaned_data
        chosen = Seat.objects.filter(pk__in=values["chosen"])
        return {"total": needs.close_seats(chosen, reason=values["reason"], by=request.user, on=values["on"])}

    return _answer(
        request,
        need,
        seats,
        form,
        "seats.close",
        do,
        {"title": _("Fermer des places libres"), "submit": _("Fermer les places cochées")},
    )


def _need(request: HttpRequest, pk: int) -> Need:
    require(request.user, P.SEATS_FUND)
    return get_object_or_404(Need.objects.visible_to(request.user).select_related("host__commune", "form"), pk=pk)


def _answer(
    request: HttpRequest, need: Need, seats, form: ActionForm, name: str, do: Callable[[], dict], said: dict[str, str]
) -> HttpResponse:
    if form.is_valid() and form.send(request, name, do):
        return redirect("hosts:need", need.pk)
    rows = list(seats.select_related("envelope").prefetch_related("shares__envelope").order_by("number"))
    left: dict[int, int] = {}
    for (_envelope, seat), francs in left_on_seats([seat.pk for seat in rows]).items():
        left[seat] = left.get(seat, 0) + francs
    lines = [(seat, [envelope for envelope, _weight in seat.payers], left.get(seat.pk, 0)) for seat in rows]
    return render(
        request, "hosts/seats.html", {"need": need, "lines": lines, "form": form, **said}, status=form.status
    )
