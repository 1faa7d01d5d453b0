from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from teriya.foundation.core.models import Transition
from teriya.mobilisation.placement.models import Offer
from teriya.people.actions import add_services
from teriya.service.missions import actions, progress, story
from teriya.service.missions.models import Mission, Signature
from teriya.service.missions.states import CHECKLIST
from tests.factories.missions import DEPLOYMENT, STARTS_ON, give_account, make_missions, make_offers
from tests.factories.training import make_trained

TODAY = timezone.localdate()
AFTER = date(2025, 3, 3)


def page(client, user, route, *args, **query):
    client.force_login(user)
    answer = client.get(reverse(f"missions:{route}", args=args), query)
    assert "variable inconnue" not in answer.content.decode(errors="ignore")
    return answer


def send(client, user, route, *args, vague="", **typed):
    client.force_login(user)
    url = reverse(f"missions:{route}", args=args) + (f"?vague={vague}" if vague else "")
    return client.post(url, {"receipt": uuid4(), "on": f"{DEPLOYMENT:%d/%m/%Y}", "who": "all"} | typed)


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_list_is_what_one_may_see(client, cast):
    mission, other = make_missions(cast, 2)
    give_account(mission, cast.kossi)
    assert list(page(client, cast.kossi, "missions").context["page"]) == [mission]
    assert set(page(client, cast.essi, "missions").context["page"]) == {mission, other}
    assert not page(client, cast.afi, "missions").context["page"].object_list


def test_list_is_searched_by_name_and_state(client, cast):
    first, second = make_missions(cast, 2)
    found = page(client, cast.mazalo, "missions", qui=f"{first.person.given} {first.person.family}".lower())
    assert list(found.context["page"]) == [first]
    assert not page(client, cast.mazalo, "missions", etat="ended").context["page"].object_list
    assert set(page(client, cast.mazalo, "missions", etat="in_service").context["page"]) == {first, second}


def test_list_takes_few_queries(client, cast, django_assert_max_num_queries):
    make_missions(cast, 30)
    client.force_login(cast.kodjo)
    with django_assert_max_num_queries(12):
        assert client.get(reverse("missions:missions")).status_code == 200


def test_wave_shows_how_far_it_is_and_what_blocks(client, cast):
    missions = make_missions(cast, 3, until="trained", tutor="")
    shown = page(client, cast.kodjo, "deployment", missions[0].wave.code)
    figures = {figure.label: figure.value for figure in shown.context["figures"]}
    assert (figures["Acceptées"], figures["Formés"], figures["Assermentés"], figures["En service"]) == (
        "3",
        "3",
        "0",
        "0",
    )
    assert text(shown).count("prestation de serment, signature du volontaire") == 3
    assert "à nommer" in text(shown)


def test_wave_takes_few_queries(client, cast, django_assert_max_num_queries):
    missions = make_missions(cast, 30, until="issued")
    client.force_login(cast.kodjo)
    with django_assert_max_num_queries(14):
        assert client.get(reverse("missions:deployment", args=[missions[0].wave.code])).status_code == 200


def test_operations_opens_the_missions_of_a_wave(client, cast):
    offers = make_offers(cast, 2)
    code = offers[0].application.wave.code
    assert page(client, cast.kodjo, "prepare", vague=code).context["form"]["expected"].initial == 2
    sent = send(client, cast.kodjo, "prepare", vague=code, expected=2)
    assert sent.status_code == 302 and Mission.objects.count() == 2


def test_only_the_ticked_are_done(client, cast):
    first, second = make_missions(cast, 2, until="trained")
    send(
        client, cast.kodjo, "swear", vague=first.wave.code, place="Kara", who="ticked", ticked=[second.pk], expected=2
    )
    shown = page(client, cast.kodjo, "swear", vague=first.wave.code)
    assert [line.pk for line in shown.context["ready"]] == [first.pk]


def test_nobody_ticked_is_said(client, cast):
    [mission] = make_missions(cast, until="trained")
    sent = send(client, cast.kodjo, "swear", vague=mission.wave.code, place="Kara", who="ticked", expected=1)
    assert sent.status_code == 422 and "Cochez au moins une personne." in text(sent)


def test_list_that_changed_is_shown_again(client, cast):
    missions = make_missions(cast, 2, until="trained")
    sent = send(client, cast.kodjo, "swear", vague=missions[0].wave.code, place="Kara", expected=1)
    assert sent.status_code == 422 and "La liste a changé" in text(sent)
    assert sent.context["form"]["expected"].value() == "2"


def test_blocked_people_are_left_out_and_told(client, cast):
    ready, blocked = make_missions(cast, 2, until="prepared")
    make_trained(cast, [ready])
    sent = send(client, cast.kodjo, "swear", vague=ready.wave.code, place="Kara", expected=1)
    shown = client.get(sent.headers["Location"])
    assert "Serments enregistrés : 1." in text(shown)
    assert [(line.pk, line.blocked) for line in shown.context["blocked"]] == [
        (blocked.pk, "la formation n’est pas enregistrée")
    ]


