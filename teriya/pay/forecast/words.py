"""How the lines of a forecast are said."""

from django.utils.translation import gettext as _

from teriya.foundation.core.money import amount, grouped
from teriya.foundation.ledger.models import SourceKind
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


def formula(line: Line) -> str:
    """« 412 × 60 000 × 60 ÷ 100 = 14 832 000 F », or the sum alone."""
    if not line.unit:
        return amount(line.francs)
    product = f"{grouped(line.people)} × {grouped(line.unit)}"
    if line.percent != CERTAIN:
        product += f" × {line.percent} ÷ 100"
    return f"{product} = {amount(line.francs)}"
