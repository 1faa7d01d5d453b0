"""From the SMS to signed, in two screens that need no account: the contract and the code; and the link again."""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.views import as_download
from teriya.service.missions import actions, links
from teriya.service.missions.contract_forms import AgainForm, CodeForm
from teriya.service.missions.models import Contract, SigningLink
from teriya.service.missions.papers import masked
from teriya.service.missions.states import Party

get_or_post = require_http_methods(["GET", "POST"])
Held = tuple[SigningLink, list[Contract]]


def _held(token: str) -> Held:
    """The link and the contracts that wait for it; 404 for an address that nobody was sent."""
    link = links.found(token)
    if link is None:
        raise Http404
    return link, links.Bearer(link).waiting()


def _over(request: HttpRequest, link: SigningLink) -> HttpResponse:
    """A link that serves no more says why, and where to go."""
    return render(request, "missions/link_over.html", {"link": link, "is_over": link.until < timezone.localdate()})


def _is_open(link: SigningLink, waiting: list[Contract]) -> bool:
    return link.used_at is None and link.until >= timezone.localdate() and bool(waiting)


def _context(link: SigningLink, waiting: list[Contract], token: str) -> dict:
    return {
        "link": link,
        "contracts": waiting,
        "token": token,
        "phone": masked(link.phone),
        "party": Party(link.party).label,
    }


@login_not_required
@never_cache
@get_or_post
def read(request: HttpRequest, token: str) -> HttpResponse:
    """First screen: the text, or the list of texts; the button asks for the code."""
    link, waiting = _held(token)
    if not _is_open(link, waiting):
        return _over(request, link)
    form, bearer = ActionForm(request.POST or None), links.Bearer(link)
    if form.is_valid() and form.send(
        request, f"missions.send_code:{link.pk}", lambda: _send_code(request, link), by=bearer
    ):
        return redirect("signing:code", token)
    return render(request, "missions/link.html", _context(link, waiting, token) | {"form": form}, status=form.status)


def _send_code(request: HttpRequest, link: SigningLink) -> dict:
    if not ratelimit.consume(request, action="sms_to_one", key=link.phone):
        raise Refusal("too_many_codes", _("Trop de codes demandés pour ce numéro. Réessayez dans une heure."))
    return {"at": str(actions.send_code(link=link).code_at)}


@login_not_required
@never_cache
@get_or_post
def code(request: HttpRequest, token: str) -> HttpResponse:
    """Second screen: the code that the telephone received; with it, everything that waits is signed."""
    link, waiting = _held(token)
    if not _is_open(link, waiting):
        return _over(request, link)
    form, bearer = CodeForm(request.POST or None), links.Bearer(link)
    if form.is_valid() and _may_try(request, link, form):
        typed = form.cleaned_data["code"]
        if form.send(request, f"missions.sign_by_link:{link.pk}", lambda: _sign(link, typed), by=bearer):
            ratelimit.clear(request, action="wrong_codes", key=link.phone)
            return redirect("signing:done", token)
    return render(
        request, "missions/link_code.html", _context(link, waiting, token) | {"form": form}, status=form.status
    )


def _may_try(request: HttpRequest, link: SigningLink, form: CodeForm) -> bool:
    """Each try is counted before it is read: five a code, a hundred wrong ones in a row a telephone."""
    tries = (
        {"action": "tries_of_a_code", "key": f"sign {link.pk} {link.code_at}"},
        {"action": "wrong_codes", "key": link.phone},
    )
    if all(ratelimit.consume(request, **one) for one in tries):
        return True
    form.add_error("code", _("Trop d’essais. Demandez un autre code."))
    return False


def _sign(link: SigningLink, typed: str) -> dict:
    return {"signed": [row.pk for row in actions.sign_by_link(link=link, code=typed, on=timezone.localdate())]}


@login_not_required
@never_cache
@require_safe
def done(request: HttpRequest, token: str) -> HttpResponse:
    """What was signed, and whose signature is still missing."""
    link, _waiting = _held(token)
    signed = link.contracts.filter(signatures__party=link.party, signatures__phone=link.phone)
    signed = (
        signed.select_related("document", "mission__host", "mission__person")
        .prefetch_related("signatures")
        .order_by("pk")
    )
    if not signed:
        return _over(request, link)
    lines = [(one, [p.label for p in Party if all(s.party != p for s in one.signatures.all())]) for one in signed]
    return render(request, "missions/link_done.html", {"link": link, "lines": lines, "token": token})


@login_not_required
@never_cache
@require_safe
def text(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """The PDF of one text of the link, as long as the link opens."""
    link, _waiting = _held(token)
    contract = link.contracts.select_related("document").filter(pk=pk).first()
    if contract is None or link.until < timezone.localdate():
        raise Http404
    return as_download(contract.document)


@login_not_required
@never_cache
@get_or_post
def again(request: HttpRequest) -> HttpResponse:
    """The link again, by telephone number: the same answer for a number that signs nothing, or that has just asked."""
    form = AgainForm(request.POST or None)
    if form.is_valid() and ratelimit.consume(request, action="request_login_code"):
        phone = form.cleaned_data["phone"]
        if ratelimit.consume(request, action="sms_to_one", key=phone):
            actions.send_again(phone=phone)
        return render(request, "missions/link_again.html", {"phone": phone})
    return render(request, "missions/link_again.html", {"form": form}, status=422 if form.errors else 200)
