"""An auditor draws forty lines at eight and has their bundles by noon, one scan missing and said so."""

import io
from datetime import date
from uuid import uuid4
from zipfile import ZipFile

import pypdf
import pytest
from django.urls import reverse

from teriya.pay.bundles import jobs, sheets
from teriya.pay.bundles.models import Archive, Draw
from tests.factories.allowances import bring, give_wallets, make_institution, prepare
from tests.factories.attendance import confirm, make_team
from tests.factories.bundles import answer, complete, photo
from tests.factories.missions import make_host
from tests.journeys.walk import Clock, Person


@pytest.fixture
def people(cast, client):
    return lambda role: Person(type(client)(), cast[role])


@pytest.fixture
def run(cast, settings):
    """March of forty-two volunteers in two communes, paid but one; Haho 2 has not sent its signed sheet back."""
    settings.TAKE_ON = True
    institution = make_institution(cast)
    for commune, count in ((cast.haho_1, 22), (cast.haho_2, 20)):
        team = make_team(cast, count, host=make_host(cast, commune))
        confirm(cast, team)
        give_wallets(cast, team, institution)
    row = answer(cast, bring(cast, prepare(cast)), returned=1)
    complete(cast, row, only="Haho 1")
    return row


def test_forty_lines_by_noon(people, run, monkeypatch):
    clock, issa = Clock(monkeypatch, date(2024, 4, 11)), people("auditor")
    address = _the_population_is_frozen_and_the_seed_drawn(issa)
    page = issa.reads(address, "les mêmes lignes")
    lost = [item for item in page.xpath("//main//ul[@class='tasks']/li") if "incomplète" in item.text_content()]
    assert 0 < len(lost) < 40 and all("La photo de l’état" in item.text_content() for item in lost)
    archive = _the_worker_makes_the_bundles(issa, address, monkeypatch)
    files = ZipFile(io.BytesIO(issa.downloads(reverse("bundles:download", args=[archive.pk]))))
    said = " ".join(
        page.extract_text()
        for name in files.namelist()
        if "liasse" in name
        for page in pypdf.PdfReader(io.BytesIO(files.read(name))).pages
    )
    assert "pièces manquent" in said and f"manque. La photo de l’état {_awaited(run)} manque" in " ".join(said.split())
    assert len([name for name in files.namelist() if "-explanation-" in name]) == 40
    _a_finding_is_noted(issa, address)
    _the_centre_sends_the_scan(people, run, clock)
    assert "incomplète" not in issa.reads(address).text_content()


def _the_population_is_frozen_and_the_seed_drawn(issa: Person) -> str:
    address = issa.sends(reverse("bundles:freeze"), first="2024-03", last="2024-03", size="40", method="stratified")
    issa.reads(address, "42 lignes")
    issa.sends(address, seed="17-4-42-8-31", witnessed="Boules tirées devant l’huissier")
    return address


def _the_worker_makes_the_bundles(issa: Person, address: str, monkeypatch) -> Archive:
    asked = []
    monkeypatch.setattr(jobs.make_archive, "defer", lambda **given: asked.append(given))
    monkeypatch.setattr("django.db.transaction.on_commit", lambda do: do())
    waiting = issa.client.post(reverse("bundles:ask", args=["draw", Draw.objects.get().pk]), {"receipt": uuid4()})
    issa.reads(waiting.headers["Location"], "Pièces écrites")
    jobs.make_archive(**asked[0])
    issa.reads(waiting.headers["Location"], "Télécharger")
    return Archive.objects.get()


def _awaited(run) -> str:
    return sheets.sheets_of(run).get(data__commune="Haho 2").number


def _a_finding_is_noted(issa: Person, address: str) -> None:
    issa.sends(f"{address}lignes/1/", finding="not_conform", note="Empreinte illisible")
    issa.reads(address, "Empreinte illisible", "non conforme")


def _the_centre_sends_the_scan(people, run, clock: Clock) -> None:
    clock.on(date(2024, 4, 12))
    paper = sheets.sheets_of(run).get(data__commune="Haho 2")
    people("regional_agent").sends(reverse("bundles:add_scan", args=[paper.pk]), photo=photo(salt=b"haho 2"))
