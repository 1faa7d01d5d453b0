"""Two pages that read needs from outside: open posts, for anybody; a sector’s own facilities, for its ministry."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.hosts import posts
from teriya.mobilisation.hosts.forms import PostFilter, words
from teriya.mobilisation.hosts.models import Host, Need, Planned
from teriya.mobilisation.hosts.plan import plan_of
from teriya.mobilisation.hosts.policies import require_sector, sectors_of
from teriya.mobilisation.hosts.states import SeatState


@login_not_required
@require_safe
def open_posts(request: HttpRequest) -> HttpResponse:
    """Open to all: the posts that are free and funded, by words, domain and region, with their map."""
    form = PostFilter(request.GET)
    rows = posts.open_posts(timezone.localdate())
    asked = form.cleaned_data if form.is_valid() else {}
    if asked.get("domaine"):
        rows = rows.filter(host__domain=asked["domaine"])
    found = posts.search(rows, asked.get("q", ""))
    regions = posts.by_region(found)
    if asked.get("region"):
        found = [need for need in found if need.host.commune.region.code == asked["region"]]
    return render(request, "hosts/posts.html", {
        "page": page_of(request, found), "form": form, "regions": regions, "map": rules.region_map(),
        "free": sum(need.free for need in found),
    })  # fmt: skip


@login_not_required
@require_safe
def post(request: HttpRequest, reference: str) -> HttpResponse:
    """Open to all: one open post, its tasks, its terms; neither telephone nor name of anybody."""
    row = get_object_or_404(posts.open_posts(timezone.localdate()), reference=reference)
    return render(request, "hosts/post.html", {"need": row})


@require_safe
def sector(request: HttpRequest) -> HttpResponse:
    """What a ministry sees of its own sector: its facilities, what they ask, what is funded and filled."""
    require(request.user, P.CONVENTIONS_WRITE)
    own = sectors_of(request.user)
    domains = [(code, name) for code, name in words("domain") if code in own or request.user.is_staff_member]
    chosen = request.GET.get("domaine") or (domains[0][0] if domains else "")
    if not chosen:
        return render(request, "hosts/sector.html", {"lines": []})
    require_sector(request.user, chosen)
    seats, live = "needs__seats", ~Q(needs__seats__state=SeatState.CLOSED)
    hosts = Host.objects.filter(domain=chosen).select_related("commune__region").annotate(
        approved=Count(seats, filter=live & Q(needs__seats__isnull=False), distinct=True),
        funded=Count(seats, filter=live & Q(needs__seats__envelope__isnull=False), distinct=True),
        filled=Count(seats, filter=Q(needs__seats__state=SeatState.FILLED), distinct=True),
    )  # fmt: skip
    page = page_of(request, hosts.order_by("commune__region__name", "commune__name", "name"))
    asked = dict(
        Need.objects.filter(host__in=[host.pk for host in page]).exclude(state__in=["refused", "withdrawn", "closed"])
        .order_by().values_list("host").annotate(Sum("places"))
    )  # fmt: skip
    plan = plan_of(
        Need.objects.filter(host__domain=chosen), Planned.objects.filter(host__domain=chosen), timezone.localdate()
    )
    return render(request, "hosts/sector.html", {
        "domains": domains, "chosen": chosen, "page": page, "lines": [(host, asked.get(host.pk, 0)) for host in page], "plan": plan,
    })  # fmt: skip
