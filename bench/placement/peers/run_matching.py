"""`matching`: hospitals and residents, the best for residents; from lists of preferences to the placements.

It copies its players by recursion, deeper than Python allows by default.
"""

import sys

import numpy as np
from matching.games import HospitalResident
from told import lists, tell, wave

sys.setrecursionlimit(10**9)
candidate, _, post, key, seats = wave()
wishes = dict(enumerate(lists(candidate, post, candidate[-1] + 1)))
by_key = np.argsort(key)
ranks = {name: ranked for name, ranked in enumerate(lists(post[by_key], candidate[by_key], len(seats))) if ranked}
capacities = {name: int(seats[name]) for name in ranks}


def solve() -> int:
    game = HospitalResident.create_from_dictionaries(wishes, ranks, capacities)
    return sum(len(residents) for residents in game.solve(optimal="resident").values())


tell(solve)
