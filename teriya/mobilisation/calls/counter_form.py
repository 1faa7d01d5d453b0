"""The candidate in front of the officer, on one line of fields: Enter writes it and offers the next line."""

from collections.abc import Iterable

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.fields import PhoneField
from teriya.foundation.core.web import ActionForm
from teriya.foundation.intake import readers
from teriya.foundation.intake.fields import CommuneField, ReadField
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.templatetags.ui import day, phone
from teriya.mobilisation.calls.actions import Entry
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.calls.states import PlacementMode
from teriya.mobilisation.hosts.models import Need
from teriya.people import lookalikes
from teriya.people.lookalikes import NewPerson
from teriya.people.models import Person


class WishesField(forms.CharField):
    """Posts by their references, in order: "B0012 B0003". The value is the needs; any number of them."""

    def __init__(self, wave: Wave):
        super().__init__(
            label=_("Postes, dans l’ordre"), required=False, max_length=2_000, help_text=_("B0012 B0003, sans limite.")
        )
        self.wave = wave

    def clean(self, value: str) -> list[Need]:
        asked = super().clean(value).upper().replace(",", " ").replace(";", " ").split()
        posts = {need.reference.upper(): need for need in self.wave.needs.filter(reference__in=asked)}
        if unknown := [reference for reference in asked if reference not in posts]:
            sentence = gettext("Aucun poste de cet appel ne porte la référence %(unknown)s.")
            raise forms.ValidationError(sentence % {"unknown": ", ".join(unknown)}, code="unknown_need")
        return [posts[reference] for reference in dict.fromkeys(asked)]


class CounterForm(ActionForm):
    """One candidate. `who` appears once records look alike: one of them, or `OTHER`, somebody else."""

    OTHER = "other"
    form_number = forms.CharField(label=_("N° du formulaire"), max_length=20, required=False)
    family = forms.CharField(label=_("Nom de naissance"), max_length=80, widget=forms.TextInput({"autofocus": True}))
    given = forms.CharField(label=_("Prénoms"), max_length=120)
    married = forms.CharField(label=_("Nom d’épouse"), max_length=80, required=False)
    sex = forms.ChoiceField(label=_("Sexe"), choices=[("", ""), *Person.Sex.choices])
    birth = ReadField(lambda text: readers.read_birth(text, on=timezone.localdate()), label=_("Date de naissance"),
                      help_text=_("28/04/1999 ou 1999"))  # fmt: skip
    commune = CommuneField(label=_("Commune"))
    phone = PhoneField(required=False)
    paper_kind = forms.ChoiceField(label=_("Pièce montrée"), required=False)
    paper_number = forms.CharField(label=_("Son numéro, ou le témoin"), max_length=40, required=False)
    diploma = forms.ChoiceField(label=_("Dernier diplôme"), required=False)
    speciality = ReadField(lambda text: readers.word("profile", 60)(text), label=_("Spécialité"), required=False)

    def __init__(self, *args, wave: Wave, **kwargs):
        super().__init__(*args, **kwargs)
        self.wave = wave
        if wave.mode == PlacementMode.WISHES:
            self.fields["wishes"] = WishesField(wave)
        papers = [(term.code, term.fr) for term in rules.terms("paper") if term.facts["kind"] == "identity"]
        self.fields["paper_kind"].choices = [("", _("aucune")), *papers]
        self.fields["diploma"].choices = [("", _("aucun")), *((term.code, term.fr) for term in rules.terms("diploma"))]
        self.alike: list[Person] = []
        if "who" in self.data:
            self.ask_who()
            self._errors = None  # read again, with the field that was just added

    def clean(self) -> None:
        super().clean()
        if bool(self.cleaned_data.get("paper_kind")) != bool(self.cleaned_data.get("paper_number")):
            self.add_error("paper_number", _("Donnez la pièce et son numéro, ou aucun des deux."))

    def ask_who(self) -> None:
        """Show the records that look like this candidate; the officer compares each with the paper."""
        if not self.is_bound or not self._is_whole():
            return
        self.alike = [person for person, _pair in lookalikes.of(self._new_person())]
        found = earlier(self.alike)
        choices = [(str(person.pk), _told(person, found.get(person.pk, ()))) for person in self.alike]
        self.fields["who"] = forms.ChoiceField(
            label=_("Est-ce une de ces personnes ? Comparez avec la pièce."), widget=forms.RadioSelect,
            choices=[*choices, (self.OTHER, _("Non, une autre personne"))],
        )  # fmt: skip

    def _is_whole(self) -> bool:
        if not hasattr(self, "cleaned_data"):
            self.full_clean()
        return {"family", "given", "sex", "birth", "commune"} <= self.cleaned_data.keys()

    def _new_person(self) -> NewPerson:
        data = self.cleaned_data
        papers = ((data["paper_kind"], data["paper_number"]),) if data.get("paper_number") else ()
        return NewPerson(
            family=data["family"], given=data["given"], married=data["married"], sex=data["sex"], papers=papers,
            birth_on=data["birth"].day, birth_year=data["birth"].year, commune_id=data["commune"].pk,
            phone=data.get("phone") or "",
        )  # fmt: skip

    def entry(self) -> Entry:
        """What the officer wrote, as the action takes it."""
        data, known = self.cleaned_data, {str(person.pk): person for person in self.alike}
        return Entry(
            person=self._new_person(), form_number=data["form_number"].upper(), diploma=data["diploma"],
            speciality=data["speciality"] or "", paper_kind=data["paper_kind"], paper_number=data["paper_number"],
            wishes=data.get("wishes", ()), known=known.get(data.get("who", "")),
            unlike={person.pk for person in self.alike} if data.get("who") == self.OTHER else (),
        )  # fmt: skip


def earlier(people: Iterable[Person]) -> dict[int, list[Application]]:
    """Person → earlier applications, the last first: what was decided before is seen before deciding again."""
    found: dict[int, list[Application]] = {}
    for row in Application.objects.filter(person__in=list(people)).select_related("wave").order_by("-on", "-pk"):
        found.setdefault(row.person_id, []).append(row)
    return found


def _told(person: Person, applications: Iterable[Application]) -> str:
    born = day(person.birth_on) if person.birth_on else gettext("vers %(year)s") % {"year": person.birth_year}
    past = ", ".join(f"{row.wave.code} : {row.get_state_display()}" for row in applications)
    facts = [f"{person} · {person.matricule}", born, person.commune.name, phone(person.phone), past]
    return " · ".join(filter(None, facts))
