"""The evidence on its pages: who gives it, who sees it, what the public reads, what is never said."""

from datetime import date

import pytest

from teriya.contribution.evidence import models
from teriya.contribution.evidence.models import Opinion, Reading, Study
from tests.cast import appoint
from tests.factories.evidence import ON, a_study, read, say
from tests.factories.missions import make_host, make_missions


@pytest.fixture
def host(cast):
    return make_host(cast)


def test_an_opinion_is_given_on_a_page_and_counted(cast, host, browse, send):
    answers = {"useful": "4", "continued": "4", "skills": "1", "welcomed": "3"}
    assert "Donner l’avis de la structure" in browse(cast.essi, "mine")
    assert send(cast.essi, "opine", host.number, **answers) == 422
    assert send(cast.essi, "opine", host.number, **answers, agreed="on", words="Elle tient la classe.") == 302
    assert send(cast.yao, "opine", host.number, **answers, agreed="on") == 302
    assert [one.source for one in Opinion.objects.order_by("pk")] == ["host", "community"]
    shown = browse(cast.yao, "opinions")
    assert "Elle tient la classe." in shown and "Ils laissent un savoir-faire à l’équipe." in shown
    appoint(cast.komlan, "regional_agent", cast.tone_1)
    assert "Aucun avis" in browse(cast.komlan, "opinions")


def test_the_public_reads_what_stands_and_nothing_else(cast, host, client, browse, send):
    row = say(cast, host)
    say(cast, host, "Ils ne viennent pas.", is_published=False)
    address = "/contribution/preuves/temoignages/publies/"
    public = client.get(address).content.decode()
    assert "Nos enfants lisent." in public and "Ils ne viennent pas." not in public
    assert send(cast.yao, "testimony", row.pk, step="take_back") == 302
    client.logout()
    assert "Nos enfants lisent." not in client.get(address).content.decode()
    assert "ses mots et son nom sont effacés" in browse(cast.yao, "testimony", row.pk)


def test_before_and_after_is_drawn_beside_its_table_and_claims_no_cause(cast, browse, send):
    [mission] = make_missions(cast)  # primary teacher, since 1 March 2024
    host = mission.host
    for month, amount in ((1, 250), (2, 240), (4, 330)):
        read(cast, host, date(2024, month, 1), amount)
    shown = browse(cast.yao, "facility", host.number)
    assert "ne dit pas pourquoi il change" in shown and "<svg" in shown
    assert "Premier volontaire le 1er mars 2024" in shown and "lu par DOUTI Adjo, directrice le 3 juin 2024" in shown
    assert "Aucun registre confirmé" in browse(cast.yao, "facility", host.number, jour="2024-06-02")
    typed = {"indicator": "pupils", "month": "2026-01-01", "amount": "61", "register": "Registre d’appel", "read_by": "La directrice"}  # fmt: skip
    assert send(cast.yao, "record", host.number, **typed) == 302
    waiting = Reading.objects.get(state="recorded")
    assert "1 à confirmer" in browse(cast.mazalo, "facilities")
    assert send(cast.mazalo, "facility", host.number, reading=waiting.pk, step="refuse") == 422
    assert send(cast.mazalo, "facility", host.number, reading=waiting.pk, step="confirm") == 302


def test_a_study_is_entered_and_published(cast, browse, send, client):
    appoint(cast.komlan, "monitoring")
    typed = {
        "title": "Étude",
        "authors": "INSEED",
        "dated": "2023",
        "address": "https://inseed.tg/x",
        "method": "Enquête",
        "says": "Oui.",
    }
    assert send(cast.yao, "enter", **typed) == 403
    assert send(cast.komlan, "enter", **typed | {"address": ""}) == 422
    assert send(cast.komlan, "enter", **typed) == 302
    study = Study.objects.get()
    assert send(cast.komlan, "study", study.pk, step="publish") == 422
    assert send(cast.ama, "study", study.pk, step="publish") == 302
    assert "https://inseed.tg/x" in client.get("/contribution/preuves/temoignages/publies/").content.decode()


def test_lists_ask_as_much_for_many_rows_as_for_few(cast, host, client, django_assert_max_num_queries):
    client.force_login(cast.issa)
    for n in range(12):
        say(cast, host, f"Témoignage {n}")
        read(cast, host, date(2023, n + 1, 1), n)
    a_study(cast, appoint(cast.komlan, "monitoring").user)
    for page in ("", "temoignages/", "avant-apres/", f"avant-apres/{host.number}/", "etudes/"):
        with django_assert_max_num_queries(12):
            assert client.get(f"/contribution/preuves/{page}").status_code == 200
    assert models.Testimony.objects.filter(on=ON).count() == 12
