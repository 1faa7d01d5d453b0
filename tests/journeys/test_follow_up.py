"""A volunteer tells a fact in confidence until it is closed; a region is evacuated: on the pages of everybody concerned."""

from datetime import date

import pytest
from django.urls import reverse

from teriya.service.followup.models import Evacuation, Incident
from tests.factories.missions import give_account, make_missions
from tests.journeys.walk import Clock, Person
from tests.scenes import scene


@pytest.fixture
def people(cast, client):
    return lambda role: Person(type(client)(), cast[role])


@pytest.fixture
@scene
def team(cast):
    first, *others = make_missions(cast, 3)
    return [give_account(first, cast.kossi), *others]


def page(name: str, *args) -> str:
    return reverse(f"followup:{name}", args=args)


def test_an_incident_from_report_to_closure(people, team, monkeypatch):
    clock = Clock(monkeypatch, date(2024, 6, 3))
    volunteer = people("volunteer")
    volunteer.reads(page("mine"), "Signaler un fait")
    volunteer.sends(page("report_incident", team[0].pk), kind="harassment", happened_on="01/06/2024", place="Le bureau",
                    what="Des gestes, tous les soirs")  # fmt: skip
    row = Incident.objects.get()
    people("tutor").reads("/", "À faire")
    assert people("host_officer").client.get(page("incident", row.pk)).status_code == 404
    clock.on(date(2024, 6, 6))  # nobody took charge of it: it goes up
    people("director").reads("/", "Signalements à prendre en charge")
    people("regional_supervisor").sends(page("act_on_incident", row.pk, "prendre"))
    supervisor = people("regional_supervisor")
    supervisor.sends(page("act_on_incident", row.pk, "noter"), text="Vue seule au centre, relogée", is_shared="on")
    people("volunteer").reads(page("incident", row.pk), "Mazalo", "relogée")
    people("volunteer").sends(page("act_on_incident", row.pk, "noter"), text="Il est revenu hier")
    supervisor.reads(page("incident", row.pk), "Il est revenu hier", "en retard")
    with pytest.raises(AssertionError, match="Avertissez d’abord le bailleur"):
        supervisor.sends(page("act_on_incident", row.pk, "clore"), outcome="Tuteur changé")
    supervisor.sends(page("act_on_incident", row.pk, "bailleur"), how="Courriel 14")
    supervisor.sends(page("act_on_incident", row.pk, "clore"), outcome="Tuteur changé, plainte déposée")
    people("volunteer").reads(page("incident", row.pk), "clos", "plainte déposée")
    people("director").reads(page("incident_counts"), "Harcèlement", "Plateaux")


def test_a_region_is_evacuated(people, team, monkeypatch):
    Clock(monkeypatch, date(2024, 6, 3))
    people("volunteer").sends(page("contact", team[0].pk), name="Dédé", phone="90 99 88 77", lodging="Près du marché")
    supervisor = people("regional_supervisor")
    supervisor.reads(page("plan"), "Évacuations")
    address = supervisor.sends(page("evacuations"), reason="Attaque à la frontière")
    supervisor.reads(address, "3 à joindre sur 3", "90 99 88 77", "Près du marché")
    row = Evacuation.objects.get()
    assert supervisor.downloads(page("evacuation_sheet", row.pk)).startswith(b"%PDF")
    lines = list(row.evacuees.order_by("pk").values_list("pk", flat=True))
    agent = people("regional_agent")
    agent.reads("/", "Personnes à joindre")
    agent.sends(address, nth=0, chosen=[str(lines[0])], where="Préfecture de Notsè")
    supervisor.reads(address, "2 à joindre sur 3", "Préfecture de Notsè")
    supervisor.sends(address, nth=0, chosen=[str(pk) for pk in lines[1:]], where="Lomé")
    supervisor.reads(address, "Tous sont joints")
    supervisor.sends(page("close_evacuation", row.pk))
    people("director").reads(page("evacuations"), "3 joints sur 3", "close")