def test_beyond_the_practice_is_warned_before_opening(client, cast):
    offers = make_offers(cast)
    from_history = [(offers[0].application.person_id, "VNC", date(2020, 1, 1), date(2021, 12, 31), 1)]
    add_services(from_history, source="history")
    [line] = page(client, cast.kodjo, "prepare", vague=offers[0].application.wave.code).context["ready"]
    assert "24 mois au plus" in line.note


def test_volunteer_reads_and_signs_on_a_phone(client, cast):
    [mission] = make_missions(cast, until="issued")
    give_account(mission, cast.kossi)
    home = page(client, cast.kossi, "mine")
    assert reverse("missions:sign", args=[mission.pk]) in text(home)
    contract = page(client, cast.kossi, "sign", mission.pk)
    assert "Vous signez pour le volontaire" in text(contract) and "art. 27" in text(contract)
    send(client, cast.kossi, "sign", mission.pk, is_read="on")
    assert Signature.objects.get().party == "volunteer"
    assert "Vous signez pour" not in text(page(client, cast.kossi, "sign", mission.pk))


def test_contract_is_not_signed_unread(client, cast):
    [mission] = make_missions(cast, until="issued")
    give_account(mission, cast.kossi)
    assert send(client, cast.kossi, "sign", mission.pk).status_code == 422
    assert not Signature.objects.exists()


def test_director_signs_them_all(client, cast):
    make_missions(cast, 3, until="issued")
    assert send(client, cast.ama, "sign_agency", expected=3).status_code == 422
    send(client, cast.ama, "sign_agency", expected=3, is_read="on")
    assert Signature.objects.filter(party="agency", name="Ama").count() == 3


def test_host_signs_its_own_only(client, cast):
    make_missions(cast, 2, until="issued")
    assert len(page(client, cast.essi, "sign_host").context["ready"]) == 2
    Mission.objects.first().host.officers.filter(user=cast.essi).update(until=TODAY)
    assert not page(client, cast.essi, "sign_host").context["ready"]


def test_agent_records_what_was_signed_in_ink(client, cast):
    make_missions(cast, 2, until="issued")
    assert "reste : l’agence, la structure d’accueil, le volontaire" in text(page(client, cast.yao, "record_ink"))
    send(client, cast.yao, "record_ink", party="host", is_kept="on", expected=2)
    assert Signature.objects.filter(party="host", mode="ink", by_id=cast.yao.pk).count() == 2


def test_start_goes_from_the_host_to_the_supervisor(client, cast):
    [mission] = make_missions(cast, until="signed")
    first = f"{STARTS_ON:%d/%m/%Y}"
    send(client, cast.essi, "attest", first_day=first, on=first, expected=1)
    shown = page(client, cast.mazalo, "confirm")
    assert [line.note for line in shown.context["ready"]] == ["délai de 7 jours dépassé"]
    send(client, cast.mazalo, "confirm", on=first, expected=1)
    mission.refresh_from_db()
    assert mission.state == "in_service"


def test_supervisor_reads_why_a_start_is_stopped(client, cast):
    [mission] = make_missions(cast, until="issued")
    actions.attest_starts(missions=[mission], first_day=STARTS_ON, by=cast.essi, on=STARTS_ON)
    [line] = page(client, cast.mazalo, "confirm").context["blocked"]
    assert line.blocked.startswith("il manque : signature du volontaire")


def test_refusal_of_an_act_stands_on_the_form(client, cast):
    make_missions(cast, until="signed")
    sent = send(client, cast.essi, "attest", first_day="01/03/2024", on="29/02/2024", expected=1)
    assert sent.status_code == 422 and "une fois qu’elle a eu lieu" in text(sent)


def test_end_asks_why_and_when(client, cast):
    [mission] = make_missions(cast)
    typed = {"reason": "resignation", "last_day": "14/06/2024", "on": "20/06/2024"}
    assert "why" in send(client, cast.mazalo, "end", mission.pk, **typed).context["form"].errors
    send(client, cast.mazalo, "end", mission.pk, why="emploi trouvé", **typed)
    shown = page(client, cast.mazalo, "mission", mission.pk)
    assert "rien ne se paie après le 14 juin 2024" in text(shown) and "démission" in text(shown)


