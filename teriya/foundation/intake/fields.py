"""Form fields that read what people type as the readers of files do."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.words import fold
from teriya.foundation.intake import readers
from teriya.foundation.places import queries as places
from teriya.foundation.places.models import Place


class ReadField(forms.CharField):
    """What is typed goes through a reader; its refusal stands beside the field. `value` is what the reader makes of it."""

    def __init__(self, reader: Callable[[str], Any], **kwargs):
        super().__init__(**{"max_length": 200} | kwargs)
        self.reader = reader

    def clean(self, value: str) -> Any:
        text = super().clean(value)
        try:
            return self.reader(text) if text else None
        except Refusal as no:
            raise forms.ValidationError(no.sentence, code=no.code) from no


class Suggestions(forms.TextInput):
    """A text with a list of what may be typed: the keyboard alone is enough, and no script is needed."""

    template_name = "intake/suggestions.html"
    suggestions: Iterable[str] = ()

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        context = super().get_context(name, value, {**(attrs or {}), "list": f"{name}_list", "autocomplete": "off"})
        return context | {"suggestions": self.suggestions}


class CommuneField(ReadField):
    """A commune by its name, as people write it. The value is the place."""

    widget = Suggestions

    def __init__(self, **kwargs):
        super().__init__(self._commune, **{"label": _("Commune")} | kwargs)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        self.widget.suggestions = places.communes(timezone.localdate()).values_list("name", flat=True)
        return super().get_bound_field(form, field_name)

    def _commune(self, text: str) -> Place:
        """A name chosen from the list is looked up; any other is compared with all of them."""
        today = timezone.localdate()
        exact = places.communes(today).filter(folded=fold(text))[:2]
        return exact[0] if len(exact) == 1 else readers.commune(today)(text)


class NumberField(forms.ModelChoiceField):
    """A row by the number that its papers bear, as a telephone types it: small letters, a space after."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"})

    def to_python(self, value):
        return super().to_python(value.strip().upper() if isinstance(value, str) else value)
