"""The check of the catalogues sees what a page says."""

import io

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.utils.translation import ngettext

from config import translations

PAGE = """<ul>
    <li title="{% translate "L’offre" %}">d'été
      {% blocktranslate count n=seats trimmed %}{{ n }} poste{% plural %}{{ n }} postes{% endblocktranslate %}
"""


def test_sentences_of_an_indented_template_are_found():
    found = extract(translations.template_sentences, io.BytesIO(PAGE.encode()), translations.KEYWORDS)
    assert [message for _, message, _, _ in found] == ["L’offre", ("%(n)s poste", "%(n)s postes")]


def faults_of(monkeypatch, **translation) -> list[str]:
    wanted, english = Catalog(), Catalog(locale="en")
    wanted.add("Il reste %(n)s postes", locations=[("page.html", 0)])
    if translation:
        english.add("Il reste %(n)s postes", flags=("python-format",), **translation)
    monkeypatch.setattr(translations, "sentences", lambda: wanted)
    monkeypatch.setattr(translations, "_read", lambda _language: english)
    return list(translations.faults())


def test_translated_sentence_is_accepted(monkeypatch):
    assert faults_of(monkeypatch, string="%(n)s posts left") == []


def test_sentence_without_translation_is_a_fault(monkeypatch):
    assert "n’est pas traduit" in faults_of(monkeypatch)[0]


def test_translation_with_another_variable_is_a_fault(monkeypatch):
    assert "unknown named placeholder" in faults_of(monkeypatch, string="%(seats)s posts left")[0]


@pytest.mark.parametrize(("number", "said"), [(0, "0 personne"), (1, "1 personne"), (2, "2 personnes")])
def test_zero_takes_the_singular_in_french(number, said):
    assert ngettext("%(n)s personne", "%(n)s personnes", number) % {"n": number} == said
