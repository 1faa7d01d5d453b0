from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.fields import PhoneField
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.web import ActionForm
from teriya.foundation.intake import readers
from teriya.foundation.intake.fields import CommuneField, ReadField
from teriya.foundation.places import queries as places
from teriya.foundation.rules import queries as rules
from teriya.people.lookalikes import NewPerson
from teriya.people.models import Person, Suspicion
from teriya.people.quality import LABELS


class BirthField(ReadField):
    """A day of birth, or a year alone; an age under 14 or over 100 was not written right."""

    def __init__(self, **kwargs):
        super().__init__(self._birth, **{"label": _("Date de naissance")} | kwargs)

    def _birth(self, text: str) -> readers.Birth:
        today = timezone.localdate()
        birth = readers.read_birth(text, on=today)
        if readers.is_impossible(birth, today):
            raise Refusal("impossible_birth", gettext("Cet âge est impossible. Vérifiez l’année."))
        return birth


class RegisterForm(ActionForm):
    """Somebody at the counter. `seen` holds the look-alikes that the page showed, `certain` that the officer compared."""

    family = forms.CharField(
        label=_("Nom de naissance"), max_length=80, widget=forms.TextInput(attrs={"autofocus": True})
    )
    given = forms.CharField(label=_("Prénoms"), max_length=120)
    married = forms.CharField(label=_("Nom d’épouse"), max_length=80, required=False)
    sex = forms.ChoiceField(label=_("Sexe"), choices=Person.Sex.choices, widget=forms.RadioSelect)
    birth = BirthField(help_text=_("28/04/1999, ou « né(e) vers 1999 »."))
    commune = CommuneField(label=_("Commune de résidence"))
    phone = PhoneField(required=False, help_text=_("Le numéro de matricule y est envoyé par SMS."))
    paper_kind = forms.ChoiceField(label=_("Pièce montrée"), required=False)
    paper_number = forms.CharField(label=_("Numéro de la pièce"), max_length=40, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    certain = forms.BooleanField(label=_("J’ai comparé : c’est une autre personne."), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        papers = [(term.code, term.fr) for term in rules.terms("paper") if term.facts["kind"] == "identity"]
        self.fields["paper_kind"].choices = [("", _("aucune")), *papers]

    def clean(self) -> None:
        super().clean()
        if bool(self.cleaned_data.get("paper_kind")) != bool(self.cleaned_data.get("paper_number")):
            self.add_error("paper_number", _("Donnez la pièce et son numéro, ou aucun des deux."))

    def new_person(self) -> NewPerson:
        data = self.cleaned_data
        papers = ((data["paper_kind"], data["paper_number"]),) if data["paper_number"] else ()
        return NewPerson(
            family=data["family"], given=data["given"], married=data["married"], sex=data["sex"], papers=papers,
            birth_on=data["birth"].day, birth_year=data["birth"].year, commune_id=data["commune"].pk, phone=data["phone"],
        )  # fmt: skip

    def unlike(self) -> set[int]:
        """The records that the officer says are others."""
        seen = self.cleaned_data["seen"].split(",")
        return {int(pk) for pk in seen if pk.isdecimal()} if self.cleaned_data["certain"] else set()

    def show(self, people: list[Person]) -> None:
        """Remember which look-alikes the page shows; the officer has not compared them yet."""
        self.data = self.data.copy()
        self.data["seen"] = ",".join(str(person.pk) for person in people)
        self.data.pop("certain", None)


class DecideForm(ActionForm):
    """One person or two; and if one, which record is kept."""

    DIFFERENT = "different"
    decision = forms.ChoiceField(label=_("Votre décision"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Ce qui vous fait trancher"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, suspicion: Suspicion, **kwargs):
        super().__init__(*args, **kwargs)
        self.records = {str(person.pk): person for person in (suspicion.first, suspicion.second)}
        same = gettext("La même personne : garder {matricule}")
        kept = [(pk, same.format(matricule=person.matricule)) for pk, person in self.records.items()]
        self.fields["decision"].choices = [*kept, (self.DIFFERENT, _("Deux personnes"))]

    def values(self) -> dict:
        keep = self.records.get(self.cleaned_data["decision"])
        return {"same": keep is not None, "keep": keep, "reason": self.cleaned_data["reason"]}


class UndoForm(ActionForm):
    reason = forms.CharField(
        label=_("Ce qui vous fait revenir sur la décision"), widget=forms.Textarea(attrs={"rows": 2})
    )


class UndoTakeOnForm(ActionForm):
    reason = forms.CharField(label=_("Pourquoi cette reprise est annulée"), widget=forms.Textarea(attrs={"rows": 2}))


class SearchForm(forms.Form):
    """The list's filters; an empty or unknown value filters nothing. `defaut` and `region` come from the quality page."""

    q = forms.CharField(label=_("Nom, matricule ou téléphone"), required=False)
    commune = CommuneField(required=False)
    sexe = forms.ChoiceField(label=_("Sexe"), choices=[("", _("tous")), *Person.Sex.choices], required=False)
    defaut = forms.ChoiceField(label=_("Qualité"), choices=[("", _("toutes")), *LABELS.items()], required=False)
    region = forms.ModelChoiceField(
        places.regions(), to_field_name="code", label=_("Région"), empty_label=_("toutes"), required=False
    )
