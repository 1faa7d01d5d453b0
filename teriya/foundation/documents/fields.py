"""How a photo or a PDF is handed in. The page that shows it loads `ui/shrink.js`: the phone makes the photo small before it leaves.

Where the line is bad, the page includes `documents/line/head.html` and `documents/line/wait.html`, its form `documents/line/leaving.html`, and takes the file either
way (`calls.screens.PhotosScreen`); the page that follows includes them too.
"""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.actions import look_at

_TAKEN = {"accept": "image/jpeg,image/png,application/pdf", "data-shrink": "1600"}  # pixels of the longest side


class Several(forms.FileInput):
    allow_multiple_selected = True


class PaperField(forms.FileField):
    """One photo or PDF."""

    def __init__(self, **kwargs):
        hint = _("Photo ou PDF, 5 Mo au plus.")
        super().__init__(
            **{"help_text": hint, "widget": forms.FileInput(attrs=_TAKEN), "error_messages": {"empty": hint}} | kwargs
        )

    def clean(self, data: UploadedFile | None, initial=None) -> UploadedFile | None:
        file = super().clean(data, initial)
        if file:
            _look_at(file)
        return file


class PhotosField(forms.FileField):
    """Some photos at once; an empty list when none was taken."""

    def __init__(self, *, most: int = 8, **kwargs):
        self.most = most
        super().__init__(
            **{"widget": Several(attrs=_TAKEN | {"accept": "image/jpeg,image/png"}), "required": False} | kwargs
        )

    def clean(self, data: list[UploadedFile] | None, initial=None) -> list[UploadedFile]:
        files = [super(PhotosField, self).clean(file, initial) for file in data or []]
        if len(files) > self.most:
            raise forms.ValidationError(_("%(most)s photos au plus.") % {"most": self.most}, code="too_many_photos")
        for file in files:
            _look_at(file)
        return files


class PieceForm(forms.Form):
    """What a phone says of a piece, in its address."""

    file = forms.UUIDField()
    name = forms.CharField(max_length=300, required=False)
    start = forms.IntegerField(min_value=0)
    size = forms.IntegerField(min_value=1)


def _look_at(file: UploadedFile) -> None:
    try:
        look_at(file)
    except Refusal as no:
        raise forms.ValidationError(no.sentence, code=no.code) from no
