from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.models import User
from teriya.foundation.core.web import ActionForm
from teriya.foundation.intake.kinds import KINDS
from teriya.foundation.rules import queries as rules


class FileForm(ActionForm):
    """A file and what it is. Once its kind is known, only what this kind needs is asked."""

    kind = forms.ChoiceField(label=_("Ce que contient le fichier"))
    wave = forms.CharField(
        label=_("Code de la vague"),
        max_length=40,
        required=False,
        help_text=_("Pour des candidats ou des notes de jury."),
        error_messages={"required": _("Dites à quelle vague appartiennent ces lignes.")},
    )
    form = forms.ChoiceField(
        label=_("Forme de volontariat"),
        required=False,
        help_text=_("Pour des besoins."),
        error_messages={"required": _("Dites pour quelle forme sont ces besoins.")},
    )
    file = forms.FileField(label=_("Fichier"), help_text=_("CSV ou XLSX, 20 Mo au plus."), max_length=200)

    def __init__(self, *args, user: User, chosen: str = "", wave: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.kinds = kinds = {kind.code: kind for kind in KINDS.values() if user.may(kind.permission)}
        self.fields["kind"].choices = [(kind.code, kind.title) for kind in kinds.values()]
        self.fields["form"].choices = [("", "—"), *rules.form_choices()]
        self.fields["wave"].initial = wave
        if kind := kinds.get(chosen):
            self.fields["kind"].initial = chosen
            for name, is_needed in (("wave", kind.needs_wave), ("form", kind.needs_form)):
                self.fields[name].required = is_needed
                if not is_needed:
                    del self.fields[name]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(_("Ce fichier dépasse 20 Mo. Coupez-le en plusieurs."), code="too_large")
        return file

    def context(self) -> dict[str, str]:
        """The thing that the rows belong to."""
        kind, data = KINDS[self.cleaned_data["kind"]], self.cleaned_data
        asked = (("wave", kind.needs_wave), ("form", kind.needs_form))
        return {name: data[name].strip() for name, is_needed in asked if is_needed}
