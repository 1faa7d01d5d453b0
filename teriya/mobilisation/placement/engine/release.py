"""RELEASE: money left unspent becomes more places on lines, until nobody is refused for money that could be found.

A place more on a line harms nobody (docs/algorithms/placement.md), and lines are first brought down to what they spend, which
changes nobody's outcome: so each turn is better for some and worse for none, and no budget is passed.
"""

from dataclasses import replace

import numpy as np

from teriya.mobilisation.placement.engine.certify import Payment
from teriya.mobilisation.placement.engine.explain import ANSWERS, answers
from teriya.mobilisation.placement.engine.match import match
from teriya.mobilisation.placement.engine.purse import Purse
from teriya.mobilisation.placement.engine.wave import CAUSES, Integers, Result

MONEY, REFUSED = CAUSES.index("money"), ANSWERS.index("refused")


def release(result: Result, purse: Purse) -> Result:
    """The result once the money left is used; its wave says the places of each line. Places are given to the first refused
    in the published order, on the first line that could reach them and is not too dear."""
    while True:
        wave = result.wave
        payment = Payment(wave, np.bincount(wave.cell[result.post[result.post >= 0]], minlength=len(wave.cells)))
        used = wave.places - np.array(payment.left, np.int64)
        left = purse.budget - purse.spent(used)
        more = _more(result, payment, purse, left)
        if not more.any():
            return result
        result = match(replace(wave, places=used + more))


def _more(result: Result, payment: Payment, purse: Purse, left: Integers) -> Integers:
    """[L] The places that the money left can add where somebody is refused for money; `left` is brought down."""
    wave, more = result.wave, np.zeros(len(purse.lines), np.int64)
    refused = np.flatnonzero((answers(result) == REFUSED) & (result.cause[wave.wish] == MONEY))
    cells, first, persons = np.unique(
        wave.cell[wave.wish[refused[np.argsort(wave.key[refused])]]], return_index=True, return_counts=True
    )
    for place in np.argsort(first).tolist():
        wanted = int(persons[place])
        for line in payment.reach(int(cells[place]))[0]:
            funder, cost = purse.funder[line], int(purse.cost[line])
            units = wanted if not cost else min(wanted, int(left[funder]) // cost)
            more[line] += units
            left[funder] -= units * cost
            wanted -= units
    return more
