"""Every paper of the room is made as PDF/A from what the actions froze; every country's contract has its articles."""

import io
from datetime import date

import pytest
from django.conf import settings
from pypdf import PdfReader

from teriya.foundation.documents.actions import pdf
from teriya.foundation.documents.models import Document
from teriya.foundation.rules.engine import packs
from teriya.service.missions import actions, articles
from teriya.service.missions.states import CHECKLIST
from tests.factories.missions import make_missions

AFTER = date(2025, 3, 3)
FACTS = dict.fromkeys(("first", "last", "duration", "host", "tutor", "amount", "per"), "…")


def text_of(document: Document) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf(document))).pages)


def test_every_paper_of_a_mission_is_printed(cast):
    missions = make_missions(cast, 2)
    common = {"missions": missions, "on": AFTER}
    actions.end(reason="term", by=cast.mazalo, **common)
    actions.update_closing(ticks=dict.fromkeys(CHECKLIST, True), by=cast.mazalo, **common)
    actions.close(by=cast.mazalo, **common)
    actions.issue_certificates(by=cast.ama, **common)
    of_series = {document.series: document for document in Document.objects.order_by("-pk")}
    ours = ("EMARGEMENT", "FORMATION", "PV-SERMENT", "CONTRAT", "PRISE-SERVICE", "CLOTURE", "ATTESTATION")
    for series in ours:
        document = of_series[series]
        assert document.number in text_of(document)


def test_contract_prints_its_articles_and_their_sources(cast):
    [mission] = make_missions(cast, until="issued")
    text = " ".join(text_of(mission.contracts.get().document).split())
    assert "Le volontaire reste demandeur d’emploi." in text
    assert "art. 27" in text


@pytest.fixture
def fresh_texts():
    articles._texts.cache_clear()
    yield
    articles._texts.cache_clear()


@pytest.mark.parametrize("country", ["tg", "bf", "ml"])
def test_every_form_of_every_country_has_its_articles(country, settings, fresh_texts):
    settings.AGENCY = country
    for form in packs.load(settings.ROOT / "countries" / country).forms:
        found = articles.articles(form.code, form.parent, FACTS)
        titles = [article["title"] for article in found]
        assert len(titles) == len(set(titles)), form.code
        assert {"Durée", "Allocation", "Fin du contrat", "Attestation"} <= set(titles), form.code
        assert all(article["source"] for article in found)


def test_articles_name_only_known_forms():
    for country in ("tg", "bf", "ml"):
        known = {form.code for form in packs.load(settings.ROOT / "countries" / country).forms}
        raw = (settings.ROOT / "countries" / country / articles.FILE).read_text()
        assert set(articles.tomllib.loads(raw)["article"][0]) >= {"title", "text", "source"}
        assert {form for one in articles.tomllib.loads(raw)["article"] for form in one.get("forms", ())} <= known
