from collections.abc import Sequence

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.accounts.roles import granting
from teriya.foundation.core.web import ActionForm
from teriya.foundation.intake.fields import NumberField
from teriya.insertion.alumni.engine.ranking import JURY
from teriya.insertion.alumni.states import Shown
from teriya.service.missions.models import Mission


class ProfileForm(ActionForm):
    shows = forms.MultipleChoiceField(
        label=_("Les autres anciens peuvent lire"), choices=Shown.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Votre nom se lit toujours ; le reste, seulement si vous le cochez."),
    )  # fmt: skip
    work = forms.CharField(label=_("Ce que je fais"), max_length=120, required=False, help_text=_("Métier, lieu de travail."))  # fmt: skip
    offers = forms.CharField(
        label=_("Je peux aider à"),
        max_length=200,
        required=False,
        help_text=_("Vide : vous ne recevez pas de demandes."),
    )
    wants_sms = forms.BooleanField(
        label=_("Je veux bien des SMS : demandes reçues, anniversaire de fin de service"), required=False
    )


class WordsForm(ActionForm):
    words = forms.CharField(label=_("Votre demande"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(ActionForm):
    request = forms.IntegerField()
    step = forms.ChoiceField(choices=[(name, name) for name in ("accept", "decline", "take_back")])


class PrizeForm(ActionForm):
    year = forms.IntegerField(
        label=_("Année"), min_value=2011, max_value=2100, initial=lambda: timezone.localdate().year
    )
    title = forms.CharField(label=_("Nom du prix"), max_length=120, initial=_("Prix du meilleur volontaire"))


class NominateForm(ActionForm):
    mission = NumberField(
        label=_("Numéro de la mission"), queryset=Mission.objects.select_related("person", "host"), to_field_name="number",
        error_messages={"invalid_choice": _("Aucune mission n’a ce numéro.")},
    )  # fmt: skip
    why = forms.CharField(label=_("Pourquoi"), max_length=400, widget=forms.Textarea(attrs={"rows": 4}))


class JuryForm(ActionForm):
    jurors = forms.ModelMultipleChoiceField(
        label=_("Les trois jurés"), queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = User.objects.filter(appointment__role__in=granting(P.JURY_SCORE), is_active=True)
        self.fields["jurors"].queryset = rows.distinct().order_by("name")

    def clean_jurors(self) -> list[User]:
        found = list(self.cleaned_data["jurors"])
        if len(found) != JURY:
            raise forms.ValidationError(_("Choisissez trois membres de jury différents."))
        return found


class SheetForm(ActionForm):
    """A mark for each criterion."""

    def __init__(self, *args, criteria: Sequence[tuple[str, int]], **kwargs):
        super().__init__(*args, **kwargs)
        for place, (label, most) in enumerate(criteria):
            self.fields[f"mark_{place}"] = forms.IntegerField(
                label=_("%(label)s, sur %(most)s") % {"label": label, "most": most}, min_value=0, max_value=most,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )  # fmt: skip

    def marks(self) -> list[int]:
        return [value for name, value in self.cleaned_data.items() if name.startswith("mark_")]


class DecisionForm(ActionForm):
    step = forms.ChoiceField(choices=[(name, name) for name in ("publish", "drop")])
    reason = forms.CharField(
        label=_("Motif"), required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )
