"""Telephones as offices write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.intake.engine.phones import read_phone

SUBSCRIBERS = st.tuples(st.sampled_from("70 79 90 93 96 99".split()), st.from_regex(r"\A[0-9]{6}\Z")).map("".join)


@pytest.mark.parametrize(
    "text",
    [
        "90 11 22 33",
        "90112233",
        "90-11-22-33",
        "90.11.22.33",
        "90/11/22/33",
        "+228 90 11 22 33",
        "0022890112233",
        "00228 90 11 22 33",
        "22890112233",  # a spreadsheet dropped the +
        "(+228) 90 11 22 33",
        "Tél. : 90 11 22 33 (Moov)",
        "90\u00a011\u00a022\u00a033",
    ],
)
def test_phone_is_read_in_its_forms(text):
    phone = read_phone(text)
    assert (phone.e164, phone.national, phone.foreign, phone.others) == ("+22890112233", "90 11 22 33", False, ())


@pytest.mark.parametrize(
    "text",
    ["90 11 22 33 / 99 44 55 66", "90112233;99445566", "90 11 22 33 ou +228 99445566", "12 / 90112233 / 99445566"],
)
def test_first_valid_phone_of_a_cell_leads_and_the_others_follow(text):
    phone = read_phone(text)
    assert (phone.e164, phone.others) == ("+22890112233", ("+22899445566",))


def test_phone_written_twice_counts_once():
    assert read_phone("90 11 22 33 / +228 90112233").others == ()


@pytest.mark.parametrize(
    ("text", "e164"),
    [
        ("+226 70 12 34 56", "+22670123456"),
        ("00223 66 12 34 56", "+22366123456"),
        ("+33 6 12 34 56 78", "+33612345678"),
    ],
)
def test_phone_of_another_country_is_kept_and_flagged(text, e164):
    phone = read_phone(text)
    assert (phone.e164, phone.foreign) == (e164, True)


def test_bare_number_belongs_to_the_country_asked():
    phone = read_phone("70 12 34 56", country="BF")
    assert (phone.e164, phone.foreign) == ("+22670123456", False)


@pytest.mark.parametrize(
    "text", ["", "néant", "12345", "90 11 22", "9O 11 22 33", "33612345678", "90112233" * 40, "+", "1" * 300]
)
def test_nonsense_is_refused_with_an_example(text):
    with pytest.raises(Refusal) as caught:
        read_phone(text)
    assert caught.value.code == "bad_phone"
    assert "90 12 34 56" in caught.value.sentence or "+228" in caught.value.sentence


@given(SUBSCRIBERS, st.sampled_from(["{}", "+228 {}", "00228{}", "228{}"]), st.sampled_from(["", " ", "-", "."]))
def test_togolese_phone_comes_back_from_every_form(subscriber, form, separator):
    pairs = separator.join(subscriber[i : i + 2] for i in range(0, 8, 2))
    try:
        phone = read_phone(form.format(pairs))
    except Refusal:
        return  # a range that the numbering plan has not opened
    assert phone.e164 == f"+228{subscriber}"


@given(st.text(max_size=30))
def test_any_text_is_a_phone_or_a_refusal(text):
    try:
        assert read_phone(text).e164.startswith("+")
    except Refusal as refusal:
        assert refusal.code == "bad_phone"
