import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.engine.codes import ALPHABET, LENGTH, grouped, new_code, normalise

codes = st.binary(min_size=7, max_size=7).map(new_code)


def test_code_of_known_bytes():
    assert new_code(bytes(7)) == "000000000000"
    assert new_code(b"teriya!") == new_code(b"teriya! and more bytes")
    assert len(new_code(b"teriya!")) == LENGTH


def test_too_few_random_bytes_make_no_code():
    with pytest.raises(ValueError, match="7 random bytes"):
        new_code(b"short")


@given(codes)
def test_code_is_read_as_people_type_it(code):
    typed = f" {grouped(code).lower().replace('0', 'o').replace('1', 'l')}\n"
    assert normalise(typed) == code


@given(codes, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_refused(code, place, wrong):
    changed = code[:place] + wrong + code[place + 1 :]
    if changed != code:
        with pytest.raises(Refusal) as refusal:
            normalise(changed)
        assert (refusal.value.code, refusal.value.field) == ("code_malformed", "code")


@given(codes, st.integers(0, LENGTH - 2))
def test_two_swapped_neighbours_are_refused(code, place):
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if swapped != code:
        with pytest.raises(Refusal, match="relisez"):
            normalise(swapped)


@pytest.mark.parametrize("text", ["", "7K3M", "7K3M-9QXD-2R4", "U" * LENGTH, "٣" * LENGTH, "0" * (LENGTH + 1)])
def test_what_is_no_code_is_refused(text):
    with pytest.raises(Refusal, match="code_malformed"):
        normalise(text)


@given(st.binary(min_size=7, max_size=7), st.binary(min_size=7, max_size=7))
def test_other_bits_other_code(one, other):
    assert (new_code(one) == new_code(other)) == (int.from_bytes(one) >> 1 == int.from_bytes(other) >> 1)
