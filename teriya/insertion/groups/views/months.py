"""The totals of one month, on a phone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from teriya.foundation.core.web import month_or_404
from teriya.foundation.ui.templatetags.ui import month as month_of
from teriya.insertion.groups import actions
from teriya.insertion.groups.forms import MonthForm
from teriya.insertion.groups.models import MonthTotals
from teriya.insertion.groups.views.groups import act, get_or_post, kept


@get_or_post
def month(request: HttpRequest, number: str, month: str) -> HttpResponse:
    """Ten figures, as the group counted them at its last meeting of the month."""
    row, day = kept(request, number), month_or_404(month).first
    known = MonthTotals.objects.filter(group=row, month=day).first()
    form = MonthForm(request.POST or None, known=known)
    if form.is_valid() and form.send(request, "groups.record_month", lambda: {
        "id": actions.record_month(group=row, month=day, counted=form.counted(), reason=form.values().get("reason", ""),
                                   by=request.user, on=timezone.localdate()).pk}):  # fmt: skip
        messages.success(request, _("Les totaux sont enregistrés."))
        return redirect("groups:group", number)
    return act(request, row, form, _("Totaux de %(month)s") % {"month": month_of(day)}, _("Enregistrer les totaux"),
               told=_("Réunions et tampons se comptent ; le reste est en francs. Un champ facultatif laissé vide vaut zéro."))  # fmt: skip
