"""Pages by which a host is evaluated on the spot, accredited, refused, suspended."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.mobilisation.hosts import actions, offline, pages
from teriya.mobilisation.hosts.forms import AccreditForm, EvaluateForm, ReasonForm
from teriya.mobilisation.hosts.models import Host, Widening
from teriya.mobilisation.hosts.policies import against_accrediting, to_accredit
from teriya.mobilisation.hosts.quotas import quotas_on
from teriya.mobilisation.hosts.states import HOST_LIFE
from teriya.mobilisation.hosts.views.hosts import visible
from teriya.mobilisation.hosts.views.reports import MOST, report_of

TITLES = {
    "refuse": _("Refuser l’agrément"), "suspend": _("Suspendre la structure"), "reinstate": _("Rétablir la structure"),
    "remove": _("Radier la structure"),
}  # fmt: skip

TOLD = {  # what follows from each decision
    "refuse": _("Elle ne reçoit pas de volontaire. Elle peut faire un recours, ou se présenter à une nouvelle évaluation."),
    "suspend": _("Elle n’exprime plus de besoin et ne reçoit plus de volontaire tant qu’elle n’est pas rétablie. Elle peut faire un recours."),
    "reinstate": _("Elle exprime à nouveau des besoins et reçoit des volontaires, si son agrément court encore."),
    "remove": _("Elle sort de la liste des structures d’accueil. Elle peut faire un recours."),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
def evaluate(request: HttpRequest, number: str) -> HttpResponse:
    """The field evaluation of one host: four rubrics, each eliminatory. Its fiche is printed."""
    host = visible(request, number)
    require(request.user, P.HOSTS_EVALUATE, commune=host.commune_id)
    form = EvaluateForm(request.POST or None, request.FILES or None, now=offline.as_it_stands(host))

    def do() -> dict:
        return offline.write(form, by=request.user, on=timezone.localdate(), number=number)

    if form.is_valid() and form.send(request, offline.KIND.action, do):
        return redirect("hosts:host", number)
    return render(request, "hosts/evaluate.html", {"host": host, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def accredit(request: HttpRequest) -> HttpResponse:
    """Accredit the hosts evaluated, or renew them: those that something stops are shown with the reason, and left out."""
    require(request.user, P.HOSTS_ACCREDIT)
    today = timezone.localdate()
    waiting = to_accredit(Host.objects.visible_to(request.user), today).select_related("commune")
    rows = list(waiting.order_by("pk")[:MOST])
    stopped = against_accrediting(request.user, rows, on=today)
    form = AccreditForm(request.POST or None, among=[row.pk for row in rows if row.pk not in stopped])
    if form.is_valid() and form.send(request, "hosts.accredit", lambda: _accredit(request, form)):
        return redirect(f"{request.path}?recu={form.cleaned_data['receipt']}")
    lines = sorted(((row, stopped.get(row.pk)) for row in rows), key=lambda line: line[1] is not None)
    return render(
        request,
        "hosts/accredit.html",
        {"lines": lines, "form": form, "report": report_of(request), "widenings": _widenings(request)},
        status=form.status,
    )


def _widenings(request: HttpRequest) -> list[tuple[Widening, int]]:
    """The larger quotas that this person decides on, each with the quota of today."""
    rows = list(
        Widening.objects.to_decide_by(request.user).select_related("accreditation__host").order_by("on", "pk")[:MOST]
    )
    now = quotas_on([row.accreditation.host_id for row in rows], timezone.localdate())
    return [(row, now[row.accreditation.host_id]) for row in rows if row.accreditation.host_id in now]


def _accredit(request: HttpRequest, form: AccreditForm) -> dict:
    values = form.values()
    rows = list(Host.objects.visible_to(request.user).filter(pk__in=values.pop("chosen")).order_by("pk"))
    stopped = against_accrediting(request.user, rows, on=values["on"])
    acts = actions.accredit_many([row for row in rows if row.pk not in stopped], by=request.user, **values)
    left = [[str(row), stopped[row.pk].sentence] for row in rows if row.pk in stopped]
    return {"done": len(acts), "left": left}


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, number: str, word: str) -> HttpResponse:
    """Refuse, suspend, reinstate or remove a host, with the reason that it will read."""
    host, step = visible(request, number), pages.DECISIONS.get(word)
    if step is None:
        raise Http404
    require(request.user, HOST_LIFE.steps[step].permission, commune=host.commune_id)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.send(request, f"hosts.{step}", lambda: _decide(request, host, step, form)):
        return redirect("hosts:host", number)
    context = {
        "host": host, "form": form, "title": TITLES[step], "is_hard": step != "reinstate", "told": TOLD[step],
    }  # fmt: skip
    return render(request, "hosts/decide.html", context, status=form.status)


def _decide(request: HttpRequest, host: Host, step: str, form: ReasonForm) -> dict:
    return {"id": actions.decide(host=host, step=step, by=request.user, **form.values()).pk}
