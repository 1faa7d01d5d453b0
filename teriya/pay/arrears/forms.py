"""What people type about delays and disagreements."""

from datetime import date, timedelta

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.periods import Month, add_months
from teriya.foundation.core.web import ActionForm
from teriya.pay.arrears.states import Finding

Period = tuple[date, date]


def periods(on: date) -> dict[str, tuple[str, Period]]:
    """Code → (name, first and last day): the last twelve months that are over, four quarters, three years, the latest first."""
    this = on.replace(day=1)
    months = [Month.of(add_months(this, -n)) for n in range(1, 13)]
    found = {str(month): (date_format(month.first, "F Y"), (month.first, month.last)) for month in months}
    quarter = this.replace(month=1 + 3 * ((this.month - 1) // 3))
    for n in range(1, 5):
        first = add_months(quarter, -3 * n)
        number = 1 + first.month // 3
        found[f"{first.year}-T{number}"] = (
            _("%(number)se trimestre %(year)s") % {"number": number, "year": first.year}
            if number > 1
            else _("1er trimestre %(year)s") % {"year": first.year},
            (first, add_months(first, 3) - timedelta(1)),
        )
    for year in range(this.year - 1, this.year - 4, -1):
        found[str(year)] = (_("année %(year)s") % {"year": year}, (date(year, 1, 1), date(year, 12, 31)))
    return found


class FreezeForm(ActionForm):
    period = forms.ChoiceField(label=_("Période"))

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = choices


class DecideForm(ActionForm):
    reason = forms.CharField(
        label=_("Motif"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class CloseForm(ActionForm):
    finding = forms.ChoiceField(label=_("Ce qui a été trouvé"), choices=Finding, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Comment vous le savez"), help_text=_("Qui vous avez appelé, quelle pièce vous avez vue."), max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
