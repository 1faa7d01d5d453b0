from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.exchange.relations.actions import Line as Undertaking
from teriya.exchange.relations.actions import Terms
from teriya.exchange.relations.models import Convention
from teriya.exchange.relations.states import After, Line, Nature, Payer, Per, Word
from teriya.exchange.wire.fields import FIELDS
from teriya.exchange.wire.models import Agency
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.fields import PaperField
from teriya.foundation.ledger.fields import AmountField

LINES = 8  # of a plan or of minutes, on one page


def area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class SourceForm(ActionForm):
    """What an agency without the system wrote is typed with its letter."""

    source = forms.CharField(label=_("Lettre ou papier qui le dit"), max_length=200, help_text=_("Par exemple : lettre du 3 mars 2026."))  # fmt: skip
    paper = PaperField(label=_("Ce papier"), required=False)


class MissionForm(ActionForm):
    is_out = forms.TypedChoiceField(
        label=_("Qui se déplace"), coerce=lambda value: value == "out", widget=forms.RadioSelect,
        choices=[("out", _("notre agence va chez elle")), ("in", _("elle vient chez nous"))],
    )  # fmt: skip
    starts_on = forms.DateField(label=_("Du"))
    ends_on = forms.DateField(label=_("Au"))
    place = forms.CharField(label=_("Lieu"), max_length=120)
    who = forms.CharField(label=_("Participants, un par ligne, avec leur fonction"), max_length=2000, widget=area())
    aims = forms.CharField(label=_("Ce que l’on vient voir"), max_length=2000, widget=area())


class ReportForm(ActionForm):
    findings = forms.CharField(label=_("Ce qui a été vu, une chose par ligne"), max_length=6000, widget=area(6))
    follow_up = forms.CharField(label=_("Suites convenues"), max_length=2000, required=False, widget=area())
    report = PaperField(label=_("Rapport entier"), required=False)


class FrameworkForm(ActionForm):
    title = forms.CharField(label=_("Titre"), max_length=160, initial=_("Accord-cadre de coopération"))
    aims = forms.CharField(label=_("Objet"), max_length=2000, widget=area())
    starts_on = forms.DateField(label=_("Vaut à partir du"))
    ends_on = forms.DateField(label=_("Jusqu’au"), required=False, help_text=_("Vide : jusqu’à ce que l’une y mette fin."))  # fmt: skip


class SignForm(ActionForm):
    reference = forms.CharField(label=_("Référence écrite sur l’accord"), max_length=60, required=False)
    signed_on = forms.DateField(label=_("Signé le"))
    signed_at = forms.CharField(label=_("À"), max_length=120)
    signatories = forms.CharField(label=_("Signataires, un par ligne"), max_length=1000, widget=area(2))
    paper = PaperField(label=_("L’accord signé"))


class ReasonForm(ActionForm):
    reason = forms.CharField(label=_("Motif"), max_length=300, widget=area(2))


class MeetingForm(ActionForm):
    """Minutes, and their lines: what, by which agency, by when. Empty lines are left out."""

    nature = forms.ChoiceField(label=_("Quoi"), choices=Nature.choices, widget=forms.RadioSelect)
    met_on = forms.DateField(label=_("Séance du"), initial=timezone.localdate)
    place = forms.CharField(label=_("Lieu"), max_length=120)
    present = forms.CharField(label=_("Présents, un par ligne, avec leur fonction"), max_length=2000, widget=area())
    notes = forms.CharField(label=_("Ce qui s’est dit"), max_length=4000, required=False, widget=area())
    paper = PaperField(label=_("Compte rendu signé"), required=False)

    def __init__(self, *args, agency: Agency, **kwargs):
        super().__init__(*args, **kwargs)
        if not agency.speaks:
            self.fields["source"] = forms.CharField(
                label=_("Lettre qui porte ce compte rendu"), max_length=200, required=False, help_text=_("Vide : nous l’avons tenu.")
            )  # fmt: skip
        owners = [("us", _("notre agence")), ("them", agency.name)]
        for n in range(LINES):
            self.fields[f"what_{n}"] = forms.CharField(label=_("À faire"), max_length=300, required=False)
            self.fields[f"owner_{n}"] = forms.ChoiceField(label=_("Par"), choices=owners, required=False)
            self.fields[f"due_{n}"] = forms.DateField(label=_("Avant le"), required=False)

    def rows(self) -> list[tuple]:
        return [(self[f"what_{n}"], self[f"owner_{n}"], self[f"due_{n}"]) for n in range(LINES)]

    def plain(self) -> list:
        return [field for field in self.visible_fields() if not field.name.startswith(("what_", "owner_", "due_"))]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for n in range(LINES):
            if typed.get(f"what_{n}") and not typed.get(f"due_{n}"):
                self.add_error(f"due_{n}", _("Donnez une échéance à cette ligne."))
        return typed

    def values(self) -> dict[str, Any]:
        typed = super().values()
        lines = [
            Undertaking(typed[f"what_{n}"], typed[f"owner_{n}"] != "them", typed[f"due_{n}"])
            for n in range(LINES)
            if typed[f"what_{n}"]
        ]
        names = ("nature", "met_on", "place", "present", "notes", "paper", "source")
        return {name: typed[name] for name in names if name in typed} | {"lines": lines}