def test_closing_to_certificate(client, cast):
    [mission] = make_missions(cast)
    give_account(mission, cast.kossi)
    day = f"{AFTER:%d/%m/%Y}"
    send(client, cast.mazalo, "end_term", on=day, expected=1)
    lines = [name for name in CHECKLIST if name != "debts_settled"]
    send(client, cast.mazalo, "closing", mission.pk, on=day, **dict.fromkeys(lines, "on"))
    assert [line.blocked for line in page(client, cast.mazalo, "close").context["blocked"]] == [
        "reste : dettes et avances réglées"
    ]
    send(client, cast.mazalo, "check", on=day, ticks_done=["debts_settled"], expected=1)
    send(client, cast.mazalo, "close", on=day, expected=1)
    send(client, cast.ama, "certify", on=day, expected=1)
    assert "Votre attestation est prête." in text(page(client, cast.kossi, "mine"))
    assert page(client, cast.kossi, "paper", mission.pk, "attestation").headers["Content-Type"] == "application/pdf"
    send(client, cast.ama, "revoke", mission.pk, on=day, reason="nom mal écrit")
    assert "révoquée" in text(page(client, cast.ama, "mission", mission.pk))


def test_tutor_sees_the_mission_but_not_its_papers(client, cast):
    [mission] = make_missions(cast)
    assert page(client, cast.abla, "mission", mission.pk).status_code == 200
    assert page(client, cast.abla, "paper", mission.pk, "contrat").status_code == 404
    assert page(client, cast.afi, "mission", mission.pk).status_code == 404


@pytest.mark.parametrize("until", ["prepared", "trained", "issued", "signed", "in_service"])
def test_volunteer_always_knows_what_comes_next(client, cast, until):
    [mission] = make_missions(cast, until=until)
    give_account(mission, cast.kossi)
    standing = page(client, cast.kossi, "mine").context["standing"]
    assert standing.sentence and standing.next


@pytest.mark.parametrize(
    ("until", "name"),
    [("sworn", "assermentes"), ("issued", "non-signes"), ("signed", "non-commences"), ("attested", "non-commences")],
)
def test_what_waits_too_long_is_listed_with_its_days(client, cast, until, name):
    [mission] = make_missions(cast, until=until)
    [row] = page(client, cast.kodjo, "late", name).context["page"]
    assert row == mission
    assert row.since == (STARTS_ON if name == "non-commences" else DEPLOYMENT)


def test_nothing_waits_once_in_service(client, cast):
    make_missions(cast)
    for name in ("assermentes", "non-signes", "non-commences"):
        assert not page(client, cast.kodjo, "late", name).context["page"].object_list


def test_wave_is_declared_deployed(client, cast):
    [mission] = make_missions(cast)
    assert "Déclarer la vague déployée" in text(page(client, cast.kodjo, "deployment", mission.wave.code))
    send(client, cast.kodjo, "deployment", mission.wave.code)
    mission.wave.refresh_from_db()
    assert mission.wave.state == "deployed"


def test_wave_whose_candidates_have_not_answered_is_not_deployed(client, cast):
    wave = make_offers(cast, 1, accepted=False)[0].application.wave
    assert "Déclarer la vague déployée" not in text(page(client, cast.kodjo, "deployment", wave.code))
    assert "attendent une réponse" in text(send(client, cast.kodjo, "deployment", wave.code))
    wave.refresh_from_db()
    assert wave.state == "placed"


def test_tutor_is_named_from_the_page(client, cast):
    [mission] = make_missions(cast, until="prepared", tutor="")
    send(client, cast.essi, "tutor", mission.pk, name="Abla", account=cast.abla.pk)
    mission.refresh_from_db()
    assert mission.tutor_account == cast.abla


def test_mission_cancelled_before_its_start(client, cast):
    [mission] = make_missions(cast, until="issued")
    send(client, cast.mazalo, "cancel", mission.pk, reason="désistement")
    assert "annulée" in text(page(client, cast.mazalo, "mission", mission.pk))


def test_team_is_given_to_a_facilitator(client, cast):
    missions = make_missions(cast, 2, form="VEC", months=6)
    make_missions(cast, until="prepared")
    assert len(page(client, cast.yao, "accompany").context["ready"]) == 2
    send(client, cast.yao, "accompany", account=cast.sena.pk, expected=2)
    assert Mission.objects.filter(facilitator=cast.sena).count() == len(missions)


def test_contract_stopped_by_its_host_is_told(client, cast):
    [mission] = make_missions(cast, until="prepared")
    mission.host.state = "suspended"
    mission.host.save()
    [line] = page(client, cast.kodjo, "issue", vague=mission.wave.code).context["blocked"]
    assert line.blocked == "il manque : l’agrément de la structure, l’assurance du volontaire"


def test_an_answer_recorded_by_the_centre_has_its_day_and_counts_though_the_mission_ended(cast):
    mission, _other = make_missions(cast, 2)
    Transition.objects.create(
        subject="offer", subject_id=mission.offer_id, name="record_acceptance", source="proposed", to="accepted",
        by_id=cast.kodjo.pk, on=mission.offer.on,
    )  # fmt: skip
    assert {moment.label: moment.on for moment in story.told(mission, None)}["Place acceptée"] == mission.offer.on
    Offer.objects.filter(pk=mission.offer_id).update(state="cancelled")
    assert {figure.label: figure.value for figure in progress.funnel(mission.wave)}["Acceptées"] == "2"
