"""The matcher that numba compiles: the proposals of the reference one, on arrays. Same outcome, far sooner.

Contracts are the positions of wishes. What a post holds is a heap whose top is the worst; each cell keeps a tournament over
the tops of its posts, and one tournament stands over the cells: the worst of a circuit is read at a root. Through the
network of money persons are counted, never followed.
"""

from functools import partial
from typing import NamedTuple

import numpy as np
from numba import njit

from teriya.mobilisation.placement.engine.wave import NOBODY, Wave

Outcome = tuple[np.ndarray, np.ndarray, np.ndarray]
SEATS, CEILING, MONEY = 1, 2, 3  # positions in CAUSES
START, UNSEEN = -1, -2
LAST = np.iinfo(np.int64).max


# Nothing is allocated once it runs, so numba need not count who holds each array (`_nrt`): counting took as long as matching.
compiled = partial(njit, cache=True, _nrt=False)


class Asked(NamedTuple):
    """The wave, and how far each candidate has gone down the list."""

    first: np.ndarray
    wish: np.ndarray
    key: np.ndarray
    who: np.ndarray
    ahead: np.ndarray


class Held(NamedTuple):
    """heap [J + 1]: where each post's heap begins in `key` and `wish`, and number [J] how many it holds. start [K + 1], ordered, leaf [J]: the posts of each
    cell. tops: the cells' tournaments, the one of cell k from 2 start[k]. roots [2K]: the tournament over the cells."""

    key: np.ndarray
    wish: np.ndarray
    heap: np.ndarray
    number: np.ndarray
    cell: np.ndarray
    start: np.ndarray
    ordered: np.ndarray
    leaf: np.ndarray
    tops: np.ndarray
    roots: np.ndarray
    in_cell: np.ndarray


class Money(NamedTuple):
    """flow [K, L]: persons of a cell paid by a line. arcs [a, b]: the cells paid by line a that line b could pay instead.
    queue, came: the lines last reached, and the line before each of them."""

    payers: np.ndarray
    places: np.ndarray
    in_line: np.ndarray
    flow: np.ndarray
    arcs: np.ndarray
    queue: np.ndarray
    came: np.ndarray


class Limits(NamedTuple):
    """What is proposed only grows, so what comes after a refused key is refused: barred [K], a cell's last key refused for
    its ceiling or its money; bar [J], for whatever cause, what the post knows of it."""

    seats: np.ndarray
    ceiling: np.ndarray
    barred: np.ndarray
    bar: np.ndarray
    refusing: np.ndarray


def propose(wave: Wave) -> Outcome:
    """The wish obtained by each candidate, the cutoff of each post and the number of its cause: columns of a Result."""
    posts, cells, lines = len(wave.posts), len(wave.cells), len(wave.lines)
    asked = np.zeros(posts, np.int64)
    _count(wave.wish, asked)
    room = np.minimum(wave.seats, asked)  # a heap never outgrows those who ask
    start = np.concatenate([[0], np.cumsum(np.bincount(wave.cell, minlength=cells))])
    ordered = np.argsort(wave.cell, kind="stable")
    leaf = np.empty(posts, np.int64)
    leaf[ordered] = np.arange(posts) - start[wave.cell[ordered]]
    number = np.zeros(posts, np.int64)
    outcome = np.full(len(wave.candidates), NOBODY), np.full(posts, NOBODY), np.zeros(posts, np.int8)
    _propose(
        Asked(wave.first, wave.wish, wave.key, wave.who, wave.first[:-1].copy()),
        Held(np.zeros(room.sum(), np.int64), np.zeros(room.sum(), np.int32), np.concatenate([[0], np.cumsum(room)]), number,
             wave.cell, start, ordered, leaf, np.zeros(2 * posts, np.int64), np.zeros(2 * max(cells, 1), np.int64),
             np.zeros(cells, np.int64)),
        Money(wave.payers, wave.places, np.zeros(lines, np.int64), np.zeros((cells, lines), np.int64),
              np.zeros((lines, lines), np.int64), np.zeros(lines, np.int64), np.zeros(lines, np.int64)),
        Limits(wave.seats, wave.ceiling, np.full(cells, LAST), np.full(posts, LAST), np.zeros(posts, np.bool_)),
        outcome,
    )  # fmt: skip
    return outcome


@compiled()
def _count(wish, asked):
    for post in wish:
        asked[post] += 1


