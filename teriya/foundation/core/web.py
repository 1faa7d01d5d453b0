"""The web side of actions: one form, one receipt, one sentence when the answer is no."""

from collections.abc import Callable
from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from teriya.foundation.core.receipts import once
from teriya.foundation.core.refusals import Refusal


class ActionForm(forms.Form):
    """A form whose sending carries an id made when the page was first shown."""

    receipt = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def send(self, request: HttpRequest, action: str, do: Callable[[], dict]) -> dict | None:
        """Run the action once under this form's receipt. A refusal becomes an error beside its field: None."""
        content = {name: str(value) for name, value in self.cleaned_data.items() if name != "receipt"}
        content |= {"path": request.path}
        try:
            return once(self.cleaned_data["receipt"], by=request.user, action=action, content=content, do=do)
        except Refusal as no:
            self.add_error(no.field if no.field in self.fields else None, no.sentence)
            self.refusal = no
            if no.code == "receipt_used":  # keep what was typed, under a fresh id
                self.data = self.data.copy()
                self.data[self.add_prefix("receipt")] = str(uuid4())
            return None


class RefusalPages:
    """Any refusal that a view lets through becomes a plain page with its sentence and status."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refusal):
            return render(request, "ui/refusal.html", {"refusal": error}, status=error.status)
        return None
