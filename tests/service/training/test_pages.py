"""A session from its plan to its certificates, on the pages, without script."""

from datetime import timedelta
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from teriya.portals.waiting import tasks_of
from teriya.service.training import actions
from teriya.service.training.models import Trainee, TrainingSession
from tests.factories.missions import give_account, make_missions
from tests.factories.training import DAY, hold, make_session, make_trained

TODAY = timezone.localdate()


def page(client, user, route, *args, **query):
    client.force_login(user)
    answer = client.get(reverse(f"training:{route}", args=args), query)
    assert answer.status_code == 200 and "variable inconnue" not in answer.content.decode(errors="ignore")
    return answer


def send(client, user, route, *args, **typed):
    client.force_login(user)
    return client.post(reverse(f"training:{route}", args=args), {"receipt": uuid4()} | typed)


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def planned(cast, **typed):
    day = f"{TODAY:%d/%m/%Y}"
    return {"title": "Formation de Notsè", "commune": cast.haho_1.pk, "venue": "Mairie", "from_on": day, "to_on": day, "opens_at": "08:00",
            "capacity": 1} | typed  # fmt: skip


def test_a_session_is_planned_filled_called_held_and_attested(client, cast):
    people = make_missions(cast, 2, until="prepared")
    sent = send(client, cast.kodjo, "plan", **planned(cast, form=people[0].form_id))
    session = TrainingSession.objects.get()
    assert sent["Location"] == reverse("training:session", args=[session.pk])
    wave = people[0].wave.code
    seen = text(page(client, cast.kodjo, "distribute", wave))
    assert "Donner 1 place" in seen and "plus de place dans sa région" in seen
    assert send(client, cast.kodjo, "distribute", wave, seen=1).status_code == 302
    assert "Sans place : 1." in text(page(client, cast.kodjo, "distribute", wave))
    send(client, cast.kodjo, "convene", session.pk)
    for half in ("am", "pm"):
        form = page(client, cast.komlan, "roll", session.pk, TODAY, half).context["form"]
        send(client, cast.komlan, "roll", session.pk, TODAY, half, called=form["called"].value(), roll=0, before="{}")
    trainee = session.trainees.get()
    assert "Notes à saisir" in text(page(client, cast.komlan, "conclude", session.pk))
    send(client, cast.komlan, "marks", session.pk, "volunteering", **{f"mark_{trainee.pk}": 16})
    assert "formation validée" in text(page(client, cast.komlan, "conclude", session.pk))
    send(client, cast.komlan, "conclude", session.pk)
    send(client, cast.ama, "certify", session.pk)
    trainee.refresh_from_db()
    assert trainee.state == "passed" and trainee.certificate
    for kind in ("convoques", "emargement", "proces-verbal"):
        assert page(client, cast.kodjo, "paper", session.pk, kind)["Content-Type"] == "application/pdf"


def test_what_is_refused_keeps_what_was_typed(client, cast):
    sent = send(client, cast.kodjo, "plan", **planned(cast, form=make_missions(cast, until="prepared")[0].form_id, venue="Salle des fêtes",
                                                     to_on=f"{TODAY - timedelta(1):%d/%m/%Y}"))  # fmt: skip
    assert (
        sent.status_code == 422
        and "La formation finit après avoir commencé." in text(sent)
        and "Salle des fêtes" in text(sent)
    )
    assert not TrainingSession.objects.exists()


def test_the_roll_of_another_is_not_overwritten(client, cast):
    session = make_session(cast, make_missions(cast, 2, until="prepared"))
    away = session.trainees.first().pk
    one = page(client, cast.komlan, "roll", session.pk, DAY, "am").context["form"]["called"].value()
    assert (
        send(client, cast.kodjo, "roll", session.pk, DAY, "am", called=one, roll=0, absent=[away]).status_code == 302
    )
    sent = send(client, cast.komlan, "roll", session.pk, DAY, "am", called=one, roll=0)
    assert sent.status_code == 422 and "Quelqu’un a fait cet appel entre-temps" in text(sent)
    again = page(client, cast.komlan, "roll", session.pk, DAY, "am")
    assert again.context["form"]["absent"].value() == [str(away)] and "Cet appel est déjà fait" in text(again)


