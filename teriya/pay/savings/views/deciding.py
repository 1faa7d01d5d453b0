"""A decision that another person than who asked takes: the buttons that one may press, and pressing one."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _

from teriya.foundation.accounts.permissions import P
from teriya.pay.savings.forms import DecisionForm
from teriya.pay.savings.states import ACCOUNT_LIFE, ASIDE_LIFE, HEIRS_LIFE, REFUND_LIFE

_LIVES = {"account": ACCOUNT_LIFE, "heirs": HEIRS_LIFE, "refund": REFUND_LIFE, "aside": ASIDE_LIFE}


def decided(request: HttpRequest, form: DecisionForm, action: str, do: Callable[[str, str], Model]) -> dict | None:
    """The answer of the action when the form is sent and accepted."""
    if request.method != "POST" or not form.is_valid():
        return None
    values = form.values()
    answer = form.send(request, action, lambda: {"id": do(values["step"], values["reason"]).pk})
    if answer:
        messages.success(request, _("La décision est enregistrée."))
    return answer


def open_steps(request: HttpRequest, life: str, state: str, asked_by: int) -> set[str]:
    """The decisions that this person may take now."""
    if request.user.pk == asked_by or not request.user.may(P.SAVINGS_DECIDE):
        return set()
    return {step.name for step in _LIVES[life].open_from(state) if step.permission == P.SAVINGS_DECIDE}
