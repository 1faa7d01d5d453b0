"""QR codes as they stand in the PDF, read back by a decoder."""

import numpy
import pytest
import zxingcpp

from teriya.foundation.documents.engine.render import render
from teriya.foundation.documents.engine.squares import MOST, square
from tests.foundation.documents.samples import ON, SAMPLES
from tests.foundation.documents.test_engine_papers import read

VERIFICATION = SAMPLES["certificat"]["verification"]
PAGE = "https://tg.example.org/verifier/hors-ligne"


def signed(length):
    """A certificate whose token is this long."""
    token = ("eyJ" + "aB3_-9Zq" * length)[:length]
    return token, SAMPLES["certificat"] | {"verification": VERIFICATION | {"token": token, "offline": PAGE}}


def squares(pdf):
    """What each picture of the PDF says, in the white margin that a page gives it."""
    drawn = [one.get_object() for page in read(pdf).pages for one in page["/Resources"].get("/XObject", {}).values()]
    shapes = [numpy.frombuffer(one.get_data(), numpy.uint8).reshape(one["/Height"], one["/Width"]) for one in drawn]
    return [zxingcpp.read_barcode(numpy.kron(numpy.pad(one, 4, constant_values=255), numpy.ones((3, 3), numpy.uint8))).text
            for one in shapes]  # fmt: skip


def test_squares_of_a_certificate_say_its_address_and_its_signed_facts():
    token, data = signed(2_000)
    assert squares(render("certificat", data, on=ON)) == [VERIFICATION["url"], f"{PAGE}#{token}"]


@pytest.mark.parametrize("paper", ["contrat", "carte", "affiche"])
def test_square_of_a_paper_says_its_address(paper):
    (said,) = set(squares(render(paper, SAMPLES[paper], on=ON)))
    assert said.startswith("https://tg.example.org/")


def test_facts_too_long_for_a_square_still_make_a_paper():
    fits, longer = MOST - len(PAGE) - 1, MOST - len(PAGE)
    assert len(squares(render("certificat", signed(fits)[1], on=ON))) == 2
    assert squares(render("certificat", signed(longer)[1], on=ON)) == [VERIFICATION["url"]]
    with pytest.raises(ValueError, match="too long"):
        square("a" * (MOST + 1), level="L")
