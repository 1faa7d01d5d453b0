"""The share-out at the end of the cycle, its sheet, and the cycle that follows."""

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teriya.foundation.core.money import grouped
from teriya.foundation.documents.views import as_download
from teriya.insertion.groups import actions
from teriya.insertion.groups.actions.groups import members_of
from teriya.insertion.groups.forms import ShareOutForm, TermsForm
from teriya.insertion.groups.models import ShareOut
from teriya.insertion.groups.views.groups import act, get_or_post, kept, seen


@get_or_post
def share_out(request: HttpRequest, number: str) -> HttpResponse:
    """Each passbook's stamps and the francs of the box."""
    row = kept(request, number)
    last = row.months.order_by("month").last()
    form = ShareOutForm(
        request.POST or None, members=members_of(row), initial={"francs": last.savings_box if last else None}
    )
    if form.is_valid() and form.send(request, "groups.share_out", lambda: {"id": actions.share_out(
        group=row, francs=form.cleaned_data["francs"], stamps=form.stamps(), remark=form.cleaned_data["remark"],
        by=request.user, on=timezone.localdate()).pk}):  # fmt: skip
        messages.success(request, _("Le partage est enregistré : imprimez la fiche, chacun la signe."))
        return redirect("groups:group", number)
    told = _("Écrivez combien de tampons porte chaque carnet ; les mois en comptent %(stamps)s en tout. Chaque tampon donne le même nombre de francs entiers. Ce qui ne peut se diviser va à la caisse de solidarité.") % {"stamps": grouped(row.months.aggregate(total=Sum("stamps"))["total"] or 0)}  # fmt: skip
    return act(request, row, form, _("Partager"), _("Partager"), told=told)


@require_safe
def sheet(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The share-out sheet as PDF."""
    return as_download(
        get_object_or_404(ShareOut.objects.select_related("sheet"), group=seen(request, number), pk=pk).sheet
    )


@get_or_post
def next_cycle(request: HttpRequest, number: str) -> HttpResponse:
    """The members go on together."""
    row = kept(request, number)
    form = TermsForm(request.POST or None, initial={"stamp": row.stamp, "contribution": row.contribution})
    if form.is_valid():
        answer = form.send(request, "groups.open_next", lambda: {"number": actions.open_next(
            group=row, by=request.user, on=timezone.localdate(), **form.values()).number})  # fmt: skip
        if answer:
            return redirect("groups:group", answer["number"])
    told = _("Les membres et la caisse de solidarité passent au cycle suivant.")
    return act(request, row, form, _("Ouvrir le cycle suivant"), _("Ouvrir"), told=told)
