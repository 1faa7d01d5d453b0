"""What people type about a convention and its lines."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.fields import PhoneField
from teriya.foundation.core.web import ActionForm
from teriya.foundation.core.words import fold
from teriya.foundation.documents.fields import PaperField
from teriya.foundation.intake import readers
from teriya.foundation.intake.fields import CommuneField, ReadField, Suggestions
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Form
from teriya.mobilisation.hosts.forms import ChosenForm, words
from teriya.mobilisation.hosts.models import Convention, Host


class ConventionForm(ActionForm):
    reference = forms.CharField(label=_("Référence"), max_length=30)
    title = forms.CharField(label=_("Objet"), max_length=160)
    party = forms.CharField(
        label=_("Signée avec"), max_length=160, help_text=_("Le ministère, sa direction régionale ou la commune.")
    )
    signatories = forms.CharField(
        label=_("Signataires"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Un par ligne : nom et fonction."),
    )
    domain = forms.ChoiceField(label=_("Domaine"))
    first_day = forms.DateField(label=_("Du"))
    last_day = forms.DateField(label=_("Au"))
    document = PaperField(label=_("Convention signée"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["domain"].choices = words("domain")


class LineForm(ActionForm):
    """One facility and what is planned for it; a facility unknown in its commune enters the register."""

    commune = CommuneField()
    name = forms.CharField(label=_("Structure"), max_length=160)
    head = forms.CharField(label=_("Responsable"), max_length=120, required=False)
    phone = PhoneField(required=False, help_text=_("Le responsable confirmera depuis ce téléphone."))
    form = forms.ChoiceField(label=_("Forme de volontariat"))
    profile = ReadField(
        lambda text: readers.word("profile", 60)(text), label=_("Profil du poste"), widget=Suggestions()
    )
    places = forms.IntegerField(label=_("Nombre de places"), min_value=1, max_value=500, initial=1)
    months = forms.IntegerField(label=_("Durée, en mois"), min_value=1, max_value=60, initial=12)
    starts_on = forms.DateField(label=_("Prise de service"))
    gap = forms.DecimalField(
        label=_("Postes qui manquent (ETP)"), min_value=0, max_digits=5, decimal_places=1, required=False, localize=True,
        help_text=_("Pour une école : requis moins en poste."),
    )  # fmt: skip

    def __init__(self, data: Mapping | None, *, convention: Convention):
        super().__init__(data)
        self.convention = convention
        self.fields["form"].choices = rules.form_choices()
        self.fields["profile"].widget.suggestions = [name for _code, name in words("profile")]

    def values(self) -> dict[str, Any]:
        """The line: its facility as known, or what enters the register."""
        said = super().values()
        commune, name, phone = said["commune"], said["name"], said["phone"]
        known = Host.objects.filter(folded=fold(name), commune=commune)
        host = known.filter(phone=phone).first() or known.first()
        legal_form = "local_authority" if self.convention.domain == "decentralisation" else "public_body"
        return {
            "host": host, "form": Form.objects.get(code=said["form"]), "profile": said["profile"],
            "places": said["places"], "months": said["months"], "starts_on": said["starts_on"],
            "gap_tenths": None if said["gap"] is None else int(said["gap"] * 10),
            "new_host": {"name": name, "legal_form": legal_form, "commune_id": commune.pk, "head": said["head"], "phone": phone},
        }  # fmt: skip


class MemberForm(ActionForm):
    name = forms.CharField(label=_("Nom et prénom"), max_length=120)
    phone = PhoneField(help_text=_("Elle ou il entrera sur le site avec ce téléphone."))
    domain = forms.ChoiceField(label=_("Domaine"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["domain"].choices = words("domain")


class ConfirmForm(ChosenForm):
    """The lines ticked, confirmed together."""
