"""A region's wave of 1 260 lines before a committee, in a real browser: three simulations are compared, two people decide one, anyone
verifies it; two candidates give their place up, the reserve is called, a third candidate appeals and is answered."""

import io
import zipfile
from dataclasses import dataclass

import pytest
from django.conf import settings as project
from django.utils import timezone
from playwright.sync_api import Browser, Page

from teriya.foundation.accounts.models import User
from teriya.foundation.core.periods import add_months
from teriya.foundation.rules.models import Form
from teriya.mobilisation.placement.engine.verify import certify_files
from teriya.portals.demo.life import REGION_OF_TODAY, Life
from teriya.portals.demo.staff import hire
from tests.browser.site import assert_accessible, sign_in
from tests.cast import appoint
from tests.factories.placement import give_account

pytestmark = [pytest.mark.browser, pytest.mark.hostile]  # slow
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 320, "height": 640}
ROUNDS = {
    "Plafonds par domaine": {"ceiling-educationtg-p": "20", "ceiling-healthtg-p": "30"},
    "Soixante millions": {"budget-etat-psce": "60000000", "floor-tg-p": "40"},
    "Quatre femmes sur dix": {"reserved_women": "40"},
}


@dataclass
class Person:
    """Somebody before a screen, on which no page may be wider."""

    page: Page

    def reads(self, address: str, *words: str) -> str:
        self.page.goto(address)
        return self.sees(*words)

    def sees(self, *words: str) -> str:
        self.page.wait_for_load_state()
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), self.page.url
        shown = " ".join(self.page.inner_text("main").split())
        for word in words:
            assert word in shown, (self.page.url, word, shown)
        return shown

    def sends(self, button: str, **typed: str) -> None:
        for name, value in typed.items():
            self.page.fill(f"[name={name}]", value)
        self.page.click(f"main .btn:text-is('{button}')")


@pytest.fixture
def enter(chromium: Browser, site: str):
    """`enter(user, PHONE)`: that person comes in; nobody, a visitor."""
    opened = []

    def come(user: User | None, screen: dict) -> Person:
        opened.append(chromium.new_context(viewport=screen, locale="fr-FR", base_url=site))
        if user:
            sign_in(opened[-1], site, user)
        return Person(opened[-1].new_page())

    yield come
    for context in opened:
        context.close()


@pytest.fixture
def life(site, settings) -> Life:
    settings.TAKE_ON = True
    today = timezone.localdate()
    return Life(hire(add_months(today, -60)), today)


def test_a_committee_places_a_wave(life, enter):
    wave = life.current_wave(project.ROOT / "countries/tg/demo", Form.objects.get(code="VNC"))
    page = f"/placement/vagues/{wave.code}/"
    staff = life.staff.around(REGION_OF_TODAY)
    kodjo, ama = (enter(staff[role], DESK) for role in ("operations", "director"))
    _three_simulations_are_compared(kodjo, page)
    _one_is_decided_by_another_person(kodjo, ama)
    _anyone_verifies_it(enter(None, PHONE), wave)
    placed = [row.application for row in wave.rounds.get(state="published").placements.order_by("-wish_rank")[:2]]
    for application in placed:
        _a_place_is_given_up(enter(_account(application), PHONE))
    kodjo.reads(page, "Refusées ou sans réponse 2")
    kodjo.sends("Appeler la réserve")
    kodjo.sees("de la réserve")
    left_out = wave.applications.filter(state="reserve").order_by("ranking__rank").first()
    _an_appeal_is_answered(enter(_account(left_out), PHONE), enter(staff["regional_supervisor"], DESK))


def _account(application) -> User:
    user = User.objects.create_user(name=str(application.person), phone=f"+2289399{application.pk:04}")
    appoint(user, "candidate")
    give_account(application, user)
    return user


def _three_simulations_are_compared(kodjo: Person, page: str) -> None:
    for name, typed in ROUNDS.items():
        kodjo.reads(page + "simuler/", "Une simulation ne décide de rien")
        kodjo.page.click("summary")
        kodjo.sends("Simuler", name=name, **typed)
        kodjo.sees(name, "simulé")
    for pair, words in (
        (("Plafonds par domaine", "Soixante millions"), ("Placés 102 83 − 19", "Éducation 20", "59 760 000 F")),
        (("Soixante millions", "Quatre femmes sur dix"), ("Argent employé", "40 % des places de chaque poste")),
    ):
        kodjo.reads(page)
        for name in pair:
            kodjo.page.check(f"[aria-label='Comparer {name}']")
        kodjo.sends("Comparer les deux cochées")
        kodjo.sees("Deux simulations, une décision", "Qui perd, qui gagne", *words)
    assert_accessible(kodjo.page)


def _one_is_decided_by_another_person(kodjo: Person, ama: Person) -> None:
    kodjo.sends("Proposer B")
    kodjo.sends("Proposer cette simulation à la décision")
    kodjo.sees("proposé à la décision")
    assert not kodjo.page.query_selector("main .btn:text-is('Décider')")
    ama.reads("/", "Placements à décider")
    ama.page.click("text=Placements à décider")
    ama.page.click("text=Vague 19")
    ama.page.click("text=Quatre femmes sur dix")
    ama.sends("Décider")
    ama.sees("Propositions faites", "Personnes mises en réserve", "Une décision ne se reprend pas")
    assert_accessible(ama.page)
    ama.sends("Décider ce placement")
    ama.sees("décidé", "Procès-verbal")
    ama.sends("Publier")
    ama.sends("Publier ce placement")
    ama.sees("publié")


def _anyone_verifies_it(visitor: Person, wave) -> None:
    address = f"/placement/publies/{wave.code}/"
    round = wave.rounds.get(state="published")
    visitor.reads(address, "placement publié", "On peut contester ce placement jusqu’au", round.manifest["digest"])
    visitor.reads(address + "seuils/", "Où chaque poste s’est arrêté", "plus de place")
    visitor.page.goto(address)
    assert_accessible(visitor.page)
    with visitor.page.expect_download() as found:
        visitor.page.click("text=Télécharger les fichiers")
    folder = found.value.path().parent / "verify"
    zipfile.ZipFile(io.BytesIO(found.value.path().read_bytes())).extractall(folder)
    assert certify_files(folder / "donnees", folder / "resultat").status == 0


def _a_place_is_given_up(candidate: Person) -> None:
    candidate.reads("/placement/ma-place/", "Une place vous est proposée", "Pourquoi, vœu par vœu")
    candidate.page.check("text=Je refuse cette place")
    candidate.sends("Envoyer ma réponse")
    candidate.sees("Vous avez refusé cette place")


def _an_appeal_is_answered(candidate: Person, supervisor: Person) -> None:
    candidate.reads("/placement/ma-place/", "Vous êtes sur la liste de réserve", "dernière personne prise avait")
    assert_accessible(candidate.page)
    candidate.page.click("text=Contester ce placement")
    candidate.sees("Faire un recours", "Vous avez jusqu’au")
    candidate.sends("Envoyer mon recours", text="Mon diplôme de Master n’a pas été lu.")
    candidate.sees("Votre recours", "Réponse au plus tard le")
    supervisor.reads("/", "Recours à traiter")
    supervisor.page.click("text=Recours à traiter")
    supervisor.page.click("tbody th a")
    supervisor.sees("Mon diplôme de Master", "Ce que dit le placement")
    supervisor.page.check("text=Recours rejeté")
    supervisor.sends("Envoyer la réponse", reason="Votre Master est au dossier ; vos points étaient sous le seuil.")
    candidate.reads("/placement/ma-place/", "rejeté", "vos points étaient sous le seuil")
