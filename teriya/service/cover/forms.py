from collections.abc import Sequence

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.web import ActionForm
from teriya.service.cover.models import Cover, Dependant


class DeclareForm(ActionForm):
    payer = forms.ChoiceField(label=_("Qui paie pour ceux qui entrent"), choices=Cover.Payer.choices)


class NumbersForm(ActionForm):
    """A box for each person whose number is awaited; an empty one waits on."""

    def __init__(self, data, *, covers: Sequence[Cover]):
        super().__init__(data)
        for cover in covers:
            label = f"{cover.mission.person} · {cover.mission.person.matricule}"
            self.fields[f"number_{cover.pk}"] = forms.CharField(label=label, max_length=40, required=False)

    def numbers(self) -> dict[int, str]:
        return {int(name.removeprefix("number_")): value for name, value in self.values().items() if value}


class DependantForm(ActionForm):
    kin = forms.ChoiceField(label=_("Lien"), choices=Dependant.Kin.choices)
    family = forms.CharField(label=_("Nom de naissance"), max_length=80)
    given = forms.CharField(label=_("Prénoms"), max_length=120)
    birth_on = forms.DateField(label=_("Né(e) le"))
    paper = forms.CharField(label=_("Pièce qui le prouve"), max_length=120, help_text=_("Acte de mariage ou de naissance, avec son numéro."))  # fmt: skip


class EndForm(ActionForm):
    until = forms.DateField(label=_("Dernier jour couvert"), initial=timezone.localdate)
    reason = forms.CharField(label=_("Motif"), max_length=200)
