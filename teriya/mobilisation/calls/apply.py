"""A candidate's own pages: open calls, the screens of an application, the answers to check before sending."""

from copy import copy
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.documents import actions as documents
from teriya.foundation.documents import pieces
from teriya.foundation.documents import queries as files
from teriya.foundation.documents.views import as_upload
from teriya.foundation.ui.parts import page_of
from teriya.foundation.ui.templatetags.ui import day
from teriya.mobilisation.calls import actions, opened, pages, posts, profile, screens
from teriya.mobilisation.calls.forms import SendForm
from teriya.mobilisation.calls.models import Application, Draft, Wave
from teriya.mobilisation.calls.screens import PhotosScreen, PostsScreen, Screen
from teriya.mobilisation.calls.states import WaveState
from teriya.mobilisation.calls.words import never_pay

CHECK = "verifier"
_TEMPLATES = {"photos": "calls/apply/photos.html", "postes": "calls/apply/posts.html"}


@login_not_required
@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """The open calls, the first to close first; then those announced. What everybody reads is kept for ten seconds."""
    today = timezone.localdate()
    rows = Wave.objects.filter(state=WaveState.OPEN, closes_on__gte=today).select_related("form").order_by("closes_on", "code")  # fmt: skip
    return render(request, "calls/public/calls.html", {
        "page": SimpleLazyObject(lambda: page_of(request, rows)), "page_number": request.GET.get("page", ""), "today": today,
        "never_pay": never_pay(),
    })  # fmt: skip


@login_not_required
@require_safe
def call(request: HttpRequest, code: str) -> HttpResponse:
    """One call: who may apply, until when, how, for what; and that nobody pays.

    What everybody reads of it is kept for ten seconds; whether it can be applied to is read each time.
    """
    wave, _draft = profile.call(request.user, code)
    now = timezone.now()
    mine = None
    if request.user.is_authenticated:
        mine = wave.applications.filter(person__account=request.user).first()
    return render(request, "calls/public/call.html", {
        "wave": wave, "mine": mine, "facts": lambda: pages.public_facts(wave), "conditions": lambda: pages.conditions(wave),
        "calendar": lambda: [(label, day(on)) for label, on in pages.calendar_of(wave)],
        "extension": SimpleLazyObject(wave.extensions.last),
        "quotas": wave.quotas.select_related("region").order_by("region__name"),
        "questions": wave.questions.exclude(answer="").order_by("answered_on", "pk"),
        "is_open": wave.state == WaveState.OPEN and wave.opens_on <= timezone.localdate(now) and now < wave.closing,
        "never_pay": never_pay(),
    })  # fmt: skip


@login_not_required
@require_safe
def offered(request: HttpRequest, code: str) -> HttpResponse:
    """The posts of a call, searched by whoever thinks of applying."""
    wave, _draft = profile.call(request.user, code)
    text = request.GET.get("q", "")
    page = page_of(request, posts.search(wave, text))
    return render(request, "calls/public/posts.html", {"wave": wave, "text": text, "page": page, "never_pay": never_pay()})  # fmt: skip


@require_safe
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Where the candidate stopped: the first screen without an answer, or the answers to check."""
    require(request.user, P.APPLICATIONS_APPLY)
    wave, _draft, answers = _written(request, code)
    return _go(request, wave, answers)


@require_http_methods(["GET", "POST"])
def screen(request: HttpRequest, code: str, screen: str) -> HttpResponse:
    """One question. Its answer is kept before the next one is shown."""
    require(request.user, P.APPLICATIONS_APPLY)
    wave, draft, answers = _written(request, code)
    if screen not in screens.asked(wave, answers):
        raise Http404
    form = _form(request, wave, screen, answers)
    actions.require_time(wave, **vars(_moment(request, wave)))
    if form.is_valid() and form.send(
        request, f"calls.screen.{screen}", lambda: _save(request, wave, screen, form, draft, answers)
    ):
        if _stays(form):
            return _to(request, wave, screen, q=request.POST.get("q", ""))
        return _go(request, wave, answers | form.answers())
    order = screens.asked(wave, answers)
    return render(request, _TEMPLATES.get(screen, "calls/apply/screen.html"), {
        "wave": wave, "form": form, "screen": screen, "place": order.index(screen) + 1, "count": len(order) + 1,
        "never_pay": never_pay(), **_beside(request, wave, screen, draft, answers),
    }, status=form.status)  # fmt: skip


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Every answer on one page, each with a way to change it; then the application is sent."""
    require(request.user, P.APPLICATIONS_APPLY)
    wave, draft, answers = _written(request, code)
    if screens.unanswered(wave, answers):
        return _go(request, wave, answers)
    actions.require_time(wave, **vars(_moment(request, wave)))
    form = SendForm(request.POST or None, initial={"opened": _stamp(request, wave)})
    if form.is_valid() and form.send(request, "calls.submit", lambda: _submit(request, wave, draft, answers)):
        return redirect("calls:mine")
    return render(request, "calls/apply/check.html", {
        "wave": wave, "form": form, "rows": pages.answers_of(wave, answers), "wishes": profile.wished(wave, answers),
        "conditions": pages.conditions(wave), "unknown": pages.conditions_on_papers(wave), "never_pay": never_pay(),
        "is_sent": bool(draft and draft.application_id), "photos": files.uploads("draft", [draft.pk] if draft else []),
    }, status=form.status)  # fmt: skip


