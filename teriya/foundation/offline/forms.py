import json
from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.web import ActionForm
from teriya.foundation.offline.contents import BEFORE
from teriya.foundation.offline.kinds import Values

_NO_SECRET = _(
    "Ce navigateur ne peut pas travailler sans réseau : il lui faut les scripts et une adresse sûre (https)."
)


class EditForm(ActionForm):
    """A form about a record that others may change meanwhile: it carries the record as its page showed it."""

    before = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, now: Values, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[BEFORE].initial = json.dumps(now, ensure_ascii=False)

    def values(self) -> dict:
        return {name: value for name, value in super().values().items() if name != BEFORE}


class RollForm(EditForm):
    """All present, except those who are ticked.

    `people`: (id, name) of who stands on the list; `called` says who stood on it when the page was shown; `roll` is the roll
    as it was then: another number when somebody has called it meanwhile, zero when nobody had.
    """

    roll = forms.IntegerField(label=_("Fois que l’appel a été fait"), widget=forms.HiddenInput)
    called = forms.CharField(widget=forms.HiddenInput, required=False)
    absent = forms.MultipleChoiceField(
        label=_("Tous présents, sauf"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, people: Sequence[tuple[int, str]], now: Values, **kwargs):
        super().__init__(*args, now=now, **kwargs)
        self.fields["roll"].initial = now["roll"]
        self.fields["called"].initial = " ".join(str(pk) for pk, _name in people)
        self.fields["absent"].choices = [(str(pk), name) for pk, name in people]
        self.fields["absent"].initial = [pk for pk in now["absent"].split(", ") if pk]

    def values(self) -> dict:
        data = self.cleaned_data
        called = {int(pk) for pk in data["called"].split() if pk.isdecimal()}
        return {"absent": {int(pk) for pk in data["absent"]}, "called": called, "seen": data["roll"]}


class EnrolForm(ActionForm):
    """A device to prepare. The browser's script makes the secret; without it there is none."""

    name = forms.CharField(
        label=_("Nom de l’appareil"), max_length=60, help_text=_("Par exemple : tablette du guichet 2.")
    )
    secret = forms.RegexField(
        r"^[A-Za-z0-9_-]{43}$",
        widget=forms.HiddenInput,
        error_messages={"required": _NO_SECRET, "invalid": _NO_SECRET},
    )


class ReasonForm(ActionForm):
    reason = forms.CharField(label=_("Motif"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
