from django import forms
from django.utils.translation import gettext_lazy as _

from teriya.contribution.opendata.states import ReleaseKind
from teriya.foundation.core.web import ActionForm


class PrepareForm(ActionForm):
    kind = forms.ChoiceField(label=_("Ce qui est publié"), choices=ReleaseKind)


class DecideForm(ActionForm):
    reason = forms.CharField(
        label=_("Motif"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class ConsentForm(ActionForm):
    is_given = forms.TypedChoiceField(
        label=_("Le partenaire accepte que cette convention soit publiée"), choices=[("1", _("oui")), ("0", _("non"))],
        coerce=lambda said: said == "1", widget=forms.RadioSelect,
    )  # fmt: skip
    proof = forms.CharField(label=_("Référence de sa lettre"), required=False, max_length=200)


class ExtractForm(forms.Form):
    """The year of the extract, and under which agreement it is taken."""

    annee = forms.IntegerField(label=_("Année"), min_value=2000, max_value=2100)
    reference = forms.CharField(
        label=_("Référence de l’accord avec l’institut de statistique"), min_length=3, max_length=120
    )
