"""SciPy's min_weight_full_bipartite_matching on a sparse matrix of candidates × seats, another problem: every seat filled with the
least sum of wish ranks; no order is kept."""

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching
from told import tell, wave

candidate, rank, post, _, seats = wave()


def solve() -> int:
    first = np.cumsum(seats) - seats
    copies = seats[post]
    place = np.arange(copies.sum()) - np.repeat(np.cumsum(copies) - copies, copies) + np.repeat(first[post], copies)
    rows = np.repeat(candidate, copies)
    shape = (int(candidate[-1]) + 1, int(seats.sum()))
    ranks = csr_array((np.repeat(rank, copies).astype(np.int64), (rows, place)), shape=shape)
    return len(min_weight_full_bipartite_matching(ranks)[0])


tell(solve)
