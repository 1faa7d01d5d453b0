"""Pages where head office publishes a call: text and calendar, extension, questions, poster, announcement."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.models import Document
from teriya.foundation.documents.views import as_download
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.calls import actions, papers
from teriya.mobilisation.calls.forms import AnswerForm, DescribeForm, ExtendForm, QuestionForm
from teriya.mobilisation.calls.models import Question, Wave
from teriya.mobilisation.calls.queries import reachable

get_or_post = require_http_methods(["GET", "POST"])


@get_or_post
def describe(request: HttpRequest, code: str) -> HttpResponse:
    """The public text, the papers asked for, the calendar, the places promised to regions."""
    require(request.user, P.WAVES_OPEN)
    wave = get_object_or_404(Wave, code=code)
    form = DescribeForm(request.POST or None, wave=wave)

    def do() -> dict:
        return {"pk": actions.describe_wave(wave=wave, by=request.user, on=timezone.localdate(), **form.values()).pk}

    if form.is_valid() and form.send(request, "calls.describe", do):
        return redirect("calls:wave", code)
    return _page(request, form, wave, _("Ce que dit la page publique"), _("Publier"))


@get_or_post
def extend(request: HttpRequest, code: str) -> HttpResponse:
    """A later last day, for everybody in one act."""
    require(request.user, P.WAVES_OPEN)
    wave = get_object_or_404(Wave, code=code)
    form = ExtendForm(request.POST or None)

    def do() -> dict:
        return {"pk": actions.extend_wave(wave=wave, by=request.user, on=timezone.localdate(), **form.values()).pk}

    if form.is_valid() and form.send(request, "calls.extend", do):
        return redirect("calls:wave", code)
    why = _("Tous les candidats en profitent. Ceux qui ont commencé sans envoyer sont prévenus par SMS.")
    return _page(request, form, wave, _("Prolonger pour tous"), _("Prolonger"), why)


@get_or_post
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """A question about a call, from whoever is signed in; the answer is public."""
    wave = get_object_or_404(Wave, code=code)
    form = QuestionForm(request.POST or None)

    def do() -> dict:
        return {"pk": actions.ask_question(wave=wave, by=request.user, **form.values()).pk}

    if form.is_valid() and form.send(request, "calls.ask", do):
        messages.success(request, _("Votre question est reçue. La réponse sera publiée sur cette page, pour tous."))
        return redirect("apply:call", code)
    why = _("La question et sa réponse sont publiées pour tous, sans votre nom.")
    return _page(request, form, wave, _("Poser une question"), _("Envoyer"), why, public=True)


@require_safe
def questions(request: HttpRequest, code: str) -> HttpResponse:
    """The questions of a call, those without an answer first."""
    require(request.user, P.WAVES_OPEN)
    wave = get_object_or_404(Wave, code=code)
    page = page_of(request, wave.questions.order_by("answered_on", "pk"))
    return render(request, "calls/questions.html", {"wave": wave, "page": page})


@get_or_post
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.WAVES_OPEN)
    row = get_object_or_404(Question.objects.select_related("wave"), pk=pk)
    form = AnswerForm(request.POST or None, initial={"text": row.text, "answer": row.answer})

    def do() -> dict:
        done = actions.answer_question(question=row, by=request.user, on=timezone.localdate(), **form.values())
        return {"pk": done.pk}

    if form.is_valid() and form.send(request, "calls.answer", do):
        return redirect("calls:questions", row.wave.code)
    return _page(request, form, row.wave, _("Répondre pour tous"), _("Publier la réponse"))


@get_or_post
def announce(request: HttpRequest, code: str) -> HttpResponse:
    """How many would be told by SMS, then the announcement itself."""
    require(request.user, P.WAVES_OPEN)
    wave = get_object_or_404(Wave, code=code)
    form = ActionForm(request.POST or None)

    def do() -> dict:
        return {"told": actions.announce(wave=wave, by=request.user, on=timezone.localdate())}

    if form.is_valid() and (done := form.send(request, "calls.announce", do)):
        told = ngettext(
            "%(told)s personne est prévenue par SMS.", "%(told)s personnes sont prévenues par SMS.", done["told"]
        )
        messages.success(request, told % done)
        return redirect("calls:wave", code)
    count = reachable(wave).values("phone").distinct().order_by().count()
    why = ngettext(
        "%(count)s téléphone d’un ancien candidat sans place recevra un SMS, une seule fois pour cet appel.",
        "%(count)s téléphones d’anciens candidats sans place recevront un SMS, une seule fois pour cet appel.", count,
    ) % {"count": count}  # fmt: skip
    return _page(request, form, wave, _("Annoncer par SMS"), _("Envoyer les SMS"), why)


@get_or_post
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """The poster for town halls, as PDF; head office makes it anew when the call changes."""
    require(request.user, P.WAVES_READ)
    wave = get_object_or_404(Wave.objects.select_related("form"), code=code)
    made = Document.objects.filter(subject="wave", subject_id=wave.pk, kind="affiche").order_by("pk")
    if request.method == "GET":
        return as_download(made.last() or get_object_or_404(made))
    require(request.user, P.WAVES_OPEN)
    form = ActionForm(request.POST)
    if form.is_valid():
        form.send(request, "calls.poster", lambda: {"pk": papers.poster(wave, by=request.user, on=timezone.localdate()).pk})  # fmt: skip
    return redirect("calls:poster", code)


def _page(
    request: HttpRequest, form: ActionForm, wave: Wave, title: str, submit: str, why: str = "", *, public: bool = False
) -> HttpResponse:
    context = {"form": form, "wave": wave, "title": title, "submit": submit, "why": why, "public": public}
    return render(request, "calls/form.html", context, status=form.status)
