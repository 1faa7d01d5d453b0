"""The pages by which a file comes in."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from teriya.foundation.intake import views
from teriya.foundation.intake.models import Import
from tests.factories.files import bring
from tests.foundation.intake.villages import REGISTER

pytestmark = pytest.mark.django_db
BRING = reverse("intake:bring")
TWO = "Village,Habitants\nNotsè,1200\nTohoun,beaucoup\n"


@pytest.fixture
def agent(client, cast):
    client.force_login(cast.yao)
    return client


def sent(text: str = TWO, **facts) -> dict:
    return {"receipt": uuid4(), "kind": "villages", "file": SimpleUploadedFile("villages.csv", text.encode())} | facts


def page_of(file: Import, route: str = "preview") -> str:
    return reverse(f"intake:{route}", args=[file.pk])


def test_a_file_is_shown_line_by_line_then_written(agent):
    answer = agent.post(BRING, sent(), follow=True)
    page = answer.content.decode()
    assert "1 à créer" in page and "1 à corriger" in page
    assert "« beaucoup »" in page and "Enregistrer 1 ligne" in page
    file = Import.objects.get()
    answer = agent.post(page_of(file, "commit"), {"receipt": uuid4()}, follow=True)
    assert "1 ligne enregistrée" in answer.content.decode() and {"Notsè": 1200} == REGISTER


def test_the_same_sending_twice_keeps_one_file(agent):
    id = uuid4()
    answers = [agent.post(BRING, sent(receipt=id)) for _ in range(2)]
    assert answers[0].url == answers[1].url and Import.objects.count() == 1


def test_an_id_already_used_for_another_file_is_told(agent):
    id = uuid4()
    agent.post(BRING, sent(receipt=id))
    answer = agent.post(BRING, sent(TWO + "X,1\n", receipt=id))
    assert answer.status_code == 422 and "déjà servi" in answer.content.decode()


def test_lines_are_filtered_by_what_becomes_of_them(agent, cast):
    file = bring(cast, "villages", TWO)
    page = agent.get(page_of(file), {"etat": "error"}).content.decode()
    assert "beaucoup" in page and "Notsè" not in page


def test_what_is_to_mend_is_downloaded_without_formula(agent, cast):
    file = bring(cast, "villages", TWO + "=1+1,4\n")
    rows = agent.get(page_of(file, "errors")).content.decode("utf-8-sig").splitlines()
    assert len(rows) == 3 and rows[1].startswith("3;")
    assert not any(row.split(";")[1][0] in "=+-@" for row in rows)


def test_a_refused_file_says_why_and_offers_another(agent):
    page = agent.post(BRING, sent("Nom;Salaire\nKAO;12\n"), follow=True).content.decode()
    assert "Ce n’est pas le bon fichier" in page and "Choisir un autre fichier" in page


def test_a_file_too_large_is_refused_before_it_is_kept(agent, settings):
    settings.UPLOAD_MAX_BYTES = 10
    answer = agent.post(BRING, sent())
    assert answer.status_code == 422 and "20 Mo" in answer.content.decode()
    assert not Import.objects.exists()


def test_a_long_file_is_left_to_the_worker_and_the_page_looks_again(agent, monkeypatch):
    monkeypatch.setattr(views, "READ_AT_ONCE", 10)
    page = agent.post(BRING, sent(), follow=True).content.decode()
    assert Import.objects.get().state == "received"
    assert "Lecture en attente" in page and "data-refresh" in page


def test_a_long_list_is_written_by_the_worker(agent, cast, monkeypatch):
    monkeypatch.setattr(views, "WRITTEN_AT_ONCE", 1)
    file = bring(cast, "villages", TWO)
    page = agent.post(page_of(file, "commit"), {"receipt": uuid4()}, follow=True).content.decode()
    assert Import.objects.get().state == "writing" and "en une fois" in page and {} == REGISTER


def test_a_refusal_when_writing_is_shown_on_the_page(agent, cast):
    file = bring(cast, "villages", "Nom;Salaire\nKAO;12\n")
    answer = agent.post(page_of(file, "commit"), {"receipt": uuid4()})
    assert answer.status_code == 422


def test_somebody_elses_file_is_not_found(client, cast):
    file = bring(cast, "villages", TWO)
    client.force_login(cast.kodjo)
    for route in ("preview", "errors"):
        assert client.get(page_of(file, route)).status_code == 404
    assert client.post(page_of(file, "commit"), {"receipt": uuid4()}).status_code == 404


def test_only_what_a_kind_needs_is_asked(agent):
    form = agent.get(BRING, {"type": "needs"}).context["form"]
    assert set(form.fields) == {"receipt", "kind", "form", "file"}
    answer = agent.post(BRING, sent(kind="needs"))
    assert list(answer.context["form"].errors) == ["form"]


def test_a_task_says_which_wave_and_the_kind_may_still_change(agent):
    door = BRING + "?type=candidates&vague=VNC-1"
    field = agent.get(door).context["form"]["wave"]
    assert field.value() == "VNC-1" and field.field.required
    assert list(agent.post(door, sent(kind="needs")).context["form"].errors) == ["form"]


def test_an_auditor_brings_nothing(client, cast):
    client.force_login(cast.issa)
    assert client.get(BRING).status_code == 403


def test_the_preview_costs_the_same_for_few_lines_or_many(agent, cast, django_assert_max_num_queries):
    file = bring(cast, "villages", "Village,Habitants\n" + "".join(f"V{n},{n}\n" for n in range(60)))
    with django_assert_max_num_queries(12):
        assert "1 à 25 sur 60" in agent.get(page_of(file)).content.decode()
