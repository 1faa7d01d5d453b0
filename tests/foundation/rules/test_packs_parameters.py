"""Dated parameters: the nearest one is found, and its value on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.rules.engine.contents import DatedValue, Parameter, Text
from teriya.foundation.rules.engine.parameters import find, value_on

LABEL = Text("Allocation", "Allowance")


def parameter(*days, name="allowance", **scope):
    values = tuple(DatedValue(day, rank, "décret") for rank, day in enumerate(days))
    return Parameter(name, LABEL, "XOF/month", values, **scope)


def test_a_day_before_the_first_value_is_refused():
    with pytest.raises(Refusal) as refused:
        value_on(parameter(date(2019, 1, 1)), date(2018, 12, 31))
    assert (refused.value.code, refused.value.field) == ("not_yet_in_force", "allowance")
    assert "01/01/2019" in refused.value.sentence


@given(st.lists(st.dates(), min_size=1, unique=True).map(sorted), st.integers(0, 400))
def test_the_value_is_the_last_that_began(days, later):
    day = days[0] + timedelta(days=min(later, (date.max - days[0]).days))
    found = value_on(parameter(*days), day)
    assert found.starts_on <= day
    assert not [other for other in days if found.starts_on < other <= day]


@pytest.mark.parametrize(
    ("lineage", "scope", "expected"),
    [
        ((), {}, {}),
        (("VNE", "VNC"), {}, {"form": "VNC"}),
        (("VNE", "VNC"), {"qualification": "lower"}, {"form": "VNC", "qualification": "lower"}),
        (("VNC",), {"zone": "north"}, {"form": "VNC", "zone": "north"}),
        (("VEC",), {"qualification": "lower"}, {}),
    ],
)
def test_the_nearest_parameter_is_found(lineage, scope, expected):
    scopes = [{}, {"form": "VNC"}, {"form": "VNC", "qualification": "lower"}, {"form": "VNC", "zone": "north"}]
    known = [parameter(date(2020, 1, 1), **each) for each in scopes]
    for order in (known, known[::-1]):
        assert find(order, "allowance", lineage, **scope) == parameter(date(2020, 1, 1), **expected)


def test_a_parameter_nobody_set_is_refused():
    with pytest.raises(Refusal) as refused:
        find([parameter(date(2020, 1, 1), form="VNC")], "allowance", ("VEC",))
    assert (refused.value.code, refused.value.field) == ("parameter_unknown", "allowance")
