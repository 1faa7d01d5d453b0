"""What people type about trainings."""

from collections.abc import Iterable, Sequence
from datetime import date

from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.web import ActionForm
from teriya.foundation.places.models import Place
from teriya.foundation.rules.models import Form
from teriya.foundation.rules.templatetags.words import label
from teriya.service.training.engine.timetable import Slot
from teriya.service.training.models import BEST, Lesson, Module, Trainee, TrainingSession
from teriya.service.training.states import Half


class SessionForm(ActionForm):
    """A session to plan; its modules and timetable come from the rules."""

    form = forms.ModelChoiceField(label=_("Forme de volontariat"), queryset=Form.objects.all())
    title = forms.CharField(label=_("Intitulé"), max_length=120, initial=_("Formation avant déploiement"))
    commune = forms.ModelChoiceField(label=_("Commune"), queryset=None)
    venue = forms.CharField(label=_("Maison ou salle"), max_length=120)
    from_on = forms.DateField(label=_("Premier jour"))
    to_on = forms.DateField(label=_("Dernier jour"))
    opens_at = forms.TimeField(label=_("Heure d’arrivée"), initial="08:00")
    capacity = forms.IntegerField(label=_("Places"), min_value=1, max_value=2000)
    trainer = forms.CharField(label=_("Formateur"), max_length=120, required=False,
                              help_text=_("L’emploi du temps permet d’en nommer un par module."))  # fmt: skip

    def __init__(self, data, *, by: User):
        super().__init__(data)
        rows = Place.objects.filter(level="commune", valid_to=None).order_by("name")
        communes = by.communes(P.TRAINING_PLAN)
        self.fields["commune"].queryset = rows if communes is None else rows.filter(pk__in=communes)


class TimetableForm(ActionForm):
    """A trainer for each module, a half-day for each lesson."""

    def __init__(self, data, *, modules: Sequence[Module], lessons: Sequence[Lesson], slots: Sequence[Slot]):
        super().__init__(data)
        self.modules, self.lessons = modules, lessons
        choices = [(code_of(slot), named(slot)) for slot in slots]
        for one in modules:
            self.fields[f"trainer_{one.code}"] = forms.CharField(
                label=_of(gettext("Formateur"), one), max_length=120, required=False, initial=one.trainer
            )
        for row in lessons:
            self.fields[f"lesson_{row.pk}"] = forms.ChoiceField(
                label=_of(gettext("Quand"), row.module), choices=choices, initial=code_of(Slot(row.on, row.half))
            )

    @property
    def rows(self) -> list[tuple[Module, forms.BoundField, list[forms.BoundField]]]:
        """Each module with its trainer and its lessons."""
        return [
            (
                one,
                self[f"trainer_{one.code}"],
                [self[f"lesson_{row.pk}"] for row in self.lessons if row.module_id == one.pk],
            )
            for one in self.modules
        ]

    def values(self) -> dict:
        data = self.cleaned_data
        return {
            "trainers": {one.code: data[f"trainer_{one.code}"] for one in self.modules},
            "lessons": {row.pk: slot_from(data[f"lesson_{row.pk}"]) for row in self.lessons},
        }


def _of(name: str, module: Module) -> SafeString:
    """The name of a field under its module's title; who hears the page hears the module too."""
    return format_html('{}<span class="unseen"> · {}</span>', name, label(module.code, "module"))


def code_of(slot: Slot) -> str:
    return f"{slot.on.isoformat()} {slot.half}"


def slot_from(code: str) -> Slot:
    day, half = code.split(" ")
    return Slot(date.fromisoformat(day), half)


def named(slot: Slot) -> str:
    return f"{slot.on:%d/%m/%Y} · {Half(slot.half).label}"


class CapacityForm(ActionForm):
    capacity = forms.IntegerField(label=_("Places"), min_value=1, max_value=2000)


class DistributeForm(ActionForm):
    """`seen`: how many seats the preview gave."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class SeatForm(ActionForm):
    """Who takes a seat, among those who may."""

    chosen = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": _("Cochez au moins une personne."),
                                    "invalid_choice": _("La liste a changé depuis. Vérifiez, puis envoyez à nouveau.")},
    )  # fmt: skip

    def __init__(self, data, *, among: Iterable[int]):
        super().__init__(data)
        self.fields["chosen"].choices = [(pk, pk) for pk in among]

    @property
    def ticks(self) -> set[int]:
        return {int(pk) for pk in self.data.getlist("chosen") if pk.isdecimal()} if self.is_bound else set()


class MoveForm(ActionForm):
    """Another session of the same form, or none: the seat is given back."""

    session = forms.ModelChoiceField(label=_("Autre session"), queryset=None, required=False,
                                     empty_label=_("Aucune : rendre la place"))  # fmt: skip
    reason = forms.CharField(label=_("Motif"), max_length=200)

    def __init__(self, data, *, trainee: Trainee, by: User):
        super().__init__(data)
        rows = (
            TrainingSession.objects.within(by, P.TRAINING_PLAN)
            .open()
            .filter(form=trainee.session.form, to_on__gte=timezone.localdate())
        )
        field = self.fields["session"]
        field.queryset = (
            rows.exclude(pk=trainee.session_id).with_seats().select_related("commune").order_by("from_on", "pk")
        )
        field.label_from_instance = _in_words


def _in_words(session: TrainingSession) -> str:
    words = {
        "title": session.title,
        "commune": session.commune,
        "day": f"{session.from_on:%d/%m/%Y}",
        "left": session.left,
    }
    return gettext("%(title)s, %(commune)s, %(day)s (%(left)s places)") % words


class MarksForm(ActionForm):
    """A mark out of 20 for each person; an empty one is not written."""

    def __init__(self, data, *, people: Sequence[Trainee], marks: dict[int, int]):
        super().__init__(data)
        for one in people:
            self.fields[f"mark_{one.pk}"] = forms.IntegerField(
                label=f"{one.mission.person} · {one.mission.person.matricule}", min_value=0, max_value=BEST, required=False,
                initial=marks.get(one.pk), widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )  # fmt: skip

    def values(self) -> dict:
        found = {
            int(name.removeprefix("mark_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("mark_")
        }
        return {"marks": {pk: value for pk, value in found.items() if value is not None}}


class PostponeForm(ActionForm):
    from_on = forms.DateField(label=_("Nouveau premier jour"))
    to_on = forms.DateField(label=_("Nouveau dernier jour"))
    reason = forms.CharField(label=_("Motif"), max_length=200)


class ReasonForm(ActionForm):
    reason = forms.CharField(label=_("Motif"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
