"""Every SMS that a candidate gets says that nobody pays and whom to call: no template is forgotten, no word of it is cut."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from config.settings.base import ROOT
from teriya.foundation.messages import gsm7
from teriya.foundation.messages.actions import queue
from teriya.foundation.messages.models import Message
from teriya.foundation.messages.queries import letters_before, never_pay
from teriya.foundation.rules import queries as rules

pytestmark = pytest.mark.django_db
SPEAK_TO_CANDIDATES = ("calls", "selection", "placement")
FOLDERS = sorted((ROOT / "teriya").rglob("templates/sms"))
TEXTS = sorted(text for folder in FOLDERS for text in folder.glob("candidate/*.txt"))
CLOSINGS = {
    "fr": "Ne payez jamais personne. Plainte : +22890112233",
    "en": "Never pay anyone. Complaint: +22890112233",
}
LONG = {  # facts as long as they come
    "agency": "GIP-PNVB", "number": "T00001", "wave": "VEC-2026-12", "host": "Centre hospitalier préfectoral de Tchamba",
    "last": "28/11/2026", "day": "28/11/2026", "hour": "08:30", "until": "28/11/2026", "rank": 12345, "stop": True, "reason": "",
    "venue": SimpleNamespace(town="Atakpamé", address="lycée moderne, salle 3"), "matricule": "BF-2026-000123",
    "what": "la copie du diplôme",
}  # fmt: skip


@pytest.fixture(autouse=True)
def with_a_complaint_number(monkeypatch, db):
    monkeypatch.setitem(rules.agency(), "complaint_phone", "+22890112233")


def kind_of(text: Path) -> tuple[str, str]:
    name, language, _txt = text.name.split(".")
    return f"candidate/{name}", language


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)
def test_it_ends_with_the_warning_and_says_its_own_words_whole(text):
    template, language = kind_of(text)
    facts = LONG | ({"host": "volontariat.tg"} if template.endswith(("announced", "extended")) else {})
    queue(channel="sms", to="+22890112233", template=template, context=facts, key="k", language=language)
    said = Message.objects.get().text
    own = gsm7.plain(render_to_string(f"sms/{template}.{language}.txt", facts).strip())
    assert said == f"{own} {CLOSINGS[language]}"
    assert gsm7.length(said) <= gsm7.LIMIT


@pytest.mark.parametrize("room", SPEAK_TO_CANDIDATES)
def test_a_room_that_speaks_to_candidates_has_no_other_sms(room):
    folder = ROOT / "teriya/mobilisation" / room / "templates/sms"
    assert list(folder.glob("*.txt")) == [] and list(folder.glob("candidate/*.txt")) != []


def test_what_is_too_long_loses_its_own_end_and_never_the_warning():
    facts = LONG | {
        "venue": SimpleNamespace(town="Sokodé", address="maison des jeunes, derrière le grand marché " * 3)
    }
    queue(channel="sms", to="+22890112233", template="candidate/convened", context=facts, key="k")
    said = Message.objects.get().text
    assert said.endswith(f"... {CLOSINGS['fr']}") and "28/11/2026 à 08:30" in said and gsm7.length(said) <= gsm7.LIMIT


def test_without_a_number_in_the_pack_the_warning_stands_alone(monkeypatch):
    monkeypatch.setitem(rules.agency(), "complaint_phone", "")
    assert never_pay("fr") == "Ne payez jamais personne."
    assert letters_before("") == 159
