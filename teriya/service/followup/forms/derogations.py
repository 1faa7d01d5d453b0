from collections.abc import Collection

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.web import ActionForm
from teriya.foundation.rules import queries as rules
from teriya.service.missions.states import GateName


class DerogateForm(ActionForm):
    """For those ticked: what is lifted, until when, why."""

    gates = forms.MultipleChoiceField(label=_("Conditions levées"), widget=forms.CheckboxSelectMultiple)
    until = forms.DateField(label=_("Jusqu’au"))
    reason = forms.CharField(label=_("Motif"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    chosen = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": _("Cochez au moins un volontaire."),
                                    "invalid_choice": _("La liste a changé depuis. Vérifiez, puis envoyez à nouveau.")},
    )  # fmt: skip

    def __init__(self, data, *, among: Collection[int], form: str):
        super().__init__(data)
        liftable = rules.amount("derogation_gates", on=timezone.localdate(), form=form, default=())
        self.fields["gates"].choices = [(gate, GateName(gate).label) for gate in liftable]
        self.fields["chosen"].choices = [(pk, pk) for pk in among]

    @property
    def shown(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name != "chosen"]

    @property
    def ticks(self) -> set[int]:
        return {int(pk) for pk in self.data.getlist("chosen") if pk.isdecimal()} if self.is_bound else set()


class DecideForm(ActionForm):
    """Sign, or refuse with a reason."""

    decision = forms.ChoiceField(
        label=_("Décision"), choices=[("sign", _("je signe")), ("refuse", _("je refuse"))], widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Motif du refus"), max_length=400, required=False)
