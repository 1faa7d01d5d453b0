"""No hidden cell is told to less than the least, by an attacker who reads every sum shown and knows that nobody is less than zero."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.contribution.figures.engine.suppression import TOTAL, Table, flat, hidden

LEAST = 5
values = st.integers(0, 12) | st.integers(0, 200)


@st.composite
def tables(draw, measures=2):
    rows = [f"r{n}" for n in range(draw(st.integers(1, 6)))]
    columns = [f"c{n}" for n in range(draw(st.integers(1, 3)))]
    parents = {row: draw(st.sampled_from(["g1", "g2"])) for row in rows} if draw(st.booleans()) else {}
    cells = {(row, column): tuple(draw(values) for _ in range(measures)) for row in rows for column in columns}
    return Table(cells, parents)


def room(table, concealed, cell, measure):
    """(least, most) that the cell can be, whatever is hidden: by the largest flows that go round it, one unit path after another."""
    flows = {name: flow for name, flow in table.flows().items() if name in concealed and name != cell}
    own = table.flows()[cell]

    def pushed(start, goal, limit):
        left = {name: flow.values[measure] for name, flow in flows.items()}
        total = 0
        while total < limit:
            ways = defaultdict(list)
            for name, flow in flows.items():
                ways[flow.tail].append((flow.head, name, 1))
                if left[name]:
                    ways[flow.head].append((flow.tail, name, -1))
            came, queue = {start: None}, [start]
            for node in queue:
                for after, name, sign in ways[node]:
                    if after not in came:
                        came[after] = (node, name, sign)
                        queue.append(after)
            if goal not in came:
                break
            total, node = total + 1, goal
            while came[node]:
                node, name, sign = came[node]
                left[name] += sign
        return total

    value = own.values[measure]
    return value - pushed(own.tail, own.head, min(value, LEAST)), value + pushed(own.head, own.tail, LEAST)


@given(tables())
def test_nobody_can_tell_a_hidden_cell(table):
    sums = table.sums()
    try:
        concealed = hidden(table, LEAST)
    except ValueError:
        assert any(0 < value < LEAST for (row, _column), found in sums.items() if row == TOTAL for value in found)
        return
    for cell, found in sums.items():
        if any(0 < value < LEAST for value in found):
            assert cell in concealed, cell
    for cell in concealed:
        for measure in range(2):
            low, high = room(table, concealed, cell, measure)
            assert high - low >= LEAST, (cell, measure, low, high)


@given(tables())
def test_what_enters_a_node_leaves_it(table):
    kept = defaultdict(lambda: [0, 0])
    for flow in table.flows().values():
        for measure, value in enumerate(flow.values):
            kept[flow.tail][measure] -= value
            kept[flow.head][measure] += value
    assert all(both == [0, 0] for both in kept.values())


def test_the_worked_example():
    """VIR: 3 women, 11 men. Hiding the 3 alone is hiding nothing: 14 − 11. A rectangle of four is hidden."""
    table = Table(
        {
            ("VNC", "F"): (40,),
            ("VNC", "M"): (80,),
            ("VIR", "F"): (3,),
            ("VIR", "M"): (11,),
            ("VS", "F"): (9,),
            ("VS", "M"): (7,),
        }
    )
    assert hidden(table, LEAST) == {("VIR", "F"), ("VIR", "M"), ("VS", "F"), ("VS", "M")}
    with pytest.raises(ValueError, match="too small"):
        hidden(Table({("VIR", "F"): (3,), ("VIR", "M"): (11,)}), LEAST)


@given(st.dictionaries(st.integers(), values, max_size=12))
def test_a_flat_file_leaves_its_small_lines_to_a_rest_that_is_not(lines):
    shown, rest = flat(lines, LEAST)
    assert all(value >= LEAST for value in shown.values())
    if rest is None:
        assert not shown and 0 < sum(lines.values()) < LEAST
    else:
        assert rest == 0 or rest >= LEAST
        assert sum(shown.values()) + rest == sum(lines.values())
