"""One form, one act, back to where one was: how most pages of this room write."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from teriya.foundation.core.web import ActionForm

get_or_post = require_http_methods(["GET", "POST"])


def act(
    request: HttpRequest, form: ActionForm, name: str, do: Callable[..., Model], *, title: str, about: str, back: str,
    submit: str, done: str, to: Callable[[int], str] | None = None, note: str = "",
) -> HttpResponse:  # fmt: skip
    """Show the form, or do the act with its values and go back (`to`: to what was made) with one sentence."""

    def once() -> dict:
        return {"id": do(**{"on": timezone.localdate()} | form.values(), by=request.user).pk}

    if form.is_valid() and (answer := form.send(request, name, once)):
        messages.success(request, done)
        return redirect(to(answer["id"]) if to else back)
    context = {"form": form, "title": title, "about": about, "back": back, "submit": submit, "note": note}
    return render(request, "partners/act.html", context, status=form.status)
