"""The directory of former volunteers, one's own page in it, mentoring, anniversaries."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import NotAllowed
from teriya.foundation.core.web import ActionForm
from teriya.foundation.ui.parts import page_of
from teriya.insertion.alumni import actions, queries
from teriya.insertion.alumni.forms import AnswerForm, ProfileForm, WordsForm
from teriya.insertion.alumni.models import MentoringRequest, Profile
from teriya.insertion.routes.queries import OVER, former
from teriya.service.missions.models import Mission

get_or_post = require_http_methods(["GET", "POST"])


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Members, with what each chose to show; `?q=` looks in that only. Who is not a member is shown the way in."""
    own = _own(request)
    if not queries.may_read_directory(request.user, own):
        require(request.user, P.OWN_FILE)
        return redirect("alumni:mine")
    asked = request.GET.get("q", "").strip()[:60]
    rows = Profile.objects.listed().select_related("person__commune").order_by("person__family", "person__given")
    page = page_of(request, rows.saying(asked) if asked else rows)
    return render(request, "alumni/directory.html", {
        "page": page, "rows": [(one, _service(one)) for one in page], "asked": asked, "own": own, "is_staff": request.user.may(P.ALUMNI_READ),
    })  # fmt: skip


def _service(profile: Profile) -> Mission | None:
    """The last mission, of who shows it."""
    if "service" not in profile.shows:
        return None
    rows = Mission.objects.filter(person=profile.person_id, state__in=OVER).select_related("form", "host")
    return rows.order_by("-ended_on").first()


@get_or_post
def mine(request: HttpRequest) -> HttpResponse:
    """Say yes, choose what is shown, change it."""
    require(request.user, P.OWN_FILE)
    person, own = queries.person_of(request.user), _own(request)
    may_join = person is not None and queries.has_served(person)
    initial = {name: getattr(own, name) for name in ("shows", "work", "offers", "wants_sms")} if own else None
    form = ProfileForm(request.POST or None, initial=initial)
    if form.is_valid() and form.send(request, "alumni.say", lambda: {
        "id": actions.say(by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        messages.success(request, _("C’est enregistré. Vous pouvez quitter l’annuaire à tout moment."))
        return redirect("alumni:directory")
    context = {"form": form, "own": own, "may_join": may_join, "leaving": ActionForm()}
    return render(request, "alumni/mine.html", context, status=form.status)


@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Leave the directory."""
    form = ActionForm(request.POST)
    if form.is_valid() and form.send(request, "alumni.withdraw", lambda: {
        "id": actions.withdraw(by=request.user, on=timezone.localdate()).pk}):  # fmt: skip
        messages.success(request, _("Vous avez quitté l’annuaire : plus rien de vous n’y est écrit."))
    for no in form.non_field_errors():
        messages.error(request, no)
    return redirect("alumni:mine")


@get_or_post
def mentoring(request: HttpRequest) -> HttpResponse:
    """What one was asked and what one asked; accepted, each reads the other's telephone."""
    require(request.user, P.OWN_FILE)
    person = queries.person_of(request.user)
    rows = MentoringRequest.objects.select_related("by__person", "to__person").order_by("-pk")
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        row = get_object_or_404(rows, pk=form.cleaned_data["request"])
        if form.send(request, "alumni.answer", lambda: {"id": actions.answer(
            request=row, step=form.cleaned_data["step"], by=request.user, on=timezone.localdate()).pk}):  # fmt: skip
            return redirect("alumni:mentoring")
    return render(request, "alumni/mentoring.html", {
        "form": form, "received": rows.filter(to__person=person) if person else (), "asked": rows.filter(by__person=person) if person else (),
    }, status=form.status)  # fmt: skip


@get_or_post
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a member for help."""
    if _own(request) is None:
        require(request.user, P.OWN_FILE)
        raise NotAllowed(
            "not_in_directory", _("Entrez d’abord dans l’annuaire : la personne doit pouvoir vous répondre.")
        )
    to = get_object_or_404(Profile.objects.listed().exclude(offers="").select_related("person"), pk=pk)
    form = WordsForm(request.POST or None)
    if form.is_valid() and form.send(request, "alumni.ask", lambda: {
        "id": actions.ask(to=to, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        messages.success(request, _("La demande est partie."))
        return redirect("alumni:mentoring")
    return render(request, "alumni/act.html", {
        "form": form, "title": _("Demander l’aide de %(name)s") % {"name": to.person}, "told": _("Peut aider : %(what)s") % {"what": to.offers}, "submit": _("Envoyer"),
        "back": "alumni:directory",
    }, status=form.status)  # fmt: skip


@require_safe
def anniversaries(request: HttpRequest) -> HttpResponse:
    """Ends of service whose anniversary comes within thirty days, in one's perimeter; who gets an SMS."""
    require(request.user, P.ALUMNI_READ)
    found = queries.anniversaries(former(request.user), timezone.localdate())
    told = set(Profile.objects.listed().filter(wants_sms=True).values_list("person", flat=True))
    page = page_of(request, found)
    return render(request, "alumni/anniversaries.html", {
        "page": page, "rows": [(one, one.mission.person_id in told) for one in page],
    })  # fmt: skip


def _own(request: HttpRequest) -> Profile | None:
    """The reader's own live profile."""
    person = queries.person_of(request.user)
    return Profile.objects.listed().filter(person=person).first() if person else None
