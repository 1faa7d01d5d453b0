"""The rules in words, for the settings page: a value with its unit, the codes of a pack by their names."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from teriya.foundation.core.money import amount, grouped
from teriya.foundation.rules.models import Form, Rule, State
from teriya.foundation.rules.templatetags.words import label

# What the packs say by a code that is not a word of theirs.
CODES = {
    "accredited_host": gettext_lazy("structure agréée"), "approved_need": gettext_lazy("besoin approuvé"),
    "funded_seat": gettext_lazy("place financée"), "training": gettext_lazy("formation suivie"), "oath": gettext_lazy("serment prêté"),
    "signed_volunteer": gettext_lazy("contrat signé par le volontaire"), "signed_host": gettext_lazy("contrat signé par la structure"),
    "signed_agency": gettext_lazy("contrat signé par l’agence"), "tutor": gettext_lazy("Tuteur"),
    "insurance": gettext_lazy("assurance du volontaire"),
    "host_officer": gettext_lazy("Responsable de structure"), "regional_supervisor": gettext_lazy("Superviseur du centre régional"),
    "field_facilitator": gettext_lazy("Animateur de terrain"), "senior": gettext_lazy("Volontaire senior"),
    "exchange_officer": gettext_lazy("Chargé de la réciprocité"), "regional_agent": gettext_lazy("Agent du centre régional"),
    "operations": gettext_lazy("Direction des opérations"), "follow_up": gettext_lazy("Chargé de suivi"),
    "director": gettext_lazy("Direction générale"), "authorising_officer": gettext_lazy("Ordonnateur"), "volunteer": gettext_lazy("Volontaire"),
    "finance_officer": gettext_lazy("Agent financier"), "public_accountant": gettext_lazy("Agent comptable"),
    "of_volunteer": gettext_lazy("du volontaire"), "of_host": gettext_lazy("de la structure"), "first": gettext_lazy("premier"),
    "second": gettext_lazy("deuxième"), "last": gettext_lazy("dernier"),
    "day_present": gettext_lazy("par jour présent"), "days_present": gettext_lazy("jours présents"), "month": gettext_lazy("par mois"),
    "week": gettext_lazy("par semaine"), "thirtieths": gettext_lazy("en trentièmes"), "wishes": gettext_lazy("par vœux et points"),
    "rule": gettext_lazy("par règle"), "term": gettext_lazy("arrivée à terme"),
    "resignation": gettext_lazy("démission"), "misconduct": gettext_lazy("faute"), "desertion": gettext_lazy("abandon de poste"),
    "need_withdrawn": gettext_lazy("fin du besoin"), "death": gettext_lazy("décès"),
    "dead": gettext_lazy("décès"), "serving": gettext_lazy("de nouveau en service"),
    "savings": gettext_lazy("épargne"), "overpayment": gettext_lazy("trop-perçu"), "kit": gettext_lazy("kit"), "january_first_of_start_year": gettext_lazy("1er janvier de l’année de prise de service"),
}  # fmt: skip

_NUMBERS: dict[str, Callable[[int], str]] = {
    "month": lambda n: ngettext("%(n)s mois", "%(n)s mois", n) % {"n": n},
    "day": lambda n: ngettext("%(n)s jour", "%(n)s jours", n) % {"n": n},
    "year": lambda n: ngettext("%(n)s an", "%(n)s ans", n) % {"n": n},
    "person": lambda n: ngettext("%(n)s personne", "%(n)s personnes", n) % {"n": n},
    "time": lambda n: ngettext("%(n)s fois", "%(n)s fois", n) % {"n": n},
    "hour": lambda n: ngettext("%(n)s heure", "%(n)s heures", n) % {"n": n},
    "mark": lambda n: _("%(n)s sur 20") % {"n": n},
    "percent": lambda n: f"{n} %",
    "per_mille": lambda n: f"{n} ‰",
    "half_day/month": lambda n: _("%(days)s j par mois") % {"days": number_format(n / 2, 1 if n % 2 else 0)},
    "XOF": amount,
    "XOF/month": lambda n: _("%(amount)s par mois") % {"amount": amount(n)},
    "XOF/day": lambda n: _("%(amount)s par jour présent") % {"amount": amount(n)},
    "XOF/year": lambda n: _("%(amount)s par an") % {"amount": amount(n)},
}


def words_of(value: Any, unit: str) -> str:
    """« 60 000 F par mois », « 12 mois », « CNI ou passeport »: what a person reads."""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, int):
        return _NUMBERS.get(unit, grouped)(value)
    if isinstance(value, list | tuple):
        alternatives = any(isinstance(item, list | tuple) for item in value)
        return (_(" ; et ") if alternatives else ", ").join(_group(item, unit) for item in value) or _("aucune")
    return str(CODES.get(value) or label(value, unit))


def _group(item: Any, unit: str) -> str:
    return (
        _(" ou ").join(words_of(one, unit) for one in item) if isinstance(item, list | tuple) else words_of(item, unit)
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """One rule on the page, with the value that comes next when one is known."""

    label: str
    value: str
    rule: Rule
    coming: Rule | None = None
    coming_value: str = ""


def in_force(form: str, day: date) -> list[Shown]:
    """The rules of one form (empty: those of every form) on a day, in the pack's order."""
    found: dict[tuple, list[Rule]] = {}
    for rule in Rule.objects.filter(form=form, state=State.ACTIVE).order_by("pk"):
        found.setdefault((rule.name, rule.qualification, rule.zone), []).append(rule)
    shown = []
    for rules in found.values():
        rules.sort(key=lambda rule: rule.starts_on)
        begun = [rule for rule in rules if rule.starts_on <= day]
        coming = next((rule for rule in rules if rule.starts_on > day), None)
        if begun:
            shown.append(Shown(_label(begun[-1]), words_of(begun[-1].value, begun[-1].unit), begun[-1], coming,
                               words_of(coming.value, coming.unit) if coming else ""))  # fmt: skip
    return shown


def drafts() -> list[Shown]:
    """Values that a newer pack brings and that nobody has put in force, with the one that stands today."""
    rows: QuerySet[Rule] = Rule.objects.filter(state=State.DRAFT).order_by("form", "pk")
    return [Shown(_label(rule), words_of(rule.value, rule.unit), rule) for rule in rows]


def _label(rule: Rule) -> str:
    name = rule.label_en if _is_english() else rule.label_fr
    of = next(
        (
            kind
            for kind in ("suspension", "cover", "leave", "incident", "module", "domain")
            if rule.name.startswith(f"{kind}_")
        ),
        "legal_form",
    )
    which = CODES.get(rule.qualification) or label(rule.qualification, of) if rule.qualification else ""
    return f"{name} ({which})" if which else name


def forms() -> list[tuple[str, str]]:
    """Every form by its code, the rules of all first."""
    name = "name_en" if _is_english() else "name_fr"
    return [("", _("Toutes les formes")), *Form.objects.values_list("code", name)]


def _is_english() -> bool:
    return (get_language() or "").startswith("en")
