from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.fields import PhoneField
from teriya.foundation.core.web import ActionForm
from teriya.foundation.intake.fields import CommuneField
from teriya.foundation.places.models import Place
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.templatetags.words import label
from teriya.insertion.referrals.actions.openings import NewOpening
from teriya.insertion.referrals.models import Service
from teriya.insertion.referrals.states import Kind, OpeningKind, ReferralState
from teriya.mobilisation.hosts.models import Host


def words(kind: str) -> list[tuple[str, str]]:
    return [(term.code, label(term.code, kind)) for term in rules.terms(kind)]


class PlacedForm(ActionForm):
    """Where: a commune when it is typed, else a region, else the whole country."""

    region = forms.ModelChoiceField(label=_("Région"), queryset=None, required=False, empty_label=_("Tout le pays"))
    commune = CommuneField(label=_("Commune, s’il n’y en a qu’une"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = Place.objects.filter(level=Place.Level.REGION, valid_to=None)

    def values(self) -> dict:
        values = super().values()
        region, commune = values.pop("region"), values.pop("commune")
        return values | {"place": commune or region or Place.objects.get(level=Place.Level.COUNTRY)}


class ServiceForm(PlacedForm):
    name = forms.CharField(label=_("Nom du service"), max_length=160)
    kind = forms.ChoiceField(label=_("Genre"), choices=Kind.choices)
    gives = forms.CharField(label=_("Ce qu’il apporte"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    phone = PhoneField(required=False)
    address = forms.CharField(label=_("Adresse"), max_length=200, required=False)
    source = forms.CharField(
        label=_("Qui le dit"), max_length=300, required=False, help_text=_("Texte, appel, visite.")
    )
    field_order = ["name", "kind", "region", "commune", "gives", "phone", "address", "source"]

    @staticmethod
    def start(service: Service) -> dict:
        """What the form shows of a service that is known."""
        place = service.place
        where = (
            {"commune": place.name}
            if place.level == Place.Level.COMMUNE
            else {"region": place if place.region_id or place.level == Place.Level.REGION else None}
        )
        plain = {
            name: getattr(service, name)
            for name in ("name", "kind", "gives", "phone", "address", "source", "is_to_confirm")
        }
        return plain | where


class ServiceChangeForm(ServiceForm):
    is_to_confirm = forms.BooleanField(label=_("Coordonnées encore à confirmer"), required=False)


class ReasonForm(ActionForm):
    reason = forms.CharField(label=_("Motif"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class ReferForm(ActionForm):
    service = forms.ModelChoiceField(label=_("Service"), queryset=Service.objects.none(), empty_label=None)
    asked = forms.CharField(label=_("Ce que vous lui demandez"), widget=forms.Textarea(attrs={"rows": 3}))
    on = forms.DateField(label=_("Orienté le"), initial=timezone.localdate)

    def __init__(self, *args, region: Place | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Service.objects.open().select_related("place")
        self.fields["service"].queryset = (rows.serving(region) if region else rows).order_by("kind", "name")


class NewsForm(ActionForm):
    """The button says the step."""

    step = forms.ChoiceField(
        choices=[(step, step) for step in ("accept", "refuse", "stay_silent", "begin", "finish", "abandon")]
    )
    on = forms.DateField(label=_("Nouvelle apprise le"), initial=timezone.localdate)
    reason = forms.CharField(
        label=_("Motif, ou résultat"), required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("À écrire pour un refus, un abandon, une fin."),
    )  # fmt: skip


class AnswerForm(ActionForm):
    """What a service says through its link."""

    step = forms.ChoiceField(choices=[(step, step) for step in ("accept", "refuse", "begin", "finish")])
    reason = forms.CharField(
        label=_("Motif, ou résultat"), required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("À écrire pour un refus ou une fin."),
    )  # fmt: skip


class OpeningForm(PlacedForm):
    kind = forms.ChoiceField(
        label=_("Emploi ou formation"), choices=OpeningKind.choices, widget=forms.RadioSelect, initial=OpeningKind.JOB
    )
    title = forms.CharField(label=_("Intitulé"), max_length=120)
    host = forms.ModelChoiceField(
        label=_("Structure d’accueil"),
        queryset=Host.objects.none(),
        required=False,
        empty_label=_("Aucune : un autre employeur"),
    )
    employer = forms.CharField(
        label=_("Autre employeur"),
        max_length=160,
        required=False,
        help_text=_("Si ce n’est pas une structure d’accueil."),
    )
    profiles = forms.MultipleChoiceField(
        label=_("Postes qui y préparent"), required=False, widget=forms.CheckboxSelectMultiple
    )
    domain = forms.ChoiceField(label=_("Domaine"), required=False)
    diploma = forms.ChoiceField(label=_("Niveau demandé"), required=False)
    told = forms.CharField(label=_("De quoi il s’agit, et comment répondre"), widget=forms.Textarea(attrs={"rows": 4}))
    closes_on = forms.DateField(label=_("Dernier jour pour répondre"))
    field_order = [
        "kind",
        "title",
        "host",
        "employer",
        "region",
        "commune",
        "domain",
        "profiles",
        "diploma",
        "told",
        "closes_on",
    ]

    def __init__(self, *args, hosts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["profiles"].choices = words("profile")
        self.fields["domain"].choices = [("", _("Tous")), *words("domain")]
        self.fields["diploma"].choices = [("", _("Aucun")), *words("diploma")]
        if hosts:
            self.fields["host"].queryset = hosts
        else:
            del self.fields["host"]

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("employer") and not cleaned.get("host"):
            self.add_error("employer", _("Dites qui propose cette offre."))
        return cleaned

    def new(self) -> NewOpening:
        values = self.values()
        return NewOpening(**values | {"profiles": tuple(values["profiles"]), "host": values.get("host")})


class DecisionForm(ActionForm):
    step = forms.ChoiceField(choices=[(step, step) for step in ("publish", "refuse", "withdraw")])
    reason = forms.CharField(
        label=_("Motif"), required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )


class InterestForm(ActionForm):
    step = forms.ChoiceField(choices=[(step, step) for step in ("introduce", "take", "turn_down")])
    since = forms.DateField(
        label=_("Retenu : premier jour"), required=False, initial=timezone.localdate,
        help_text=_("Une fois commencé : c’est aussi sa nouvelle situation."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Motif"), required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )


class ServiceFilter(forms.Form):
    genre = forms.ChoiceField(label=_("Genre"), choices=[("", _("Tous")), *Kind.choices], required=False)
    region = forms.ModelChoiceField(label=_("Région"), queryset=None, required=False, empty_label=_("Toutes"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = Place.objects.filter(level=Place.Level.REGION, valid_to=None)


class ReferralFilter(forms.Form):
    etat = forms.ChoiceField(
        label=_("Montrer"), choices=[("", _("Celles qui attendent")), *ReferralState.choices], required=False
    )
