from collections.abc import Iterable

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.contribution.domains.models import NoteLine
from teriya.foundation.core.periods import add_months
from teriya.foundation.core.web import ActionForm
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.templatetags.words import label
from teriya.mobilisation.hosts.priorities import Ranked


def _a_year_ago():
    return add_months(timezone.localdate(), -12)


class PrepareForm(ActionForm):
    since = forms.DateField(label=_("Compter depuis le"), initial=_a_year_ago)


class ReasonsForm(ActionForm):
    """One reason a domain."""

    def __init__(self, *args, lines: Iterable[NoteLine], **kwargs):
        super().__init__(*args, **kwargs)
        for line in lines:
            name = label(line.domain, "domain") if line.domain else _("sans domaine connu")
            self.fields[f"reason_{line.domain}"] = forms.CharField(
                label=name,
                max_length=400,
                required=False,
                initial=line.reason,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def values(self) -> dict:
        return {"reasons": {name.removeprefix("reason_"): value for name, value in super().values().items()}}


class SignForm(ActionForm):
    text = forms.CharField(
        label=_("Ce que la direction propose, et pourquoi"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8})
    )


class SetAsideForm(ActionForm):
    reason = forms.CharField(label=_("Motif"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class DecisionForm(ActionForm):
    """Each domain has its rank, empty when it is no priority, and a share of the places where the board fixed one."""

    authority = forms.CharField(label=_("Qui a décidé"), max_length=160, initial=_("Conseil d’administration"))
    reference = forms.CharField(label=_("Procès-verbal"), max_length=120)
    decided_on = forms.DateField(label=_("Décidé le"))
    valid_from = forms.DateField(label=_("Vaut à partir du"))
    cited = forms.CharField(label=_("Texte cité"), max_length=300, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.codes = [term.code for term in rules.terms("domain")]
        for code in self.codes:
            name = label(code, "domain")
            self.fields[f"rank_{code}"] = forms.IntegerField(
                label=_("%(name)s : rang") % {"name": name}, min_value=1, max_value=99, required=False
            )
            self.fields[f"share_{code}"] = forms.IntegerField(
                label=_("%(name)s : part des places, en %%") % {"name": name},
                min_value=1,
                max_value=100,
                required=False,
            )

    def clean(self) -> dict:
        typed = super().clean() or {}
        ranks = [rank for code in self.codes if (rank := typed.get(f"rank_{code}"))]
        if len(set(ranks)) < len(ranks):
            raise forms.ValidationError(_("Deux domaines ont le même rang."))
        return typed

    def rows(self) -> list[tuple]:
        """(name of the domain, its rank, its share): a line of the table."""
        return [(label(code, "domain"), self[f"rank_{code}"], self[f"share_{code}"]) for code in self.codes]

    def plain(self) -> list:
        """The other fields."""
        return [self[name] for name in ("authority", "reference", "decided_on", "valid_from", "cited")]

    def values(self) -> dict:
        typed = super().values()
        chosen = sorted((typed[f"rank_{code}"], code) for code in self.codes if typed[f"rank_{code}"])
        names = ("authority", "reference", "decided_on", "valid_from", "cited")
        return {name: typed[name] for name in names} | {
            "domains": [Ranked(code, typed[f"share_{code}"]) for _rank, code in chosen]
        }


class WithdrawForm(ActionForm):
    reason = forms.CharField(
        label=_("Pourquoi cette décision est retirée"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
