from collections.abc import Sequence

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.fields import PaperField
from teriya.service.attendance.balances import Balance
from teriya.service.attendance.leave_kinds import in_days


class ProofForm(ActionForm):
    """A photo or a PDF: with the form, or come before it in pieces (`arrived`)."""

    photo = PaperField(label=_("Photo du justificatif"), required=False)
    arrived = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def values(self) -> dict:
        return {name: value for name, value in super().values().items() if name not in {"photo", "arrived"}}

    @property
    def has_proof(self) -> bool:
        return bool(self.cleaned_data["photo"] or self.cleaned_data["arrived"])


class ProveForm(ProofForm):
    def clean(self) -> None:
        super().clean()
        if not self.errors and not self.has_proof:
            self.add_error("photo", _("Choisissez une photo ou un PDF."))


class AskForm(ProofForm):
    kind = forms.ChoiceField(label=_("Quel congé"))
    first_day = forms.DateField(label=_("Premier jour"))
    last_day = forms.DateField(label=_("Dernier jour"), required=False, help_text=_("Vide : un seul jour."))
    why = forms.CharField(label=_("Précision"), max_length=300, required=False, help_text=_("Votre tuteur la lit. Ne dites rien de votre santé."))  # fmt: skip

    field_order = ["kind", "first_day", "last_day", "why", "photo"]

    def __init__(self, *args, balances: Sequence[Balance], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one.kind.code, _choice(one)) for one in balances]

    def values(self) -> dict:
        found = super().values()
        return found | {"last_day": found["last_day"] or found["first_day"]}


class PaperAskForm(AskForm):
    """For a volunteer who signed a paper; an agent also keys the opinion that the host wrote on it."""

    paper = forms.CharField(label=_("Numéro ou date du papier signé"), max_length=60)
    received_on = forms.DateField(label=_("Reçu le"), initial=timezone.localdate)
    opinion = forms.ChoiceField(
        label=_("Avis de la structure, sur le papier"), required=False, widget=forms.RadioSelect,
        choices=[("", _("aucun")), ("yes", _("favorable")), ("no", _("défavorable"))],
    )  # fmt: skip
    field_order = ["kind", "first_day", "last_day", "paper", "received_on", "opinion", "why", "photo"]

    def __init__(self, *args, keys_opinion: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["why"].help_text = _("La structure la lit. Ne dites rien de la santé.")
        if not keys_opinion:
            del self.fields["opinion"]

    def values(self) -> dict:
        found = super().values()
        return found | {"opinion": {"yes": True, "no": False}.get(found.get("opinion", ""))}


class AdviseForm(ActionForm):
    opinion = forms.ChoiceField(
        label=_("Avis de la structure"), choices=[("yes", _("favorable")), ("no", _("défavorable"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    advice = forms.CharField(label=_("Ce que le centre doit savoir"), max_length=300, required=False)
    paper = forms.CharField(label=_("Numéro ou date du papier signé"), max_length=60)

    def __init__(self, *args, on_paper: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not on_paper:
            del self.fields["paper"]

    def values(self) -> dict:
        found = super().values()
        return {"is_favourable": found.pop("opinion") == "yes", **found}


class DecideForm(ActionForm):
    decision = forms.ChoiceField(
        label=_("Décision"),
        choices=[("approve", _("j’accorde")), ("refuse", _("je refuse"))],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(label=_("Motif"), max_length=120, required=False,
                          help_text=_("Pour refuser, ou pour accorder sans l’avis de la structure. Le volontaire le lit par SMS."))  # fmt: skip


class ShortenForm(ActionForm):
    back_on = forms.DateField(label=_("Premier jour de service au retour"), initial=timezone.localdate)


def _choice(one: Balance) -> str:
    return one.kind.name if one.left is None else f"{one.kind.name} · {_('reste')} {in_days(max(one.left, 0))}"
