from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.web import ActionForm
from teriya.foundation.intake.kinds import KINDS
from teriya.foundation.rules import queries as rules


class FileForm(ActionForm):
    """A file and what it is."""

    kind = forms.ChoiceField(label=_("Ce que contient le fichier"))
    form = forms.ChoiceField(
        label=_("Forme de volontariat"), required=False, help_text=_("Pour des besoins de structures.")
    )
    wave = forms.CharField(
        label=_("Code de la vague"), required=False, help_text=_("Pour des candidats ou des notes de jury.")
    )
    file = forms.FileField(label=_("Fichier"), help_text=_("CSV ou XLSX, 20 Mo au plus."), max_length=200)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [kind for kind in KINDS.values() if user.may(kind.permission)]
        self.fields["kind"].choices = [(kind.code, kind.title) for kind in kinds]
        self.fields["form"].choices = [("", "—"), *rules.form_choices()]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(_("Ce fichier dépasse 20 Mo. Coupez-le en plusieurs."), code="too_large")
        return file

    def clean(self):
        data = super().clean()
        kind = KINDS.get(data.get("kind"))
        if kind and kind.needs_wave and not data.get("wave"):
            self.add_error("wave", _("Dites à quelle vague appartiennent ces lignes."))
        if kind and kind.needs_form and not data.get("form"):
            self.add_error("form", _("Dites pour quelle forme de volontariat sont ces besoins."))
        return data
