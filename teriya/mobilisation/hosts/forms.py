from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.fields import PhoneField
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.fields import PaperField, PhotosField
from teriya.foundation.intake import readers
from teriya.foundation.intake.fields import CommuneField, ReadField, Suggestions
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.offline.forms import EditForm
from teriya.foundation.places import queries as places
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.templatetags.words import label
from teriya.mobilisation.hosts.actions import papers_asked
from teriya.mobilisation.hosts.models import RUBRICS, HostOfficer, Housing
from teriya.mobilisation.hosts.states import HostState, NeedState


def words(kind: str) -> list[tuple[str, str]]:
    """The pack's words of one kind, in the language of the page."""
    return [(term.code, label(term.code, kind)) for term in rules.terms(kind)]


class DatedForm(ActionForm):
    on = forms.DateField(label=_("Date"), initial=timezone.localdate)


class HostForm(ActionForm):
    name = forms.CharField(
        label=_("Nom de la structure"), max_length=160, widget=forms.TextInput(attrs={"autofocus": True})
    )
    legal_form = forms.ChoiceField(label=_("Statut juridique"))
    receipt_number = forms.CharField(
        label=_("Numéro de récépissé"),
        max_length=60,
        required=False,
        help_text=_("Demandé aux ONG et aux associations."),
    )
    domain = forms.ChoiceField(label=_("Domaine"))
    commune = CommuneField()
    head = forms.CharField(label=_("Responsable"), max_length=120)
    phone = PhoneField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["legal_form"].choices = words("legal_form")
        self.fields["domain"].choices = words("domain")

    def values(self) -> dict:
        values = super().values()
        return values | {"commune_id": values.pop("commune").pk}


