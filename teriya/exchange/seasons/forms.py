from django import forms
from django.utils.translation import gettext_lazy as _

from teriya.exchange.seasons.contents import MOST_BETWEEN, MOST_SEATS
from teriya.exchange.seasons.models import Part
from teriya.exchange.wire.models import Agency
from teriya.exchange.wire.states import AgencyState
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.fields import PaperField
from teriya.foundation.intake.fields import NumberField
from teriya.people.models import Person

RANKS = (("first", _("Premier pays")), ("second", _("Deuxième pays")), ("third", _("Troisième pays")))


class ConveneForm(ActionForm):
    name = forms.CharField(label=_("Nom de la saison"), max_length=120, help_text=_("Saison 2027, premier semestre"))
    agencies = forms.ModelMultipleChoiceField(
        label=_("Agences invitées"),
        queryset=Agency.objects.filter(state=AgencyState.KNOWN),
        widget=forms.CheckboxSelectMultiple,
    )
    profiles = forms.CharField(
        label=_("Profils de la saison, un par ligne"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Sage-femme, enseignant de mathématiques… Chaque agence choisit dans cette liste."),
    )  # fmt: skip
    tolerance = forms.IntegerField(
        label=_("Écart toléré entre envoyés et reçus"), min_value=0, max_value=20, initial=1,
        help_text=_("Le même pour toutes les agences. 0 : chacune reçoit autant qu’elle envoie."),
    )  # fmt: skip
    closes_on = forms.DateField(label=_("Entrées attendues jusqu’au"))

    def clean_profiles(self) -> list[str]:
        found = [line.strip() for line in self.cleaned_data["profiles"].splitlines() if line.strip()]
        if not found or len(found) > 40 or any(len(one) > 80 for one in found):
            raise forms.ValidationError(_("De 1 à 40 profils, de 80 lettres au plus."))
        return found


class CandidateForm(ActionForm):
    """One more candidate of a part: the choices are those of the season."""

    person = NumberField(
        label=_("Matricule, si c’est un de nos volontaires"), queryset=Person.objects.all(), to_field_name="matricule", required=False,
        help_text=_("Il reste ici : l’autre agence ne reçoit qu’un numéro."), error_messages={"invalid_choice": _("Personne n’a ce matricule.")},
    )  # fmt: skip
    profiles = forms.MultipleChoiceField(label=_("Ce que la personne sait faire"), widget=forms.CheckboxSelectMultiple)
    first = forms.ChoiceField(label=RANKS[0][1])
    second = forms.ChoiceField(label=RANKS[1][1], required=False)
    third = forms.ChoiceField(label=RANKS[2][1], required=False)

    def __init__(self, *args, part: Part, parts: list[Part], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["profiles"].choices = [(one, one) for one in part.season.profiles]
        countries = [(one.code, str(one)) for one in parts if one.code != part.code]
        for name, _label in RANKS:
            self.fields[name].choices = [("", _("aucun") if name != "first" else _("Choisissez")), *countries]
        for spare in RANKS[len(countries) :]:
            del self.fields[spare[0]]
        if not part.is_ours:
            del self.fields["person"]

    def values(self) -> dict:
        found = super().values()
        return {
            "profiles": found["profiles"], "person": found.get("person"),
            "agencies": [found.get(name, "") for name, _label in RANKS],
        }  # fmt: skip


class PostForm(ActionForm):
    profile = forms.ChoiceField(label=_("Profil demandé"))
    seats = forms.IntegerField(label=_("Places"), min_value=1, max_value=MOST_SEATS, initial=1)
    what = forms.CharField(
        label=_("Structure d’accueil et lieu"), max_length=160, required=False, help_text=_("Reste ici : la saison ne voit que le profil.")
    )  # fmt: skip

    def __init__(self, *args, part: Part, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["profile"].choices = [("", _("Choisissez")), *((one, one) for one in part.season.profiles)]


class NumbersForm(ActionForm):
    """How many each way with each other agency of the season; `agreed`: what our convention with each says."""

    def __init__(self, *args, part: Part, parts: list[Part], agreed: dict[str, tuple[int, int]], **kwargs):
        super().__init__(*args, **kwargs)
        self.codes = [one.code for one in parts if one.code != part.code]
        for one in (one for one in parts if one.code != part.code):
            said, known = part.numbers.get(one.code), agreed.get(one.code, (0, 0))
            for number, (way, label) in enumerate(
                (("out", _("Vers %(country)s, au plus")), ("in", _("De %(country)s, au plus")))
            ):
                self.fields[f"{one.code}_{way}"] = forms.IntegerField(
                    label=label % {"country": one}, min_value=0, max_value=MOST_BETWEEN, initial=said[way] if said else known[number],
                    help_text=_("Convention en vigueur : %(n)s.") % {"n": known[number]} if one.code in agreed else "",
                )  # fmt: skip

    def values(self) -> dict:
        found = super().values()
        return {"numbers": {code: {way: found[f"{code}_{way}"] for way in ("out", "in")} for code in self.codes}}


class SayForm(ActionForm):
    """For an agency without the system: the letter that says it."""

    source = forms.CharField(label=_("Quelle lettre le dit"), max_length=200, help_text=_("Lettre du 3 mars, n° 12"))
    paper = PaperField(label=_("La lettre"), required=False)

    def __init__(self, *args, part: Part, **kwargs):
        super().__init__(*args, **kwargs)
        if part.is_ours:
            del self.fields["source"], self.fields["paper"]


class AnswerForm(SayForm):
    reason = forms.CharField(
        label=_("Motif, pour décliner"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class StepForm(ActionForm):
    reason = forms.CharField(
        label=_("Motif"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
