from django import forms
from django.utils.translation import gettext_lazy as _

from teriya.exchange.wire.fields import Category
from teriya.exchange.wire.states import Direction
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.fields import PaperField


class CardForm(ActionForm):
    card = forms.CharField(
        label=_("Contenu de la carte"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text=_("Le texte du fichier que l’autre agence vous a remis, tel quel."),
    )


class NameForm(ActionForm):
    """An agency without the system."""

    name = forms.CharField(label=_("Nom de l’agence"), max_length=160)
    code = forms.SlugField(label=_("Code court"), max_length=20, help_text=_("Celui de son pays, par exemple ml."))
    country = forms.CharField(label=_("Pays, en deux lettres"), min_length=2, max_length=2)

    def clean_country(self) -> str:
        return self.cleaned_data["country"].upper()


class ConfirmForm(ActionForm):
    fingerprint = forms.CharField(
        label=_("Empreinte lue par l’autre agence"),
        required=False,
        max_length=40,
        help_text=_("Appelez-la à un numéro que vous connaissez, et tapez ce qu’elle lit."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ReasonForm(ActionForm):
    """The button says the step."""

    step = forms.CharField(max_length=20)
    reason = forms.CharField(
        label=_("Motif"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class FileForm(ActionForm):
    file = forms.FileField(label=_("Fichier de l’autre agence"))


class AuthorisationForm(ActionForm):
    direction = forms.ChoiceField(label=_("Sens"), choices=Direction.choices, widget=forms.RadioSelect)
    authority = forms.CharField(label=_("Autorité"), max_length=160)
    number = forms.CharField(label=_("Numéro de l’autorisation"), max_length=80)
    categories = forms.MultipleChoiceField(
        label=_("Données couvertes"),
        choices=Category.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Les données de santé ne partent jamais : elles ne sont pas dans la liste."),
    )
    since = forms.DateField(label=_("Du"))
    until = forms.DateField(label=_("Au"))
    paper = PaperField(label=_("Le papier"), required=False)