class DoneForm(ActionForm):
    how = forms.CharField(label=_("Ce qui a été fait"), max_length=300, widget=area(2))

    def __init__(self, *args, declared: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if declared:
            self.fields["source"] = forms.CharField(label=_("Lettre ou papier qui le dit"), max_length=200)


class TermsForm(ActionForm):
    """A version of a convention. The matrix has a cell for each line and payer; an empty cell costs nothing to that payer."""

    title = forms.CharField(label=_("Titre"), max_length=160, initial=_("Convention d’échange de volontaires"))
    starts_on = forms.DateField(label=_("Du"))
    ends_on = forms.DateField(label=_("Au"))
    number_out = forms.IntegerField(label=_("Volontaires que nous envoyons"), min_value=0, max_value=10_000)
    number_in = forms.IntegerField(label=_("Volontaires que nous accueillons"), min_value=0, max_value=10_000)
    tolerance = forms.IntegerField(label=_("Écart toléré entre les deux sens"), min_value=0, max_value=10_000, initial=0)  # fmt: skip
    sectors = forms.CharField(label=_("Secteurs, un par ligne"), max_length=600, required=False, widget=area())
    months_min = forms.IntegerField(label=_("Séjour le plus court, en mois"), min_value=1, max_value=120)
    months_max = forms.IntegerField(label=_("Séjour le plus long, en mois"), min_value=1, max_value=120)
    purposes = forms.CharField(label=_("À quoi servent les données des volontaires"), max_length=1000, widget=area(2))
    keep_days = forms.IntegerField(label=_("Jours de conservation après le séjour ou le refus"), min_value=1, max_value=3660)  # fmt: skip
    after = forms.ChoiceField(label=_("Ensuite, elles sont"), choices=After.choices, widget=forms.RadioSelect)
    fields_sent = forms.MultipleChoiceField(
        label=_("Ce qui peut être transmis, et rien d’autre"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(code, label) for code, (label, _category) in FIELDS.items()],
        help_text=_("Aucune donnée de santé ne peut l’être."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for line, payer in self._cells():
            label = f"{Line(line).label.capitalize()}, {Payer(payer).label}"
            self.fields[f"cost_{line}_{payer}"] = AmountField(label=label, required=False)
        for line in Line:
            self.fields[f"per_{line}"] = forms.ChoiceField(
                label=_("%(line)s : base") % {"line": Line(line).label}, choices=Per.choices, required=False
            )

    @staticmethod
    def _cells() -> Iterator[tuple[str, str]]:
        return ((line, payer) for line in Line.values for payer in Payer.values)

    def plain(self) -> list:
        return [field for field in self.visible_fields() if not field.name.startswith(("cost_", "per_"))]

    def matrix(self) -> list[tuple]:
        """(line, its cells in the order of payers, its base)."""
        return [
            (Line(line).label, [self[f"cost_{line}_{payer}"] for payer in Payer.values], self[f"per_{line}"])
            for line in Line.values
        ]

    payers = [payer.label for payer in Payer]

    def terms(self) -> Terms:
        typed = self.values()
        costs = {
            (line, payer): (typed[f"cost_{line}_{payer}"], typed[f"per_{line}"] or Per.STAY)
            for line, payer in self._cells()
            if typed[f"cost_{line}_{payer}"]
        }
        given = {name: value for name, value in typed.items() if not name.startswith(("cost_", "per_", "fields_sent", "source", "paper"))}  # fmt: skip
        sectors = [line.strip()[:60] for line in given.pop("sectors").splitlines() if line.strip()]
        return Terms(costs=costs, fields=typed["fields_sent"], sectors=sectors, **given)


class DeclaredTermsForm(SourceForm, TermsForm):
    """The version that an agency without the system proposes by letter."""


def written(convention: Convention) -> dict[str, Any]:
    """What a form begins with: a version, as typed."""
    names = ("title", "starts_on", "ends_on", "number_out", "number_in", "tolerance", "months_min", "months_max", "purposes", "keep_days", "after")  # fmt: skip
    found = {name: getattr(convention, name) for name in names}
    found |= {"sectors": "\n".join(convention.sectors), "fields_sent": convention.fields}
    for cost in convention.costs():
        found |= {f"cost_{cost.line}_{cost.payer}": cost.amount, f"per_{cost.line}": cost.per}
    return found


class AnswerForm(SourceForm):
    word = forms.ChoiceField(label=_("Elle"), choices=Word.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Son motif, si elle refuse"), max_length=300, required=False, widget=area(2))
    field_order = ("word", "reason", "source", "paper")


class StepForm(ActionForm):
    """The button says the step."""

    step = forms.ChoiceField(choices=[(name, name) for name in ("propose", "approve", "print")])
