"""What leaves the norms, in sentences."""

from django.utils.translation import gettext as _

from teriya.foundation.core.money import amount, grouped
from teriya.insertion.groups.engine.flags import Flag

_FRANCS = {"francs", "each", "stamp", "interest", "lent", "counted", "due"}


def sentence_of(flag: Flag) -> str:
    """One sentence a person can act on."""
    facts = {name: amount(value) if name in _FRANCS else grouped(value) for name, value in flag.facts.items()}
    if flag.code in _AMOUNTS:
        facts |= {name: amount(flag.facts[name]) for name in ("least", "most")}
    if "tenths" in flag.facts:
        facts["average"] = tenths(flag.facts["tenths"])
    return _sentences()[flag.code] % facts


_AMOUNTS = {"stamp_out"}


def tenths(value: int) -> str:
    """386 → « 38,6 »."""
    return f"{grouped(value // 10)},{value % 10}"


def _sentences() -> dict[str, str]:
    return {
        "members_high": _("%(members)s membres, au-delà de %(most)s : le groupe gagne à se partager en deux."),
        "members_low": _("%(members)s membres, moins de %(least)s : le groupe est trop petit."),
        "average_out": _("%(members)s membres pour %(groups)s groupes font %(average)s par groupe, hors de %(least)s à %(most)s : vérifiez les membres comptés."),
        "bureau_short": _("Le bureau a %(filled)s membres sur %(asked)s."),
        "keys": _("%(keys)s clés confiées au lieu de %(asked)s."),
        "stamp_out": _("Le tampon vaut %(stamp)s, hors de %(least)s à %(most)s."),
        "stamps_high": _("%(stamps)s tampons, plus que les %(most)s permis pour ces réunions."),
        "loans_over": _("%(francs)s de prêts rendus de plus qu’il n’en a été accordé."),
        "interest_high": _("%(interest)s d’intérêts sur %(lent)s prêtés, au-delà du taux permis, %(rate)s pour cent par mois."),
        "savings_gap": _("La caisse d’épargne compte %(counted)s au lieu de %(due)s."),
        "solidarity_gap": _("La caisse de solidarité compte %(counted)s au lieu de %(due)s."),
        "people_high": _("%(francs)s de solidarité à %(each)s font %(people)s membres à la réunion, au-delà de %(most)s."),
        "people_more": _("%(francs)s de solidarité à %(each)s font %(people)s membres à la réunion ; le registre en a %(members)s."),
    }  # fmt: skip
