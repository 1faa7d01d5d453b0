"""The screens of an application: one thing each, in order. What a screen asks, and who is asked it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.fields import PaperField
from teriya.foundation.intake import readers
from teriya.foundation.intake.fields import CommuneField, ReadField, Suggestions
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.calls.states import PlacementMode
from teriya.people.models import Person

NONE = "none"  # an answer all the same: the screen is not asked again


class Screen(ActionForm):
    """`title` is the question, shown as the page's heading. `opened` is the moment that the server signed into the page."""

    title: Any
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def answers(self) -> dict[str, str]:
        """As typed, so that the next device shows the very same words."""
        return {
            name: str(self.data.get(name, "")).strip() for name in self.fields if name not in {"receipt", "opened"}
        }


class NameScreen(Screen):
    title = _("Comment vous appelez-vous ?")
    family = forms.CharField(label=_("Nom de naissance"), max_length=80, widget=forms.TextInput({"autocomplete": "family-name"}))  # fmt: skip
    given = forms.CharField(label=_("Prénoms"), max_length=120, widget=forms.TextInput({"autocomplete": "given-name"}))
    married = forms.CharField(label=_("Nom d’épouse"), max_length=80, required=False)


class BirthScreen(Screen):
    title = _("Quand êtes-vous né ?")
    birth = ReadField(lambda text: readers.read_birth(text, on=timezone.localdate()), label=_("Date de naissance"),
                      help_text=_("Comme 28/04/1999. Si vous ne savez que l’année, écrivez l’année."))  # fmt: skip


class SexScreen(Screen):
    title = _("Vous êtes")
    sex = forms.ChoiceField(label=_("Sexe"), choices=Person.Sex.choices, widget=forms.RadioSelect)


class CommuneScreen(Screen):
    title = _("Où habitez-vous ?")
    commune = CommuneField(label=_("Votre commune"), help_text=_("Écrivez les premières lettres, puis choisissez."))


class DiplomaScreen(Screen):
    title = _("Quel est votre dernier diplôme ?")
    diploma = forms.ChoiceField(label=_("Celui que vous pouvez prouver"), widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = [(term.code, term.fr) for term in rules.terms("diploma")]
        self.fields["diploma"].choices = [*known, (NONE, _("Je n’ai pas de diplôme"))]


class SpecialityScreen(Screen):
    title = _("Dans quelle spécialité ?")
    speciality = forms.CharField(label=_("Votre spécialité ou votre métier"), max_length=60, widget=Suggestions)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["speciality"].widget.suggestions = [term.fr for term in rules.terms("profile")]


class PaperScreen(Screen):
    """No single paper is ever required: any one serves, or a witness, or none for now."""

    title = _("Quel papier dit qui vous êtes ?")
    paper_kind = forms.ChoiceField(label=_("Un seul suffit"), widget=forms.RadioSelect)
    paper_number = forms.CharField(
        label=_("Son numéro, ou le nom et le téléphone du témoin"), max_length=40, required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        papers = [(term.code, term.fr) for term in rules.terms("paper") if term.facts["kind"] == "identity"]
        self.fields["paper_kind"].choices = [*papers, (NONE, _("Aucun pour l’instant : je le montrerai au centre"))]

    def clean(self) -> None:
        super().clean()
        data = self.cleaned_data
        if data.get("paper_kind", NONE) != NONE and not data.get("paper_number"):
            self.add_error("paper_number", _("Écrivez le numéro, ou choisissez « Aucun pour l’instant »."))


class PhotosScreen(Screen):
    """Photos of papers, each sent as soon as it is taken. All are optional: they can be shown at the centre.

    The photo comes with the form, or came before it in pieces: `arrived` is their id.
    """

    title = _("Photographiez vos papiers")
    kind = forms.ChoiceField(label=_("Papier photographié"), required=False)
    photo = PaperField(label=_("La photo"), required=False)
    arrived = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, papers: tuple[str, ...] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(code, rules.label("paper", code)) for code in papers]

    def answers(self) -> dict[str, str]:
        return {"photos": "seen"}


class PostsScreen(Screen):
    """`do` is one of add:B0012, up:B0012, drop:B0012, or nothing: to go on."""

    title = _("Quels postes demandez-vous ?")
    do = forms.RegexField(r"^(add|up|drop):[\w-]{1,20}$", required=False)

    def answers(self) -> dict[str, str]:
        return {"posts": "seen"}


SCREENS: dict[str, type[Screen]] = {
    "nom": NameScreen, "naissance": BirthScreen, "sexe": SexScreen, "commune": CommuneScreen, "diplome": DiplomaScreen,
    "specialite": SpecialityScreen, "papier": PaperScreen, "photos": PhotosScreen, "postes": PostsScreen,
}  # fmt: skip
IDENTITY = ("nom", "naissance", "sexe", "commune")


def asked(wave: Wave, answers: Mapping[str, Any]) -> list[str]:
    """The screens of this candidate, in order: no speciality without a diploma, no posts where the rule places."""
    left_out = set()
    if answers.get("diploma") == NONE:
        left_out.add("specialite")
    if wave.mode == PlacementMode.RULE:
        left_out.add("postes")
    return [code for code in SCREENS if code not in left_out]


def read(code: str, answers: Mapping[str, Any]) -> Screen:
    """A screen as these answers fill it."""
    return SCREENS[code]({**answers, "receipt": "00000000-0000-0000-0000-000000000000"})


_LEFT = {"photos": ("photos",), "postes": ("posts", "wishes")}  # what these screens leave when one goes on from them


def is_answered(code: str, answers: Mapping[str, Any]) -> bool:
    fields = SCREENS[code].base_fields.items()
    needed = _LEFT.get(code) or [name for name, field in fields if field.required and name != "receipt"]
    return all(answers.get(name) for name in needed)


def unanswered(wave: Wave, answers: Mapping[str, Any]) -> list[str]:
    return [code for code in asked(wave, answers) if not is_answered(code, answers)]
