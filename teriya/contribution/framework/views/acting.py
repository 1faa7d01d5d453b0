"""The page of one form: sent, it leads on; refused, it says why."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from teriya.foundation.core.web import ActionForm

get_or_post = require_http_methods(["GET", "POST"])


def act(
    request: HttpRequest, form: ActionForm, action: str, do: Callable[[], object], *, title: str, submit: str, back: str, done: str, told: str = "",
    then: Callable[[int], str] | None = None,
) -> HttpResponse:  # fmt: skip
    """`do` gives the row that it wrote; `then`, the address that follows from its number, else the page one came from."""
    if form.is_bound and form.is_valid():
        answer = form.send(request, action, lambda: {"id": getattr(do(), "pk", None)})
        if answer:
            messages.success(request, done)
            return redirect(then(answer["id"]) if then else back)
    context = {"form": form, "title": title, "submit": submit, "back": back, "told": told}
    return render(request, "framework/act.html", context, status=form.status)
