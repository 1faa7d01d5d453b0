from collections.abc import Sequence

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.accounts.roles import granting
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.web import ActionForm
from teriya.foundation.intake.engine.values import Choices
from teriya.foundation.intake.fields import CommuneField
from teriya.foundation.ledger.fields import AmountField
from teriya.insertion.groups.actions import NewMember
from teriya.insertion.groups.models import Member, MonthTotals
from teriya.insertion.groups.states import Duty
from teriya.people.models import Person

_DUTIES = Choices({
    "": ["membre"], "president": ["président", "présidente"], "secretary": ["secrétaire"], "treasurer": ["trésorier", "trésorière"],
    "counter": ["compteur", "compteuse"], "key": ["clé", "clef", "gardien de clé", "gardienne de clé"],
})  # fmt: skip


class FacilitatorField(forms.ModelChoiceField):
    """Who may keep groups, somewhere; the action says whether there."""

    def __init__(self, **kwargs):
        rows = User.objects.filter(appointment__role__in=granting(P.GROUPS_KEEP), is_active=True)
        super().__init__(queryset=rows.distinct().order_by("name"), label=_("Suivi par"), **kwargs)


class MembersField(forms.CharField):
    """The register, a member a line."""

    def __init__(self, **kwargs):
        super().__init__(
            label=_("Membres, un par ligne"), widget=forms.Textarea(attrs={"rows": 8}), max_length=8000,
            help_text=_("Nom ; fonction ; matricule, s’il y en a. Par exemple : KOFFI Ama ; présidente ; TG-2026-000123"), **kwargs,
        )  # fmt: skip

    def clean(self, value: str) -> Sequence[NewMember]:
        lines = [line for line in super().clean(value).splitlines() if line.strip()]
        return [_member(place, line) for place, line in enumerate(lines, start=1)]


def _member(place: int, line: str) -> NewMember:
    """One line of the box; ValidationError names it."""
    name, duty, matricule, *rest = [*(" ".join(word.split()) for word in line.split(";")), "", ""]
    person = Person.objects.filter(matricule=matricule.upper()).first() if matricule else None
    if not name or len(name) > 160 or any(rest):
        raise forms.ValidationError(
            _("Ligne %(place)s : écrivez nom ; fonction ; matricule."), params={"place": place}
        )
    if matricule and person is None:
        raise forms.ValidationError(_("Ligne %(place)s : aucun volontaire n’a ce matricule."), params={"place": place})
    try:
        code = _DUTIES.read(duty) if duty else ""
    except Refusal as no:
        raise forms.ValidationError(_("Ligne %(place)s : %(why)s"), params={"place": place, "why": no.sentence}) from no  # fmt: skip
    return NewMember(name, person, "" if code == "key" else code, code == "key")


class TermsForm(ActionForm):
    """What a cycle is opened with."""

    opened_on = forms.DateField(label=_("Première réunion le"), initial=timezone.localdate)
    stamp = AmountField(label=_("Valeur d’un tampon, en francs"))
    contribution = AmountField(
        label=_("Solidarité par membre et par réunion, en francs"), min_value=0, help_text=_("0 s’il n’y en a pas.")
    )


class OpenForm(TermsForm):
    name = forms.CharField(label=_("Nom du groupe"), max_length=80)
    commune = CommuneField()
    facilitator = FacilitatorField()
    members = MembersField()

    field_order = ("name", "commune", "facilitator", "opened_on", "stamp", "contribution", "members")


class FacilitatorForm(ActionForm):
    facilitator = FacilitatorField()


class NewMembersForm(ActionForm):
    members = MembersField()
    joined_on = forms.DateField(label=_("Entrés le"), initial=timezone.localdate)


class MemberForm(ActionForm):
    duty = forms.ChoiceField(label=_("Fonction"), choices=Duty.choices, required=False)
    has_key = forms.BooleanField(label=_("Tient une clé de la caisse"), required=False)
    left_on = forms.DateField(label=_("Sorti le"), required=False, help_text=_("Vide tant qu’il reste membre."))


_WORDS = {
    "meetings": _("Réunions tenues"), "stamps": _("Tampons posés"), "loans_given": _("Prêts accordés"), "loans_repaid": _("Prêts rendus"),
    "interest": _("Intérêts reçus"), "fines": _("Amendes"), "savings_box": _("Caisse d’épargne, comptée"),
    "solidarity_in": _("Solidarité : cotisations"), "solidarity_out": _("Solidarité : aides données"),
    "solidarity_box": _("Caisse de solidarité, comptée"),
}  # fmt: skip


class MonthForm(ActionForm):
    """The ten figures of a month; the reason when one mends it."""

    reason = forms.CharField(label=_("Pourquoi ces chiffres changent"), max_length=200, required=False)

    def __init__(self, *args, known: MonthTotals | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        own = {
            name: AmountField(label=_WORDS[name], min_value=0, max_value=10**9, required=name in ("meetings", "stamps", "savings_box"),
                              initial=getattr(known, name, None))
            for name in MonthTotals.COUNTED
        }  # fmt: skip
        self.fields = {"receipt": self.fields["receipt"], **own} | ({"reason": self.fields["reason"]} if known else {})

    def counted(self) -> dict[str, int]:
        """The figures, zero where nothing was written."""
        return {name: self.cleaned_data[name] or 0 for name in MonthTotals.COUNTED}


class ShareOutForm(ActionForm):
    """What the box holds, and the stamps of each passbook, in the order of the register."""

    francs = AmountField(label=_("Caisse d’épargne comptée ce jour, en francs"), min_value=0)
    remark = forms.CharField(
        label=_("Remarque"), max_length=200, required=False, help_text=_("Si carnets et mois diffèrent, ou si des prêts ne sont pas rendus : pourquoi.")
    )  # fmt: skip

    def __init__(self, *args, members: Sequence[Member], **kwargs):
        super().__init__(*args, **kwargs)
        self.members = members
        self.fields |= {
            f"stamps_{one.pk}": AmountField(label=f"{one.rank}. {one.name}", min_value=0, max_value=10**5)
            for one in members
        }
        self.order_fields(["francs", *(f"stamps_{one.pk}" for one in members), "remark"])

    def stamps(self) -> dict[int, int]:
        return {one.pk: self.cleaned_data[f"stamps_{one.pk}"] for one in self.members}


class DecisionForm(ActionForm):
    step = forms.ChoiceField(choices=[(name, name) for name in ("stop", "reopen")])
    reason = forms.CharField(
        label=_("Motif"), required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )
