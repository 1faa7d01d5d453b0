from collections.abc import Iterable

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.models import Appointment, User
from teriya.foundation.core.web import ActionForm
from teriya.foundation.places.models import Centre
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.selection.engine.ranking import CHAIRS


class JuryForm(ActionForm):
    """A jury to constitute: its three members, with an account where they score on a telephone or a computer."""

    name = forms.CharField(label=_("Nom du jury"), max_length=80)
    centre = forms.ModelChoiceField(
        label=_("Candidats de"), queryset=Centre.objects.all(), required=False, empty_label=_("tout le pays")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        acts = Appointment.objects.in_force(timezone.localdate()).filter(role="jury_member")
        jurors = User.objects.filter(pk__in=acts.values("user"), is_active=True).order_by("name")
        for chair in CHAIRS:
            self.fields[f"name_{chair}"] = forms.CharField(
                label=_("Juré %(chair)s") % {"chair": chair}, max_length=120
            )
            self.fields[f"user_{chair}"] = forms.ModelChoiceField(
                label=_("Compte du juré %(chair)s") % {"chair": chair}, queryset=jurors, required=False,
                empty_label=_("aucun : notes sur papier"),
            )  # fmt: skip

    def values(self) -> dict:
        data = self.cleaned_data
        members = [(data[f"name_{chair}"], data[f"user_{chair}"]) for chair in CHAIRS]
        return {"name": data["name"], "centre": data["centre"], "members": members}


class ScoresForm(ActionForm):
    """A score out of 100 for each candidate of the page; an empty one waits."""

    def __init__(self, *args, applications: Iterable[Application], **kwargs):
        super().__init__(*args, **kwargs)
        for row in applications:
            self.fields[str(row.pk)] = forms.IntegerField(
                label=f"{row.number} · {row.person}", min_value=0, max_value=100, required=False,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )  # fmt: skip

    def points(self) -> dict[int, int]:
        return {int(pk): points for pk, points in self.values().items() if points is not None}


class CorrectForm(ActionForm):
    """A score that was wrongly written."""

    chair = forms.TypedChoiceField(label=_("Juré"), choices=[(chair, chair) for chair in CHAIRS], coerce=int)
    points = forms.IntegerField(label=_("Note juste"), min_value=0, max_value=100)
    reason = forms.CharField(label=_("Motif"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
