"""What people type about one contract: a code, a name before a witness, a scan, what changes."""

from collections.abc import Sequence

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.fields import CodeField, PhoneField
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.fields import PaperField
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.templatetags.words import label
from teriya.service.missions.forms import DatedForm
from teriya.service.missions.queries import last_day
from teriya.service.missions.states import MissionState, Party


class CodeForm(ActionForm):
    code = CodeField(
        label=_("Code reçu par SMS"),
        help_text=_("Six chiffres. En signant, vous dites avoir lu et accepter ce qui est écrit."),
    )


class AgainForm(forms.Form):
    """Without a receipt: asking twice sends once, and the answer is the same."""

    phone = PhoneField(label=_("Votre numéro de téléphone"))


class WitnessForm(DatedForm):
    """Filled on the agent's screen: the signatory writes the name, the agent the paper that was shown."""

    party = forms.ChoiceField(label=_("Qui signe devant vous"), widget=forms.RadioSelect)
    name = forms.CharField(label=_("Le signataire écrit ici son nom et ses prénoms"), max_length=200)
    seen = forms.CharField(
        label=_("Pièce d’identité que vous avez vue"), max_length=120, help_text=_("Sa sorte et son numéro.")
    )
    is_present = forms.BooleanField(label=_("Le signataire est devant moi, il a lu le contrat et c’est lui qui écrit"))

    def __init__(self, data, *, left: Sequence[str]):
        super().__init__(data)
        self.fields["party"].choices = [(party, Party(party).label) for party in left]
        del self.fields["on"]

    def values(self) -> dict:
        return {name: value for name, value in super().values().items() if name != "is_present"} | {
            "on": timezone.localdate()
        }


class ScanForm(DatedForm):
    file = PaperField(label=_("Scan ou photo de l’original signé"))


class AmendForm(DatedForm):
    """What is left as it is does not change."""

    tutor = forms.CharField(label=_("Tuteur"), max_length=120)
    profile = forms.ChoiceField(label=_("Poste"))
    first_day = forms.DateField(label=_("Premier jour"), help_text=_("Le dernier jour suit : la durée reste la même."))
    last_day = forms.DateField(
        label=_("Dernier jour"), help_text=_("Plus tôt seulement : prolonger, c’est renouveler.")
    )
    why = forms.CharField(label=_("Pourquoi"), max_length=200)

    def __init__(self, data, *, mission):
        super().__init__(
            data,
            initial={
                "tutor": mission.tutor,
                "profile": mission.profile,
                "first_day": mission.period.lower,
                "last_day": last_day(mission),
            },
        )
        if mission.state != MissionState.PREPARED:
            del self.fields["first_day"]
        self.fields["profile"].choices = [(term.code, label(term.code, "profile")) for term in rules.terms("profile")]


class TransferForm(DatedForm):
    seat = forms.ModelChoiceField(label=_("Place libre et financée"), queryset=None)
    from_on = forms.DateField(label=_("Premier jour dans la nouvelle structure"), help_text=_("Le premier d’un mois."))
    why = forms.CharField(label=_("Pourquoi"), max_length=200)

    def __init__(self, data, *, seats):
        super().__init__(data)
        self.fields["seat"].queryset = seats
        self.fields["seat"].label_from_instance = lambda seat: (
            f"{seat.need.host.name}, {seat.need.host.commune} · {label(seat.need.profile, 'profile')} ({seat})"
        )