@require_safe
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """A photo sent with an application: for its candidate, and for who may read that application."""
    readable = Application.objects.visible_to(request.user).values("pk")
    drafts = Draft.objects.filter(Q(account=request.user) | Q(application__in=readable))
    return as_upload(get_object_or_404(files.uploads("draft", drafts.values("pk")), pk=pk))


def _written(request: HttpRequest, code: str) -> tuple[Wave, Draft | None, dict[str, Any]]:
    """The call, the draft if one exists, and the answers known so far."""
    wave, draft = profile.call(request.user, code)
    return wave, draft, draft.answers if draft else profile.start(request.user, wave)


def _carried(request: HttpRequest) -> str:
    return request.POST.get("opened") or request.GET.get("ouvert", "")


def _stamp(request: HttpRequest, wave: Wave) -> str:
    return opened.stamp(wave, request.user, _carried(request))


def _moment(request: HttpRequest, wave: Wave) -> actions.Moment:
    return opened.moment(wave, request.user, _carried(request))


def _form(request: HttpRequest, wave: Wave, screen: str, answers: dict[str, Any]) -> Screen:
    more = {"papers": pages.papers_of(wave, answers)} if screen == "photos" else {}
    initial = answers | {"opened": _stamp(request, wave)}
    return screens.SCREENS[screen](request.POST or None, request.FILES or None, initial=initial, **more)


def _save(
    request: HttpRequest, wave: Wave, screen: str, form: Screen, draft: Draft | None, answers: dict[str, Any]
) -> dict:
    draft = draft or actions.begin(wave=wave, by=request.user, answers=answers)
    said: dict[str, Any] = form.answers()
    if isinstance(form, PostsScreen):
        said |= {"wishes": posts.moved(draft.answers.get("wishes", []), form.cleaned_data["do"])}
    if isinstance(form, PhotosScreen) and _stays(form):
        _keep(request, form, draft)
        said = {}
    actions.save_screen(draft=draft, screen=screen, answers=said, when=_moment(request, wave), by=request.user)
    return {"draft": draft.pk}


def _keep(request: HttpRequest, form: PhotosScreen, draft: Draft) -> None:
    arrived, file = form.cleaned_data["arrived"], form.cleaned_data["photo"]
    if arrived:
        file = pieces.joined(file=arrived, by=request.user)
        pieces.forget(file=arrived, by=request.user)
    documents.keep(file=file, kind=form.cleaned_data["kind"], subject="draft", subject_id=draft.pk, by=request.user,
                   on=timezone.localdate())  # fmt: skip


def _stays(form: Screen) -> bool:
    """A post added or a photo sent: one may go on with the same screen."""
    return any(form.cleaned_data.get(name) for name in ("do", "photo", "arrived"))


def _submit(request: HttpRequest, wave: Wave, draft: Draft | None, answers: dict[str, Any]) -> dict:
    draft = draft or actions.begin(wave=wave, by=request.user, answers=answers)
    sent = actions.submit(
        draft=draft, answers=profile.read(wave, draft.answers, request.user.phone or ""), when=_moment(request, wave),
        by=request.user, on=timezone.localdate(),
    )  # fmt: skip
    return {"number": sent.number}


def _go(request: HttpRequest, wave: Wave, answers: dict[str, Any]) -> HttpResponse:
    missing = screens.unanswered(wave, answers)
    return _to(request, wave, missing[0] if missing else CHECK)


def _to(request: HttpRequest, wave: Wave, screen: str, **query: str) -> HttpResponse:
    """After the closing, the moment at which the first page was opened goes along."""
    if timezone.now() >= wave.closing:
        query["ouvert"] = _carried(request)
    url = (
        reverse("apply:check", args=[wave.code])
        if screen == CHECK
        else reverse("apply:screen", args=[wave.code, screen])
    )
    kept = urlencode({name: value for name, value in query.items() if value})
    if request.method == "POST" and "X-Onward" in request.headers:
        return _onward(request, url, kept)
    return redirect(f"{url}?{kept}" if kept else url)


def _onward(request: HttpRequest, path: str, query: str) -> HttpResponse:
    """The next page in the answer itself, for `line.js`, which would ask for it: one journey less on a slow line."""
    next_one = copy(request)
    next_one.method, next_one.GET, next_one.POST, next_one._files = (
        "GET",
        QueryDict(query),
        QueryDict(),
        MultiValueDict(),
    )
    next_one.path = next_one.path_info = path
    next_one.META = request.META | {"QUERY_STRING": query}
    found = resolve(path)
    page = found.func(next_one, *found.args, **found.kwargs)
    page["Content-Location"] = next_one.get_full_path()
    return page


def _beside(
    request: HttpRequest, wave: Wave, screen: str, draft: Draft | None, answers: dict[str, Any]
) -> dict[str, Any]:
    """What stands beside the question: the photos already sent, the posts found and those chosen."""
    if screen == "photos":
        return {"photos": files.uploads("draft", [draft.pk] if draft else [])}
    if screen == "postes":
        text = request.GET.get("q", "")
        chosen = profile.wished(wave, answers)
        return {"text": text, "chosen": chosen, "page": page_of(request, posts.search(wave, text)) if text else None}
    return {}
