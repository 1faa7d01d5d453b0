"""What people type about a placement."""

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.web import ActionForm
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.calls.states import PlacementMode
from teriya.mobilisation.hosts.models import Need
from teriya.mobilisation.placement.models import Offer
from teriya.mobilisation.placement.openings import Supply
from teriya.mobilisation.placement.settings import CRITERIA
from teriya.mobilisation.placement.states import OfferState

RULE_WORDS = [
    ("profile", _("le profil demandé")), ("home_commune", _("sa commune")), ("home_region", _("sa région")),
    ("domain", _("un domaine prioritaire")),
]  # fmt: skip


class SimulationForm(ActionForm):
    """A name and limits; what is left empty limits nothing. Each row of the tables has its seats beside it."""

    name = forms.CharField(
        label=_("Nom de la simulation"), max_length=80, help_text=_("Par exemple : plafonds actuels.")
    )
    domains = forms.MultipleChoiceField(
        label=_("Domaines prioritaires"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Leurs postes passent d’abord, là où l’argent ou un plafond est partagé. Cochés : ceux en vigueur à l’ouverture de la vague."),
    )  # fmt: skip
    reserved_women = forms.IntegerField(
        label=_("Sur cent places d’un poste, réservées aux femmes"), min_value=0, max_value=100, required=False,
        help_text=_("Une place réservée que personne ne prend reste vide."),
    )  # fmt: skip
    least_women = forms.IntegerField(
        label=_("Femmes à placer, au moins"), min_value=0, required=False,
        help_text=_("Le plus petit bonus de points qui y suffit est cherché, puis publié."),
    )  # fmt: skip
    host_ranks = forms.CharField(
        label=_("Classements de structures"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Un poste par ligne, puis les numéros dans l’ordre de la structure. B0017 : 12 4 33"),
    )  # fmt: skip
    rule = forms.MultipleChoiceField(
        label=_("Critères de la règle"), required=False, widget=forms.CheckboxSelectMultiple, choices=RULE_WORDS,
        help_text=_("Ils comptent dans cet ordre ; le sort départage."),
    )  # fmt: skip

    def __init__(self, *args, supply: Supply, mode: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.supply = supply
        self.rows = {
            "ceilings": self._numbers("ceiling", supply.cells, _("Plafond")),
            "places": self._numbers("places", supply.envelopes, _("Places à employer")),
            "budgets": self._numbers("budget", supply.envelopes, _("Budget, en francs")),
            "floors": self._numbers("floor", supply.regions, _("Plancher")),
            "tops": self._numbers("top", supply.regions, _("Plafond")),
        }
        self.fields["domains"].choices = supply.domains
        if mode == PlacementMode.RULE:
            self.fields["rule"].initial = list(CRITERIA)
        else:
            del self.fields["rule"]

    def _numbers(self, prefix: str, supply: dict[str, tuple[str, int]], what: str) -> dict[str, str]:
        """A number for each row; by its key, the name of its field."""
        names = {key: f"{prefix}-{slugify(key)}" for key in supply}
        for key, name in names.items():
            self.fields[name] = forms.IntegerField(label=f"{supply[key][0]} : {what}", min_value=0, required=False)
        return names

    def table(self, of: str, *kinds: str) -> list[tuple]:
        """Rows (label, seats, fields) of one of the tables."""
        return [
            (label, seats, [self[self.rows[kind][key]] for kind in kinds])
            for key, (label, seats) in getattr(self.supply, of).items()
        ]

    def ceiling_rows(self) -> list[tuple]:
        return self.table("cells", "ceilings")

    def envelope_rows(self) -> list[tuple]:
        return self.table("envelopes", "places", "budgets")

    def region_rows(self) -> list[tuple]:
        return self.table("regions", "floors", "tops")

    def clean_host_ranks(self) -> dict[str, list[str]]:
        ranks: dict[str, list[str]] = {}
        for line in self.cleaned_data["host_ranks"].splitlines():
            need, _colon, numbers = line.partition(":")
            if not line.strip():
                continue
            if not numbers.split() or need.strip() in ranks:
                raise forms.ValidationError(
                    _("« %(line)s » : écrivez le poste, deux-points, puis les numéros.") % {"line": line.strip()[:40]}
                )
            ranks[need.strip()] = numbers.replace(",", " ").split()
        return ranks

    def values(self) -> dict:
        typed = super().values()

        def limits(kind: str) -> dict[str, int]:
            return {key: typed[name] for key, name in self.rows[kind].items() if typed[name] is not None}

        floors, tops = limits("floors"), limits("tops")
        settings = {kind: limits(kind) for kind in ("ceilings", "places", "budgets")} | {
            "regions": {key: [floors.get(key, 0), tops.get(key)] for key in self.supply.regions if key in floors | tops},
            "domains": typed["domains"], "host_ranks": typed["host_ranks"],
            "reserved_women": typed["reserved_women"] or 0, "least_women": typed["least_women"] or 0,
        }  # fmt: skip
        if "rule" in typed:
            settings["rule"] = typed["rule"]
        return {"name": typed["name"], "settings": settings}


class OverrideForm(ActionForm):
    """A place given or refused by an officer, for a written reason."""

    post = forms.CharField(
        label=_("Poste donné"), max_length=20, required=False,
        help_text=_("Sa référence : B0017. Vide : cette personne n’est pas placée."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Motif, qui sera publié"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )
    name = forms.CharField(label=_("Nom de la nouvelle simulation"), max_length=80)


class TieForm(ActionForm):
    what = forms.CharField(
        label=_("Quel lien ?"),
        max_length=200,
        help_text=_("Par exemple : frère d’un candidat, membre du bureau d’une structure."),
    )


class AppealForm(ActionForm):
    text = forms.CharField(
        label=_("Ce que vous contestez, et pourquoi"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )


class AppealAnswerForm(ActionForm):
    uphold = forms.TypedChoiceField(
        label=_("Décision"), choices=[("yes", _("Recours admis")), ("no", _("Recours rejeté"))], widget=forms.RadioSelect,
        coerce=lambda v: v == "yes",
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Motif, que la personne lira"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    need = forms.ModelChoiceField(
        label=_("Place proposée"), queryset=Need.objects.none(), required=False, to_field_name="reference",
        empty_label=_("aucune"), help_text=_("Une place libre et financée, si le recours est admis."),
    )  # fmt: skip


YES_NO = [("yes", _("J’accepte cette place")), ("no", _("Je refuse cette place"))]


class AnswerForm(ActionForm):
    """The candidate's own answer."""

    accept = forms.TypedChoiceField(
        label=_("Votre réponse"), choices=YES_NO, widget=forms.RadioSelect, coerce=lambda v: v == "yes"
    )
    reason = forms.CharField(
        label=_("Pourquoi refusez-vous ?"), required=False, max_length=200,
        help_text=_("Vous pouvez ne rien écrire. Votre réponse nous aide à mieux choisir les postes."),
    )  # fmt: skip


class RecordForm(ActionForm):
    """Answers that came to an officer on paper or by phone."""

    offers = forms.ModelMultipleChoiceField(
        queryset=Offer.objects.none(),
        label=_("Propositions"),
        error_messages={"required": _("Cochez au moins une proposition.")},
    )
    accept = forms.TypedChoiceField(
        label=_("Réponse reçue"), choices=[("yes", _("Acceptée")), ("no", _("Refusée"))], widget=forms.RadioSelect,
        coerce=lambda v: v == "yes",
    )  # fmt: skip
    on = forms.DateField(label=_("Jour de la réponse"))
    reason = forms.CharField(
        label=_("Comment, et pourquoi"), required=False, max_length=200,
        help_text=_("Obligatoire pour un refus. La personne est prévenue par SMS."),
    )  # fmt: skip


class OfferFilter(forms.Form):
    """The address of the list of offers: state, wave, number or name."""

    etat = forms.ChoiceField(label=_("État"), required=False, choices=[("", _("tous")), *OfferState.choices])
    vague = forms.ModelChoiceField(
        label=_("Vague"), required=False, queryset=Wave.objects.none(), to_field_name="code", empty_label=_("toutes")
    )
    q = forms.CharField(label=_("N° ou nom"), required=False, max_length=60)
