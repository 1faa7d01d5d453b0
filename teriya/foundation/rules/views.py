from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.rules import actions, pages
from teriya.foundation.rules.models import Rule

READ = "rules.read"  # the accounts' room, above, says who holds it


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule in force, with its day, its source, and what is still to be confirmed."""
    require(request.user, READ)
    forms = pages.forms()
    form = request.GET.get("forme", "")
    form = form if form in dict(forms) else ""
    shown = pages.in_force(form, timezone.localdate())
    return render(request, "rules/rules.html", {
        "shown": shown, "forms": forms, "form_code": form, "drafts": pages.drafts(),
        "to_confirm": sum(one.rule.is_to_confirm for one in shown), "may_activate": request.user.may(actions.LOAD),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a draft value in force."""
    require(request.user, actions.LOAD)
    rule = get_object_or_404(Rule, pk=pk)
    form = ActionForm(request.POST or None)
    if form.is_valid() and form.send(request, "rules.activate", lambda: _activate(request, rule)):
        return redirect("rules:rules")
    value = pages.words_of(rule.value, rule.unit)
    return render(request, "rules/activate.html", {"rule": rule, "form": form, "value": value}, status=form.status)


def _activate(request: HttpRequest, rule: Rule) -> dict:
    actions.activate(rule=rule, by=request.user, on=timezone.localdate())
    return {"id": rule.pk}
