"""An incident is told in confidence: who reads it, before when it moves, what is kept, and who sees nothing at all."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from teriya.foundation.accounts.models import User
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal.models import Entry
from teriya.foundation.messages.models import Message
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Rule
from teriya.portals.waiting import tasks_of
from teriya.service.followup import actions, queries
from teriya.service.followup.models import Incident, IncidentStep
from tests.cast import appoint
from tests.factories.followup import incident
from tests.factories.missions import give_account, make_missions
from tests.scenes import scene

TODAY = timezone.localdate()
WORDS = ("Gestes déplacés", "SIGNALEMENT/", "harcèlement")


@pytest.fixture
@scene
def mission(cast):
    [found] = make_missions(cast, starts_on=TODAY - timedelta(90))
    return give_account(found, cast.kossi)


def refused(code, do):
    with pytest.raises(Refusal) as no:
        do()
    assert no.value.code == code


def readers(cast) -> set[str]:
    return {role for role in cast.by_role if Incident.objects.handled_by(cast[role]).exists()}


def officer(name: str, role: str, *communes) -> User:
    user = User.objects.create_user(name=name, phone=f"+22892{User.objects.count():06}")
    appoint(user, role, *communes)
    return user


def page(client, user, route, *args):
    client.force_login(user)
    return client.get(reverse(f"followup:{route}", args=args))


def send(client, user, route, *args, **typed):
    client.force_login(user)
    return client.post(reverse(f"followup:{route}", args=args), {"receipt": uuid4()} | typed)


@pytest.mark.parametrize(("kind", "roles"), [
    ("harassment", {"regional_supervisor"}),
    ("security", {"regional_agent", "regional_supervisor", "operations"}),
    ("accident", {"regional_agent", "regional_supervisor"}),
])  # fmt: skip
def test_each_kind_has_its_readers(cast, mission, kind, roles):
    incident(cast, mission, kind, on=TODAY)
    assert readers(cast) == roles


def test_another_region_reads_nothing(cast, mission):
    incident(cast, mission, on=TODAY)
    elsewhere = officer("Bawoubadi", "regional_supervisor", cast.tone_1)
    national = officer("Tété", "follow_up")
    assert not Incident.objects.handled_by(elsewhere).exists() and Incident.objects.handled_by(national).exists()


def test_who_belongs_to_the_host_or_tutors_reads_nothing_whatever_the_role(cast, mission):
    row = incident(cast, mission, on=TODAY)
    for user in (cast.essi, cast.abla):
        appoint(user, "regional_supervisor", cast.haho_1)
        appoint(user, "director")
        assert not Incident.objects.handled_by(user).exists()
        refused("not_a_reader", lambda user=user: actions.take(incident=row, by=user, on=TODAY))


def test_the_host_sees_nothing_not_even_a_count(client, cast, mission):
    row = incident(cast, mission, on=TODAY)
    pages = [
        ("missions:mission", mission.pk),
        ("missions:missions",),
        ("followup:team",),
        ("followup:points",),
        ("followup:my_incidents",),
    ]
    for user in (cast.essi, cast.abla, cast.afi, cast.sena):
        client.force_login(user)
        for route, *args in (*pages, ("portals:home",)):
            shown = client.get(reverse(route, args=args)).content.decode()
            assert not [word for word in WORDS if word in shown], (user, route)
        assert "Signalements" not in " ".join(task.label for task in tasks_of(user, TODAY))
        assert page(client, user, "incident", row.pk).status_code == 404
        assert send(client, user, "act_on_incident", row.pk, "prendre").status_code == 404
        assert page(client, user, "incidents").status_code == 403
        assert page(client, user, "incident_counts").status_code == 403


def test_a_late_one_is_read_higher_up(cast, mission):
    row = incident(cast, mission, on=TODAY - timedelta(2))
    assert readers(cast) == {"regional_supervisor"} and row.take_by == TODAY
    Incident.objects.update(take_by=TODAY - timedelta(1))
    assert readers(cast) == {"regional_supervisor", "operations", "director"}
    actions.take(incident=row, by=cast.mazalo, on=TODAY)
    assert readers(cast) == {"regional_supervisor"}
    Incident.objects.update(close_by=TODAY - timedelta(1))
    assert "director" in readers(cast)


def test_one_about_the_centre_is_read_above_it_only(cast, mission):
    row = incident(cast, mission, is_about_centre=True, on=TODAY)
    assert readers(cast) == {"operations", "director"}
    refused("not_a_reader", lambda: actions.take(incident=row, by=cast.mazalo, on=TODAY))
    assert cast.mazalo.phone not in set(
        Message.objects.filter(template="incident_waiting").values_list("to", flat=True)
    )


def test_who_reports(cast, mission):
    for by in (cast.essi, cast.abla, cast.afi, cast.kodjo):
        with pytest.raises(Refusal):
            incident(cast, mission, by=by, on=TODAY)
    row = incident(cast, mission, "security", by=cast.yao, on=TODAY)  # told to Yao, who does not handle it
    assert not Incident.objects.handled_by(cast.yao).exists()
    assert Incident.objects.told_by(cast.yao).get() == Incident.objects.told_by(cast.kossi).get() == row
    refused("incident_in_future", lambda: incident(cast, mission, happened_on=TODAY + timedelta(1), on=TODAY))
    refused("incident_unknown", lambda: incident(cast, mission, "gossip", on=TODAY))
    refused("nothing_told", lambda: incident(cast, mission, what=" ", on=TODAY))


def test_nothing_is_in_clear_nor_sent_to_the_volunteer(cast, mission):
    row = incident(cast, mission, on=TODAY)
    actions.take(incident=row, by=cast.mazalo, on=TODAY)
    actions.note(incident=row, text="Appelé la directrice", is_shared=False, by=cast.mazalo, on=TODAY)
    stored = [*Incident.objects.values_list("told", flat=True), *IncidentStep.objects.values_list("sealed", flat=True)]
    assert not [text for text in stored if "Gestes" in text or "directrice" in text]
    assert {m.to for m in Message.objects.filter(template="incident_waiting")} == {cast.mazalo.phone}
    assert mission.person.phone not in set(
        Message.objects.filter(template__contains="incident").values_list("to", flat=True)
    )
    entries = Entry.objects.filter(action="followup.report_incident")
    assert entries.get().by_id == 0 and "harassment" not in str(entries.values())


def test_every_step_is_kept_and_shared_as_said(client, cast, mission):
    row = incident(cast, mission, on=TODAY)
    actions.take(incident=row, by=cast.mazalo, on=TODAY)
    actions.note(incident=row, text="Vu la directrice seule", is_shared=False, by=cast.mazalo, on=TODAY)
    actions.note(incident=row, text="Vous changez de bureau lundi", is_shared=True, by=cast.mazalo, on=TODAY)
    actions.note(incident=row, text="Il m’a rappelée", is_shared=False, by=cast.kossi, on=TODAY)
    own = page(client, cast.kossi, "incident", row.pk).content.decode()
    assert "Vous changez de bureau" in own and "Mazalo" in own and "directrice" not in own
    assert "Il m’a rappelée" in page(client, cast.mazalo, "incident", row.pk).content.decode()
    assert Entry.objects.filter(action="followup.read_incident", by_id=cast.mazalo.pk).count() == 1
    with pytest.raises(ProgrammingError), transaction.atomic():
        IncidentStep.objects.update(sealed="")


def test_the_funder_is_told_before_the_closing(cast, mission):
    row = incident(cast, mission, on=TODAY)
    notice = row.notices.get()
    assert (notice.funder, notice.due_on) == ("État", TODAY + timedelta(1))
    refused("wrong_state", lambda: _closed(cast, row, first=notice))
    actions.take(incident=row, by=cast.mazalo, on=TODAY)
    assert _closed(cast, row).state == "closed"
    refused("incident_closed", lambda: actions.note(incident=row, text="x", is_shared=False, by=cast.kossi, on=TODAY))


def _closed(cast, row, *, first=None):
    if first is None:
        return actions.close_incident(incident=row, outcome="Tuteur changé", by=cast.mazalo, on=TODAY)
    refused("funder_not_told", lambda: _closed(cast, row))
    refused("how_missing", lambda: actions.tell_funder(notice=first, how=" ", by=cast.mazalo, on=TODAY))
    actions.tell_funder(notice=first, how="Courriel 12", by=cast.mazalo, on=TODAY)
    return _closed(cast, row)


def test_a_kind_without_delay_tells_no_funder(cast, mission):
    assert not incident(cast, mission, "conflict", on=TODAY).notices.exists()


def test_a_later_rule_changes_no_report_already_made(cast, mission):
    row = incident(cast, mission, on=TODAY)
    Rule.objects.filter(name="incident_readers", qualification="harassment").update(value=["regional_agent"])
    rules.forget()
    try:
        assert readers(cast) == {"regional_supervisor"} and row.readers == ["regional_supervisor", "follow_up"]
    finally:
        Rule.objects.filter(name="incident_readers", qualification="harassment").update(
            value=["regional_supervisor", "follow_up"]
        )
        rules.forget()


def test_counts_have_no_name_and_do_not_cross(client, cast, mission):
    incident(cast, mission, on=TODAY)
    assert queries.counts(TODAY) == [
        ("kind", [("harassment", 1, 1, 0)]), ("mission__host__commune__region__name", [("Plateaux", 1, 1, 0)]),
    ]  # fmt: skip
    shown = page(client, cast.ama, "incident_counts").content.decode()
    assert "Harcèlement" in shown and mission.host.name not in shown and str(mission.person) not in shown
    for user in (cast.mazalo, cast.yao, cast.issa, cast.awa):
        assert page(client, user, "incident_counts").status_code == 403


def test_from_report_to_closure_on_the_pages(client, cast, mission):
    assert page(client, cast.kossi, "my_incidents").status_code == 200
    told = {"kind": "security", "happened_on": f"{TODAY:%d/%m/%Y}", "place": "Marché", "what": "Menacé au couteau"}
    answer = send(client, cast.kossi, "report_incident", mission.pk, **told)
    row = Incident.objects.get()
    assert answer["Location"] == reverse("followup:incident", args=[row.pk])
    assert "Signalements à prendre en charge" in {task.label for task in tasks_of(cast.mazalo, TODAY)}
    assert page(client, cast.mazalo, "act_on_incident", row.pk, "prendre").status_code == 200
    for act, typed in (("prendre", {}), ("noter", {"text": "Logé ailleurs"}), ("bailleur", {"how": "Courriel 3", "on": f"{TODAY:%d/%m/%Y}"}),
                       ("clore", {"outcome": "Déménagé"})):  # fmt: skip
        assert send(client, cast.mazalo, "act_on_incident", row.pk, act, **typed).status_code == 302, act
    assert "Déménagé" in page(client, cast.kossi, "incident", row.pk).content.decode()
    assert send(client, cast.kossi, "act_on_incident", row.pk, "clore", outcome="x").status_code == 404


def test_a_report_of_an_old_mission_is_still_heard(cast, mission):
    assert incident(cast, mission, happened_on=date(2024, 3, 1), on=TODAY).state == "reported"
