"""`algmatch`: hospitals and residents, the best for residents; from lists of preferences to the placements."""

import numpy as np
from algmatch import HospitalResidentsProblem
from told import lists, tell, wave

candidate, _, post, key, seats = wave()
wishes = lists(candidate, post, candidate[-1] + 1)
by_key = np.argsort(key)
ranks = lists(post[by_key], candidate[by_key], len(seats))
given = {
    "residents": dict(enumerate(wishes)),
    "hospitals": {name: {"capacity": int(seats[name]), "preferences": ranked} for name, ranked in enumerate(ranks)},
}


def solve() -> int:
    problem = HospitalResidentsProblem(dictionary=given, optimised_side="residents")
    matching = problem.get_stable_matching()
    return sum(bool(hospital) for hospital in matching["resident_sided"].values())


tell(solve)
