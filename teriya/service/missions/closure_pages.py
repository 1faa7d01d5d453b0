"""The page of a host that closes: one line a volunteer, what is proposed, what is decided."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.periods import add_months
from teriya.mobilisation.hosts.models import Host
from teriya.service.missions import actions
from teriya.service.missions.closures import Choice, Decision, Proposal, proposals
from teriya.service.missions.forms import DatedForm


class ClosureForm(DatedForm):
    """One choice a volunteer, the proposed one first chosen."""

    why = forms.CharField(label=gettext_lazy("Pourquoi la structure ferme"), max_length=200)
    back_on = forms.DateField(label=gettext_lazy("Retour prévu de qui est suspendu"))

    def __init__(self, data, *, proposed: list[Proposal], on):
        super().__init__(data, initial={"back_on": add_months(on, 1)})
        self.seats = {one.mission.pk: one.seat.pk if one.seat else None for one in proposed}
        for one in proposed:
            choices = [(code, Choice(code).label) for code in one.possible]
            self.fields[f"m{one.mission.pk}"] = forms.ChoiceField(
                label=str(one.mission.person), choices=choices, initial=one.choice
            )

    def decisions(self) -> dict[int, Decision]:
        return {pk: Decision(self.cleaned_data[f"m{pk}"], seat) for pk, seat in self.seats.items()}


@require_http_methods(["GET", "POST"])
def closure(request: HttpRequest, pk: int) -> HttpResponse:
    """Preview what is proposed for everybody of the host, decide, see who is refused and why."""
    require(request.user, P.CONTRACTS_ISSUE)
    host, today = get_object_or_404(Host.objects.select_related("commune__centre"), pk=pk), timezone.localdate()
    proposed = proposals(host, today)
    form = ClosureForm(request.POST or None, proposed=proposed, on=today)

    def do() -> dict:
        typed = form.cleaned_data
        done = actions.decide_closure(host=host, decisions=form.decisions(), back_on=typed["back_on"], why=typed["why"], by=request.user,
                              on=typed["on"])  # fmt: skip
        return done | {"back": request.path}

    answer = form.already(request, "missions.closure") if form.is_bound else None
    if answer is None and form.is_valid():
        answer = form.send(request, "missions.closure", do)
    if answer:
        messages.success(request, _("Décidés : %s.") % answer["count"])
        return redirect(*(["missions:outcome", form.data["receipt"]] if answer["refused"] else [request.path]))
    lines = [(one, form[f"m{one.mission.pk}"]) for one in proposed]
    context = {"host": host, "form": form, "lines": lines, "shown": [form["on"], form["why"], form["back_on"]]}
    return render(request, "missions/closure.html", context, status=form.status)
