"""From a host's need to a paid, certified volunteer: every step on its page, by the person whose duty it is."""

from datetime import date

import pytest
from django.urls import reverse

from teriya.foundation.documents.models import Document
from teriya.foundation.journal import chain
from teriya.foundation.ledger.models import Envelope
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.hosts.models import Host, Seat
from teriya.mobilisation.placement.models import Offer, Round
from teriya.pay.allowances.models import PaymentOrder, PayRun
from teriya.service.attendance.models import MonthSheet
from teriya.service.missions.models import Mission
from teriya.service.missions.states import CHECKLIST
from teriya.service.training import queries
from teriya.service.training.models import TrainingSession
from tests.journeys.walk import Clock, Person

HOSTS = "N°;Structure;Statut juridique;Domaine;Commune;Responsable;Téléphone;Récépissé\n7;CEG Haho 1;Public;Education;Haho 1;AGBEKO Afi;90 11 22 33;\n"
NEEDS = "Réf;N° structure;Profil;Niveau minimum;Places;Durée (mois);Prise de service;Tuteur\nB0001;7;Mathématiques;Licence;1;12;02/03/2026;LAWSON Abla\n"
PEOPLE = (
    "N°;NOM;Prénoms;Sexe;Date de naissance;Contact;Commune de résidence;Pièce;N° pièce;Dernier diplôme;Spécialité;Choix 1\n"
    "1;TCHALLA;Kossi;M;28/04/1998;91 00 00 01;Haho 1;CNI;10000001;Licence;Mathématiques;B0001\n"
    "2;PITALA;Essi;F;11/04/1999;91 00 00 02;Haho 2;Passeport;10000002;Master;Mathématiques;B0001\n"
    "3;KAO;Yao;M;19/03/1979;91 00 00 03;Haho 1;CNI;10000003;Licence;Mathématiques;B0001\n"
)
SCORES = "N°;Juré 1;Juré 2;Juré 3\n1;80;70;75\n2;60;65;62\n"


@pytest.fixture
def people(cast, client):
    """`people("operations")`: somebody in that role who has just signed in."""
    return lambda role: Person(type(client)(), cast.kossivi if role == "second accountant" else cast[role])


def test_one_wave(people, monkeypatch, client, settings, tmp_path):
    settings.DATA = tmp_path  # where the last seal is kept
    clock = Clock(monkeypatch, date(2026, 1, 5))
    _a_host_is_known_and_accredited(people)
    _a_need_is_approved_and_funded(people)
    _a_wave_is_opened_and_applied_to(people, clock)
    _candidates_are_checked_and_ranked(people, clock)
    _one_is_placed_and_accepts(people, clock)
    _nothing_starts_before_training_and_three_signatures(people, clock)
    _the_month_is_attested_and_confirmed_by_two(people, clock)
    _the_pay_goes_through_every_hand(people, clock)
    _the_mission_ends_with_a_certificate_that_anyone_verifies(people, clock, client)


def bring(people, kind: str, text: str, **context) -> None:
    """The agent brings a file, reads the preview, writes it."""
    agent = people("regional_agent")
    preview = agent.brings(reverse("intake:bring"), f"{kind}.csv", text.encode("cp1252"), kind=kind, **context)
    agent.reads(preview, "à créer")
    agent.sends(preview)


def _a_host_is_known_and_accredited(people) -> None:
    bring(people, "hosts", HOSTS)
    host = Host.objects.get()
    seen = dict.fromkeys(("identification", "capacity", "mission", "papers"), "yes")
    people("regional_agent").sends(reverse("hosts:evaluate", args=[host.number]), findings="Classes visitées.", **seen)
    people("regional_agent").sends(
        reverse("hosts:undertake", args=[host.number]), tick="ticked", signed_by="AGBEKO Afi"
    )
    people("operations").sends(reverse("hosts:accredit"), tick="chosen", months=36, quota=5)
    people("operations").reads(reverse("hosts:host", args=[host.number]), "agréée", "CEG Haho 1")
    duties = reverse("hosts:undertake", args=[host.number])
    people("regional_agent").sends(duties, tick="ticked", signed_by="AGBEKO Afi")


