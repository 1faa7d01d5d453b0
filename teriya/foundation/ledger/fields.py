"""How francs are typed."""

from django import forms


class AmountField(forms.IntegerField):
    """Whole francs, with or without spaces between thousands."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, **kwargs):
        super().__init__(**{"min_value": 1, "max_value": 10**12} | kwargs)

    def to_python(self, value: str | None) -> int | None:
        return super().to_python("".join(value.split()) if value else value)
