"""PLAN: a funder's francs become places, before anybody's rank is looked at.

A small integer program (HiGHS): y persons of a cell paid by a line, such that no cell is paid beyond its seats or its
ceiling, no funder beyond its budget, every region between its floor and its ceiling; the weighted number of persons is the
largest. The solver computes in floats: what it says is rounded, then checked again in whole numbers. The plan is published,
and the match needs no solver.
"""

import numpy as np

from teriya.foundation.core.highs import highs, silent_solver
from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.placement.engine.funding import Funding, room_of
from teriya.mobilisation.placement.engine.purse import Plan, Purse, Regions
from teriya.mobilisation.placement.engine.wave import NOBODY, Integers, Wave

GAP = 1e-4  # a plan within one ten-thousandth of the best is taken: no limit of time, one thread, the same plan each time


def plan_of(wave: Wave, funding: Funding) -> Plan:
    """The plan of a wave: places for its cells. Raises Refusal."""
    edges = wave.edges[np.lexsort((wave.edges[:, 1], wave.edges[:, 0]))]
    return plan(room=room_of(wave), edges=edges, purse=funding.purse, regions=funding.regions, weight=funding.weight)


def plan(
    *, room: Integers, edges: Integers, purse: Purse, regions: Regions | None = None, weight: Integers | None = None
) -> Plan:
    """Money into places. room [K]: persons a cell may hold; weight [K]: what one person placed there counts, 1 by default.

    Raises Refusal: `floors_unreachable` where no plan reaches every floor.
    """
    if not len(edges):
        return Plan(edges, np.empty(0, np.int64))
    rows = [(edges[:, 0], np.ones(len(edges), np.int64), np.zeros(len(room), np.int64), room)]
    rows.append(
        (purse.funder[edges[:, 1]], purse.cost[edges[:, 1]], np.zeros(len(purse.budget), np.int64), purse.budget)
    )
    if regions is not None:
        top = np.where(regions.ceiling == NOBODY, room.sum(), regions.ceiling)
        rows.append((regions.region[edges[:, 0]], np.ones(len(edges), np.int64), regions.floor, top))
    gain = np.ones(len(room), np.int64) if weight is None else weight
    persons = _solved(rows, gain[edges[:, 0]], room[edges[:, 0]])
    for row, cost, least, most in rows:
        total = np.zeros(len(least), np.int64)
        np.add.at(total, row, persons * cost)
        if ((total < least) | (total > most)).any():
            raise Refusal("plan_not_whole", "Le plan calculé ne tient pas en nombres entiers : changez un réglage.")
    return Plan(edges, persons)


Rows = list[tuple[Integers, Integers, Integers, Integers]]


def _solved(rows: Rows, gain: Integers, most: Integers) -> Integers:
    """The best whole numbers, one an edge. `rows`: the row of each edge, its factor there, least and most of each row."""
    highspy = highs()
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(gain), sum(len(least) for _, _, least, _ in rows)
    program.col_cost_, program.sense_ = gain.astype(float), highspy.ObjSense.kMaximize
    program.col_lower_, program.col_upper_ = np.zeros(len(gain)), most.astype(float)
    program.row_lower_ = np.concatenate([least for _, _, least, _ in rows]).astype(float)
    program.row_upper_ = np.concatenate([top for _, _, _, top in rows]).astype(float)
    offsets = np.cumsum([0, *(len(least) for _, _, least, _ in rows)])
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = np.arange(0, len(rows) * len(gain) + 1, len(rows))
    program.a_matrix_.index_ = np.stack(
        [row + offset for (row, *_), offset in zip(rows, offsets, strict=False)], 1
    ).ravel()
    program.a_matrix_.value_ = np.stack([factor for _, factor, _, _ in rows], 1).ravel().astype(float)
    program.integrality_ = [highspy.HighsVarType.kInteger] * len(gain)
    solver = silent_solver()
    solver.setOptionValue("mip_rel_gap", GAP)
    solver.passModel(program)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        sentence = "Aucun plan n’atteint tous les planchers avec cet argent et ces places : baissez un plancher."
        raise Refusal("floors_unreachable", sentence, field="floor")
    return np.rint(solver.getSolution().col_value).astype(np.int64)
