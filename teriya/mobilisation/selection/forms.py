from collections.abc import Sequence

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.models import Appointment, User
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.web import ActionForm
from teriya.foundation.intake import readers
from teriya.foundation.offline.forms import EditForm
from teriya.foundation.offline.kinds import Values
from teriya.foundation.places import queries as places
from teriya.foundation.places.models import Centre, Place
from teriya.foundation.rules.models import Term
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.selection.engine.ranking import CHAIRS
from teriya.mobilisation.selection.engine.timetable import Hours, Slot
from teriya.mobilisation.selection.models import Hearing, Jury, JuryMember, Venue
from teriya.mobilisation.selection.planning import working_days
from teriya.mobilisation.selection.states import SelectionMode


class JuryForm(ActionForm):
    """A jury to constitute: its three members, with an account where they score on a telephone or a computer."""

    name = forms.CharField(label=_("Nom du jury"), max_length=80)
    venue = forms.ModelChoiceField(
        label=_("Lieu d’entretien"), queryset=Venue.objects.none(), required=False, empty_label=_("aucun : notes sur papier"),
    )  # fmt: skip
    room = forms.CharField(label=_("Salle"), max_length=40, required=False)
    centre = forms.ModelChoiceField(
        label=_("Candidats de, sans lieu d’entretien"),
        queryset=Centre.objects.all(),
        required=False,
        empty_label=_("tout le pays"),
    )

    def __init__(self, *args, wave: Wave, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["venue"].queryset = wave.venues.all()
        for chair in CHAIRS:
            self.fields[f"name_{chair}"] = forms.CharField(
                label=_("Juré %(chair)s") % {"chair": chair}, max_length=120
            )
            self.fields[f"user_{chair}"] = forms.ModelChoiceField(
                label=_("Compte du juré %(chair)s") % {"chair": chair}, queryset=jurors(), required=False,
                empty_label=_("aucun : notes sur papier"),
            )  # fmt: skip
            self.fields[f"external_{chair}"] = forms.BooleanField(
                label=_("Personne extérieure à l’agence"), required=False
            )

    def values(self) -> dict:
        data = self.cleaned_data
        members = [(data[f"name_{chair}"], data[f"user_{chair}"]) for chair in CHAIRS]
        plain = {key: data[key] for key in ("name", "centre", "venue", "room")}
        return plain | {"members": members, "external": [chair for chair in CHAIRS if data[f"external_{chair}"]]}


class VenueForm(ActionForm):
    """A town of interviews."""

    town = forms.CharField(label=_("Ville"), max_length=40)
    address = forms.CharField(
        label=_("Bâtiment et quartier"), max_length=60, help_text=_("Écrit tel quel dans le SMS de convocation.")
    )
    centres = forms.ModelMultipleChoiceField(
        label=_("Entend les candidats de"),
        queryset=Centre.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    communes = forms.CharField(
        label=_("Ou de ces communes"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000, required=False,
        help_text=_("Une par ligne, quand une région s’entend dans plusieurs villes."),
    )  # fmt: skip

    def clean_communes(self) -> list[Place]:
        read = readers.commune(timezone.localdate())
        try:
            return [read(line) for line in self.cleaned_data["communes"].splitlines() if line.strip()]
        except Refusal as no:
            raise forms.ValidationError(no.sentence, code=no.code) from no

    def values(self) -> dict:
        """The communes named, and all those of the centres ticked."""
        values = super().values()
        of_centres = places.communes(timezone.localdate()).filter(centre__in=values.pop("centres"))
        named = {commune.pk: commune for commune in (*values["communes"], *of_centres)}
        return values | {"communes": list(named.values())}


class PlanForm(ActionForm):
    """The days and hours of every jury; `seen` is how many the preview showed."""

    first_on = forms.DateField(label=_("Premier jour"))
    days = forms.IntegerField(label=_("Jours ouvrés"), min_value=1, max_value=15, initial=3)
    begins = forms.TimeField(label=_("Début"), initial="08:00")
    ends = forms.TimeField(label=_("Fin"), initial="17:00")
    pause_from = forms.TimeField(label=_("Pause, de"), initial="12:30")
    pause_until = forms.TimeField(label=_("Pause, à"), initial="14:00")
    minutes = forms.IntegerField(label=_("Minutes par entretien"), min_value=1, max_value=240, initial=10)
    again = forms.BooleanField(label=_("Refaire aussi les heures déjà données"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict:
        data = super().clean()
        hours = [data.get(name) for name in ("begins", "pause_from", "pause_until", "ends")]
        if all(hours) and hours != sorted(hours):
            self.add_error("ends", _("Le début, la pause et la fin se suivent."))
        return data

    def values(self) -> dict:
        data = self.cleaned_data
        hours = Hours(*(data[name] for name in Hours._fields))
        return {"days": working_days(data["first_on"], data["days"]), "hours": hours, "again": data["again"]}


class MoveForm(ActionForm):
    """Another hour for one person, among those still free."""

    slot = forms.ChoiceField(label=_("Nouvelle heure"))
    reason = forms.CharField(label=_("Motif"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, free: Sequence[tuple[Slot, Jury]], **kwargs):
        super().__init__(*args, **kwargs)
        self.free = {key: (slot, jury) for key, slot, jury in _keyed(free)}
        self.fields["slot"].choices = [("", _("choisir")), *_grouped(free)]

    def values(self) -> dict:
        slot, jury = self.free[self.cleaned_data["slot"]]
        return {"jury": jury, "day": slot.on, "at": slot.at, "reason": self.cleaned_data["reason"]}


class DoorForm(ActionForm):
    """Those who came."""

    chosen = forms.ModelMultipleChoiceField(
        queryset=Hearing.objects.none(), error_messages={"required": _("Cochez qui est venu.")}
    )

    def __init__(self, *args, rows: QuerySet[Hearing], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chosen"].queryset = rows

    def values(self) -> dict:
        return {"hearings": list(self.cleaned_data["chosen"])}


class SheetForm(EditForm):
    """A member's sheet for one candidate: a mark for each criterion of the grid. `base`: what it was written against.

    `hearing` and `sealed` say how the sheet stood when its page was shown, for who compares.
    """

    base = forms.IntegerField(widget=forms.HiddenInput)
    hearing = forms.CharField(label=_("Audition"), widget=forms.HiddenInput, required=False)
    sealed = forms.CharField(label=_("Fiche déjà scellée, son empreinte"), widget=forms.HiddenInput, required=False)

    def __init__(self, *args, grid: Term, now: Values, **kwargs):
        super().__init__(*args, now=now, **kwargs)
        for name, text in now.items():
            self.fields[name].initial = text
        self.codes = []
        for row in grid.facts["criteria"]:
            self.codes.append(row["code"])
            self.fields[row["code"]] = forms.IntegerField(
                label=row["name"][in_language()], min_value=0, max_value=row["points"],
                help_text=_("de 0 à %(most)s") % {"most": row["points"]},
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )  # fmt: skip
        self.fields["remark"] = forms.CharField(
            label=_("Remarque"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
        )

    def values(self) -> dict:
        data = self.cleaned_data
        return {"marks": {code: data[code] for code in self.codes}, "remark": data["remark"], "base": data["base"]}

    def come_up_to_date(self, base: int) -> None:
        """What was typed goes on the sheet as it is today."""
        self.data = self.data.copy()
        self.data["base"] = str(base)
        for name in ("before", "hearing", "sealed"):
            self.data[name] = self.fields[name].initial


class ConflictForm(ActionForm):
    what = forms.CharField(
        label=_("Votre lien avec ce candidat"), max_length=200, help_text=_("Parenté, voisinage, emploi, intérêt…")
    )


class RecordedConflictForm(ActionForm):
    """What a member without account wrote."""

    application = forms.ModelChoiceField(
        label=_("Candidat"), queryset=Application.objects.none(), empty_label=_("choisir")
    )
    what = forms.CharField(
        label=_("Le lien, tel que le membre l’a écrit"),
        max_length=200,
        help_text=_("Parenté, voisinage, emploi, intérêt…"),
    )

    def __init__(self, *args, rows: QuerySet[Application], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["application"].queryset = rows
        self.fields["application"].label_from_instance = lambda row: f"{row.number} · {row.person}"


class SubstituteForm(ActionForm):
    """Who holds the chair for one candidate: a juror with an account, or somebody from outside."""

    substitute = forms.ModelChoiceField(
        label=_("Juré qui le remplace pour ce candidat"), queryset=User.objects.none(), required=False,
        empty_label=_("choisir"),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Ou une personne extérieure, sans compte"), max_length=120, required=False,
        help_text=_("Nom et prénom. Elle note sur papier ; le centre entre sa note."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["substitute"].queryset = jurors()


class ReplaceForm(ActionForm):
    """Somebody else in a chair from now on."""

    name = forms.CharField(label=_("Nouveau membre"), max_length=120)
    user = forms.ModelChoiceField(
        label=_("Son compte"), queryset=User.objects.none(), required=False, empty_label=_("aucun : notes sur papier")
    )
    is_external = forms.BooleanField(label=_("Personne extérieure à l’agence"), required=False)
    reason = forms.CharField(label=_("Motif"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = jurors()


class AgainForm(ActionForm):
    """A second hearing: before another jury at a free hour, or the same jury together."""

    slot = forms.ChoiceField(label=_("Devant qui"))
    reason = forms.CharField(label=_("Motif"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, free: Sequence[tuple[Slot, Jury]], same: Jury, **kwargs):
        super().__init__(*args, **kwargs)
        self.free, self.same = {key: (slot, jury) for key, slot, jury in _keyed(free)}, same
        together = ("", _("le même jury, ensemble et sans rendez-vous"))
        self.fields["slot"].required, self.fields["slot"].choices = False, [together, *_grouped(free)]

    def values(self) -> dict:
        slot, jury = self.free.get(self.cleaned_data["slot"], (None, self.same))
        when = {"day": slot.on, "at": slot.at} if slot else {}
        return {"jury": jury, "reason": self.cleaned_data["reason"]} | when


class InkForm(ActionForm):
    """A member who signed the original in ink."""

    member = forms.ModelChoiceField(
        label=_("Membre qui a signé l’original"), queryset=JuryMember.objects.none(), empty_label=_("choisir")
    )

    def __init__(self, *args, rows: QuerySet[JuryMember], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = rows
        self.fields["member"].label_from_instance = lambda member: member.name


def jurors() -> QuerySet[User]:
    """Accounts of those named jury members today."""
    acts = Appointment.objects.in_force(timezone.localdate()).filter(role="jury_member")
    return User.objects.filter(pk__in=acts.values("user"), is_active=True).order_by("name")


def in_language() -> str:
    return "en" if (get_language() or "fr").startswith("en") else "fr"


def _keyed(free: Sequence[tuple[Slot, Jury]]) -> list[tuple[str, Slot, Jury]]:
    return [(f"{jury.pk}/{slot.on}/{slot.at:%H:%M}", slot, jury) for slot, jury in free]


def _grouped(free: Sequence[tuple[Slot, Jury]]) -> list[tuple[str, list]]:
    """Hours to choose from, by jury and day."""
    groups: dict[str, list] = {}
    for key, slot, jury in _keyed(free):
        groups.setdefault(f"{jury.venue} · {jury} · {slot.on:%d/%m/%Y}", []).append((key, f"{slot.at:%H:%M}"))
    return list(groups.items())


class CriteriaForm(ActionForm):
    """How a wave is selected."""

    mode = forms.ChoiceField(label=_("Mode de sélection"), choices=SelectionMode.choices)
    places = forms.IntegerField(
        label=_("Places de la liste"), min_value=1, required=False, help_text=_("Vide : tous les candidats classés.")
    )
    reserve = forms.IntegerField(label=_("Places de la liste de réserve"), min_value=0, initial=0)
    women = forms.IntegerField(label=_("Part de femmes, au moins (pour cent)"), min_value=0, max_value=100, initial=0)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.regions = list(places.regions())
        for region in self.regions:
            self.fields[f"r_{region.code}"] = forms.IntegerField(
                label=_("%(region)s, au moins") % {"region": region.name}, min_value=0, required=False
            )

    def values(self) -> dict:
        data = self.cleaned_data
        floors = {region.code: data[f"r_{region.code}"] or 0 for region in self.regions}
        return {name: data[name] for name in ("mode", "places", "reserve", "women")} | {"regions": floors}


class ContestForm(ActionForm):
    text = forms.CharField(
        label=_("Ce que vous contestez, et pourquoi"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6})
    )


class AnswerForm(ActionForm):
    """An appeal's answer; upheld, a score that was wrongly written may be corrected."""

    uphold = forms.TypedChoiceField(
        label=_("Décision"), choices=[("", _("choisir")), ("1", _("admettre")), ("0", _("rejeter"))],
        coerce=lambda value: value == "1",
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Raison, lue par le candidat"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
    chair = forms.TypedChoiceField(
        label=_("Note à corriger"), required=False, coerce=int, empty_value=None,
        choices=[("", _("aucune")), *((chair, chair) for chair in CHAIRS)],
    )  # fmt: skip
    points = forms.IntegerField(label=_("Note juste"), min_value=0, max_value=100, required=False)
    again = forms.BooleanField(label=_("Réentendre le candidat : ses notes ne comptent plus"), required=False)


class CorrectForm(ActionForm):
    """A score that was wrongly written."""

    chair = forms.TypedChoiceField(label=_("Juré"), choices=[(chair, chair) for chair in CHAIRS], coerce=int)
    points = forms.IntegerField(label=_("Note juste"), min_value=0, max_value=100)
    reason = forms.CharField(label=_("Motif"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
