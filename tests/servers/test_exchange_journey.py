"""An exchange in a real browser, on the sites of both agencies: from an amendment of the convention to the certificate that both sign.

Each officer works on the own site; what one says reaches the other by the network, in seconds. The volunteer has a small telephone.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from teriya.foundation.accounts.actions import current_code
from teriya.portals.cli import main as teriya
from teriya.portals.demo.staff import ROSTERS, SECRET
from tests.servers.demonstration import folder, free_ports, launch, stopped, told

pytestmark = [pytest.mark.browser, pytest.mark.servers, pytest.mark.hostile, pytest.mark.enable_socket]  # slow
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 320, "height": 640}
TODAY = date.today()
POST = "Lecture publique au village"
ALUMNA = "+22890000100"  # served in wave 17, in nobody's way
SECONDS = 30  # that a message may take


@dataclass
class Person:
    """Somebody before a screen, on which no page may be wider."""

    page: Page
    site: str

    def reads(self, address: str, *words: str) -> str:
        self.page.goto(f"{self.site}{address}")
        return self.sees(*words)

    def sees(self, *words: str) -> str:
        self.page.wait_for_load_state()
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), self.page.url
        shown = " ".join(self.page.inner_text("main").split())
        for word in words:
            assert word in shown, (self.page.url, word, shown)
        return shown

    def awaits(self, address: str, *words: str) -> str:
        """What the other agency says has come."""
        until = monotonic() + SECONDS
        while True:
            self.page.goto(f"{self.site}{address}")
            shown = " ".join(self.page.inner_text("main").split())
            if all(word in shown for word in words):
                return self.sees()
            assert monotonic() < until, (self.page.url, words, shown)
            self.page.wait_for_timeout(500)

    def follows(self, link: str) -> None:
        self.page.click(f"main a:has-text('{link}')")
        self.sees()

    def sends(self, button: str, **typed: str) -> str:
        for name, value in typed.items():
            field = self.page.locator(f"main [name={name}]").first
            kind = field.evaluate("it => it.tagName === 'SELECT' ? 'select' : it.type")
            if kind == "select":
                field.select_option(value)
            elif kind in ("radio", "checkbox"):
                self.page.check(f"main [name={name}][value='{value}']")
            else:
                field.fill(value)
        with self.page.expect_navigation():
            self.page.click(f"main .btn:text-is('{button}')")
        return self.sees()

    def takes(self, address: str) -> bytes:
        """A file of the own site, as its pages may fetch it."""
        ask = "async address => Array.from(new Uint8Array(await (await fetch(address)).arrayBuffer()))"
        return bytes(self.page.evaluate(ask, address))

    @property
    def here(self) -> str:
        return self.page.url.removeprefix(self.site)


@dataclass
class Agency:
    """One of the two, with the doors to its site."""

    code: str
    site: str
    sms: Path
    chromium: Browser

    def staff(self, role: str) -> Person:
        person = self._comes(DESK)
        page, roster = person.page, ROSTERS[self.code]
        page.goto(f"{self.site}/connexion/")
        page.fill("[name=login]", f"{role}@{roster.domain}")
        page.fill("[name=password]", roster.password)
        with page.expect_navigation():
            page.click("text=Continuer")
        page.fill("[name=code]", current_code(SECRET))
        with page.expect_navigation():
            page.click("main .btn")
        return person

    def phone(self, number: str) -> Person:
        person = self._comes(PHONE)
        page, before = person.page, len(self.sms.read_text()) if self.sms.exists() else 0
        page.goto(f"{self.site}/connexion/")
        page.fill("[name=phone]", number)
        with page.expect_navigation():
            page.click("text=Recevoir un code")
        until = monotonic() + SECONDS
        while not (found := re.findall(r"(?<!\d)\d{6}(?!\d)", self.sms.read_text()[before:])):
            assert monotonic() < until, "aucun code"
            page.wait_for_timeout(300)
        page.fill("[name=code]", found[-1])
        with page.expect_navigation():
            page.click("main .btn")
        return person

    def _comes(self, screen: dict) -> Person:
        return Person(self.chromium.new_context(viewport=screen, locale="fr-FR").new_page(), self.site)


@contextmanager
def browsing() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def agencies() -> Iterator[tuple[Agency, Agency]]:
    """Togo’s and Burkina Faso’s, as `make demo` brings them up."""
    with folder() as home, browsing() as browser:
        port = free_ports()
        running = launch(home, port)
        told(running, "Ctrl-C")
        sites = [f"http://{code}.localhost:{port + n}" for n, code in enumerate(("tg", "bf"))]
        yield (
            Agency("tg", sites[0], home / "sms.log", browser),
            Agency("bf", sites[1], home / "bf" / "sms.log", browser),
        )
        stopped(running)


def test_an_exchange_from_the_agreement_to_the_certificate(agencies, tmp_path):
    togo, burkina = agencies
    moussa, ama = (togo.staff(role) for role in ("exchange_officer", "director"))
    aminata, mariam = (burkina.staff(role) for role in ("exchange_officer", "director"))
    volunteer = togo.phone(ALUMNA)
    agree_on_more(moussa, ama, mariam)
    offer = offer_a_post(aminata, mariam)
    nomination = propose(moussa, volunteer, offer)
    take(aminata, nomination)
    stay = nomination.replace("candidatures", "sejours")
    leave_and_arrive(moussa, aminata, stay)
    end_and_judge(moussa, aminata, volunteer, stay)
    certify(moussa, ama, mariam, volunteer, stay, tmp_path)


def agree_on_more(moussa: Person, ama: Person, mariam: Person) -> None:
    """An amendment: two more each way, approved by both directors."""
    moussa.reads("/echanges/relations/bf/")
    moussa.follows("Échange de volontaires entre le Togo et le Burkina Faso")
    moussa.follows("Écrire un avenant")
    moussa.sends("Enregistrer", number_out="6", number_in="6")
    moussa.sends("Proposer à l’autre agence")
    version = moussa.here
    other = version.replace("/relations/bf/", "/relations/tg/")
    mariam.awaits(other, "proposée", "6")
    mariam.sends("Approuver ce texte")
    ama.reads(version)
    ama.sends("Approuver ce texte")
    for director, address in ((ama, version), (mariam, other)):
        director.awaits(address, "approuvée par les deux agences")


def offer_a_post(aminata: Person, mariam: Person) -> str:
    """A post that begins today; its address, the same on both sites."""
    number = re.search(r"SA-\d{4}-\d{4,}", mariam.reads("/structures/")).group()
    aminata.reads("/echanges/offres/nouvelle/")
    aminata.sends(
        "Enregistrer", title=POST, host=number, sheet="Ouvrir la salle de lecture.", profile="Licence", tutor="Secrétaire général",
        starts_on=TODAY.isoformat(), ends_on=(TODAY + timedelta(180)).isoformat(), answer_by=TODAY.isoformat(),
    )  # fmt: skip
    aminata.sees(POST)
    return aminata.here


def propose(moussa: Person, volunteer: Person, offer: str) -> str:
    """The volunteer reads what would leave on the telephone, and agrees; the officer sends exactly that."""
    moussa.awaits(offer, POST)
    matricule = re.search(r"TG-\d{4}-\d{6}", volunteer.reads("/mon-dossier/")).group()
    moussa.follows("Proposer quelqu’un")
    moussa.page.check("main [name=fields_][value=phone]")
    moussa.sends("Demander l’accord", person=matricule)
    nomination = moussa.here
    volunteer.reads(
        nomination.replace("candidatures", "moi"), "Ce qui partirait, et rien d’autre", "Jamais rien de votre santé"
    )
    volunteer.sends("Je suis d’accord")
    moussa.reads(f"{nomination}envoyer/")
    moussa.sends("Proposer cette personne")
    return nomination


def take(aminata: Person, nomination: str) -> None:
    aminata.awaits(nomination, "proposée")
    aminata.reads(f"{nomination}entretien/")
    aminata.sends("Noter notre entretien", means="video", panel="Chargée de la réciprocité", verdict="favourable")
    aminata.reads(f"{nomination}accepter/")
    aminata.sends("Accepter")


def leave_and_arrive(moussa: Person, aminata: Person, stay: str) -> None:
    moussa.awaits(stay.replace("sejours", "candidatures"), "acceptée")
    moussa.reads(f"{stay}depart/")
    moussa.sends("Enregistrer")
    moussa.reads(f"{stay}depart/passport/")
    moussa.sends("Enregistrer")
    aminata.awaits(stay, "Passeport valable six mois après le retour", "fait")
    aminata.follows("Dire l’arrivée")
    aminata.sends("Enregistrer")
    moussa.awaits(stay, "sur place")


def end_and_judge(moussa: Person, aminata: Person, volunteer: Person, stay: str) -> None:
    """An interview, an end agreed by both; the month told on the telephone; both agencies judge, side by side."""
    levels = dict.fromkeys(("work", "tutor", "housing", "money", "safety"), "3")
    aminata.reads(f"{stay}dit/interview/host/first/")
    aminata.sends("Enregistrer", **levels)
    aminata.reads(f"{stay}fin/")
    aminata.sends("Enregistrer", how="agencies")
    volunteer.awaits(f"{stay.replace('sejours', 'mon-sejour')}mois/{TODAY:%Y-%m}/", "Le logement")
    volunteer.sends("Envoyer", **levels)
    worth = dict.fromkeys(
        ("choice", "departure", "welcome", "following", "usefulness", "learning", "cooperation"), "3"
    )
    for officer, voice in ((moussa, "home"), (aminata, "host")):
        officer.awaits(stay, "mission finie")
        officer.reads(f"{stay}dit/evaluation/{voice}/")
        officer.sends("Enregistrer", **worth)
    aminata.awaits(stay, "Agence d’envoi", "à garder")


def certify(moussa: Person, ama: Person, mariam: Person, volunteer: Person, stay: str, folder: Path) -> None:
    """Prepared, signed, countersigned, handed over; the paper stands without network, with the keys of both."""
    page = f"{stay}attestation/"
    moussa.awaits(page, "Attestation conjointe")
    moussa.sends("Préparer")
    ama.reads(page)
    ama.sends("Signer pour l’agence")
    mariam.awaits(page, "Signer pour l’agence")
    mariam.sends("Signer pour l’agence")
    moussa.awaits(page, "signée par les deux agences", "Remettre à la personne")
    moussa.sends("Remettre à la personne")
    for name, person, address in (
        ("attestation.pdf", volunteer, f"{stay}attestation.pdf"), ("liste", volunteer, f"/echanges/sejours/revocations/{TODAY.year}"),
        ("cles-tg", volunteer, "/attestations/cles"), ("cles-bf", mariam, "/attestations/cles"),
    ):  # fmt: skip
        (folder / name).write_bytes(person.takes(address))
    paper, keys_tg, keys_bf, revoked = (
        str(folder / name) for name in ("attestation.pdf", "cles-tg", "cles-bf", "liste")
    )
    assert teriya(["verify", paper, "--keys", keys_tg, "--keys", keys_bf, "--list", revoked]) == 0
    assert teriya(["verify", paper, "--keys", keys_tg, "--list", revoked]) == 1  # one signature is not two
