"""What people type about a lead."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.models import User
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.fields import PaperField
from teriya.foundation.ledger.fields import AmountField
from teriya.partnerships.partners.actions import NewProject
from teriya.partnerships.partners.forms import YearField, known_partners, people
from teriya.partnerships.partners.models import Opportunity, Partner
from teriya.partnerships.partners.states import OpportunityState


class OpportunityFilter(forms.Form):
    etat = forms.ChoiceField(label=_("Étape"), choices=[("", _("toutes")), *OpportunityState.choices], required=False)
    suivi = forms.ChoiceField(
        label=_("Suivi"),
        choices=[("", _("tous")), ("moi", _("par moi")), ("retard", _("étape passée"))],
        required=False,
    )


class OpportunityForm(ActionForm):
    title = forms.CharField(label=_("Objet"), max_length=160)
    partner = forms.ModelChoiceField(
        Partner.objects.none(), label=_("Partenaire"), required=False, empty_label=_("tous, ou pas encore connu")
    )
    amount = AmountField(label=_("Somme demandée, en francs"))
    volunteers = forms.IntegerField(label=_("Volontaires demandés"), min_value=0, initial=0)
    projects = forms.CharField(
        label=_("Projets, un par ligne"), widget=forms.Textarea(attrs={"rows": 4}), required=False,
        help_text=_("S’il y en a plusieurs. Nom ; volontaires ; francs s’ils sont connus. Leurs volontaires font le total."),
    )  # fmt: skip
    year = YearField(label=_("Signature espérée en"))
    percent = forms.IntegerField(
        label=_("Chances, sur 100"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=_("Vide : celles de l’étape."),
    )
    next_step = forms.CharField(label=_("Prochaine étape"), max_length=160, required=False)
    next_on = forms.DateField(label=_("Avant le"), required=False)
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Suivie par"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = known_partners()
        self.fields["owner"].queryset = people()

    def clean_projects(self) -> Sequence[NewProject]:
        lines = [line for line in self.cleaned_data["projects"].splitlines() if line.strip()]
        found = [_project(place, line) for place, line in enumerate(lines, start=1)]
        if len({project.label for project in found}) < len(found):
            raise forms.ValidationError(_("Deux projets portent le même nom."))
        return found


def _project(place: int, line: str) -> NewProject:
    """One line of the box; ValidationError names it."""
    label, volunteers, amount, *rest = [*(word.strip() for word in line.split(";")), "", ""]
    volunteers, amount = "".join(volunteers.split()), "".join(amount.split())
    is_read = 0 < len(label) <= 160 and volunteers.isdecimal() and (not amount or amount.isdecimal())
    if not is_read or any(rest) or len(volunteers) > 7 or len(amount) > 13 or (amount and not int(amount)):
        raise forms.ValidationError(_("Ligne %(place)s : écrivez nom ; volontaires ; francs."), params={"place": place})  # fmt: skip
    return NewProject(label, int(volunteers), int(amount) if amount else None)


def said_of(row: Opportunity) -> dict[str, Any]:
    """The form’s first values, from a lead as it stands."""
    lines = [[p.label, str(p.volunteers), *([str(p.amount)] if p.amount else [])] for p in row.projects.order_by("pk")]
    names = ("title", "partner", "amount", "volunteers", "year", "percent", "next_step", "next_on", "owner")
    return {name: getattr(row, name) for name in names} | {"projects": "\n".join(" ; ".join(line) for line in lines)}


class LoseForm(ActionForm):
    reason = forms.CharField(label=_("Pourquoi elle est perdue"), max_length=200)
    learnt = forms.CharField(
        label=_("Ce qu’elle nous apprend"), widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("La prochaine demande le relira."),
    )  # fmt: skip


class PaperForm(ActionForm):
    paper = PaperField(label=_("Note, lettre ou réponse"))
