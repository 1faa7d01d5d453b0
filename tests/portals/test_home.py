"""What each role finds on coming in."""

import gzip
from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from teriya.foundation.intake.models import Import, ImportRow
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.parts import Task
from teriya.mobilisation.calls import actions as wave_actions
from teriya.mobilisation.calls.models import CallBack
from teriya.mobilisation.hosts import actions as host_actions
from teriya.mobilisation.placement import appeals
from teriya.people import actions as people
from teriya.people.models import Person
from teriya.portals.waiting import tasks_of
from tests.cast import appoint
from tests.factories import allowances, attendance, calls, hosts, missions, placement, selection
from tests.factories.people import register, somebody, twice
from tests.scenes import scene

pytestmark = pytest.mark.usefixtures("the_past")
APRIL = date(2024, 4, 20)
FIRST_VISIT = 14_600  # bytes, compressed


def home(client, user) -> list[Task]:
    client.force_login(user)
    answer = client.get("/")
    assert answer.status_code == 200 and b"variable inconnue" not in answer.content
    return answer.context["tasks"]


def waiting(client, user) -> dict[str, Task]:
    return {task.label: task for task in home(client, user)}


def at(user, today: date = APRIL) -> dict[str, Task]:
    return {task.label: task for task in tasks_of(user, today)}


def test_visitor_reads_what_it_is_and_finds_three_doors(client, db):
    page = client.get("/").content.decode()
    assert "Agence nationale du volontariat au Togo" in page
    assert all(door in page for door in ("/connexion/telephone/", "/connexion/", "/verifier/"))


def test_visitors_page_and_its_stylesheet_fit_the_first_flight(client, db):
    look = (settings.ROOT / "teriya/foundation/ui/static/ui/look.css").read_bytes()
    assert len(gzip.compress(client.get("/").content)) + len(gzip.compress(look)) <= FIRST_VISIT


def test_menu_opens_accounts_settings_files_and_envelopes_to_those_who_need_them(client, cast):
    home(client, cast.edem)
    assert [group.label for group in client.get("/").context["navigation"]()] == ["Comptes", "Appareils", "Réglages"]
    home(client, cast.kodjo)  # more doors than a row holds: they stand by wing, and the home page names them all
    answer = client.get("/")
    page, agency = answer.content.decode(), next(one for one in answer.context["wings"] if one.label == "Agence")
    assert {"Fichiers", "Enveloppes", "Réglages"} <= {link.label for link in agency.links}
    assert all(f'<a href="{link.url}">{link.label}</a>' in page for link in agency.links)


def test_nothing_waits_for_an_auditor(client, cast):
    hosts.evaluated(cast)
    assert home(client, cast.issa) == []
    assert "Rien n’attend." in client.get("/").content.decode()


def test_staff_without_second_factor_sees_nothing(cast, client):
    client.force_login(cast.kodjo)
    session = client.session
    session["entry"] |= {"second_factor": False}
    session.save()
    assert client.get("/").status_code == 302


def test_agent_compares_records_and_evaluates_hosts(client, cast):
    twice(cast)
    hosts.registered(cast)
    found = waiting(client, cast.yao)
    assert found["Doublons à trancher"].count == 1 and "1 qui arrêtent" in found["Doublons à trancher"].detail
    assert found["Structures à évaluer"].count == 1


def test_agent_of_another_centre_has_none_of_it(client, cast):
    twice(cast)
    hosts.registered(cast)
    cast.yao.appointment_set.all().delete()
    appoint(cast.yao, "regional_agent", cast.tone_1)
    assert home(client, cast.yao) == []


def test_need_waits_for_the_supervisor_and_is_shown_to_the_agent(client, cast):
    hosts.submitted(cast, hosts.accredited(cast))
    assert "Besoins à examiner" in waiting(client, cast.mazalo)
    assert "Besoins soumis" in waiting(client, cast.yao)


def test_need_reviewed_by_the_region_waits_for_head_office(client, cast):
    hosts.reviewed(cast)
    assert "Besoins à approuver" in waiting(client, cast.kodjo)
    assert "Besoins à examiner" not in waiting(client, cast.mazalo)


def test_officer_of_a_host_has_duties_to_accept(client, cast):
    host = hosts.registered(cast)
    hosts.with_officer(cast, host)
    task = waiting(client, cast.essi)["Engagements à accepter"]
    assert (task.count, task.url) == (1, reverse("hosts:undertake", args=[host.number]))


def test_people_to_call_back_wait_for_the_agent_of_their_centre(client, cast):
    near, far = register(cast), register(cast, somebody(cast, family="KAO", phone="+22890010203"))
    for [person] in (near, far):
        wave_actions.ask_call_back(person=person, phone=person.phone)
    Person.objects.filter(pk=far[0].pk).update(commune=cast.tone_1)
    task = waiting(client, cast.yao)["Personnes à rappeler"]
    assert (task.count, task.url) == (1, reverse("calls:call_backs"))
    assert "Personnes à rappeler" not in waiting(client, cast.kodjo)
    wave_actions.note_called(call=CallBack.objects.get(person=near[0]), by=cast.yao, on=hosts.TODAY)
    assert "Personnes à rappeler" not in waiting(client, cast.yao)


