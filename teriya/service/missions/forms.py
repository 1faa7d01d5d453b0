"""What people type about missions: one form a step, and the forms of one mission."""

from collections.abc import Sequence

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.models import Appointment, User
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.fields import PaperField
from teriya.service.missions.lines import Line
from teriya.service.missions.models import Mission
from teriya.service.missions.policies import FIELD
from teriya.service.missions.queries import kinds_of_suspension
from teriya.service.missions.states import CHECKLIST, EndReason, Party, checklist


class DatedForm(ActionForm):
    """Every act has its business date."""

    on = forms.DateField(label=_("Date de l’acte"), initial=timezone.localdate)


class Ticks(forms.TypedMultipleChoiceField):
    """What was ticked may have left the list meanwhile: it is told afterwards, and stops nobody else."""

    def valid_value(self, value: object) -> bool:
        return True


class StepForm(DatedForm):
    """For whom a step is done: everybody who is ready, or the lines that are ticked.

    `expected` is how many were ready when the page was shown: if that changed, the person looks again before sending.
    """

    EVERYBODY, TICKED = "all", "ticked"
    who = forms.ChoiceField(label=_("Pour qui"), widget=forms.RadioSelect, initial=EVERYBODY)
    ticked = Ticks(coerce=int, required=False)
    expected = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data, *, ready: Sequence[Line]):
        super().__init__(data)
        self.ready = [line.pk for line in ready]
        everybody = gettext("Tous ceux qui sont prêts (%(count)s)") % {"count": len(ready)}
        self.fields["who"].choices = [
            (self.EVERYBODY, everybody),
            (self.TICKED, gettext("Ceux que je coche ci-dessous")),
        ]
        self.fields["expected"].initial = len(ready)

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields to lay out; the boxes to tick stand in the table."""
        return [field for field in self.visible_fields() if field.name != "ticked"]

    @property
    def ticks(self) -> set[str]:
        return set(self.data.getlist("ticked")) if self.is_bound else set()

    def clean(self) -> None:
        super().clean()
        who, ticked = self.cleaned_data.get("who"), self.cleaned_data.get("ticked")
        if who == self.TICKED and not ticked and "ticked" not in self.errors:
            self.add_error("who", _("Cochez au moins une personne."))
        if who == self.EVERYBODY and self.cleaned_data.get("expected") != len(self.ready):
            self.data = self.data.copy()
            self.data["expected"] = str(len(self.ready))
            self.add_error("who", _("La liste a changé depuis que vous l’avez lue. Vérifiez, puis envoyez à nouveau."))

    def chosen(self) -> list[int]:
        return self.cleaned_data["ticked"] if self.cleaned_data["who"] == self.TICKED else self.ready

    def values(self) -> dict:
        return {name: value for name, value in super().values().items() if name not in {"who", "ticked", "expected"}}


class CeremonyForm(StepForm):
    place = forms.CharField(label=_("Lieu de la cérémonie"), max_length=120)
    day = forms.DateField(label=_("Jour de la cérémonie"))


class OathForm(DatedForm):
    """Everybody called swore, except those who are ticked."""

    absent = forms.TypedMultipleChoiceField(
        label=_("Tous ont prêté serment, sauf"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data, *, people: Sequence[Mission]):
        super().__init__(data)
        self.fields["absent"].choices = [(one.pk, f"{one.person} · {one.person.matricule}") for one in people]


class PlaceForm(StepForm):
    place = forms.CharField(label=_("Lieu"), max_length=120)


class SignatureForm(StepForm):
    is_read = forms.BooleanField(label=_("J’ai lu ces contrats et je les signe au nom de la partie que je représente"))

    def __init__(self, data, *, ready: Sequence[Line]):
        super().__init__(data, ready=ready)
        del self.fields["on"]

    def values(self) -> dict:
        """Signed on an account, the contract bears the day of the click."""
        values = super().values() | {"on": timezone.localdate()}
        del values["is_read"]
        return values


class FacilitatorForm(StepForm):
    account = forms.ModelChoiceField(label=_("Animateur de terrain ou volontaire senior"), queryset=None)

    def __init__(self, data, *, ready: Sequence[Line]):
        super().__init__(data, ready=ready)
        acts = Appointment.objects.in_force(timezone.localdate()).filter(role__in=FIELD)
        self.fields["account"].queryset = User.objects.filter(appointment__in=acts).distinct().order_by("name")


class InkForm(StepForm):
    party = forms.ChoiceField(label=_("Qui a signé"), choices=Party.choices, widget=forms.RadioSelect)
    is_kept = forms.BooleanField(label=_("Les originaux signés sont conservés au centre"))

    def values(self) -> dict:
        return {name: value for name, value in super().values().items() if name != "is_kept"}


class ReferenceForm(StepForm):
    reference = forms.CharField(label=_("Déclaration ou police d’assurance"), max_length=120,
                                help_text=_("Son numéro : CNSS, INAM ou assureur."))  # fmt: skip


class WhyForm(StepForm):
    why = forms.CharField(label=_("Ce qui change dans le texte"), max_length=200)


class ToForm(StepForm):
    to = forms.CharField(label=_("À qui partent les originaux"), max_length=120)


class ShelfForm(StepForm):
    shelf = forms.CharField(label=_("Où les originaux sont classés"), max_length=120,
                            help_text=_("L’armoire, la boîte, le dossier."))  # fmt: skip


class MonthsForm(StepForm):
    months = forms.IntegerField(label=_("Mois de plus"), min_value=1, max_value=24, initial=12)


class FirstDayForm(StepForm):
    first_day = forms.DateField(label=_("Premier jour de service"))


class DatesForm(StepForm):
    first_day = forms.DateField(label=_("Nouveau premier jour"), help_text=_("La durée reste la même."))
    why = forms.CharField(label=_("Pourquoi les dates changent"), max_length=200)


class PaperForm(FirstDayForm):
    paper = forms.CharField(
        label=_("Attestation de la structure"),
        max_length=120,
        help_text=_("Son numéro, ou sa date et qui l’a signée."),
    )


class TicksForm(StepForm):
    ticks_done = forms.MultipleChoiceField(
        label=_("Ce qui est vérifié"), choices=list(CHECKLIST.items()), widget=forms.CheckboxSelectMultiple
    )

    def values(self) -> dict:
        values = super().values()
        return values | {"ticks": values.pop("ticks_done")}


FORMS: dict[str, type[StepForm]] = {
    "": StepForm, "facilitator": FacilitatorForm, "place": PlaceForm, "ceremony": CeremonyForm, "signature": SignatureForm, "ink": InkForm, "first_day": FirstDayForm,
    "paper": PaperForm, "ticks": TicksForm, "reference": ReferenceForm, "why": WhyForm, "to": ToForm, "shelf": ShelfForm,
    "months": MonthsForm, "dates": DatesForm,
}  # fmt: skip


class TutorForm(DatedForm):
    name = forms.CharField(label=_("Nom du tuteur"), max_length=120)
    account = forms.ModelChoiceField(
        label=_("Son compte"),
        queryset=None,
        required=False,
        help_text=_("Celui avec lequel il attestera les présences."),
    )

    def __init__(self, data, *, mission):
        super().__init__(data, initial={"name": mission.tutor, "account": mission.tutor_account_id})
        duties = mission.host.officers.filter(until=None)
        self.fields["account"].queryset = User.objects.filter(host_duties__in=duties).distinct()


class SignForm(ActionForm):
    is_read = forms.BooleanField(label=_("J’ai lu ce contrat et je le signe"))


class PortraitForm(DatedForm):
    """The phone makes the photo small before it leaves."""

    file = PaperField(
        label=_("Photo du visage"), help_text=_("JPEG ou PNG, 200 ko au plus."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png", "data-shrink": "480"}),
    )  # fmt: skip


class SuspendForm(DatedForm):
    kind = forms.ChoiceField(label=_("Raison"), widget=forms.RadioSelect)
    first_day = forms.DateField(label=_("Premier jour sans service"))
    last_day = forms.DateField(label=_("Dernier jour prévu"))
    why = forms.CharField(
        label=_("Pièce ou fait qui le justifie"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Pour la santé, le numéro du certificat suffit : n’écrivez pas la maladie."),
    )

    def __init__(self, data, *, form: str):
        super().__init__(data)
        self.fields["kind"].choices = kinds_of_suspension(form, timezone.localdate())


class ResumeForm(DatedForm):
    back_on = forms.DateField(label=_("Premier jour de service après la suspension"))


class EndForm(DatedForm):
    reason = forms.ChoiceField(label=_("Motif"), choices=EndReason.choices, widget=forms.RadioSelect)
    last_day = forms.DateField(
        label=_("Dernier jour de service"), required=False, help_text=_("Inutile à terme : c’est celui du contrat.")
    )
    why = forms.CharField(
        label=_("Ce qui s’est passé"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Obligatoire avant le terme."),
    )


class ReasonForm(DatedForm):
    reason = forms.CharField(label=_("Motif"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class ClosingForm(DatedForm):
    """The checklist of one mission, one box a line."""

    def __init__(self, data, *, closing):
        super().__init__(data)
        self.asked = checklist(closing.mission.end_reason)
        for name, label in self.asked.items():
            initial = getattr(closing, name)
            self.fields[name] = forms.BooleanField(label=label.capitalize(), required=False, initial=initial)

    def values(self) -> dict:
        values = super().values()
        return {"on": values["on"], "ticks": {name: values[name] for name in self.asked}}
