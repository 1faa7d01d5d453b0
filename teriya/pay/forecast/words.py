"""How the lines of a forecast are said."""

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from teriya.foundation.core.money import amount, grouped
from teriya.foundation.ledger.models import SourceKind
from teriya.pay.forecast.engine.changes import Change
from teriya.pay.forecast.engine.flows import Line
from teriya.pay.forecast.engine.posts import CERTAIN
from teriya.pay.forecast.states import Sort


def funder_of(name: str) -> str:
    """« sans enveloppe » for what nobody pays."""
    return name or _("sans enveloppe")


def kind_of(kind: str) -> str:
    return str(SourceKind(kind).label) if kind else ""


def sort_of(sort: str) -> str:
    return str(Sort(sort).label)


def recovered(paid: int, due: int) -> str:
    """« 66 sur 100 : 20 000 F de 30 000 F », of the calls to hosts that fell due."""
    if not due:
        return _("aucun appel échu")
    said = {"rate": paid * 100 // due, "paid": amount(paid), "due": amount(due)}
    return _("%(rate)s sur 100 : %(paid)s de %(due)s") % said


def formula(line: Line) -> str:
    """« 412 × 36 000 (60 sur 100) = 14 832 000 F », or the sum alone."""
    if not line.unit:
        return amount(line.francs)
    expected = "" if line.percent == CERTAIN else _(" (%(percent)s sur 100)") % {"percent": line.percent}
    return f"{grouped(line.people)} × {grouped(line.unit)}{expected} = {amount(line.francs)}"


def change_of(change: Change, envelopes: Mapping[int, str]) -> str:
    """A change of a scenario, as one says it."""
    said = dict(change) | {"title": envelopes.get(change.get("envelope", 0), "")}
    if "since" in change:
        said["month"] = date_format(date.fromisoformat(change["since"]), "F Y")
    if "amount" in change:
        said["francs"] = amount(change["amount"])
    match change["what"]:
        case "budget":
            return _("dotation de « %(title)s » : %(francs)s à partir de %(month)s") % said
        case "number":
            return (
                _(
                    "%(people)s volontaires %(form)s à partir de %(month)s, pour %(months)s mois, payés par « %(title)s »"
                )
                % said
            )
        case "rate":
            return _("allocation %(form)s : %(francs)s à partir de %(month)s") % said
        case "duration":
            return _("contrats %(form)s pas encore commencés : %(months)s mois") % said
        case "hosts":
            return _("part des structures : %(percent)s sur 100 de ce qui est attendu") % said
        case "renewal":
            return _("renouvellements : %(percent)s sur 100") % said
    return _("places libres tenues : %(percent)s sur 100") % said
