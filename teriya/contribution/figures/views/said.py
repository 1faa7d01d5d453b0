"""The published past of the country, with its sources and its conflicts, beside what we count ourselves."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.contribution.figures import claims as actions
from teriya.contribution.figures import past
from teriya.contribution.figures.forms import ClaimForm
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require


@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """Every series that was said, drawn, with its sources; what disagrees, in words."""
    require(request.user, P.FIGURES_READ)
    today = timezone.localdate()
    return render(request, "figures/claims.html", {
        "series": past.series(today), "conflicts": past.conflicts(), "today": today, "may_record": request.user.may(P.FIGURES_FREEZE),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """Keep what was said, as it was said."""
    require(request.user, P.FIGURES_FREEZE)
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = form.values()
        new = actions.NewClaim(
            **{name: found[name] for name in ("title", "value", "on", "source", "first", "definition", "measure")},
            narrowed=form.narrowed,
        )
        if form.send(
            request,
            "figures.record_claim",
            lambda: {"id": actions.record(new=new, by=request.user, on=timezone.localdate()).pk},
        ):
            messages.success(request, _("Le chiffre est noté, avec sa source."))
            return redirect("figures:claims")
    return render(request, "figures/record.html", {"form": form}, status=form.status)
