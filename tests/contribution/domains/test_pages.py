"""From the note to the wave: pages of the choice of domains, and where its decision is read."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from teriya.contribution.domains.models import DomainNote
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.hosts.models import PriorityDecision
from teriya.portals.waiting import tasks_of
from tests.factories.calls import make_wave
from tests.factories.domains import FROM, make_note
from tests.factories.framework import dodzi
from tests.factories.missions import make_missions


def test_a_note_becomes_a_decision_from_the_pages(cast, browse, send):
    make_missions(cast, 2)
    officer, today = dodzi(cast), timezone.localdate()
    assert send(officer, "prepare", since=today.replace(month=1, day=1)) == 302
    note = DomainNote.objects.get()
    assert send(officer, "reasons", note.pk, reason_health="Peu de sages-femmes.") == 302
    page = browse(officer, "note", note.pk)
    assert "Peu de sages-femmes." in page and "Places qui manquent" in page and "Signer" not in page
    assert [task.label for task in tasks_of(cast["director"], today) if "domaines" in task.label] == [
        "Note sur les domaines à signer"
    ]
    assert send(cast.ama, "sign", note.pk, text="La santé d’abord.") == 302
    typed = {"authority": "Conseil", "reference": "PV 9", "decided_on": today, "valid_from": today}
    assert send(cast.ama, "decide", note.pk, **typed, rank_health=1, rank_education=1) == 422
    assert send(cast.ama, "decide", note.pk, **typed, rank_health=1, share_health=60, rank_education=2) == 302
    page = browse(cast.ama, "domains")
    assert "Conseil, PV 9, depuis le" in page and "Santé 60 %" in page
    assert "DOMAINES/" in browse(cast.ama, "note", note.pk)
    assert send(cast.ama, "withdraw", PriorityDecision.objects.get().pk, reason="Erreur") == 302
    assert "retirée le" in browse(cast.ama, "domains")


def test_the_next_wave_reads_the_decision(cast, client):
    make_note(cast, until="decided")
    wave = make_wave(cast)
    for opens_on, said in (
        (FROM, "Éducation 40 %, Santé 30 %"),
        (FROM.replace(month=5), "Santé, Éducation, Environnement, Décentralisation"),
    ):
        Wave.objects.filter(pk=wave.pk).update(opens_on=opens_on)
        client.force_login(cast.kodjo)
        page = client.get(reverse("calls:wave", args=[wave.code])).content.decode()
        assert said in page.replace("\u202f", " ").replace("\u00a0", " ")
    Wave.objects.filter(pk=wave.pk).update(opens_on=FROM, state="ranked")
    simulation = client.get(reverse("placement:simulate", args=[wave.code]))
    assert simulation.context["form"]["domains"].initial == ["education", "health"]


def test_the_page_of_a_note_costs_few_questions(cast, browse):
    note = make_note(cast, until="decided")
    browse(cast.ama, "note", note.pk)
    with CaptureQueriesContext(connection) as shown:
        browse(None, "note", note.pk)
    with CaptureQueriesContext(connection) as listed:
        browse(None, "domains")
    assert len(shown) <= 12 and len(listed) <= 12
