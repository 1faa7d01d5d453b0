from collections.abc import Collection

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.models import Appointment, User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.accounts.roles import granting
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.fields import PhotosField
from teriya.service.followup.states import Met, Owner
from teriya.service.followup.visits import NewPoint, Told

POINTS = 3  # things to do that one sheet holds


class PlanForm(ActionForm):
    """A day and an agent for the volunteers ticked in the list."""

    day = forms.DateField(label=_("Jour de la visite"))
    agent = forms.ModelChoiceField(label=_("Qui y va"), queryset=None)
    is_announced = forms.BooleanField(label=_("Annoncer la visite par SMS au volontaire"), required=False)
    chosen = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": _("Cochez au moins un volontaire."),
                                    "invalid_choice": _("La liste a changé depuis. Vérifiez, puis envoyez à nouveau.")},
    )  # fmt: skip

    def __init__(self, data, *, among: Collection[int], by: User):
        super().__init__(data)
        self.fields["chosen"].choices = [(pk, pk) for pk in among]
        acts = Appointment.objects.in_force(timezone.localdate()).filter(role__in=granting(P.VISITS_MAKE))
        self.fields["agent"].queryset = User.objects.filter(appointment__in=acts).distinct().order_by("name")
        self.fields["agent"].initial = by.pk

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields to lay out; the boxes stand in the list."""
        return [field for field in self.visible_fields() if field.name != "chosen"]

    @property
    def ticks(self) -> set[int]:
        return {int(pk) for pk in self.data.getlist("chosen") if pk.isdecimal()} if self.is_bound else set()


class VisitForm(ActionForm):
    """The sheet of a visit; up to three things to do, each with who and before when."""

    on = forms.DateField(label=_("Jour de la visite"), initial=timezone.localdate)
    place = forms.CharField(label=_("Lieu"), max_length=120)
    met = forms.MultipleChoiceField(
        label=_("Qui avez-vous rencontré ?"), choices=Met.choices, widget=forms.CheckboxSelectMultiple
    )
    was_present = forms.ChoiceField(
        label=_("Le volontaire était-il à son poste ?"), choices=[("yes", _("oui")), ("no", _("non"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    findings = forms.CharField(
        label=_("Constats"), widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Le travail, la santé, le logement, l’accueil. Un fait grave va dans un signalement, pas ici."),
    )  # fmt: skip
    photos = PhotosField(label=_("Photos prises sur place"), help_text=_("Huit au plus. Le téléphone les réduit."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for n in range(1, POINTS + 1):
            self.fields[f"what_{n}"] = forms.CharField(label=_("À faire"), max_length=200, required=False)
            self.fields[f"owner_{n}"] = forms.ChoiceField(
                label=_("Par qui"), choices=[("", "—"), *Owner.choices], required=False
            )
            self.fields[f"due_{n}"] = forms.DateField(label=_("Avant le"), required=False)

    @property
    def told_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name in VisitForm.base_fields]

    @property
    def point_fields(self) -> list[tuple[int, list[forms.BoundField], bool]]:
        """(number, its three fields, whether something is written there)."""
        rows = [(n, [self[f"{name}_{n}"] for name in ("what", "owner", "due")]) for n in range(1, POINTS + 1)]
        return [(n, fields, any(field.value() for field in fields)) for n, fields in rows]

    def clean(self) -> None:
        super().clean()
        for n in range(1, POINTS + 1):
            given = [self.cleaned_data.get(f"{name}_{n}") for name in ("what", "owner", "due")]
            if any(given) and not all(given) and not any(f"{name}_{n}" in self.errors for name in ("owner", "due")):
                self.add_error(f"what_{n}", _("Écrivez quoi, par qui, et avant quel jour."))

    def told(self) -> Told:
        data = self.cleaned_data
        points = [NewPoint(data[f"what_{n}"], data[f"owner_{n}"], data[f"due_{n}"])
                  for n in range(1, POINTS + 1) if data[f"what_{n}"]]  # fmt: skip
        return Told(data["place"], data["met"], data["was_present"] == "yes", data["findings"], points)


class CancelForm(ActionForm):
    reason = forms.CharField(label=_("Motif"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class CloseForm(ActionForm):
    outcome = forms.CharField(label=_("Ce qui a été fait"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
