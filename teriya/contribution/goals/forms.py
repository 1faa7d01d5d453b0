import re
from datetime import date
from typing import Any

from django import forms

from teriya.foundation.core.periods import Month, add_months

PARTS = 6  # that a page adds at most


class MonthField(forms.CharField):
    """« 2026-03 », its first day."""

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
            raise forms.ValidationError(text, code="bad_month")
        return date.fromisoformat(f"{text}-01")


class ScopeForm(forms.Form):
    """What a page shows, in its address; what is not one of its values is left out. Without months: this year, up to last month."""

    du = MonthField(required=False, max_length=7)
    au = MonthField(required=False, max_length=7)
    domaine = forms.CharField(required=False, max_length=60)
    cible = forms.CharField(required=False, max_length=12)
    region = forms.CharField(required=False, max_length=40)
    jour = forms.DateField(required=False, input_formats=["%Y-%m-%d"])

    def value(self, name: str, default: Any = "") -> Any:
        """What was asked, or the default where nothing valid was."""
        return (self.cleaned_data.get(name) if self.is_valid() or name not in self.errors else None) or default

    def months(self, today: date) -> tuple[date, date]:
        last = self.value("au", add_months(today.replace(day=1), -1))
        first = min(self.value("du", last.replace(month=1)), last)
        return first, Month.of(last).last

    def known_on(self, today: date) -> date:
        return min(self.value("jour", today), today)