def _a_need_is_approved_and_funded(people) -> None:
    bring(people, "needs", NEEDS, form="VNC")
    people("regional_supervisor").sends(reverse("hosts:review"), tick="chosen")
    people("operations").sends(reverse("hosts:approve"), tick="chosen")
    people("finance_officer").sends(
        reverse("ledger:grant"), code="ETAT-2026", title="État 2026", funder="État", amount="1000000"
    )
    people("finance_officer").sends(reverse("hosts:fund"), tick="chosen", envelope=Envelope.objects.get().pk)
    assert Seat.objects.get().envelope.code == "ETAT-2026"


def _a_wave_is_opened_and_applied_to(people, clock: Clock) -> None:
    people("operations").sends(reverse("calls:open"), code="VNC-1", title="Vague 1", form="VNC", opens_on="06/01/2026",
                               closes_on="16/01/2026", starts_on="02/03/2026")  # fmt: skip
    people("operations").sends(reverse("calls:needs", args=["VNC-1"]), tick="needs")
    clock.on(date(2026, 1, 12))
    bring(people, "candidates", PEOPLE, wave="VNC-1")


def _candidates_are_checked_and_ranked(people, clock: Clock) -> None:
    clock.on(date(2026, 1, 19))
    operations = people("operations")
    operations.sends(reverse("calls:close", args=["VNC-1"]))
    operations.sends(reverse("calls:eligibility", args=["VNC-1"]))
    old = Application.objects.get(number="3")
    operations.reads(reverse("calls:application", args=[old.pk]), "limite est 35 ans")
    operations.sends(
        reverse("selection:constitute", args=["VNC-1"]),
        name="Jury de Notsé",
        name_1="A. A.",
        name_2="B. B.",
        name_3="C. C.",
    )
    bring(people, "scores", SCORES, wave="VNC-1")
    operations.sends(reverse("selection:ranking", args=["VNC-1"]))
    operations.reads(reverse("selection:ranking", args=["VNC-1"]), "225", "187")


def _one_is_placed_and_accepts(people, clock: Clock) -> None:
    people("operations").sends(reverse("placement:simulate", args=["VNC-1"]), name="Toutes les places")
    round = Round.objects.get()
    people("operations").sends(reverse("placement:propose", args=[round.pk]))
    people("director").sends(reverse("placement:decide", args=[round.pk]))
    people("director").sends(reverse("placement:publish", args=[round.pk]))
    people("operations").reads(reverse("placement:why", args=[round.pk, "2"]), "187", "225")
    people("regional_agent").sends(reverse("placement:offers"), tick="offers", accept="yes", on="19/01/2026")
    assert Offer.objects.get().state == "accepted"


def _nothing_starts_before_training_and_three_signatures(people, clock: Clock) -> None:
    clock.on(date(2026, 2, 16))
    wave = Wave.objects.get()
    do(people("operations"), "prepare", wave)
    mission = Mission.objects.get()
    _one_is_trained(people, clock, wave)
    do(people("operations"), "swear", wave, place="Notsé")
    do(people("operations"), "insure", wave, reference="CNSS 2026-117")
    do(people("operations"), "issue", wave)
    clock.on(date(2026, 3, 3))
    do(people("regional_agent"), "enter_attestation", wave, first_day="02/03/2026", paper="APS-1")
    people("regional_supervisor").reads(step("confirm", wave), "signature")
    do(people("director"), "sign_agency", wave, is_read="on")
    for party in ("host", "volunteer"):
        do(people("regional_agent"), "record_ink", wave, party=party, is_kept="on")
    do(people("regional_supervisor"), "confirm", wave)
    mission.refresh_from_db()
    assert (mission.state, mission.started_on) == ("in_service", date(2026, 3, 2))


