from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.contribution.framework import queries
from teriya.contribution.framework.models import ReviewLine, WorkPlan
from teriya.contribution.framework.states import AxisKind, Recipient
from teriya.foundation.accounts.roles import ROLES, STAFF
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.fields import PaperField
from teriya.foundation.ledger.fields import AmountField
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.places import queries as places
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.templatetags.words import label

_ROLES = [(code, ROLES[code].name) for code in STAFF]
_QUARTERS = [(n, f"T{n}") for n in (1, 2, 3, 4)]


class LinesField(forms.CharField):
    """One thing a line."""

    widget = forms.Textarea(attrs={"rows": 5})

    def clean(self, value: str | None) -> list:
        return [" ".join(line.split()) for line in (super().clean(value) or "").splitlines() if line.strip()]


class CodedField(LinesField):
    """« A1 : Titre », one a line."""

    def clean(self, value: str | None) -> list:
        found = []
        for line in super().clean(value):
            code, colon, title = (part.strip() for part in line.partition(":"))
            if not colon or not code or not title or len(code) > 12 or len(title) > 200:
                raise forms.ValidationError(
                    _("« %(line)s » : écrivez un code court, deux-points, puis le titre.") % {"line": line[:40]}
                )
            found.append((code, title))
        return found


class PlanForm(ActionForm):
    title = forms.CharField(label=_("Titre du plan stratégique"), max_length=160)
    first_year = forms.IntegerField(label=_("Première année"), min_value=2000, max_value=2100)
    last_year = forms.IntegerField(label=_("Dernière année"), min_value=2000, max_value=2100)
    source = forms.CharField(label=_("Acte qui l’adopte"), max_length=300)
    axes = CodedField(label=_("Axes du plan, un par ligne"), help_text=_("Code, deux-points, titre. A1 : Mobiliser"))
    national_title = forms.CharField(label=_("Plan national auquel il répond"), max_length=160)
    national_source = forms.CharField(
        label=_("Source du plan national"), max_length=300, help_text=_("Texte, date, adresse.")
    )
    national_axes = CodedField(label=_("Axes du plan national, un par ligne"))


class LetterForm(ActionForm):
    year = forms.IntegerField(label=_("Année"), min_value=2000, max_value=2100)
    reference = forms.CharField(label=_("Référence de la lettre"), max_length=80)
    signatory = forms.CharField(label=_("Signée par"), max_length=160)
    signed_on = forms.DateField(label=_("Signée le"))
    objectives = LinesField(label=_("Objectifs, un par ligne"))


class ScanForm(ActionForm):
    file = PaperField(label=_("La lettre signée"))