@compiled(nogil=True)
def _propose(asked, held, money, limits, outcome):
    # most proposals are refused, by one look at the post's bar on arrays at hand
    first, wished, keys, who, ahead = asked.first, asked.wish, asked.key, asked.who, asked.ahead
    bar, refusing = limits.bar, limits.refusing
    for one in range(len(ahead)):
        candidate = one
        while ahead[candidate] < first[candidate + 1]:
            wish = ahead[candidate]
            ahead[candidate] += 1
            post = wished[wish]
            if keys[wish] > bar[post]:
                refusing[post] = True
                continue
            loser = _weigh(wish, asked, held, money, limits)
            if loser == NOBODY:
                break
            if loser != wish:
                candidate = who[loser]
    _read(asked, held, money, limits, outcome)


@compiled()
def _read(asked, held, money, limits, outcome):
    """Fill in the outcome from what is held."""
    obtained, cutoff, cause = outcome
    for post in range(len(held.number)):
        for place in range(held.heap[post], held.heap[post] + held.number[post]):
            obtained[asked.who[held.wish[place]]] = held.wish[place]
        if limits.refusing[post]:
            cause[post], reached = _bound(post, held, money, limits)
            cutoff[post] = _worst(post, cause[post], reached, held, money)


@compiled()
def _weigh(wish, asked, held, money, limits):
    """Consider a proposal; the wish refused by it: none (-1), the proposed one or the one displaced."""
    post, key = asked.wish[wish], asked.key[wish]
    cell = held.cell[post]
    if key > limits.barred[cell]:
        limits.bar[post] = limits.barred[cell]
        limits.refusing[post] = True
        return wish
    cause, reached = _bound(post, held, money, limits)
    if cause == 0:
        _enter(post, key, wish, held)
        _push_money(cell, money.queue[reached], money)
        _raise_bar(post, held, limits)
        return NOBODY
    worst = _worst(post, cause, reached, held, money)
    if key > worst:
        limits.bar[post] = key
        limits.refusing[post] = True
        if cause != SEATS:
            limits.barred[cell] = key
        return wish
    left = post if cause == SEATS else _post_of(worst, cell if cause == CEILING else _cell_of(worst, held), held)
    loser = np.int64(held.wish[held.heap[left]])
    limits.refusing[left] = True
    if cause != SEATS:
        limits.barred[held.cell[left]] = worst
    if left == post:
        _settle(post, key, wish, held)
        _tell(post, held)
    else:
        _leave(left, held)
        _enter(post, key, wish, held)
        limits.bar[left] = worst
    if held.cell[left] != cell:
        line = _line_left(held.cell[left], reached, money)
        _pay(held.cell[left], line, -1, money)
        _push_money(cell, line, money)
    _raise_bar(post, held, limits)
    return loser


@compiled()
def _raise_bar(post, held, limits):
    """A full post takes nobody after those it holds."""
    if held.number[post] >= limits.seats[post]:
        limits.bar[post] = held.key[held.heap[post]]


@compiled()
def _bound(post, held, money, limits):
    """What bars one more contract of a post, 0 if nothing does; and, for money, how far the search of lines went: the place
    in the queue of a line that has a place left, or how many lines were reached."""
    cell = held.cell[post]
    if held.number[post] >= limits.seats[post]:
        return SEATS, 0
    if limits.ceiling[cell] != NOBODY and held.in_cell[cell] >= limits.ceiling[cell]:
        return CEILING, 0
    count, done, lines = 0, 0, len(money.places)
    for line in range(lines):
        money.came[line] = UNSEEN
        if money.payers[cell, line]:
            money.came[line], money.queue[count] = START, line
            count += 1
    while done < count:
        line = money.queue[done]
        if money.in_line[line] < money.places[line]:
            return 0, done
        for other in range(lines):
            if money.came[other] == UNSEEN and money.arcs[line, other]:
                money.came[other], money.queue[count] = line, other
                count += 1
        done += 1
    return MONEY, count


@compiled()
def _worst(post, cause, reached, held, money):
    """The worst key of the circuit, 0 where it holds nobody."""
    if cause == SEATS:
        return held.key[held.heap[post]] if held.number[post] else np.int64(0)
    cells = len(held.in_cell)
    if cause == CEILING:
        return held.roots[cells + held.cell[post]]
    if held.roots[1] and _is_paid(_cell_of(held.roots[1], held), reached, money):
        return held.roots[1]
    worst = np.int64(0)
    for cell in range(cells):
        if held.roots[cells + cell] > worst and _is_paid(cell, reached, money):
            worst = held.roots[cells + cell]
    return worst


