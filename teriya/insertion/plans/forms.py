from collections.abc import Collection

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.fields import PhoneField
from teriya.foundation.accounts.models import Appointment, User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.accounts.roles import granting
from teriya.foundation.core.web import ActionForm
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.templatetags.words import label
from teriya.insertion.plans.states import Moment, Owner, ProjectKind, Why

TICK = {
    "required": _("Cochez au moins une ligne."),
    "invalid_choice": _("La liste a changé depuis. Vérifiez, puis envoyez à nouveau."),
}


def keepers():
    acts = Appointment.objects.in_force(timezone.localdate()).filter(role__in=granting(P.PLANS_KEEP))
    return User.objects.filter(appointment__in=acts).distinct().order_by("name")


def text(words, rows: int = 3, **kwargs) -> forms.CharField:
    return forms.CharField(label=words, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class TickedForm(ActionForm):
    """Lines ticked in a list, and what is asked for all of them."""

    chosen = forms.TypedMultipleChoiceField(coerce=int, error_messages=TICK)

    def __init__(self, data, *, among: Collection[int], **kwargs):
        super().__init__(data, **kwargs)
        self.fields["chosen"].choices = [(pk, pk) for pk in among]

    @property
    def shown(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name != "chosen"]

    @property
    def ticks(self) -> set[int]:
        return (
            {int(pk) for pk in self.data.getlist("chosen") if pk.isdecimal()}
            if self.is_bound
            else set(self.initial.get("chosen", ()))
        )


class OpenForm(TickedForm):
    referent = forms.ModelChoiceField(label=_("Référent"), queryset=User.objects.none(), empty_label=None)

    def __init__(self, *args, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["referent"].queryset = keepers()
        self.fields["referent"].initial = by.pk


class CallForm(TickedForm):
    day = forms.DateField(label=_("Jour de l’entretien"))
    place = forms.CharField(label=_("Où, ou par téléphone"), max_length=120)


class DayForm(ActionForm):
    day = forms.DateField(label=_("Jour de l’entretien"))
    place = forms.CharField(label=_("Où, ou par téléphone"), max_length=120)


class HoldForm(ActionForm):
    on = forms.DateField(label=_("Tenu le"), initial=timezone.localdate)
    said = text(_("Ce qui a été dit"), 5)
    decided = text(_("Ce qui est décidé"), 3, required=False)


class ReasonForm(ActionForm):
    reason = text(_("Motif"), 2, max_length=200)


class ProjectForm(ActionForm):
    kind = forms.ChoiceField(
        label=_("Quel projet"), choices=ProjectKind.choices, widget=forms.RadioSelect, initial=ProjectKind.CAREER
    )
    title = forms.CharField(label=_("Le projet, en une phrase"), max_length=160)
    told = text(_("Avec vos mots : pourquoi, où, avec qui"), 4, required=False)
    domain = forms.ChoiceField(label=_("Domaine"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["domain"].choices = [
            ("", _("Un autre")),
            *((term.code, label(term.code, "domain")) for term in rules.terms("domain")),
        ]


class ReorientForm(ProjectForm):
    reason = text(_("Pourquoi changer de projet"), 3, max_length=400)


class EndForm(ReasonForm):
    why = forms.ChoiceField(label=_("Pourquoi le plan se termine"), choices=Why.choices, widget=forms.RadioSelect)
    field_order = ["why", "reason"]


class ReferentForm(ReasonForm):
    referent = forms.ModelChoiceField(label=_("Nouveau référent"), queryset=User.objects.none())
    field_order = ["referent", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["referent"].queryset = keepers()


class MemberForm(ActionForm):
    name = forms.CharField(label=_("Nom"), max_length=120)
    organisation = forms.CharField(label=_("Organisme"), max_length=160)
    role = forms.CharField(label=_("Rôle dans l’accompagnement"), max_length=80)
    phone = PhoneField(required=False)


class GoalForm(ActionForm):
    title = forms.CharField(label=_("L’objectif"), max_length=160)
    due_on = forms.DateField(label=_("Avant le"))


class NoteForm(ActionForm):
    """The button says the step."""

    step = forms.ChoiceField(choices=[(step, step) for step in ("review", "reach", "give_up")])
    reason = text(_("Où l’on en est"), 2, max_length=200)


class TodoForm(ActionForm):
    what = forms.CharField(label=_("Quoi"), max_length=200)
    owner = forms.ChoiceField(
        label=_("Par qui"), choices=Owner.choices, widget=forms.RadioSelect, initial=Owner.PERSON
    )
    due_on = forms.DateField(label=_("Avant le"))


class CloseForm(ActionForm):
    outcome = text(_("Ce qui a été fait"), 2, max_length=200)


class QueueFilter(forms.Form):
    moment = forms.ChoiceField(label=_("Entretien"), choices=[("", _("Tous")), *Moment.choices], required=False)
    mien = forms.BooleanField(label=_("Ceux que je suis"), required=False)
