"""The joint certificate on the page of both agencies, and the list of those that we revoked, which anyone may keep."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from teriya.exchange.reciprocity.queries import names
from teriya.exchange.stays import actions, joint, queries
from teriya.exchange.stays.forms import CertificateForm
from teriya.exchange.stays.models import Certificate, Stay
from teriya.exchange.stays.offline import stay_or_404
from teriya.exchange.stays.states import CertificateState, Side
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.refusals import NotAllowed

HOUR = 3600


@require_http_methods(["GET", "POST"])
def certificate(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Prepare, sign, countersign, hand over, revoke: each step to who may take it."""
    stay = stay_or_404(request.user, uid)
    row, steps = queries.certificate_of(stay), _steps(request.user, stay)
    is_declared = stay.side == Side.HOME and not stay.nomination.agency.speaks and "countersign" in steps
    form = CertificateForm(request.POST or None, request.FILES or None, is_declared=is_declared)
    if request.method == "POST" and form.is_valid():
        step = request.POST.get("step", "")
        if form.send(request, f"stays.certificate_{step[:20]}", lambda: _take(request.user, stay, row, step, form)):
            messages.success(request, _("C’est enregistré."))
            return redirect("stays:certificate", uid)
    name = names(stay.nomination)
    return render(request, "stays/certificate.html", {
        "stay": stay, "nomination": stay.nomination, "certificate": row, "steps": steps, "form": form, "who": name, "is_home": stay.side == Side.HOME,
    }, status=form.status)  # fmt: skip


def _steps(user: User, stay: Stay) -> set[str]:
    """What this person may do now."""
    row, is_home, keeps, signs = queries.certificate_of(stay), stay.side == Side.HOME, user.may(P.STAYS_KEEP), user.may(P.STAYS_SIGN)  # fmt: skip
    state = row.state if row and row.state != CertificateState.REVOKED else ""
    open_ = {
        "prepare": is_home and keeps and stay.nomination.ended_on is not None and state != CertificateState.JOINT,
        "sign": is_home and signs and state == CertificateState.PREPARED and row is not None and row.prepared_by_id != user.pk,
        "countersign": state == CertificateState.SIGNED and ((not is_home and signs) or (is_home and keeps and not stay.nomination.agency.speaks)),
        "deliver": is_home and keeps and state == CertificateState.JOINT and row is not None and row.document is None,
        "revoke": signs and state in (CertificateState.SIGNED, CertificateState.JOINT),
    }  # fmt: skip
    return {name for name, may in open_.items() if may}


def _take(user: User, stay: Stay, row: Certificate | None, step: str, form: CertificateForm) -> dict:
    today, told = timezone.localdate(), form.told()
    if step == "prepare":
        return {"id": actions.prepare_certificate(stay=stay, by=user, on=today).pk}
    if row is None or step not in ("sign", "countersign", "deliver", "revoke"):
        raise NotAllowed("step_unknown", _("Cette décision n’existe pas."))
    given = {"certificate": row, "by": user, "on": today}
    if step == "sign":
        actions.sign_certificate(**given)
    elif step == "countersign":
        actions.countersign_certificate(**given, paper=told["paper"])
    elif step == "deliver":
        actions.deliver_certificate(**given)
    else:
        actions.revoke_certificate(**given, reason=told["reason"])
    return {"id": row.pk}


@login_not_required
@require_safe
@cache_control(public=True, max_age=HOUR)
def revocations(request: HttpRequest, year: int) -> HttpResponse:
    """The signed list of a year’s joint certificates that one of the two agencies revoked."""
    if not 2011 <= year <= timezone.localdate().year:
        raise Http404
    return HttpResponse(joint.revocations(year), content_type="application/vc+jwt")