def test_people_are_added_and_moved(client, cast):
    people = make_missions(cast, 2, until="prepared")
    session = make_session(cast, form="VNC", capacity=1, day=TODAY)
    other = make_session(cast, form="VNC", capacity=3, day=TODAY + timedelta(5))
    sent = send(client, cast.kodjo, "seat", session.pk, chosen=[one.pk for one in people])
    assert sent.status_code == 422 and "Il reste 1 place" in text(sent)
    send(client, cast.kodjo, "seat", session.pk, chosen=[people[0].pk])
    trainee = session.trainees.get()
    assert "Notsè" not in text(page(client, cast.kodjo, "move", trainee.pk))
    send(client, cast.kodjo, "move", trainee.pk, session=other.pk, reason="Malade")
    assert Trainee.objects.get(session=other).mission == people[0]
    send(client, cast.kodjo, "capacity", session.pk, capacity=4)
    day = f"{TODAY + timedelta(3):%d/%m/%Y}"
    assert "Reporter la session" in text(page(client, cast.kodjo, "session", session.pk))
    send(client, cast.kodjo, "postpone", session.pk, from_on=day, to_on=day, reason="Pluies")
    assert TrainingSession.objects.get(pk=session.pk).from_on == TODAY + timedelta(3)
    send(client, cast.kodjo, "cancel", session.pk, reason="Pluies")
    session.refresh_from_db()
    assert (session.capacity, session.state) == (4, "cancelled")


def test_who_waits_stands_by_region_with_days_and_owner(client, cast):
    make_missions(cast, 2, until="prepared")
    seen = text(page(client, cast.kodjo, "waiting"))
    assert "Plateaux" in seen and "sans place" in seen and f"à {cast.plateaux.name} d’agir" in seen
    assert len(page(client, cast.kodjo, "waiting", etat="unseated").context["lines"]) == 2


def test_the_volunteer_reads_where_to_come_then_what_to_resit_then_the_certificate(client, cast):
    [mission] = make_missions(cast, until="prepared")
    give_account(mission, cast.kossi)
    session = make_session(cast, [mission])
    client.force_login(cast.kossi)
    seen = text(client.get(reverse("missions:mine")))
    assert "Formation à Maison des jeunes" in seen and "Convocation à la formation" in seen
    letter = reverse("missions:paper", args=[mission.pk, f"convocation-{session.trainees.get().pk}"])
    assert client.get(letter)["Content-Type"] == "application/pdf"
    hold(cast, session, mark=3)
    send(client, cast.komlan, "conclude", session.pk)
    client.force_login(cast.kossi)
    assert "à reprendre : Le volontariat" in text(client.get(reverse("missions:mine")))
    again = make_trained(cast, [mission], day=DAY + timedelta(7))
    send(client, cast.ama, "certify", again.pk)
    client.force_login(cast.kossi)
    assert "Attestation de formation" in text(client.get(reverse("missions:mine")))


def test_what_is_left_to_do_waits_for_each(cast):
    people = make_missions(cast, 2, until="prepared")
    session = make_session(cast, people[:1], capacity=1)
    told = {task.label: task for task in tasks_of(cast.kodjo, TODAY)}
    assert (told["Volontaires à former"].count, told["Volontaires à former"].detail) == (2, "dont 1 sans place")
    assert told["Formations : appels à faire, résultats à écrire"].detail == "dont 1 finies"
    assert "Volontaires à former" not in {task.label for task in tasks_of(cast.komlan, TODAY)}
    hold(cast, session)
    actions.conclude(session=session, by=cast.komlan, on=DAY)
    assert [
        task.count for task in tasks_of(cast.ama, TODAY) if task.label == "Attestations de formation à délivrer"
    ] == [1]


def test_a_supervisor_opens_no_session_of_another_region(client, cast):
    far = make_session(cast, form="VNC", capacity=3, commune=cast.tone_1)
    client.force_login(cast.mazalo)
    assert client.get(reverse("training:session", args=[far.pk])).status_code == 404