def _one_is_trained(people, clock: Clock, wave: Wave) -> None:
    operations = people("operations")
    operations.sends(reverse("training:plan"), form=wave.form_id, commune=Host.objects.get().commune_id, venue="Salle de la mairie",
                     from_on="17/02/2026", to_on="18/02/2026", capacity=20)  # fmt: skip
    session = TrainingSession.objects.get()
    operations.sends(reverse("training:distribute", args=[wave.code]))
    operations.sends(reverse("training:session", args=[session.pk]))  # its one form convenes
    clock.on(date(2026, 2, 18))
    trainer = people("trainer")
    for slot in queries.lessons_of(session):
        trainer.sends(reverse("training:roll", args=[session.pk, slot.on, slot.half]))
    trainee = session.trainees.get()
    trainer.sends(reverse("training:marks", args=[session.pk, "volunteering"]), **{f"mark_{trainee.pk}": 13})
    trainer.sends(reverse("training:conclude", args=[session.pk]))
    trainee.refresh_from_db()
    assert trainee.state == "passed"


def step(name: str, wave: Wave) -> str:
    return reverse(f"missions:{name}") + f"?vague={wave.code}"


def do(person: Person, name: str, wave: Wave, **typed) -> str:
    """One step of a wave for everybody who is ready."""
    return person.sends(step(name, wave), **typed)


def _the_month_is_attested_and_confirmed_by_two(people, clock: Clock) -> None:
    clock.on(date(2026, 3, 31))
    mission = Mission.objects.get()
    team = reverse("attendance:team", args=["2026-03", mission.host_id])
    people("regional_agent").sends(team, nth=0, paper="FP-2026-03-1", absent=f"{mission.pk}:2026-03-10", attest="1")
    people("regional_supervisor").sends(reverse("attendance:confirm"), tick="sheets")
    assert MonthSheet.objects.get().state == "confirmed"


def _the_pay_goes_through_every_hand(people, clock: Clock) -> None:
    people("public_accountant").sends(
        reverse("allowances:institutions"), code="IMF", name="COOPEC Haho", profile="microfinance"
    )
    person = Mission.objects.get().person
    people("regional_agent").sends(reverse("allowances:enter_wallet"), person=person.matricule, institution="IMF",
                                   number="4471", holder=str(person))  # fmt: skip
    people("public_accountant").sends(reverse("allowances:wallets"), tick="ticked")
    people("finance_officer").sends(reverse("allowances:prepare"))
    run = PayRun.objects.get()
    for role in (
        "finance_officer",
        "financial_controller",
        "finance_officer",
        "authorising_officer",
        "public_accountant",
        "public_accountant",
    ):
        people(role).sends(reverse("allowances:run", args=[run.pk]))
    order = PaymentOrder.objects.get()
    asked = [
        people("public_accountant").downloads(reverse("allowances:file", args=[run.pk, order.file_id]))
        for _ in range(2)
    ]
    assert asked[0] == asked[1] and order.reference.encode() in asked[0]
    answer = f"référence;statut;date;motif\n{order.reference};payé;05/04/2026;\n".encode()
    clock.on(date(2026, 4, 6))
    people("second accountant").brings(
        reverse("allowances:returns", args=[run.pk]), "retour.csv", answer, institution="IMF"
    )
    people("auditor").reads(reverse("allowances:line", args=[order.line_id]), "payé", order.reference)
    order.refresh_from_db()
    assert order.state == "paid"


def _the_mission_ends_with_a_certificate_that_anyone_verifies(people, clock: Clock, client) -> None:
    clock.on(date(2027, 3, 2))
    wave = Wave.objects.get()
    do(people("regional_supervisor"), "end_term", wave)
    do(people("regional_supervisor"), "check", wave, ticks_done=list(CHECKLIST))
    do(people("regional_supervisor"), "close", wave)
    do(people("director"), "certify", wave)
    certificate = Document.objects.get(kind="certificat")
    seen = client.get(reverse("documents:verify", args=[certificate.code])).content.decode()
    assert "Valide" in seen and "TCHALLA" not in seen
    mission = Mission.objects.get()
    assert (
        people("director").downloads(reverse("missions:paper", args=[mission.pk, "attestation"])).startswith(b"%PDF")
    )
    people("director").sends(reverse("missions:revoke", args=[mission.pk]), reason="Erreur sur les dates.")
    assert "Révoqué" in client.get(reverse("documents:verify", args=[certificate.code])).content.decode()
    assert client.get(reverse("documents:verify", args=["0000-0000-0000"])).status_code == 404
    assert chain.seal() and not list(chain.verify())
