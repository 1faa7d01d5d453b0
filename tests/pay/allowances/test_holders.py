"""Names as banks write them, beside those of the register."""

from itertools import permutations

import pytest

from teriya.pay.allowances.engine.holders import compare


@pytest.mark.parametrize(
    "holder, person, likeness",
    [
        ("Kossi ADJOVI", "ADJOVI Kossi Mawuli", "same"),  # transposed, and a given name missing
        ("ADJOVI Kossi Mawuli", "ADJOVI Kossi", "same"),
        ("Mme KAO Afi", "ABALO Afi KAO", "same"),  # under her married name
        ("OUEDRAOGO Issaka", "WEDRAOGO Issaqa", "same"),  # spelt as heard
        ("AGBEKO Jeanpierre", "AGBEKO Jean-Pierre Koffi", "same"),
        ("D’Almeida Ayi", "DALMEIDA Ayi", "same"),
        ("KOFFI A.", "KOFFI Afi", "close"),
        ("KOFFI Abra", "KOFFI Abla", "close"),  # one letter, or a sister: an eye decides
        ("ADJOVI Ama", "ADJOVI Kossi", "other"),
        ("ADJOVI Kossi Jean", "ADJOVI Kossi Pierre", "other"),  # each has a name that the other lacks
        ("Kossi", "ADJOVI Kossi", "other"),
        ("", "ADJOVI Kossi", "other"),
    ],
)
def test_a_holder_beside_the_person(holder, person, likeness):
    assert compare(holder, person) == likeness


def test_the_order_of_names_is_nothing():
    assert {
        compare(" ".join(names), "ADJOVI Kossi Mawuli") for names in permutations(("ADJOVI", "Kossi", "Mawuli"))
    } == {"same"}
