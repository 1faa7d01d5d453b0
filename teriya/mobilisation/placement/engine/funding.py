"""The tables of a plan: budgets instead of places.

lines (line, funder, class), costs (class, cost), budgets (funder, budget); cells may also give `class` (the allowance of its
posts), `region` and `weight` (what one person placed there counts), with regions (region, floor, ceiling).
The plan is published as plan.csv (cell, line, places), what RELEASE added to it as released.csv (line, places).
"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.placement.engine.ids import find, in_order, unique
from teriya.mobilisation.placement.engine.purse import Plan, Purse, Regions
from teriya.mobilisation.placement.engine.rows import has_table, heading, read_columns
from teriya.mobilisation.placement.engine.tables import render
from teriya.mobilisation.placement.engine.wave import NOBODY, Integers, Wave


@dataclass(frozen=True, eq=False)
class Funding:
    """What PLAN is given beside the wave."""

    purse: Purse
    regions: Regions | None
    weight: Integers | None

    def planned(self, wave: Wave, made: Plan) -> Wave:
        """The wave that a plan funds. Where a region has a floor or a ceiling, the plan's persons cap its cells: a ceiling on a
        region and funders that overlap would cross, and no fair result need exist."""
        wave = replace(wave, places=made.places(len(wave.lines)))
        if self.regions is None:
            return wave
        bound = (self.regions.ceiling != NOBODY)[self.regions.region]
        return replace(wave, ceiling=np.where(bound, made.in_cell(len(wave.cells)), wave.ceiling))


def room_of(wave: Wave) -> Integers:
    """[K] The persons a cell may hold: its seats, under its ceiling."""
    seats = np.zeros(len(wave.cells), np.int64)
    np.add.at(seats, wave.cell, wave.seats)
    return np.where(wave.ceiling == NOBODY, seats, np.minimum(seats, wave.ceiling))


def read_funding(folder: Path) -> Funding | None:
    """The budgets of a folder, None where its lines give places. Raises Refusal."""
    regions = has_table(folder, "regions")
    if not has_table(folder, "budgets"):
        if regions:
            sentence = "Un plafond de région et des lignes déjà en places se croisent : donnez des budgets, le plan partagera."
            raise Refusal("crossing_families", sentence, field="regions")
        return None
    lines, funder, line_class = read_columns(folder, "lines", ("line", "funder", "class"))
    classes, cost = read_columns(folder, "costs", ("class", "cost"))
    funders, budget = read_columns(folder, "budgets", ("funder", "budget"))
    of_class = find(unique(classes, "class"), line_class, "class", "une ligne")
    purse = Purse(lines=unique(lines, "line"), cost=cost[of_class], budget=budget, funders=funders,
                  funder=find(unique(funders, "funder"), funder, "funder", "une ligne"))  # fmt: skip
    titles = heading(folder, "cells")
    if "class" in titles:
        _require_equal_allowances(folder, lines, line_class)
    weight = read_columns(folder, "cells", ("weight",))[0] if "weight" in titles else None
    return Funding(purse, _regions(folder) if regions else None, weight)


def _require_equal_allowances(folder: Path, lines: np.ndarray, line_class: np.ndarray) -> None:
    """All places of a line cost the same, so it pays the cells of its own class only."""
    cells, cell_class = read_columns(folder, "cells", ("cell", "class"))
    paid, payer = read_columns(folder, "edges", ("cell", "line"))
    own = cell_class[find(cells, paid, "cell", "un lien de financement")]
    for row in np.flatnonzero(own != line_class[find(lines, payer, "line", "un lien de financement")])[:1]:
        sentence = (
            f"« {payer[row]} » paierait « {paid[row]} » d’une autre classe d’allocation : faites une ligne par classe."
        )
        raise Refusal("unequal_allowances", sentence, field="class")


def _regions(folder: Path) -> Regions:
    names, floor, ceiling = read_columns(folder, "regions", ("region", "floor", "ceiling"))
    (region,) = read_columns(folder, "cells", ("region",))
    place = find(unique(names, "region"), region, "region", "une cellule")
    return Regions(names, place, np.maximum(floor, 0), ceiling)


def render_plan(wave: Wave, made: Plan) -> bytes:
    """plan.csv."""
    cells, lines = (np.argsort(in_order(names)) for names in (wave.cells, wave.lines))
    order = np.lexsort((lines[made.edges[:, 1]], cells[made.edges[:, 0]]))
    edges = made.edges[order]
    return render(("cell", "line", "places"), (wave.cells[edges[:, 0]], wave.lines[edges[:, 1]], made.persons[order]))


def render_places(wave: Wave) -> bytes:
    """released.csv: the places of each line once the money left is used."""
    order = in_order(wave.lines)
    return render(("line", "places"), (wave.lines[order], wave.places[order]))


def read_plan(out: Path, wave: Wave) -> Plan:
    """A published plan. Raises Refusal."""
    cells, lines, persons = read_columns(out, "plan", ("cell", "line", "places"))
    edges = [find(wave.cells, cells, "cell", "le plan"), find(wave.lines, lines, "line", "le plan")]
    return Plan(np.stack(edges, axis=1), persons)


def read_places(out: Path, wave: Wave) -> Wave:
    """The wave with the places that were published. Raises Refusal."""
    lines, places = read_columns(out, "released", ("line", "places"))
    published = np.zeros(len(wave.lines), np.int64)
    published[find(wave.lines, unique(lines, "line"), "line", "released.csv")] = places
    return replace(wave, places=published)


def faults(wave: Wave, funding: Funding, made: Plan) -> list[str]:
    """What a published plan or its places pass: an edge that is none, a room, a budget, a floor or a ceiling of region."""
    said = []
    known = {tuple(edge) for edge in wave.edges.tolist()}
    if any(tuple(edge) not in known for edge in made.edges.tolist()):
        said.append("plan : une ligne y paie une cellule qu’elle ne peut payer.")
    if (made.in_cell(len(wave.cells)) > room_of(wave)).any():
        said.append("plan : une cellule y est payée au-delà de ses places.")
    for what, places in (("plan", made.places(len(wave.lines))), ("released", wave.places)):
        if (funding.purse.spent(places) > funding.purse.budget).any():
            said.append(f"{what} : un budget est dépassé.")
    if funding.regions is not None:
        held = np.zeros(len(funding.regions.names), np.int64)
        np.add.at(held, funding.regions.region, made.in_cell(len(wave.cells)))
        top = funding.regions.ceiling
        if (held < funding.regions.floor).any() or ((top != NOBODY) & (held > top)).any():
            said.append("plan : une région y est sous son plancher ou au-delà de son plafond.")
    return said
