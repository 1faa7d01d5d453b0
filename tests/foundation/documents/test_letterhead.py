"""Papers are in French, whatever the language of the person at work."""

from django.utils.functional import lazy
from django.utils.translation import get_language, override

from teriya.foundation.documents.letterhead import in_french


def test_word_of_a_paper_is_french_on_an_english_page():
    word = lazy(get_language, str)()
    with override("en"):
        assert (str(word), in_french(word)) == ("en", "fr")
