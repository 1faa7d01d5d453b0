"""Pages of many: interviews to hold by day due, volunteers without a plan."""

from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.ui.parts import page_of
from teriya.insertion.plans import actions, queries
from teriya.insertion.plans.forms import CallForm, OpenForm, QueueFilter
from teriya.insertion.plans.models import Interview, Todo
from teriya.service.missions.models import Mission

get_or_post = require_http_methods(["GET", "POST"])


def _lines(request: HttpRequest, page: Page) -> dict:
    """The lines of the page that one may tick; `?tous=` its number ticks them all, without a script."""
    among = [one.pk for one in page]
    return {"among": among, "initial": {"chosen": among if request.GET.get("tous") == str(page.number) else []}}


@get_or_post
def queue(request: HttpRequest) -> HttpResponse:
    """Interviews to hold, the latest first; a day and a place for those ticked."""
    require(request.user, P.INSERTION_READ)
    asked, today = QueueFilter(request.GET), timezone.localdate()
    rows = Interview.objects.visible_to(request.user).to_hold()
    if asked.is_valid():
        rows = rows.filter(moment=asked.cleaned_data["moment"]) if asked.cleaned_data["moment"] else rows
        rows = rows.filter(plan__referent=request.user) if asked.cleaned_data["mien"] else rows
    page = page_of(request, rows.select_related("plan__person", "plan__mission__host__commune", "plan__referent"))
    keeps = request.user.may(P.PLANS_KEEP)
    form = CallForm(request.POST or None, **_lines(request, page)) if keeps else None
    if form and form.is_valid():
        values = form.values()
        chosen = Interview.objects.filter(pk__in=values.pop("chosen"))
        if form.send(request, "plans.call_in", lambda: {
            "count": len(actions.call_in(interviews=chosen, by=request.user, on=today, **values))}):  # fmt: skip
            messages.success(request, _("Le jour est noté ; chaque personne le sait par SMS."))
            return redirect(request.get_full_path())
    return render(request, "plans/queue.html", {
        "page": page, "asked": asked, "form": form, "today": today, "late": rows.filter(due_on__lt=today).count(),
        "to_open": queries.to_open(request.user).count() if keeps else 0,
        "todos": Todo.objects.late(request.user, today).select_related("goal__plan__person")[:10],
    }, status=form.status if form else 200)  # fmt: skip


@get_or_post
def to_open(request: HttpRequest) -> HttpResponse:
    """Volunteers from the training on whom no plan accompanies; a plan for those ticked, one referent for all."""
    require(request.user, P.PLANS_KEEP)
    page = page_of(request, queries.to_open(request.user))
    form = OpenForm(request.POST or None, by=request.user, **_lines(request, page))
    if form.is_valid():
        values = form.values()
        missions = Mission.objects.filter(pk__in=values["chosen"])
        answer = form.send(request, "plans.open", lambda: {
            "count": len(actions.open_plans(missions=missions, referent=values["referent"], by=request.user, on=timezone.localdate()))})  # fmt: skip
        if answer:
            done = ngettext("%(n)s plan ouvert.", "%(n)s plans ouverts.", answer["count"]) % {"n": answer["count"]}
            messages.success(request, done)
            return redirect("plans:queue")
    return render(request, "plans/to_open.html", {"page": page, "form": form}, status=form.status)
