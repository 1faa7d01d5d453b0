"""What money is, before and after it is planned: budgets and costs, bounds of regions, the persons that each line pays."""

from dataclasses import dataclass

import numpy as np

from teriya.mobilisation.placement.engine.ids import Ids
from teriya.mobilisation.placement.engine.wave import Integers


@dataclass(frozen=True, eq=False)
class Purse:
    """What each line costs and whose money it is. L lines, F funders.

    cost [L]: francs for one place of the line. funder [L]: position of its funder. budget [F]: francs. funders: their names.
    """

    lines: Ids
    cost: Integers
    funder: Integers
    funders: Ids
    budget: Integers

    def spent(self, places: Integers) -> Integers:
        """[F] The francs that these places of the lines cost."""
        spent = np.zeros(len(self.funders), np.int64)
        np.add.at(spent, self.funder, places * self.cost)
        return spent


@dataclass(frozen=True, eq=False)
class Regions:
    """names; region [K]: position of the region of each cell; floor, ceiling [R]: persons, -1 for no ceiling."""

    names: Ids
    region: Integers
    floor: Integers
    ceiling: Integers


@dataclass(frozen=True, eq=False)
class Plan:
    """persons [E]: how many each (cell, line) pays."""

    edges: Integers
    persons: Integers

    def places(self, lines: int) -> Integers:
        """[L] The places of each line."""
        return np.bincount(self.edges[:, 1], self.persons, lines).astype(np.int64)

    def in_cell(self, cells: int) -> Integers:
        """[K] The persons planned in each cell."""
        return np.bincount(self.edges[:, 0], self.persons, cells).astype(np.int64)
