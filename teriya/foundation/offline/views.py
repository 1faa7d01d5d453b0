from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from teriya.foundation.accounts import sessions
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.views import take_piece
from teriya.foundation.offline import actions, contents, kinds, sending
from teriya.foundation.offline.engine import entries
from teriya.foundation.offline.forms import EnrolForm, ReasonForm
from teriya.foundation.offline.models import Deposit, Device
from teriya.foundation.offline.states import OPEN, DepositState
from teriya.foundation.ui.identity import agency
from teriya.foundation.ui.parts import page_of

STATIC = (
    "ui/look.css",
    "ui/desk.js",
    "ui/shrink.js",
    "documents/pieces.js",
    *(f"offline/{name}" for name in ("vault.js", "sender.js", "form.js", "shelf.js", "icon.svg")),
)


@login_not_required
@cache_control(no_cache=True)
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that answers for the site when there is no network. It names no person."""
    context = {"files": [static(name) for name in STATIC]}
    return render(request, "offline/worker.js", context, content_type="text/javascript; charset=utf-8")


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a telephone installs."""
    name = f"Teriya · {agency()['short_name']}"
    icon = {"src": static("offline/icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    told = {"id": "/", "name": name, "short_name": "Teriya", "lang": "fr", "start_url": "/hors-ligne/", "scope": "/",
            "display": "standalone", "background_color": "#f7f4ee", "theme_color": "#074236", "icons": [icon]}  # fmt: skip
    return JsonResponse(told, content_type="application/manifest+json")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this device keeps, what waits for this person, the devices; kept on the device too."""
    require(request.user, P.OFFLINE_USE)
    return _home(request, EnrolForm())


@require_POST
def enrol(request: HttpRequest) -> HttpResponse:
    require(request.user, P.OFFLINE_USE)
    form = EnrolForm(request.POST)

    def do() -> dict:
        id, today = form.cleaned_data["receipt"], timezone.localdate()
        return {"id": str(actions.enrol(id=id, by=request.user, on=today, **form.values()).pk)}

    if form.is_valid() and form.send(request, "offline.enrol", do):
        return redirect("offline:home")
    return _home(request, form)


def _home(request: HttpRequest, form: EnrolForm) -> HttpResponse:
    mine = Deposit.objects.filter(author=request.user).still_open().order_by("received_at")
    return render(request, "offline/home.html", {
        "form": form, "pages": kinds.pages_for(request.user), "mine": _named(mine),
        "to_decide": _named(Deposit.objects.to_decide(request.user)),
        "devices": Device.objects.filter(account=request.user).order_by("-enrolled_at"),
    }, status=form.status)  # fmt: skip


def _named(rows) -> list[tuple[Deposit, str]]:
    return [(row, _kind_name(row)) for row in rows]


def _kind_name(row: Deposit) -> str:
    try:
        return str(kinds.of(row.path)[0].title)
    except Refusal:
        return row.path


@csrf_exempt  # a device proves itself by a header that no other site can make a browser send
@login_not_required
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """What a device brings. Known by its secret even when its person's session is over: nothing typed is lost."""
    device = _device(request)
    if device is None:
        return _fault(401, "unknown_device", _("Cet appareil n’est pas connu de ce site. Préparez-le de nouveau."))
    body = request.read(entries.MOST_BYTES + 1)
    if len(body) > entries.MOST_BYTES:
        return _fault(413, "too_large", _("Cet envoi est trop lourd."))
    try:
        brought = entries.read(body, at=timezone.now())
    except entries.Unreadable:
        return _fault(400, "unreadable", _("Cet envoi est illisible."))
    Device.objects.filter(pk=device.pk).update(seen_at=timezone.now())
    is_present = _is_here(request, device)
    answers = [
        sending.answer_to(id, entry, device=device, is_author_present=is_present, on=timezone.localdate())
        for id, entry in brought
    ]
    return JsonResponse({"entries": answers, "revoked": device.revoked_at is not None, "present": is_present})


@csrf_exempt  # as above
@login_not_required
@require_POST
def piece(request: HttpRequest) -> HttpResponse:
    """Part of a photo that an entry of this device will name."""
    device = _device(request)
    if device is None:
        return _fault(401, "unknown_device", _("Cet appareil n’est pas connu de ce site. Préparez-le de nouveau."))
    return take_piece(request, by=device.account)


def _device(request: HttpRequest) -> Device | None:
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Device":
        return None
    return Device.objects.select_related("account").filter(secret=actions.digest_of_secret(secret)).first()


def _is_here(request: HttpRequest, device: Device) -> bool:
    """The device's own person is signed in, by all that the door asks."""
    own = request.user.is_authenticated and request.user.pk == device.account_id
    return own and device.account.is_active and not sessions.lacks_second_factor(request)


def _fault(status: int, code: str, sentence: str) -> JsonResponse:
    return JsonResponse({"code": code, "sentence": sentence}, status=status)


@require_safe
def devices(request: HttpRequest) -> HttpResponse:
    """Every device, for who manages accounts."""
    require(request.user, P.ACCOUNTS_MANAGE)
    waiting = Count("deposits", filter=Q(deposits__state__in=OPEN))
    rows = Device.objects.visible_to(request.user).select_related("account").annotate(waiting=waiting)
    page = page_of(request, rows.order_by("revoked_at", "account__name", "name", "pk"))
    return render(request, "offline/devices.html", {"page": page})


@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(Device.objects.visible_to(request.user).select_related("account"), pk=pk)
    form, own = ReasonForm(request.POST or None), row.account_id == request.user.pk

    def do() -> dict:
        return {"id": str(actions.revoke(device=row, by=request.user, on=timezone.localdate(), **form.values()).pk)}

    if form.is_valid() and form.send(request, "offline.revoke", do):
        messages.success(request, _("L’appareil est révoqué."))
        return redirect("offline:home" if own else "offline:devices")
    return render(request, "offline/revoke.html", {"device": row, "form": form, "own": own}, status=form.status)


@require_http_methods(["GET", "POST"])
def deposit(request: HttpRequest, receipt: UUID) -> HttpResponse:
    """What was typed, beside the register then and now; and what its author, or who decides, makes of it."""
    row = _deposit(request, receipt)
    decision = ReasonForm(request.POST or None, prefix="decision")
    form = _form(request, row)
    if request.method == "POST" and form is not None and form.is_valid() and decision.is_valid():
        if decision.send(request, "offline.settle", lambda: _settled(request, row, form, decision)):
            messages.success(request, _("C’est enregistré."))
            return redirect("offline:deposit", receipt)
    is_bad = request.method == "POST" and (form is None or form.errors or decision.errors)
    return _page(request, row, form, decision, status=422 if is_bad else 200)


@require_http_methods(["GET", "POST"])
def give_up(request: HttpRequest, receipt: UUID) -> HttpResponse:
    """Leave the register as it is, with a reason."""
    row = _deposit(request, receipt)
    form = ReasonForm(request.POST or None)

    def do() -> dict:
        done = actions.give_up(deposit=row, by=request.user, on=timezone.localdate(), **form.values())
        return {"state": done.state}

    if form.is_valid() and form.send(request, "offline.give_up", do):
        messages.success(request, _("Le registre reste comme il est."))
        return redirect("offline:deposit", receipt)
    return render(
        request, "offline/give_up.html", {"deposit": row, "kind": _kind_name(row), "form": form}, status=form.status
    )


def _deposit(request: HttpRequest, receipt: UUID) -> Deposit:
    require(request.user, P.OFFLINE_DECIDE if request.user.may(P.OFFLINE_DECIDE) else P.OFFLINE_USE)
    rows = Deposit.objects.visible_to(request.user).select_related("author", "device", "conflict")
    return get_object_or_404(rows, receipt=receipt)


def _form(request: HttpRequest, row: Deposit) -> ActionForm | None:
    """The room's form, for what is open and about a record that this person may see."""
    if not row.content or _is_closed(request, row):
        return None
    try:
        return contents.form_of(row, by=request.user, data=request.POST if request.method == "POST" else None)
    except (Http404, Refusal):
        return None


def _is_closed(request: HttpRequest, row: Deposit) -> bool:
    """Sealed by somebody else: who decides learns that it came, not what it says."""
    try:
        return row.author_id != request.user.pk and kinds.of(row.path)[0].is_sealed
    except Refusal:
        return True


def _settled(request: HttpRequest, row: Deposit, form: ActionForm, decision: ReasonForm) -> dict:
    done = actions.settle(deposit=row, form=form, by=request.user, on=timezone.localdate(), **decision.values())
    return {"state": done.state}


def _page(
    request: HttpRequest, row: Deposit, form: ActionForm | None, decision: ReasonForm, *, status: int
) -> HttpResponse:
    own = row.author_id == request.user.pk
    settles = row.state == DepositState.CONFLICT if own else row in Deposit.objects.to_decide(request.user)
    return render(request, "offline/deposit.html", {
        "deposit": row, "kind": _kind_name(row), "form": form, "decision": decision, "own": own,
        "sides": _sides(row, form), "settles": settles and form is not None,
        "mends": own and row.state == DepositState.REFUSED, "posted": contents.pairs(row),
        "typed": contents.typed_lines(form, row) if form else [],
    }, status=status)  # fmt: skip


def _sides(row: Deposit, form: ActionForm | None) -> list:
    conflict = getattr(row, "conflict", None)
    if conflict is None or form is None:
        return []
    return contents.sides(form, conflict.before, conflict.found, conflict.typed)
