"""A decision on one thing: the buttons that this person may press now, and pressing one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from teriya.foundation.core.states import Lifecycle
from teriya.pay.cofinancing.forms import DecisionForm

get_or_post = require_http_methods(["GET", "POST"])


def decided(request: HttpRequest, form: DecisionForm, action: str, do: Callable[[str, str], Any]) -> bool:
    """Whether the form was sent and the action took it."""
    if request.method != "POST" or not form.is_valid():
        return False
    values = form.values()

    def act() -> dict:
        do(values["step"], values["reason"])
        return {"done": True}

    if form.send(request, action, act):
        messages.success(request, _("La décision est enregistrée."))
        return True
    return False


def open_steps(
    request: HttpRequest, life: Lifecycle, state: str, *others: int | None, names: tuple[str, ...]
) -> set[str]:
    """The named steps that this person may take now; nobody who already had a hand in it."""
    if request.user.pk in others:
        return set()
    return {step.name for step in life.open_from(state) if step.name in names and request.user.may(step.permission)}