def test_appeal_of_a_host_waits_for_who_did_not_decide(client, cast):
    host = hosts.accredited(cast)
    hosts.with_officer(cast, host)
    host_actions.decide(host=host, step="suspend", reason="Impayés", by=cast["operations"], on=hosts.TODAY)
    host_actions.recourse(host=host, text="Payée.", by=cast["host_officer"], on=hosts.TODAY)
    assert "Recours de structures à trancher" in waiting(client, cast.ama)
    assert "Recours de structures à trancher" not in waiting(client, cast.kodjo)


def test_evaluated_host_waits_for_operations_but_not_for_its_evaluator(client, cast):
    appoint(cast.yao, "operations")
    hosts.evaluated(cast)
    assert "Structures évaluées, à agréer" in waiting(client, cast.kodjo)
    assert "Structures évaluées, à agréer" not in waiting(client, cast.yao)


def test_proposed_round_waits_for_the_director(client, cast):
    placement.proposed(cast, placement.ranked(cast, 210, 150))
    assert waiting(client, cast.ama)["Placements à décider"].count == 1


def test_appeal_waits_for_who_had_no_hand_in_the_placement(client, cast):
    appoint(cast.mazalo, "operations")
    wave = placement.ranked(cast, 210, 150, 90)
    round = placement.published(cast, wave)
    placement.give_account(wave.applications.get(number="3"), cast["candidate"])
    appeals.file_appeal(
        application=wave.applications.get(number="3"), text="Je conteste.", by=cast["candidate"], on=round.on
    )
    assert waiting(client, cast.mazalo)["Recours à traiter"].count == 1
    for hand in (cast.kodjo, cast.ama):
        assert "Recours à traiter" not in waiting(client, hand)


def test_ranked_wave_waits_for_a_simulation_until_one_is_proposed(client, cast):
    wave = placement.ranked(cast, 210, 150)
    assert "Placements à simuler" in waiting(client, cast.kodjo)
    placement.proposed(cast, wave)
    assert "Placements à simuler" not in waiting(client, cast.kodjo)


def test_juror_sees_the_candidates_whom_the_own_chair_has_not_scored(client, cast):
    wave = calls.make_wave(cast)
    one, _other = calls.make_applications(cast, wave, calls.BORN, calls.BORN)
    selection.make_jury(cast, wave)
    selection.check_and_close(cast, wave)
    assert waiting(client, cast.massan)["Candidats à noter"].count == 2
    selection.seal(one, cast.massan, 70)
    assert waiting(client, cast.massan)["Candidats à noter"].count == 1


@pytest.mark.parametrize(
    ("until", "role", "label"),
    [
        ("prepared", "operations", "Volontaires à former"),
        ("trained", "operations", "Serments à enregistrer"),
        ("sworn", "operations", "Contrats à établir"),
        ("issued", "director", "Contrats à signer pour l’agence"),
        ("issued", "host_officer", "Contrats à signer pour la structure"),
        ("issued", "regional_agent", "Signatures à l’encre à recueillir"),
        ("signed", "host_officer", "Prises de service à attester"),
        ("signed", "regional_agent", "Attestations de prise de service à saisir"),
        ("attested", "regional_supervisor", "Prises de service à confirmer"),
        ("in_service", "finance_officer", "Comptes de paiement à saisir"),
    ],
)
def test_each_step_of_a_mission_waits_for_its_role(client, cast, until, role, label):
    missions.make_missions(cast, 2, until=until)
    assert waiting(client, cast[role])[label].count == 2


def test_late_start_is_said(client, cast):
    missions.make_missions(cast, 1, until="attested")
    assert "dont 1 en retard" in waiting(client, cast.mazalo)["Prises de service à confirmer"].detail
    assert at(cast.mazalo, date(2024, 3, 5))["Prises de service à confirmer"].detail == ""


def test_month_waits_for_who_records_then_attests_then_confirms(cast):
    team = attendance.make_team(cast, 2)
    assert at(cast.sena)["Présences de mars 2024 à pointer"].count == 2
    assert "Présences de mars 2024 à pointer" not in at(cast.abla)
    attendance.record(cast, team)
    assert at(cast.sena)["Mois à attester"].count == 2
    attendance.actions.attest_many(sheets=team_sheets(team), by=cast.sena, on=attendance.CLOSED_ON)
    assert at(cast.mazalo)["Mois à confirmer"].count == 2


