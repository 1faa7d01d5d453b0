"""How cells and doubts are said."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from teriya.contribution.collection.engine.cells import Cell
from teriya.foundation.core.money import grouped
from teriya.foundation.rules import indicators

SEX = {"F": gettext_lazy("Femmes et filles"), "M": gettext_lazy("Hommes et garçons")}
AGE = {
    "under_15": gettext_lazy("moins de 15 ans"), "15_24": gettext_lazy("15 à 24 ans"), "25_35": gettext_lazy("25 à 35 ans"),
    "over_35": gettext_lazy("plus de 35 ans"),
}  # fmt: skip
DISABILITY = {"yes": gettext_lazy("avec handicap"), "no": gettext_lazy("sans handicap")}
BREAKDOWN = {
    "sex": pgettext_lazy("ventilation", "sexe"), "age": pgettext_lazy("ventilation", "âge"),
    "disability": pgettext_lazy("ventilation", "handicap"),
}  # fmt: skip
DOUBTS = {
    "most": gettext_lazy("%(name)s : %(amount)s est plus que ce qu’un volontaire fait en un mois (%(limit)s)."),
    "days": gettext_lazy("%(name)s : %(amount)s est plus que ses jours de service ne permettent (%(limit)s)."),
    "profile": gettext_lazy("%(name)s : %(amount)s est loin de ce que compte ce profil (borne %(limit)s)."),
    "own": gettext_lazy("%(name)s : %(amount)s est loin de ses autres mois (borne %(limit)s)."),
    "survivors": gettext_lazy(
        "%(name)s : %(amount)s est plus que les plants mis en terre six mois avant (%(limit)s)."
    ),
}

STEPS = {
    "send": gettext_lazy("envoyé"), "attest": gettext_lazy("attesté par la structure"), "decline": gettext_lazy("renvoyé par la structure"),
    "validate": gettext_lazy("validé par le centre"), "validate_unattested": gettext_lazy("validé sur le registre, sans la structure"),
    "send_back": gettext_lazy("renvoyé par le centre"), "replace": gettext_lazy("remplacé par une correction"),
}  # fmt: skip


def cell(found: Cell) -> str:
    """« Femmes et filles, 15 à 24 ans »; a whole has no words."""
    parts = [SEX.get(found.sex), AGE.get(found.age), DISABILITY.get(found.disability)]
    said = ", ".join(str(part) for part in parts if part)
    return said[:1].upper() + said[1:]


def name_of(code: str) -> str:
    """The name of an indicator, or its code where the catalogue no longer has it."""
    sheet = indicators.indicator(code)
    return sheet.name if sheet else code


def doubt(found: Mapping[str, Any]) -> str:
    facts = {"name": name_of(found["indicator"]), "amount": grouped(found["amount"]), "limit": grouped(found["limit"])}
    return str(DOUBTS[found["kind"]]) % facts


def breakdown(parts: list[str]) -> str:
    return ", ".join(str(BREAKDOWN[part]) for part in parts) or _("aucune")
