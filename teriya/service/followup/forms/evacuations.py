from collections.abc import Collection

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.fields import PhoneField
from teriya.foundation.core.web import ActionForm
from teriya.foundation.places.models import Centre


class ContactForm(ActionForm):
    name = forms.CharField(
        label=_("Qui appeler en cas d’urgence"), max_length=120, help_text=_("Un parent, un proche.")
    )
    phone = PhoneField(label=_("Son téléphone"))
    lodging = forms.CharField(
        label=_("Où dormez-vous ?"), max_length=160, required=False, help_text=_("Quartier, repère, propriétaire.")
    )


class EvacuateForm(ActionForm):
    centre = forms.ModelChoiceField(label=_("Région à évacuer"), queryset=None, empty_label=None)
    reason = forms.CharField(label=_("Motif"), max_length=200)
    is_told = forms.BooleanField(
        label=_("Prévenir les volontaires et les tuteurs par SMS"), required=False, initial=True
    )

    def __init__(self, data, *, centres: QuerySet[Centre]):
        super().__init__(data)
        self.fields["centre"].queryset = centres


class ReachedForm(ActionForm):
    where = forms.CharField(label=_("Où sont-ils ?"), max_length=160)
    chosen = forms.TypedMultipleChoiceField(coerce=int, error_messages={"required": _("Cochez qui est joint.")})

    def __init__(self, data, *, among: Collection[int]):
        super().__init__(data)
        self.fields["chosen"].choices = [(pk, pk) for pk in among]

    @property
    def ticks(self) -> set[int]:
        return {int(pk) for pk in self.data.getlist("chosen") if pk.isdecimal()} if self.is_bound else set()
