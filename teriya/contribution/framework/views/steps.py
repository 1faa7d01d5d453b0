"""The steps of a PTBA and of a review, each on a page of its own with its words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from teriya.contribution.framework import actions
from teriya.contribution.framework.forms import AdoptForm, ReasonForm
from teriya.contribution.framework.models import Review, WorkPlan
from teriya.contribution.framework.views.acting import act, get_or_post
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm


def _version(pk: int) -> tuple[WorkPlan, str]:
    return get_object_or_404(WorkPlan.objects.select_related("letter"), pk=pk), reverse(
        "framework:work_plan", args=[pk]
    )


def _review(pk: int) -> tuple[Review, str]:
    return get_object_or_404(Review.objects.select_related("letter"), pk=pk), reverse("framework:review", args=[pk])


@get_or_post
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.FRAMEWORK_WRITE)
    (row, back), form = _version(pk), ActionForm(request.POST or None)
    return act(request, form, "framework.submit", lambda: actions.submit(work_plan=row, by=request.user, on=timezone.localdate()),
               title=_("Soumettre au conseil"), submit=_("Soumettre"), back=back, done=_("La version est soumise au conseil."),
               told=_("%(plan)s. Ses lignes ne changent plus tant qu’elle n’est pas renvoyée.") % {"plan": row})  # fmt: skip


@get_or_post
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.FRAMEWORK_ADOPT)
    (row, back), form = _version(pk), ReasonForm(request.POST or None)
    return act(request, form, "framework.send_back", lambda: actions.send_back(work_plan=row, by=request.user, on=timezone.localdate(), **form.values()),
               title=_("Renvoyer à compléter"), submit=_("Renvoyer"), back=back, done=_("La version est renvoyée à qui la prépare."), told=str(row))  # fmt: skip


@get_or_post
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.FRAMEWORK_ADOPT)
    (row, back), form = _version(pk), AdoptForm(request.POST or None, request.FILES or None)
    return act(request, form, "framework.adopt", lambda: actions.adopt(work_plan=row, by=request.user, on=timezone.localdate(), **form.values()),
               title=_("Enregistrer l’adoption"), submit=_("Enregistrer l’adoption"), back=back, done=_("Le PTBA est adopté : il ne change plus."),
               told=_("%(plan)s. Une version adoptée avant elle est remplacée.") % {"plan": row})  # fmt: skip


@get_or_post
def hold_review(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.FRAMEWORK_WRITE)
    (row, back), form = _review(pk), ActionForm(request.POST or None)
    return act(request, form, "framework.hold_review", lambda: actions.hold_review(review=row, by=request.user, on=timezone.localdate()),
               title=_("La revue est tenue"), submit=_("Clore la revue"), back=back, done=_("La revue est tenue : une autre personne la valide."),
               told=_("Revue %(review)s. Ses causes et ses décisions ne changent plus.") % {"review": row})  # fmt: skip


@get_or_post
def reopen_review(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.FRAMEWORK_ADOPT)
    (row, back), form = _review(pk), ReasonForm(request.POST or None)
    return act(request, form, "framework.reopen_review", lambda: actions.reopen_review(review=row, by=request.user, on=timezone.localdate(), **form.values()),
               title=_("Renvoyer la revue à compléter"), submit=_("Renvoyer"), back=back, done=_("La revue est renvoyée. Ses nombres restent ceux de leur jour."),
               told=str(row))  # fmt: skip


@get_or_post
def validate_review(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.FRAMEWORK_ADOPT)
    (row, back), form = _review(pk), ActionForm(request.POST or None)
    return act(request, form, "framework.validate_review", lambda: actions.validate_review(review=row, by=request.user, on=timezone.localdate()),
               title=_("Valider la revue"), submit=_("Valider"), back=back, done=_("La revue est validée : les rapports peuvent se faire."), told=str(row))  # fmt: skip
