from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.web import ActionForm
from teriya.service.followup.states import LEVELS

_YES = [("yes", _("oui")), ("no", _("non"))]


class AppraiseForm(ActionForm):
    """One mark a criterion of the grid, and what is said in words."""

    strengths = forms.CharField(label=_("Points forts"), widget=forms.Textarea(attrs={"rows": 3}))
    to_improve = forms.CharField(label=_("À améliorer"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    paper = forms.CharField(
        label=_("Fiche signée que vous tenez"), max_length=120,
        help_text=_("Son numéro, ou sa date et qui l’a signée."),
    )  # fmt: skip

    def __init__(self, data, *, grid: Any, on_paper: bool):
        super().__init__(data)
        self.criteria = [one["code"] for one in grid.facts["criteria"]]
        english = (get_language() or "").startswith("en")
        for one in grid.facts["criteria"]:
            self.fields[one["code"]] = forms.TypedChoiceField(
                label=one["name"]["en" if english else "fr"],
                coerce=int,
                choices=_marks(one["points"]),
                widget=forms.RadioSelect,
            )
        if not on_paper:
            del self.fields["paper"]
        self.order_fields([*self.criteria, "strengths", "to_improve", "paper"])

    def values(self) -> dict:
        values = super().values()
        return {"marks": {code: values.pop(code) for code in self.criteria}} | values


def _marks(points: int) -> list[tuple[int, Any]]:
    return list(LEVELS.items()) if points == len(LEVELS) else [(n, n) for n in range(1, points + 1)]


class SignForm(ActionForm):
    agrees = forms.ChoiceField(
        label=_("Êtes-vous d’accord avec cette évaluation ?"), choices=_YES, widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label=_("Votre commentaire"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Il reste sur la fiche. Obligatoire si vous n’êtes pas d’accord."),
    )  # fmt: skip

    def values(self) -> dict:
        values = super().values()
        return values | {"agrees": values["agrees"] == "yes"}


class ReviewForm(ActionForm):
    on = forms.DateField(label=_("Date"), initial=timezone.localdate)
    is_favourable = forms.ChoiceField(
        label=_("Conclusion"), choices=[("yes", _("favorable")), ("no", _("défavorable"))], widget=forms.RadioSelect,
        help_text=_("Un renouvellement demande une évaluation favorable du volontaire."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Pourquoi l’autre côté n’a pas signé sur son compte"), max_length=200,
        help_text=_("À l’encre sur la fiche, parti, refuse de signer…"),
    )  # fmt: skip

    def __init__(self, data, *, is_signed: bool):
        super().__init__(data)
        if is_signed:
            del self.fields["reason"]

    def values(self) -> dict:
        values = super().values()
        return values | {"is_favourable": values["is_favourable"] == "yes"}