@compiled()
def _is_paid(cell, reached, money):
    """Whether one of the lines reached pays somebody of the cell."""
    for place in range(reached):
        if money.flow[cell, money.queue[place]]:
            return True
    return False


@compiled()
def _cell_of(worst, held):
    """The cell whose worst key this is."""
    cells, node = len(held.in_cell), 1
    if held.roots[1] == worst:
        while node < cells:
            node = 2 * node if held.roots[2 * node] == worst else 2 * node + 1
        return node - cells
    for cell in range(cells):
        if held.roots[cells + cell] == worst:
            return cell
    return NOBODY


@compiled()
def _post_of(worst, cell, held):
    """The post of the cell that holds the cell's worst key."""
    base, size, node = 2 * held.start[cell], held.start[cell + 1] - held.start[cell], 1
    while node < size:
        node = 2 * node if held.tops[base + 2 * node] == worst else 2 * node + 1
    return held.ordered[held.start[cell] + node - size]


@compiled()
def _enter(post, key, wish, held):
    heap, place = held.heap[post], held.number[post]
    while place and held.key[heap + (place - 1) // 2] < key:
        above = (place - 1) // 2
        held.key[heap + place], held.wish[heap + place] = held.key[heap + above], held.wish[heap + above]
        place = above
    held.key[heap + place], held.wish[heap + place] = key, wish
    held.number[post] += 1
    held.in_cell[held.cell[post]] += 1
    if place == 0:
        _tell(post, held)


@compiled()
def _leave(post, held):
    """The worst of a post leaves it."""
    held.number[post] -= 1
    held.in_cell[held.cell[post]] -= 1
    last = held.heap[post] + held.number[post]
    _settle(post, held.key[last], held.wish[last], held)
    _tell(post, held)


@compiled()
def _settle(post, key, wish, held):
    """Put a contract in the stead of the worst of a post, and the worst again on top."""
    heap, number, place = held.heap[post], held.number[post], 0
    while 2 * place + 1 < number:
        below = 2 * place + 1
        if below + 1 < number and held.key[heap + below + 1] > held.key[heap + below]:
            below += 1
        if held.key[heap + below] <= key:
            break
        held.key[heap + place], held.wish[heap + place] = held.key[heap + below], held.wish[heap + below]
        place = below
    held.key[heap + place], held.wish[heap + place] = key, wish


@compiled()
def _tell(post, held):
    """The tournaments learn the post's worst key."""
    cell, key = held.cell[post], held.key[held.heap[post]] if held.number[post] else np.int64(0)
    base, size = 2 * held.start[cell], held.start[cell + 1] - held.start[cell]
    _climb(held.tops[base : base + 2 * size], size + held.leaf[post], key)
    cells = len(held.in_cell)
    if held.roots[cells + cell] != held.tops[base + 1]:
        _climb(held.roots, cells + cell, held.tops[base + 1])


@compiled()
def _climb(tournament, node, key):
    tournament[node] = key
    while node > 1:
        node //= 2
        best = max(tournament[2 * node], tournament[2 * node + 1])
        if tournament[node] == best:
            break
        tournament[node] = best


@compiled()
def _line_left(cell, reached, money):
    """The first line reached that pays somebody of the cell."""
    for place in range(reached):
        if money.flow[cell, money.queue[place]]:
            return money.queue[place]
    return NOBODY


@compiled()
def _push_money(cell, line, money):
    """Walk back from a line with a place to the cell that asks, each cell on the way changing lines."""
    while line >= 0:
        before = money.came[line]
        paid = cell if before == START else _cell_between(before, line, money)
        _pay(paid, line, 1, money)
        if before != START:
            _pay(paid, before, -1, money)
        line = before


@compiled()
def _cell_between(before, line, money):
    """A cell paid by one line that the other could pay."""
    for cell in range(len(money.flow)):
        if money.flow[cell, before] and money.payers[cell, line]:
            return cell
    return NOBODY


@compiled()
def _pay(cell, line, units, money):
    money.in_line[line] += units
    money.flow[cell, line] += units
    change = 0
    if money.flow[cell, line] == 0:
        change = -1
    elif units > 0 and money.flow[cell, line] == 1:
        change = 1
    if change:
        for other in range(len(money.places)):
            if money.payers[cell, other]:
                money.arcs[line, other] += change
