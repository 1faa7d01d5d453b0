"""Pages by which a host registers itself, hands in its papers and accepts its duties."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.documents import queries as documents
from teriya.foundation.documents.models import Upload
from teriya.foundation.documents.views import as_upload
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.templatetags.ui import phone
from teriya.mobilisation.hosts import actions, papers
from teriya.mobilisation.hosts.forms import InkForm, JoinForm, PaperForm, UndertakeForm
from teriya.mobilisation.hosts.models import Host
from teriya.mobilisation.hosts.policies import require_hand
from teriya.mobilisation.hosts.views.hosts import visible
from teriya.mobilisation.hosts.views.reports import MOST, report_of


@login_not_required
@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """Open to all: how a structure becomes a host, what it prepares, what it accepts."""
    asked = {term.code: term for term in rules.terms("paper")}
    return render(request, "hosts/welcome.html", {
        "papers": [asked[code] for code in actions.papers_asked()], "commitments": rules.terms("commitment"),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """A structure enters itself in the register, from a telephone."""
    require(request.user, P.HOSTS_JOIN)
    first = {"phone": phone(request.user.phone or ""), "who": request.user.name}
    form = JoinForm(request.POST or None, request.FILES or None, initial=first)
    if form.is_valid():
        answer = form.send(request, "hosts.join", lambda: _join(request, form))
        if answer:
            return redirect("hosts:host", answer["number"])
    return render(request, "hosts/join.html", {"form": form}, status=form.status)


def _join(request: HttpRequest, form: JoinForm) -> dict:
    by, today, file = request.user, timezone.localdate(), form.cleaned_data["paper"]
    host = actions.join(actions.NewHost(**form.values()), name=form.cleaned_data["who"], by=by, on=today)
    if file:
        actions.hand_in(host=host, kind="host_receipt", file=file, by=by, on=today)
    return {"number": host.number}


@require_http_methods(["GET", "POST"])
def hand_in(request: HttpRequest, number: str) -> HttpResponse:
    """Put a paper in the host’s file."""
    host = visible(request, number)
    require_hand(request.user, host)
    form = PaperForm(request.POST or None, request.FILES or None, initial={"kind": request.GET.get("piece", "")})
    if form.is_valid() and form.send(request, "hosts.hand_in", lambda: _hand_in(request, host, form)):
        return redirect("hosts:host", number)
    return render(request, "hosts/hand_in.html", {"host": host, "form": form}, status=form.status)


def _hand_in(request: HttpRequest, host: Host, form: PaperForm) -> dict:
    values = form.values()
    kept = actions.hand_in(
        host=host, kind=values["kind"], file=values["paper"], by=request.user, on=timezone.localdate()
    )
    return {"id": kept.pk}


@require_safe
def upload(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A paper that the host handed in, or a photo of its evaluations."""
    host = visible(request, number)
    evaluations = documents.uploads(papers.EVALUATION, host.evaluations.values_list("pk", flat=True))
    found = documents.uploads(actions.PAPERS, [host.pk]) | evaluations
    return as_upload(get_object_or_404(Upload.objects.filter(pk__in=found.values("pk")), pk=pk))


@require_http_methods(["GET", "POST"])
def undertake(request: HttpRequest, number: str) -> HttpResponse:
    """Accept the duties of a host: ticked by its officer, or signed in ink before the centre."""
    host = visible(request, number)
    in_ink = not require_hand(request.user, host)
    form = UndertakeForm(request.POST or None, in_ink=in_ink)
    if form.is_valid() and form.send(request, "hosts.undertake", lambda: _undertake(request, host, form)):
        return redirect("hosts:host", number)
    accepted = host.undertakings.order_by("-pk").first()
    context = {"host": host, "form": form, "in_ink": in_ink, "accepted": accepted}
    return render(request, "hosts/undertake.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def undertakings(request: HttpRequest) -> HttpResponse:
    """The duties that the heads of many hosts signed in ink, recorded together by their centre."""
    require(request.user, P.HOSTS_REGISTER)
    silent = Host.objects.silent_before(request.user).select_related("commune")
    rows = list(silent.order_by("name", "pk")[:MOST])
    form = InkForm(request.POST or None, among=[row.pk for row in rows if row.head])

    def do() -> dict:
        chosen = [row for row in rows if row.pk in form.values()["chosen"]]
        return {"done": len(actions.undertake_many(chosen, by=request.user, on=form.values()["on"]))}

    if form.is_valid() and form.send(request, "hosts.undertake_many", do):
        return redirect(f"{request.path}?recu={form.cleaned_data['receipt']}")
    return render(request, "hosts/undertakings.html", {
        "hosts": rows, "form": form, "report": report_of(request), "duties": rules.terms("commitment"),
        "ticks": form.ticks if form.is_bound else (),
    }, status=form.status)  # fmt: skip


def _undertake(request: HttpRequest, host: Host, form: UndertakeForm) -> dict:
    return {"id": actions.undertake(host=host, by=request.user, on=timezone.localdate(), **form.values()).pk}