def test_pay_waits_at_one_desk_at_a_time(cast):
    allowances.make_payable(cast)
    assert at(cast.awa)["Mois confirmés à mettre en paie"].count == 1
    run = allowances.prepare(cast)
    assert "Mois confirmés à mettre en paie" not in at(cast.awa)
    assert "États de paye, étape « Engagement »" in at(cast.awa)
    allowances.bring(cast, run, until="engage")
    assert "États de paye, étape « Visa du contrôleur financier »" in at(cast.bawa)
    assert not [label for label in at(cast.tchaa) if label.startswith("États")]


def test_who_engaged_is_not_asked_to_order(cast):
    appoint(cast.awa, "authorising_officer")
    run = allowances.make_payable(cast) and allowances.prepare(cast)
    allowances.bring(cast, run, until="liquidate")
    label = "États de paye, étape « Ordonnancement »"
    assert label in at(cast.dede) and label not in at(cast.awa)


def test_tasks_stand_from_the_oldest_to_the_newest(client, cast):
    missions.make_missions(cast, 1, until="issued")
    hosts.registered(cast)
    since = [task.since for task in home(client, cast.kodjo)]
    assert len(since) > 1 and since == sorted(since)


@pytest.fixture
@scene
def busy(cast):
    """Something waits for everybody."""
    twice(cast)
    placement.proposed(cast, placement.ranked(cast, 210, 150))
    hosts.evaluated(cast, name="CEG de Wahala", office_number="8")
    hosts.registered(cast, name="Dispensaire de Wahala", office_number="9")
    calls.make_wave(cast, code="VNC-2")
    for step in ("prepared", "trained", "sworn", "issued", "signed", "attested", "closed"):
        missions.make_missions(cast, until=step)
    allowances.make_payable(cast)
    allowances.prepare(cast)
    attendance.record(cast, attendance.make_team(cast))
    attendance.attest(cast, attendance.make_team(cast))


def test_each_task_opens_the_page_where_it_is_done(client, cast, busy):
    opened = {}
    for role in cast.by_role:
        for task in home(client, cast[role]):
            opened[role, task.label] = client.get(task.url, follow=True).status_code
    assert len(opened) > 30 and {key: status for key, status in opened.items() if status != 200} == {}


def test_home_takes_few_queries_whatever_waits(client, cast, busy, django_assert_max_num_queries):
    for role in cast.by_role:
        client.force_login(cast[role])
        rules.forget()
        rules.agency()  # reads the rules, which are then kept for some seconds
        with django_assert_max_num_queries(24):
            assert client.get("/").status_code == 200


def test_queries_do_not_grow_with_what_waits(cast):
    missions.make_missions(cast, 1, until="issued")
    few = queries_of(cast["operations"])
    missions.make_missions(cast, 9, until="issued")
    assert queries_of(cast["operations"]) == few


def queries_of(user) -> int:
    rules.forget()
    tasks_of(user, APRIL)  # reads the rules, which are then kept for some seconds
    with CaptureQueriesContext(connection) as made:
        tasks_of(user, APRIL)
    return len(made)


def own_status(client, user):
    home(client, user)
    return client.get("/").context["oneself"]


def test_phone_without_file_is_told_where_to_go(client, cast):
    told = own_status(client, cast.afi)
    assert "aucun dossier" in told.status.sentence and told.contact


def test_registered_person_is_told_the_matricule(client, cast):
    [person] = register(cast)
    people.link_account(person=person, user=cast.afi, by=cast.yao, on=hosts.TODAY)
    told = own_status(client, cast.afi)
    assert person.matricule in told.status.sentence and "Atakpamé" in told.contact


def test_candidate_with_an_offer_is_told_its_last_day(client, cast):
    offer = placement.published(cast, placement.ranked(cast, 210)) and placement.offer_to("1")
    placement.give_account(offer.application, cast.afi)
    status = own_status(client, cast.afi).status
    assert offer.seat.need.host.name in status.sentence and status.on == offer.answer_by and status.url


def test_volunteer_in_service_is_told_until_when_and_the_last_pay(client, cast):
    [mission] = allowances.make_payable(cast)
    missions.give_account(mission, cast.kossi)
    allowances.bring(cast, allowances.prepare(cast))
    told = own_status(client, cast.kossi)
    assert told.mission == mission and "31 août 2024" in told.status.next
    assert told.last_pay.net == 30_000 and "30\u202f000" in client.get("/").content.decode()


def test_tutor_without_file_has_no_status(client, cast):
    assert own_status(client, cast.abla) is None


def team_sheets(team):
    return [mission.sheets.get() for mission in team]


def test_a_file_that_brings_nothing_new_waits_for_nothing(cast):
    file = Import.objects.create(
        kind="hosts", filename="a.csv", digest="d", content=b"", by_id=cast.yao.pk, on=APRIL, state="read"
    )
    ImportRow.objects.create(file=file, line=2, outcome="same")
    assert "Fichiers lus, à enregistrer" not in at(cast.yao)
    ImportRow.objects.create(file=file, line=3, outcome="new")
    assert at(cast.yao)["Fichiers lus, à enregistrer"].count == 1
