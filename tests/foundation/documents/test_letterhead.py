"""Papers are in French, whatever the language of the person at work."""

from django.utils.translation import gettext_lazy, override

from teriya.foundation.documents.letterhead import in_french


def test_word_of_a_paper_is_french_on_an_english_page():
    word = gettext_lazy("Écrivez le motif de la révocation.")
    with override("en"):
        assert str(word) == "Write the reason for the revocation."
        assert in_french(word) == "Écrivez le motif de la révocation."
