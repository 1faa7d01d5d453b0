"""A centre run by an association: its convention, its targets, how each year was judged."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents import queries as documents
from teriya.partnerships.partners import actions, queries
from teriya.partnerships.partners.forms import EvaluateForm, OperatorForm, OperatorTargetForm, ReachedForm
from teriya.partnerships.partners.models import Operator, OperatorTarget, Partner
from teriya.partnerships.partners.views.acting import act, get_or_post


@require_safe
def operators(request: HttpRequest) -> HttpResponse:
    """Every delegated centre, those that run first, with the last mark."""
    require(request.user, P.PARTNERS_READ)
    rows = Operator.objects.select_related("partner", "centre").prefetch_related("evaluations").order_by("-period")
    today = timezone.localdate()
    waiting = set(queries.to_evaluate(today).values_list("pk", flat=True))
    found = [
        (row, max(row.evaluations.all(), key=lambda one: one.year, default=None), row.pk in waiting) for row in rows
    ]
    return render(request, "partners/operators.html", {"rows": found, "last_year": today.year - 1})


@get_or_post
def delegate(request: HttpRequest, code: str) -> HttpResponse:
    """Give a centre to a partner, by a convention."""
    require(request.user, P.PARTNERS_WRITE)
    row = get_object_or_404(Partner, code=code)
    return act(
        request, OperatorForm(request.POST or None, request.FILES or None), "partners.delegate", partial(actions.delegate, partner=row),
        title=_("Confier un centre régional"), about=row.name, back=reverse("partners:partner", args=[code]),
        submit=_("Enregistrer la convention"), done=_("La convention est enregistrée."),
        to=lambda pk: reverse("partners:operator", args=[pk]),
    )  # fmt: skip


@require_safe
def operator(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.PARTNERS_READ)
    row = _operator(pk)
    may_evaluate = request.user.may(P.OPERATORS_EVALUATE) and request.user.pk not in (row.manager_id, row.by_id)
    return render(request, "partners/operator.html", {
        "operator": row, "targets": row.targets.order_by("pk"), "evaluations": row.evaluations.select_related("by").order_by("-year"),
        "papers": documents.uploads("operator", [pk]), "may_write": request.user.may(P.PARTNERS_WRITE), "may_evaluate": may_evaluate,
    })  # fmt: skip


@get_or_post
def add_target(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.PARTNERS_WRITE)
    row = _operator(pk)
    return _act(request, row, OperatorTargetForm(request.POST or None), "set_operator_target",
                partial(actions.set_operator_target, operator=row), _("Ajouter une cible"))  # fmt: skip


@get_or_post
def reached(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.PARTNERS_WRITE)
    row = get_object_or_404(OperatorTarget.objects.select_related("operator__partner"), pk=pk)
    form = ReachedForm(request.POST or None, initial={"reached": row.reached})
    return _act(request, row.operator, form, "count_reached", partial(actions.count_reached, target=row), row.label)


@get_or_post
def evaluate(request: HttpRequest, pk: int) -> HttpResponse:
    """Judge a year, by another person than who follows the centre."""
    require(request.user, P.OPERATORS_EVALUATE)
    row = _operator(pk)
    form = EvaluateForm(request.POST or None, initial={"year": timezone.localdate().year - 1})
    return _act(request, row, form, "evaluate_operator", partial(actions.evaluate_operator, operator=row), _("Évaluer une année"))  # fmt: skip


def _operator(pk: int) -> Operator:
    return get_object_or_404(Operator.objects.select_related("partner", "centre", "manager"), pk=pk)


def _act(request: HttpRequest, row: Operator, form: ActionForm, word: str, do, title: str) -> HttpResponse:
    return act(request, form, f"partners.{word}", do, title=title, about=f"{row.partner} · {row.convention}", submit=_("Enregistrer"),
               done=_("C’est enregistré."), back=reverse("partners:operator", args=[row.pk]))  # fmt: skip
