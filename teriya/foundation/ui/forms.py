"""The gallery's form: one field of each kind. It is shown, never kept."""

from django import forms
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.web import ActionForm

DIPLOMAS = [("bepc", "BEPC"), ("bac", "BAC"), ("licence", "Licence")]


class SampleForm(ActionForm):
    name = forms.CharField(label=_("Nom"), max_length=60, help_text=_("Comme sur la pièce d’identité."))
    born_on = forms.DateField(label=_("Date de naissance"))
    children = forms.IntegerField(label=_("Nombre d’enfants"), required=False, min_value=0)
    region = forms.ChoiceField(label=_("Région"), choices=[("p", "Plateaux"), ("s", "Savanes")])
    diploma = forms.ChoiceField(label=_("Dernier diplôme"), choices=DIPLOMAS, widget=forms.RadioSelect)
    languages = forms.MultipleChoiceField(
        label=_("Langues parlées"), choices=[("ee", "Ewe"), ("kbp", "Kabyè"), ("fr", "Français")],
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip
    paper = forms.FileField(label=_("Photo de la pièce"), required=False)
    note = forms.CharField(label=_("Remarque"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agreed = forms.BooleanField(label=_("J’ai vérifié avec la personne"))