class JoinForm(HostForm):
    """A host registers itself: who is on the telephone, and the récépissé, photographed now or later."""

    who = forms.CharField(label=_("Votre nom"), max_length=120)
    paper = PaperField(label=_("Photo du récépissé"), required=False)
    field_order = [
        "name",
        "legal_form",
        "receipt_number",
        "paper",
        "domain",
        "commune",
        "head",
        "phone",
        "who",
        "receipt",
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["phone"].help_text = _("Celui de la structure. Les décisions y arrivent par SMS.")

    def values(self) -> dict:
        """What the register keeps of the host itself."""
        values = super().values()
        return {name: value for name, value in values.items() if name not in ("who", "paper")}


class PaperForm(ActionForm):
    kind = forms.ChoiceField(label=_("Pièce"))
    paper = PaperField(label=_("Photo ou PDF"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = papers_asked()
        self.fields["kind"].choices = [(code, name) for code, name in words("paper") if code in asked]


class UndertakeForm(ActionForm):
    """Each duty has its box. The centre also writes who signed the paper."""

    ticked = forms.MultipleChoiceField(
        label=_("La structure s’engage à :"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Cochez chaque engagement.")},
    )  # fmt: skip
    signed_by = forms.CharField(
        label=_("Nom du responsable qui a signé"), max_length=120, help_text=_("Tel qu’il est sur le papier signé.")
    )

    def __init__(self, *args, in_ink: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ticked"].choices = words("commitment")
        if not in_ink:
            del self.fields["signed_by"]


class RecourseForm(ActionForm):
    text = forms.CharField(
        label=_("Ce que vous contestez, et pourquoi"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6})
    )


class RecourseAnswerForm(ActionForm):
    uphold = forms.TypedChoiceField(
        label=_("Réponse"), coerce=lambda word: word == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("Recours admis")), ("no", _("Recours rejeté"))],
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Motif"), widget=forms.Textarea(attrs={"rows": 4}), help_text=_("La structure le lira.")
    )


class EvaluateForm(EditForm, DatedForm):
    """The four rubrics, each answered; a « non » needs its finding. Photos of the place, shrunk on the phone."""

    findings = forms.CharField(label=_("Observations"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    photos = PhotosField(label=_("Photos prises sur place"), help_text=_("Huit au plus. Le téléphone les réduit."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        answers = [("yes", _("oui")), ("no", _("non"))]
        for name, rubric in RUBRICS.items():
            self.fields[name] = forms.ChoiceField(label=rubric.capitalize(), choices=answers, widget=forms.RadioSelect)
        self.order_fields(["on", *RUBRICS, "findings", "photos", "receipt"])

    def clean(self) -> None:
        super().clean()
        if any(self.cleaned_data.get(name) == "no" for name in RUBRICS) and not self.cleaned_data.get("findings"):
            self.add_error("findings", _("Écrivez ce qui manque : la structure le lira."))

    def rubrics(self) -> dict:
        return {name: self.cleaned_data[name] == "yes" for name in RUBRICS} | {
            "findings": self.cleaned_data["findings"]
        }


class ChosenForm(ActionForm):
    """Things ticked in a list. The list is read again when the form comes back: what is no longer there is left out."""

    chosen = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": _("Cochez au moins une ligne."),
                                    "invalid_choice": _("La liste a changé depuis. Vérifiez, puis envoyez à nouveau.")},
    )  # fmt: skip

    all_at_first = True  # each is ticked until the person unticks it

    def __init__(self, data: Mapping | None, *, among: Collection[int]):
        super().__init__(data)
        self.fields["chosen"].choices = [(pk, pk) for pk in among]

    @property
    def ticks(self) -> set[int]:
        """What is ticked on the page: everything or nothing at first, then what the person left."""
        if not self.is_bound:
            return {pk for pk, _pk in self.fields["chosen"].choices} if self.all_at_first else set()
        return {int(pk) for pk in self.data.getlist("chosen") if pk.isdecimal()}

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields to lay out; the boxes stand in the table."""
        return [field for field in self.visible_fields() if field.name != "chosen"]


class AccreditForm(ChosenForm):
    months = forms.IntegerField(label=_("Durée de l’agrément, en mois"), min_value=1, max_value=120, initial=24)
    quota = forms.IntegerField(label=_("Volontaires au plus par structure"), min_value=1, max_value=1000, initial=5)
    on = forms.DateField(label=_("Date de la décision"), initial=timezone.localdate)


class WiderQuotaForm(ActionForm):
    quota = forms.IntegerField(
        label=_("Volontaires à la fois, en tout"),
        min_value=2,
        max_value=1000,
        help_text=_("Ceux qui sont déjà là comptent."),
    )
    reason = forms.CharField(
        label=_("Pourquoi il en faut plus"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000,
        help_text=_("Le travail à faire, qui encadrera, où ils seront reçus."),
    )  # fmt: skip


class WiderQuotaAnswerForm(DatedForm):
    grant = forms.TypedChoiceField(
        label=_("Décision"), coerce=lambda word: word == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("Accorder")), ("no", _("Refuser"))],
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Motif"), widget=forms.Textarea(attrs={"rows": 3}), required=False,
        help_text=_("Demandé pour un refus. La structure le lira."),
    )  # fmt: skip
    field_order = ["grant", "reason", "on"]


class InkForm(ChosenForm):
    on = forms.DateField(label=_("Date de la signature"), initial=timezone.localdate)


class ApproveForm(ChosenForm):
    reason = forms.CharField(
        label=_("Motif"), widget=forms.Textarea(attrs={"rows": 2}), required=False,
        help_text=_("Demandé si l’une des structures cochées répond mal."),
    )  # fmt: skip
    on = forms.DateField(label=_("Date de la décision"), initial=timezone.localdate)


class FundForm(ChosenForm):
    """The envelope that pays, or up to three by their parts."""

    envelope = forms.ModelChoiceField(Envelope.objects.none(), label=_("Enveloppe"))
    on = forms.DateField(label=_("Date"), initial=timezone.localdate)
    weight = forms.IntegerField(label=_("Part de la première enveloppe"), min_value=1, max_value=1000, required=False)
    second = forms.ModelChoiceField(Envelope.objects.none(), label=_("Deuxième enveloppe"), required=False)
    second_weight = forms.IntegerField(label=_("Sa part"), min_value=1, max_value=1000, required=False)
    third = forms.ModelChoiceField(Envelope.objects.none(), label=_("Troisième enveloppe"), required=False)
    third_weight = forms.IntegerField(label=_("Sa part"), min_value=1, max_value=1000, required=False)

    def __init__(self, data: Mapping | None, *, among: Collection[int], envelopes: Sequence[tuple[Envelope, str]]):
        super().__init__(data, among=among)
        rows = Envelope.objects.filter(pk__in=[envelope.pk for envelope, _left in envelopes])
        for name in ("envelope", "second", "third"):
            self.fields[name].queryset = rows
            self.fields[name].choices = [("", "—"), *((envelope.pk, words) for envelope, words in envelopes)]

    @property
    def shown(self) -> list[forms.BoundField]:
        return [self["envelope"], self["on"]]

    @property
    def shared(self) -> list[forms.BoundField]:
        """What is asked only when several envelopes pay."""
        return [self[name] for name in ("weight", "second", "second_weight", "third", "third_weight")]

    @property
    def is_shared(self) -> bool:
        return any(field.value() or field.errors for field in self.shared)

    def clean(self) -> dict:
        """A part for each envelope that pays, as soon as there are two."""
        data, asked = super().clean(), [name for name in ("second", "third") if self.cleaned_data.get(name)]
        for name in [*(f"{name}_weight" for name in asked), *(["weight"] if asked else [])]:
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _("Écrivez la part de cette enveloppe."))
        return data

    def payers(self) -> dict:
        """The arguments of `needs.fund` that say who pays."""
        data = self.cleaned_data
        others = [(data[name], data[f"{name}_weight"]) for name in ("second", "third") if data[name]]
        return {"envelope": data["envelope"], "weight": data["weight"] if others else 1, "others": others}


class CloseSeatsForm(ChosenForm):
    all_at_first = False
    reason = forms.CharField(label=_("Motif"), widget=forms.Textarea(attrs={"rows": 2}))
    on = forms.DateField(label=_("Date"), initial=timezone.localdate)


class RefinanceForm(FundForm):
    all_at_first = False
    reason = forms.CharField(
        label=_("Motif"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Par exemple une convention qui s’arrête."),
    )

    @property
    def shown(self) -> list[forms.BoundField]:
        return [self["envelope"], self["reason"], self["on"]]


class ReasonForm(DatedForm):
    reason = forms.CharField(
        label=_("Motif"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("La structure le lira.")
    )
    field_order = ["reason", "on"]


class OfficerForm(ActionForm):
    name = forms.CharField(label=_("Nom et prénom"), max_length=120)
    phone = PhoneField(help_text=_("Elle ou il entrera sur le site avec ce téléphone."))
    duty = forms.ChoiceField(label=_("En qualité de"), choices=HostOfficer.Duty.choices)


class NeedForm(ActionForm):
    """What a host asks for, prefilled from the last need of the same profile."""

    form = forms.ChoiceField(label=_("Forme de volontariat"))
    profile = ReadField(
        lambda text: readers.word("profile", 60)(text), label=_("Profil du poste"), widget=Suggestions()
    )
    diploma = forms.ChoiceField(label=_("Niveau minimum"), required=False)
    places = forms.IntegerField(label=_("Nombre de places"), min_value=1, max_value=500, initial=1)
    months = forms.IntegerField(label=_("Durée, en mois"), min_value=1, max_value=60, initial=12)
    starts_on = forms.DateField(label=_("Prise de service"))
    tutor = forms.CharField(
        label=_("Tuteur"),
        max_length=120,
        required=False,
        help_text=_("Qui encadrera le volontaire dans la structure."),
    )
    tasks = forms.CharField(
        label=_("Tâches"), widget=forms.Textarea(attrs={"rows": 4}), required=False, help_text=_("Une par ligne.")
    )

    outputs = forms.CharField(
        label=_("Résultats attendus"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("Un par ligne."),
    )
    place = forms.CharField(
        label=_("Lieu précis"), max_length=160, required=False, help_text=_("Le village, le quartier ou le service.")
    )
    housing = forms.ChoiceField(label=_("Logement"), required=False, choices=[("", _("à préciser")), *Housing.choices])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = [("", gettext("choisir")), *rules.form_choices()]
        self.fields["diploma"].choices = [("", gettext("aucun")), *words("diploma")]
        self.fields["profile"].widget.suggestions = [name for _code, name in words("profile")]

    def values(self) -> dict[str, Any]:
        """The need without its reference and host; the form of volunteering goes apart."""
        values = super().values()
        values.pop("form")
        return values


class ReplaceForm(NeedForm):
    reason = forms.CharField(
        label=_("Pourquoi remplacer ce besoin"), widget=forms.Textarea(attrs={"rows": 2}), max_length=400
    )


class HostFilter(forms.Form):
    q = forms.CharField(label=_("Nom ou numéro"), required=False)
    etat = forms.ChoiceField(
        label=_("État"),
        choices=[("", _("tous")), *HostState.choices, ("ending", _("à évaluer à nouveau"))],
        required=False,
    )
    domaine = forms.ChoiceField(label=_("Domaine"), required=False)
    commune = CommuneField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["domaine"].choices = [("", _("tous")), *words("domain")]


class PostFilter(forms.Form):
    q = forms.CharField(label=_("Métier, structure ou lieu"), required=False, max_length=80)
    domaine = forms.ChoiceField(label=_("Domaine"), required=False)
    region = forms.ChoiceField(label=_("Région"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["domaine"].choices = [("", _("tous")), *words("domain")]
        self.fields["region"].choices = [
            ("", _("toutes")),
            *places.regions().order_by("name").values_list("code", "name"),
        ]


class NeedFilter(forms.Form):
    q = forms.CharField(label=_("Référence ou structure"), required=False)
    etat = forms.ChoiceField(label=_("État"), choices=[("", _("tous")), *NeedState.choices], required=False)
    forme = forms.ChoiceField(label=_("Forme"), required=False)
    profil = forms.ChoiceField(label=_("Profil"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["forme"].choices = [("", _("toutes")), *rules.form_choices()]
        self.fields["profil"].choices = [("", _("tous")), *words("profile")]
