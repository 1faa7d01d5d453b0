"""OR-Tools' min-cost flow, another problem: as many placed as can be, and the least sum of wish ranks; no order is kept."""

import numpy as np
from ortools.graph.python import min_cost_flow
from told import tell, wave

candidate, rank, post, _, seats = wave()
people, posts = int(candidate[-1]) + 1, len(seats)


def solve() -> int:
    flow = min_cost_flow.SimpleMinCostFlow()
    source, sink = people + posts, people + posts + 1
    persons, places = np.arange(people), people + np.arange(posts)
    for tail, head, capacity, cost in (
        (np.full(people, source), persons, np.ones(people), np.zeros(people)),
        (candidate, people + post, np.ones(len(post)), rank),
        (places, np.full(posts, sink), seats, np.zeros(posts)),
    ):
        columns = (column.astype(kind) for column, kind in zip((tail, head, capacity, cost), "iill", strict=True))
        flow.add_arcs_with_capacity_and_unit_cost(*columns)
    flow.set_node_supply(source, people)
    flow.set_node_supply(sink, -people)
    if flow.solve_max_flow_with_min_cost() != flow.OPTIMAL:
        raise SystemExit("no optimum")
    return flow.maximum_flow()


tell(solve)
