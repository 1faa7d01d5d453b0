"""What an envelope may pay, in the words of its agreement."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.core.refusals import Refusal
from teriya.partnerships.agreements.engine.terms import Breach, Facts, Terms
from teriya.partnerships.agreements.engine.terms import breaches as found_by
from teriya.partnerships.agreements.models import Agreement
from teriya.partnerships.agreements.states import SPENDABLE, Cost

__all__ = ["Facts", "Terms", "breaches", "require_spendable", "require_within"]

_SEX = {"F": gettext_lazy("femmes"), "M": gettext_lazy("hommes")}
_SENTENCES = {
    "period": gettext_lazy("le %(asked)s est hors de la période éligible, du %(first)s au %(last)s"),
    "place": gettext_lazy("%(asked)s est hors des lieux prévus : %(allowed)s"),
    "domain": gettext_lazy("le domaine « %(asked)s » n’est pas prévu : %(allowed)s"),
    "form": gettext_lazy("la forme « %(asked)s » n’est pas prévue : %(allowed)s"),
    "cost": gettext_lazy("la nature de dépense « %(asked)s » n’est pas prévue : %(allowed)s"),
    "host": gettext_lazy("la structure %(asked)s n’est pas celle que la convention désigne : %(allowed)s"),
    "sex": gettext_lazy("la somme est réservée aux %(allowed)s"),
    "monthly": gettext_lazy("%(asked)s par mois et par volontaire dépassent le plafond de %(allowed)s"),
    "total": gettext_lazy("%(asked)s au total dépassent le plafond de %(allowed)s pour cette nature de dépense"),
}
_WRITTEN: dict[str, Callable] = {
    "period": lambda day: f"{day:%d/%m/%Y}", "cost": lambda code: str(Cost(code).label), "sex": lambda code: str(_SEX[code]),
    "monthly": in_francs, "total": in_francs,
}  # fmt: skip


def breaches(terms: Terms, facts: Facts) -> list[tuple[str, str]]:
    """Every term that a cost breaks: its code, and the sentence that names the values, in the reader's language."""
    return [(breach.code, _sentence(terms, breach)) for breach in found_by(terms, facts)]


def _sentence(terms: Terms, breach: Breach) -> str:
    write = _WRITTEN.get(breach.code, str)
    allowed = [write(value) if breach.code != "cost" else str(value) for value in breach.allowed]
    values = {"asked": write(breach.asked), "allowed": ", ".join(allowed), "first": allowed[0], "last": allowed[-1]}
    frame = _("Convention %(reference)s : %(why)s.")
    return frame % {"reference": terms.reference, "why": _SENTENCES[breach.code] % values}


def require_within(terms: Terms | None, facts: Facts, *, field: str = "") -> None:
    """Refuse with `outside_terms` a cost that breaks a term; an envelope without an agreement has none."""
    found = breaches(terms, facts) if terms else []
    if found:
        raise Refusal("outside_terms", " ".join(sentence for _code, sentence in found), field=field)


def require_spendable(agreements: Sequence[Agreement], *, field: str = "") -> None:
    """Refuse with `agreement_not_running` a new cost on an agreement that is suspended, closed or not signed."""
    for agreement in agreements:
        if agreement.state not in SPENDABLE:
            sentence = _("La convention %(reference)s est « %(state)s » : elle ne finance rien de nouveau.")
            said = {"reference": agreement.reference, "state": agreement.get_state_display()}
            raise Refusal("agreement_not_running", sentence % said, field=field)
