import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.foundation.core.words import fold


@pytest.mark.parametrize(
    "written, folded",
    [
        ("  Kpélé-1 ", "kpele 1"),
        ("N’DJOLÉ", "n djole"),
        ("Ɖevi Ŋutsu", "devi nutsu"),  # Ewe letters
        ("Sœur Aïcha", "soeur aicha"),
        ("e\u0301", "e"),  # an accent written apart
        ("№ 12", "no 12"),
        ("—", ""),
    ],
)
def test_writings_of_one_name_fold_alike(written, folded):
    assert fold(written) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_folded_text_is_plain_words_one_space_apart(text):
    assert fold(text) == " ".join(fold(text).split())
    assert set(fold(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")
