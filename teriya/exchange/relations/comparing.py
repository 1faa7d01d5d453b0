"""A version in words, and what an amendment changes of the one before."""

from collections import Counter

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from teriya.exchange.relations.models import Convention
from teriya.exchange.relations.states import Line, Payer, Per
from teriya.exchange.wire.fields import FIELDS
from teriya.foundation.core.money import amount
from teriya.foundation.ui.parts import Row

Pair = tuple[str, str]


def terms(row: Convention) -> list[Pair]:
    """(label, value) of each term but the costs."""
    fields = ", ".join(str(FIELDS[name][0]) for name in row.fields)
    days = ngettext("%(n)s jour après le séjour ou le refus", "%(n)s jours après le séjour ou le refus", row.keep_days)
    return [
        (_("Période"), _("du %(first)s au %(last)s") % {"first": date_format(row.starts_on), "last": date_format(row.ends_on)}),
        (_("Nous envoyons"), str(row.number_out)),
        (_("Nous accueillons"), str(row.number_in)),
        (_("Écart toléré"), str(row.tolerance)),
        (_("Séjour"), _("de %(least)s à %(most)s mois") % {"least": row.months_min, "most": row.months_max}),
        (_("Secteurs"), ", ".join(row.sectors) or _("tous")),
        (_("Usage des données"), row.purposes),
        (_("Ce qui peut être transmis"), fields or _("rien")),
        (_("Conservées"), days % {"n": row.keep_days}),
        (_("Ensuite"), str(row.get_after_display())),
    ]  # fmt: skip


def _costs(row: Convention) -> dict[tuple[str, str], str]:
    return {(cost.line, cost.payer): f"{amount(cost.amount)} {Per(cost.per).label}" for cost in row.costs()}


def matrix(row: Convention) -> list[tuple[str, list[str]]]:
    """(line, what each of its payers gives for one volunteer), lines that cost something only."""
    said = _costs(row)
    return [
        (capfirst(Line(line).label), [_("%(payer)s : %(sum)s") % {"payer": Payer(payer).label, "sum": said[line, payer]} for payer in Payer.values if (line, payer) in said])
        for line in Line.values
        if any((line, payer) in said for payer in Payer.values)
    ]  # fmt: skip


def shares(row: Convention) -> list[Row]:
    """What each payer gives for a stay of the longest duration."""
    sums = Counter[str]()
    for cost in row.costs():
        sums[cost.payer] += cost.planned(row.months_max)
    return [Row(capfirst(Payer(payer).label), sums[payer]) for payer in Payer.values if sums[payer]]


def changes(former: Convention, row: Convention) -> list[tuple[str, str, str]]:
    """(label, before, now) of what differs, and nothing else."""
    pairs = zip(terms(former), terms(row), strict=True)
    found = [(label, before, now) for (label, before), (_label, now) in pairs if before != now]
    old, new = _costs(former), _costs(row)
    for key in sorted(old.keys() | new.keys()):
        if old.get(key) != new.get(key):
            label = f"{capfirst(Line(key[0]).label)}, {Payer(key[1]).label}"
            found.append((label, old.get(key, "—"), new.get(key, "—")))
    return found
