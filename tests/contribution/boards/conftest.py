"""Three teachers of Haho in service since March 2024, and what they counted."""

from datetime import date

import pytest

from tests.cast import appoint
from tests.factories.collection import validated
from tests.factories.missions import make_missions

PUPILS = {("F", "", "no"): 20, ("M", "", "no"): 25, ("F", "", "yes"): 0, ("M", "", "yes"): 0}
ON = date(2024, 8, 15)  # July is due: the last month of the boards


@pytest.fixture
def told(cast):
    """Three missions since 1 March 2024; hours taught from March to July, told on the fifth of the month after."""
    found = make_missions(cast, 3)
    for n, mission in enumerate(found):
        for month in range(3, 8):
            if (n, month) != (2, 7):  # one has not told July
                validated(
                    cast,
                    mission,
                    date(2024, month, 1),
                    {
                        "hours_taught": 80 + n,
                        "pupils": PUPILS,
                        "classes_covered": 2,
                    },
                )
    return found


@pytest.fixture
def director(cast):
    return cast.ama


@pytest.fixture
def monitoring(cast):
    appoint(cast.komlan, "monitoring")
    return cast.komlan
