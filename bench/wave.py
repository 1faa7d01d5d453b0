"""A wave placed and ready for its contracts, written straight into the tables."""

import os
from collections.abc import Sequence
from datetime import date, timedelta

import psycopg
from django.utils import timezone

from bench.seed import staff
from teriya.foundation.accounts.models import User
from teriya.foundation.core.periods import between, last_day
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.places.models import Place
from teriya.foundation.rules.models import Form
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.hosts.models import Accreditation, Host, Need, Seat
from teriya.mobilisation.placement.models import Offer
from teriya.people.models import Person
from teriya.service.missions.models import Mission

HOSTS = 50


def placed(count: int, hosts: int = HOSTS) -> tuple[list[Mission], User]:
    """As many missions in preparation, in so many schools, and who may issue their contracts."""
    on, form = timezone.localdate(), Form.objects.get(code="VNC")
    by = staff("operations", "kodjo@anvt.example")
    staff("director", "ama@anvt.example")
    commune = Place.objects.filter(level="commune").first()
    wave = Wave.objects.create(
        code="VNC-P", title="Vague", form=form, opens_on=on, closes_on=on, starts_on=on, reference_on=on, seed="P"
    )
    envelope = Envelope.objects.create(code="ETAT", title="État", funder="État", opens_on=on)
    schools = Host.objects.bulk_create([
        Host(number=f"SA-{n}", name=f"Lycée de Notsè {n}", folded=f"lycee de notse {n}", legal_form="public_body", domain="education",
             commune=commune, head="DOUTI Adjo", state="accredited", registered_on=on) for n in range(hosts)
    ])  # fmt: skip
    terms = between(on, last_day(on, 36))
    Accreditation.objects.bulk_create(
        [Accreditation(host=host, period=terms, quota=count, act="D-1") for host in schools]
    )
    needs = Need.objects.bulk_create([
        Need(reference=f"B{n}", host=host, form=form, profile="primary_teacher", places=count, months=12, starts_on=on, tutor="Abla",
             tasks="Tenir une classe\nAnimer un club", state="approved", by_id=by.pk, on=on) for n, host in enumerate(schools)
    ])  # fmt: skip
    seats = Seat.objects.bulk_create([
        Seat(need=needs[n % hosts], number=n, envelope=envelope, state="filled") for n in range(count)
    ])  # fmt: skip
    people = Person.objects.bulk_create([
        Person(matricule=f"TG-2026-{n:06}", family=f"KOUDAWO {n}", given="Afi Délali", folded=f"koudawo {n} afi delali", sex="F",
               birth_on=date(1998, 5, 4), birth_year=1998, phone=f"+2289{n:07}", commune=commune, registered_on=on) for n in range(count)
    ])  # fmt: skip
    rows = Application.objects.bulk_create([
        Application(wave=wave, person=person, number=f"C{n}", paper_kind="national_id", paper_number=f"{n:08}", state="placed", on=on)
        for n, person in enumerate(people)
    ])  # fmt: skip
    offers = Offer.objects.bulk_create([
        Offer(application=row, seat=seat, on=on, answer_by=on + timedelta(7), state="accepted") for row, seat in zip(rows, seats, strict=True)
    ])  # fmt: skip
    missions = Mission.objects.bulk_create([
        Mission(number=f"MISSION/2026/{n:06}", person=people[n], host=seats[n].need.host, seat=seats[n], offer=offers[n], wave=wave, form=form,
                profile="primary_teacher", tutor="Abla", period=between(on, last_day(on, 12)), required_gates=[]) for n in range(count)
    ])  # fmt: skip
    return missions, by


def in_service(missions: Sequence[Mission], begun: Sequence[date], months: Sequence[int]) -> None:
    """Each since its day, for as many months."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        owner.execute("ALTER TABLE missions_mission DISABLE TRIGGER USER")
        owner.execute(_SERVICE, [[one.pk for one in missions], begun, months])
        owner.execute("ANALYZE")
    assert Mission.objects.filter(state="in_service").count() == len(missions)


_SERVICE = """
UPDATE missions_mission m SET state = 'in_service', started_on = v.begun,
  period = daterange(v.begun, (v.begun + v.months * interval '1 month')::date)
FROM unnest(%s::bigint[], %s::date[], %s::int[]) AS v(id, begun, months) WHERE m.id = v.id
"""
