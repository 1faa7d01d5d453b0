"""The page of a personal link: two questions, no account, no name shown."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Telephone
from teriya.foundation.core.web import ActionForm
from teriya.insertion.surveys import actions, links
from teriya.insertion.surveys.forms import AnswerForm
from teriya.insertion.surveys.states import Way

PERSON = Telephone(P.SURVEYS_ANSWER)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Answer, answer again, or refuse for ever; a survey that is over says so."""
    survey, today = links.found(token), timezone.localdate()
    if survey is None:
        raise Http404
    if survey.outcome not in ("", "answered") or not survey.due_on <= today <= survey.closes_on:
        return render(request, "surveys/over.html", {"survey": survey})
    form, no = AnswerForm(request.POST or None), ActionForm(request.POST or None)
    if "refuse" in request.POST:
        if no.is_valid() and no.send(request, "surveys.refuse", lambda: {"id": actions.refuse(
                survey=survey, way=Way.PAGE, by=PERSON, on=today).pk}, by=PERSON):  # fmt: skip
            return redirect("surveys:answer", token)
    elif form.is_valid() and form.send(request, "surveys.answer", lambda: {"id": actions.answer(
            survey=survey, way=Way.PAGE, by=PERSON, on=today, **form.values()).pk}, by=PERSON):  # fmt: skip
        return render(request, "surveys/thanks.html")
    return render(
        request, "surveys/answer.html", {"survey": survey, "form": form, "no": ActionForm()}, status=form.status
    )
