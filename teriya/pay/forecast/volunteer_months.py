"""Envelopes counted in volunteer-months: francs divided by what one month of the seat costs (rate × days, at the day it begins)."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from django.db import connection

from teriya.foundation.ledger import queries as ledger
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.ledger.queries import NOTHING, Standing
from teriya.foundation.rules.models import Form
from teriya.mobilisation.hosts import needs
from teriya.mobilisation.hosts.models import Need


@dataclass
class Counted:
    """One envelope. Months are exact fractions: what several envelopes pay together is shared as its francs are.

    `unpriced`: francs committed for seats whose rate no text fixes; they make no months.
    """

    envelope: Envelope
    standing: Standing
    committed: Fraction = field(default_factory=Fraction)
    spent: Fraction = field(default_factory=Fraction)
    francs: int = 0
    unpriced: int = 0

    @property
    def outstanding(self) -> Fraction:
        return self.committed - self.spent

    @property
    def average(self) -> Fraction | None:
        """Francs of a month, over all that the envelope committed for seats."""
        return self.francs / self.committed if self.committed else None

    @property
    def fundable(self) -> Fraction | None:
        """Months that what may still be committed would pay, at its own average; None where it has none."""
        return max(self.standing.available, 0) / self.average if self.average else None

    @property
    def free(self) -> Fraction | None:
        """Months that the cash free of any commitment would pay: received − committed and not spent − spent.

        None where no money was ever written as received: another till pays, and its cash is not known here.
        """
        return self.standing.free / self.average if self.average and self.standing.received else None


_SUMS = """
SELECT v.envelope_id, n.form_id, n.diploma, n.starts_on,
  sum(CASE v.kind WHEN 'committed' THEN v.amount WHEN 'released' THEN -v.amount ELSE 0 END)::bigint,
  sum(CASE v.kind WHEN 'spent' THEN v.amount WHEN 'returned' THEN -v.amount ELSE 0 END)::bigint
FROM ledger_envelopemovement v JOIN hosts_seat s ON s.id = v.seat JOIN hosts_need n ON n.id = s.need_id
GROUP BY v.envelope_id, n.form_id, n.diploma, n.starts_on
ORDER BY v.envelope_id
"""


def counted() -> list[Counted]:
    """Every envelope that committed or received something, in four questions."""
    held, forms = ledger.standings(), Form.objects.in_bulk()
    found = {row.pk: Counted(row, held.get(row.pk, NOTHING)) for row in Envelope.objects.filter(pk__in=held)}
    with connection.cursor() as cursor:
        cursor.execute(_SUMS)
        for envelope, form, diploma, begun, committed, spent in cursor.fetchall():
            one, month = found[envelope], _month(forms[form], diploma, begun)
            if not month:
                one.unpriced += committed
                continue
            one.committed += Fraction(committed, month)
            one.spent += Fraction(spent, month)
            one.francs += committed
    return list(found.values())


def _month(form: Form, diploma: str, begun: date) -> int:
    """Francs of one month of such a seat."""
    return needs.cost(Need(form=form, diploma=diploma, starts_on=begun, months=1))
