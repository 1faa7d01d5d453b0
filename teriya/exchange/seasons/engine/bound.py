"""The most that anybody could plan in balance: a circulation through agencies, candidates and posts.

It looks at no order: neither the agencies' nor the candidates'. It is shown beside a plan, to be compared; nobody is placed by it.
"""

from collections.abc import Hashable

import numpy as np

from teriya.exchange.seasons.engine.season import Season
from teriya.foundation.core.highs import highs, silent_solver


def most(season: Season) -> int:
    """An upper bound of the moves of any plan in tolerance; reached, where no number between two agencies binds.

    Then the program is a flow, whose best solution is in whole numbers. Numbers between two agencies cross the seats: the best
    may hold halves, and is rounded down.
    """
    edges = [(one, wish) for one in season.candidates for wish in season.admits(one)]
    if not edges:
        return 0
    rows: dict[Hashable, int] = {}
    index, value, start = [], [], [0]
    for candidate, post in edges:
        agency, host = candidate.agency, post[0]
        for row, factor in (("candidate", candidate.key), 1), (("post", post), 1), (("pair", agency, host), 1), (agency, 1), (host, -1):  # fmt: skip
            index.append(rows.setdefault(row, len(rows)))
            value.append(factor)
        start.append(len(index))
    low, high = _limits(season, rows)
    return _largest(np.array(start), np.array(index), np.array(value, float), low, high)


def _limits(season: Season, rows: dict[Hashable, int]) -> tuple[np.ndarray, np.ndarray]:
    """Least and most of each row: one move a candidate, seats, numbers between two agencies, tolerance."""
    limits: dict[Hashable, tuple[int, int]] = {("candidate", one.key): (0, 1) for one in season.candidates}
    limits |= {("post", post.key): (0, post.seats) for post in season.posts}
    limits |= {("pair", *pair): (0, number) for pair, number in season.pairs.items()}
    limits |= dict.fromkeys(season.agencies, (-season.tolerance, season.tolerance))
    low, high = zip(*(limits[row] for row in rows), strict=True)
    return np.array(low, float), np.array(high, float)


def _largest(start: np.ndarray, index: np.ndarray, value: np.ndarray, low: np.ndarray, high: np.ndarray) -> int:
    highspy, columns = highs(), len(start) - 1
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = columns, len(low)
    program.col_cost_, program.sense_ = np.ones(columns), highspy.ObjSense.kMaximize
    program.col_lower_, program.col_upper_ = np.zeros(columns), np.ones(columns)
    program.row_lower_, program.row_upper_ = low, high
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_, program.a_matrix_.index_, program.a_matrix_.value_ = start, index, value
    solver = silent_solver()
    solver.passModel(program)
    solver.run()
    return int(solver.getInfo().objective_function_value + 1e-6)
