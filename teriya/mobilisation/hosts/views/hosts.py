"""Pages of the register of hosts."""

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.documents.views import as_download
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.hosts import actions, holds, pages
from teriya.mobilisation.hosts.forms import HostFilter, HostForm
from teriya.mobilisation.hosts.models import Fact, Host, Widening
from teriya.mobilisation.hosts.policies import against_asking, is_officer, to_evaluate_again
from teriya.mobilisation.hosts.responsiveness import scores_of


def visible(request: HttpRequest, number: str) -> Host:
    rows = Host.objects.visible_to(request.user).select_related("commune__centre")
    return get_object_or_404(rows, number=number)


@require_safe
def hosts(request: HttpRequest) -> HttpResponse:
    """Hosts in one's sight, by words of the name, state, domain and commune."""
    form = HostFilter(request.GET)
    rows = Host.objects.visible_to(request.user)
    if form.is_valid():
        asked = form.cleaned_data
        rows, state = rows.named(asked["q"]), asked["etat"]
        if state == "ending":
            rows, state = to_evaluate_again(rows, timezone.localdate()), ""
        for field, value in (("state", state), ("domain", asked["domaine"]), ("commune", asked["commune"])):
            rows = rows.filter(**{field: value}) if value else rows
    page = page_of(request, rows.select_related("commune").order_by("name", "pk"))
    return render(request, "hosts/hosts.html", {
        "page": page, "form": form, "may_register": request.user.may(P.HOSTS_REGISTER),
        "may_evaluate": request.user.may(P.HOSTS_EVALUATE), "may_accredit": request.user.may(P.HOSTS_ACCREDIT),
        "may_read": request.user.may(P.HOSTS_READ), "may_join": request.user.may(P.HOSTS_JOIN), "may_answer": request.user.may(P.RECOURSES_ANSWER),
    })  # fmt: skip


@require_safe
def host(request: HttpRequest, number: str) -> HttpResponse:
    """One host: what it is, its story, its right to receive, what it needs, who belongs to it, its papers."""
    row, user, today = visible(request, number), request.user, timezone.localdate()
    prefetch_related_objects([row], "accreditations__widenings")
    hand = is_officer(user, row)
    may_register, handed_in = user.may(P.HOSTS_REGISTER, commune=row.commune_id), pages.papers_in(row)
    score, widening = scores_of([row.pk], today)[row.pk], pages.widening_of(row, today)
    return render(request, "hosts/host.html", {
        "host": row, "story": pages.story_of(row), "quota": pages.quota_of(row, today),
        "quotas": pages.quotas_of(row), "widening": widening, "may_decide_quota": widening and Widening.objects.to_decide_by(user).filter(pk=widening.pk).exists(),
        "ending": pages.ending_of(row, today), "holds": holds.standing([row.pk]),
        "needs": row.needs.order_by("-pk")[:10], "papers": pages.papers_of(row), "decisions": pages.decisions_open_to(user, row),
        "officers": row.officers.filter(until=None).select_related("user").order_by("duty", "pk"),
        "evaluation": row.evaluations.order_by("-on", "-pk").first(),
        "score": score, "score_lines": [(line, Fact.Kind(line.kind).label) for line in score.lines],
        "shares_left_out": all(line.kind != Fact.Kind.SHARE for line in score.lines),
        "handed_in": handed_in, "undertaking": row.undertakings.order_by("-pk").first(),
        "left": pages.left_to_do(row, handed_in, today) if hand or may_register else [], "recourses": row.recourses.order_by("-pk"),
        "may_register": may_register, "may_act": hand or may_register, "photos": pages.photos_of(row),
        "may_contest": hand and actions.contestable(row, today),
        "may_evaluate": pages.may_evaluate(user, row), "may_accredit": pages.may_accredit(user, row, today),
        "may_ask": may_register or (user.may(P.NEEDS_WRITE) and hand), "no": against_asking([row], on=today).get(row.pk),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Enter a host in the register."""
    require(request.user, P.HOSTS_REGISTER)
    form = HostForm(request.POST or None)
    if form.is_valid():
        answer = form.send(request, "hosts.register", lambda: _register(request, form))
        if answer:
            return redirect("hosts:host", answer["number"])
    return render(request, "hosts/register.html", {"form": form}, status=form.status)


def _register(request: HttpRequest, form: HostForm) -> dict:
    rows = [actions.NewHost(**form.values())]
    return {"number": actions.register_many(rows, by=request.user, on=timezone.localdate())[0].number}


@require_safe
def paper(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A fiche of this host or of one of its needs, as PDF."""
    found = {document.pk: document for document in pages.papers_of(visible(request, number))}
    return as_download(found[pk]) if pk in found else HttpResponse(status=404)
