"""The web side of actions: one form, one receipt, one sentence when the answer is no."""

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.actors import Actor
from teriya.foundation.core.making import Making, MakingState
from teriya.foundation.core.periods import Month
from teriya.foundation.core.receipts import digest_of, given, once
from teriya.foundation.core.refusals import Refusal

REFRESH = 5  # seconds, for browsers without script
STALE = _("Ce formulaire était incomplet. Vérifiez ce qui est écrit, puis envoyez-le à nouveau.")


class ActionForm(forms.Form):
    """A form whose sending carries an id made when the page was first shown. `refused`: the code of the last no."""

    refused = ""

    receipt = forms.UUIDField(
        widget=forms.HiddenInput, initial=uuid4, error_messages={"required": STALE, "invalid": STALE}
    )

    def full_clean(self) -> None:
        super().full_clean()
        if "receipt" in self.errors:
            self._renew_receipt()

    @property
    def status(self) -> int:
        """The page's HTTP status: 422 when what was sent is invalid or refused."""
        return 422 if self.errors else 200

    def values(self) -> dict[str, Any]:
        """What the person wrote, cleaned: the arguments of the action."""
        return {name: value for name, value in self.cleaned_data.items() if name != "receipt"}

    def already(self, request: HttpRequest, action: str) -> dict | None:
        """The answer to this very sending, when it came before: what it asks may no longer be there to choose."""
        try:
            id = self.fields["receipt"].clean(self.data.get(self.add_prefix("receipt")))
        except forms.ValidationError:
            return None
        known = given(id, by=cast(Actor, request.user), action=action)
        same = known and known[0] == digest_of(_sent_by(request, self.add_prefix("receipt")))
        return known[1] if known and same else None

    def send(
        self, request: HttpRequest, action: str, do: Callable[[], dict], *, by: Actor | None = None
    ) -> dict | None:
        """Run the action once under this form's receipt. A refusal becomes an error beside its field: None.

        `by` is given where nobody is signed in, on a page that a link opens.
        """
        id, by = self.cleaned_data["receipt"], by or cast(Actor, request.user)
        try:
            return once(id, by=by, action=action, content=_sent_by(request, self.add_prefix("receipt")), do=do)
        except Refusal as no:
            self.refused = no.code
            self.add_error(no.field if no.field in self.fields else None, no.sentence)
            if no.code == "receipt_used":  # keep what was typed, under a fresh id
                self._renew_receipt()
            return None

    def _renew_receipt(self) -> None:
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("receipt")] = str(uuid4())
        self.data = data


def _sent_by(request: HttpRequest, receipt: str) -> dict[str, Any]:
    """What was sent and where; a file counts by its bytes, since two files may share a name."""
    fields = {name: values for name, values in request.POST.lists() if name not in {receipt, "csrfmiddlewaretoken"}}
    files = {name: [_digest(file) for file in files] for name, files in request.FILES.lists()}
    return {"path": request.path, "fields": fields, "files": files}


def _digest(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def watched(request: HttpRequest, template: str, making: Making | None, context: dict[str, Any]) -> HttpResponse:
    """The page of a file that the worker makes, which comes back by itself until it is there; None, not asked yet."""
    refresh = REFRESH if making and making.state == MakingState.ASKED else None
    return render(request, template, {"making": making, "refresh": refresh} | context)


def month_or_404(text: str) -> Month:
    """The month that an address names, « 2026-10 », or not found."""
    try:
        return Month.of(date.fromisoformat(f"{text}-01"))
    except ValueError as error:
        raise Http404 from error


class RefusalPages:
    """Any refusal that a view lets through becomes a plain page with its sentence and status."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refusal):
            return None
        back = request.headers.get("Referer", "")
        if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
            back = "/"
        return render(request, "ui/refusal.html", {"refusal": error, "back": back}, status=error.status)
