"""Trading cycles: each agency sends one and receives one, so that nobody owes anybody (Dur and Ünver, 2019)."""

from collections import deque

from teriya.exchange.seasons.engine.board import Board
from teriya.exchange.seasons.engine.season import Candidate, Key, Move

Cycle = tuple[Move, ...]
Pointing = dict[str, tuple[Candidate, Key]]


def traded(board: Board) -> list[Cycle]:
    """Every cycle, carried out on the board.

    Each agency points to the first of its candidates who can still go somewhere; that candidate points to the dearest post left
    at an agency which points too. From agency to agency this closes at least one cycle. It is carried out, and all begin again.
    Cycles that exist at the same time share no agency: their order changes nothing.
    """
    queues = {agency: deque(waiting) for agency, waiting in board.waiting.items()}
    cycles: list[Cycle] = []
    while pointing := _pointing(board, queues):
        for agencies in _closed(pointing):
            cycles.append(tuple(board.take(*pointing[agency]) for agency in agencies))
            for agency in agencies:
                queues[agency].popleft()
    return cycles


def _pointing(board: Board, queues: dict[str, deque[Candidate]]) -> Pointing:
    """Who each agency points to, and the post that this candidate points to. An agency with nobody left to send leaves, for good."""
    trading = {agency for agency, queue in queues.items() if queue}
    while True:
        found: Pointing = {}
        for agency in sorted(trading):
            queue = queues[agency]
            while queue and (post := board.best(queue[0], trading.__contains__)) is None:
                queue.popleft()
            if queue and post is not None:
                found[agency] = (queue[0], post)
        if found.keys() == trading:
            return found
        trading = set(found)


def _closed(pointing: Pointing) -> list[list[str]]:
    """The cycles of the pointing agencies, each told from the smallest of its codes."""
    cycles, is_seen = [], set()
    for start in sorted(pointing):
        path: list[str] = []
        agency = start
        while agency not in is_seen:
            is_seen.add(agency)
            path.append(agency)
            agency = pointing[agency][1][0]
        if agency in path:
            cycle = path[path.index(agency) :]
            first = cycle.index(min(cycle))
            cycles.append(cycle[first:] + cycle[:first])
    return sorted(cycles)
