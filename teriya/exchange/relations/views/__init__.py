"""The pages of relations with other agencies."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from teriya.exchange.wire.models import Agency
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm


def agency_in_sight(request: HttpRequest, code: str, permission: P = P.RELATIONS_READ) -> Agency:
    require(request.user, permission)
    return get_object_or_404(Agency, code=code)


def act(
    request: HttpRequest, form: ActionForm, action: str, do: Callable[[], dict[str, Any] | None], *, agency: Agency | None, title: str, submit: str,
    done: str, then: Callable[[dict[str, Any]], str], back: str, told: str = "", template: str = "relations/act.html",
) -> HttpResponse:  # fmt: skip
    """The page of one form; `then` gives the address that follows."""
    if form.is_bound and form.is_valid() and (answer := form.send(request, action, lambda: do() or {"done": True})):
        messages.success(request, done)
        return redirect(then(answer))
    context = {"form": form, "partner": agency, "title": title, "submit": submit, "told": told, "back": back}
    return render(request, template, context, status=form.status)