class ActivityForm(ActionForm):
    code = forms.CharField(label=_("Code"), max_length=12, help_text=_("Par exemple : 1.2"))
    title = forms.CharField(label=_("Activité"), max_length=200)
    axis = forms.ModelChoiceField(label=_("Axe du plan stratégique"), queryset=None)
    national_axis = forms.ModelChoiceField(
        label=_("Axe du plan national"), queryset=None, required=False, empty_label=_("aucun")
    )
    objective = forms.ModelChoiceField(
        label=_("Objectif de la lettre de mission"), queryset=None, required=False, empty_label=_("aucun")
    )
    responsible = forms.ChoiceField(label=_("Responsable"), choices=_ROLES)
    quarters = forms.TypedMultipleChoiceField(
        label=_("Trimestres prévus"), choices=_QUARTERS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    budget = AmountField(label=_("Budget prévu, en francs"), min_value=0)
    envelope = forms.ModelChoiceField(
        label=_("Enveloppe"),
        queryset=Envelope.objects.order_by("code"),
        required=False,
        empty_label=_("non encore financé"),
    )

    def __init__(self, *args, work_plan: WorkPlan, **kwargs):
        super().__init__(*args, **kwargs)
        plan = work_plan.letter.plan_id
        self.fields["axis"].queryset = queries.axes_of(plan, AxisKind.OWN)
        self.fields["national_axis"].queryset = queries.axes_of(plan, AxisKind.NATIONAL)
        self.fields["objective"].queryset = work_plan.letter.objectives.all()


class TargetForm(ActionForm):
    label = forms.CharField(label=_("Cible"), max_length=200)
    measure = forms.ChoiceField(
        label=_("Mesure des chiffres"),
        required=False,
        help_text=_("Vide : des réalisations à compter, avec leur preuve."),
    )
    unit = forms.CharField(
        label=_("Ce que l’on compte, sans mesure"),
        max_length=40,
        required=False,
        help_text=_("Sessions, textes, conventions…"),
    )
    form = forms.ChoiceField(label=_("Forme"), required=False)
    region = forms.ChoiceField(label=_("Région"), required=False)
    baseline = AmountField(label=_("Valeur de départ"), min_value=0, required=False)
    baseline_source = forms.CharField(label=_("Source et jour de la valeur de départ"), max_length=200, required=False)
    aim_1 = AmountField(label=_("Cumul visé à la fin de T1"), min_value=0)
    aim_2 = AmountField(label=_("Cumul visé à la fin de T2"), min_value=0)
    aim_3 = AmountField(label=_("Cumul visé à la fin de T3"), min_value=0)
    aim_4 = AmountField(label=_("Cumul visé à la fin de T4"), min_value=0)
    goals = forms.MultipleChoiceField(
        label=_("Objectifs de développement servis"), required=False, widget=forms.SelectMultiple(attrs={"size": 6})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = [("", _("réalisations à compter")), *queries.measure_choices()]
        self.fields["form"].choices = [("", _("toutes")), *((code, code) for code in rules.form_codes())]
        self.fields["region"].choices = [("", _("toutes")), *((place.code, place.name) for place in places.regions())]
        self.fields["goals"].choices = [
            (term.code, f"{term.code} {label(term.code, 'goal')}") for term in rules.terms("goal")
        ]

    def values(self) -> dict:
        typed = super().values()
        aims = [typed.pop(f"aim_{n}") for n in (1, 2, 3, 4)]
        return typed | {"aims": aims}


class MilestoneForm(ActionForm):
    count = AmountField(label=_("Combien"))
    what = forms.CharField(label=_("Ce qui est fait"), max_length=200)
    reference = forms.CharField(
        label=_("Ce qui le prouve"), max_length=120, help_text=_("Procès-verbal, liste, convention, et son numéro.")
    )
    happened_on = forms.DateField(label=_("Fait le"), initial=timezone.localdate)
    proof = PaperField(label=_("La pièce"), required=False)


class ReasonForm(ActionForm):
    reason = forms.CharField(label=_("Motif"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class AdoptForm(ActionForm):
    session_on = forms.DateField(label=_("Session du conseil du"), initial=timezone.localdate)
    minutes = forms.CharField(label=_("Numéro du procès-verbal"), max_length=80)
    scan = PaperField(label=_("Le procès-verbal signé"), required=False)


class QuarterForm(ActionForm):
    quarter = forms.TypedChoiceField(label=_("Trimestre"), coerce=int)

    def __init__(self, *args, ended: list[int], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["quarter"].choices = [(n, f"T{n}") for n in reversed(ended)]


class CauseForm(ActionForm):
    cause = forms.CharField(label=_("Pourquoi"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class DecisionForm(ActionForm):
    text = forms.CharField(label=_("Ce qui est décidé"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    owner = forms.ChoiceField(label=_("Qui le fait"), choices=_ROLES)
    due_on = forms.DateField(label=_("Au plus tard le"))
    line = forms.ModelChoiceField(
        label=_("Cible"), queryset=ReviewLine.objects.none(), required=False, empty_label=_("toutes")
    )

    def __init__(self, *args, lines, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = lines
        self.fields["line"].label_from_instance = lambda line: str(line.target)


class FollowUpForm(ActionForm):
    """The button says the step."""

    step = forms.ChoiceField(choices=[("do", "do"), ("drop", "drop")], widget=forms.HiddenInput, initial="do")
    words = forms.CharField(
        label=_("Ce qui a été fait, ou pourquoi c’est abandonné"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReportForm(ActionForm):
    to = forms.ChoiceField(label=_("Destinataire"), choices=Recipient.choices, widget=forms.RadioSelect)


class SentForm(ActionForm):
    sent_on = forms.DateField(label=_("Envoyé le"), initial=timezone.localdate)
    how = forms.CharField(label=_("Bordereau, ou comment il est parti"), max_length=120)
