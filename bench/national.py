"""A placement of 100 000 candidates, from the database to the published page: `python -m bench national show`."""

import os
import random
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bench.copies import highest
from bench.seed import call, staff
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.places.models import Place
from teriya.mobilisation.calls.models import Application, Wave, Wish
from teriya.mobilisation.hosts.models import Accreditation, Host, Need, Seat
from teriya.mobilisation.placement import actions
from teriya.mobilisation.placement.archive import archive
from teriya.mobilisation.placement.models import Round
from teriya.mobilisation.selection.models import Ranking
from teriya.people.models import Person

CANDIDATES = int(os.environ.get("CANDIDATES", "100000"))
WISHES, PER_SEAT, FUNDERS = 10, 10, 6
DOMAINS = ("education", "health", "environment", "decentralisation")
DAY = timezone.localdate()


def show() -> None:
    """Seed, place, publish, and print the seconds of each step."""
    print(f"Semis : {CANDIDATES} candidats, {CANDIDATES // PER_SEAT} places…", file=sys.stderr)
    wave = plant()
    kodjo, ama = staff("operations", "kodjo@anvt.example"), staff("director", "ama@anvt.example")
    budgets = {f"F{number}": CANDIDATES // PER_SEAT * 720_000 // FUNDERS * 8 // 10 for number in range(FUNDERS)}
    settings = {"budgets": budgets, "domains": ["health"]}
    round = timed(
        "annoncer", lambda: actions.announce(wave=wave, name="Nationale", settings=settings, by=kodjo, on=DAY)
    )
    timed("calculer (base, plan, placement, preuve, écriture)", lambda: actions.compute(round=round, by=kodjo))
    round = Round.objects.select_related("wave").get(pk=round.pk)
    print(f"  placés : {round.manifest['placed']} sur {round.manifest['candidates']}")
    timed("proposer", lambda: actions.propose(round=round, by=kodjo, on=DAY))
    timed(
        "décider (données gelées et prouvées à nouveau, propositions, SMS)",
        lambda: actions.decide(round=round, by=ama, on=DAY),
    )
    timed("publier", lambda: actions.publish(round=round, by=ama, on=DAY))
    page = Client(HTTP_HOST="localhost")
    timed("page publiée", lambda: page.get(reverse("placement:published", args=[wave.code])))
    timed("page des seuils", lambda: page.get(reverse("placement:thresholds", args=[wave.code])))
    timed("fichiers de vérification", lambda: archive(Round.objects.select_related("wave").get(pk=round.pk)))
    print(f"  mémoire au plus haut : {highest():.0f} Mo")


def timed(words: str, do: Callable[[], Any]) -> Any:
    start = time.perf_counter()
    done = do()
    print(f"  {words} : {time.perf_counter() - start:.1f} s", flush=True)
    return done


def plant() -> Wave:
    """A ranked wave of the size of a country, written straight into the tables."""
    call_command("load_pack", "tg", verbosity=0)
    chance, wave = random.Random(1), call("VNC-NATIONALE")
    communes = list(Place.objects.filter(level="commune").order_by("pk"))
    needs = posts(chance, wave, communes)
    people(chance, wave, communes, needs)
    Wave.objects.filter(pk=wave.pk).update(state="ranked")
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")
    return Wave.objects.get(pk=wave.pk)


def posts(chance: random.Random, wave: Wave, communes: list[Place]) -> list[int]:
    """Approved needs of accredited hosts, their seats paid by one of the funders each."""
    seats = CANDIDATES // PER_SEAT
    hosts = Host.objects.bulk_create(
        Host(number=f"SA-{n:06}", name=f"Structure {n}", folded=f"structure {n}", legal_form="public_body", domain=DOMAINS[n % 4],
             commune=chance.choice(communes), head="DOUTI Tchaa", state="accredited", registered_on=DAY)
        for n in range(seats // 3)
    )  # fmt: skip
    Accreditation.objects.bulk_create(
        Accreditation(host=host, period=DateRange(date(2020, 1, 1), date(2100, 1, 1)), quota=9, act="D-1")
        for host in hosts
    )
    needs = Need.objects.bulk_create(
        Need(reference=f"B{n:06}", host=host, form=wave.form, profile="primary_teacher", diploma="bac", places=3, months=12,
             starts_on=DAY, state="approved", by_id=1, on=DAY)
        for n, host in enumerate(hosts)
    )  # fmt: skip
    wave.needs.set(needs)
    payers = Envelope.objects.bulk_create(
        Envelope(code=f"F{n}", title=f"Financeur {n}", funder=f"Financeur {n}", opens_on=DAY) for n in range(FUNDERS)
    )
    Seat.objects.bulk_create(
        Seat(need=need, number=number, envelope=payers[n % FUNDERS])
        for n, need in enumerate(needs)
        for number in (1, 2, 3)
    )
    return [need.pk for need in needs]


def people(chance: random.Random, wave: Wave, communes: list[Place], needs: list[int]) -> None:
    """Ranked candidates with ten wishes each."""
    with connection.cursor() as cursor:
        with cursor.copy("COPY people_person (matricule, family, given, married, folded, sex, birth_year, phone, commune_id, registered_on) FROM STDIN") as copy:  # fmt: skip
            for n in range(1, CANDIDATES + 1):
                copy.write_row((f"TG-2026-{n:06}", "KAO", f"Yao {n}", "", f"kao yao {n}", chance.choice("FM"), 1998, f"+2289{n:07}",
                                chance.choice(communes).pk, DAY))  # fmt: skip
    persons = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    applications = Application.objects.bulk_create(
        (Application(wave=wave, person_id=person, number=str(n), diploma="licence", state="ranked", on=DAY) for n, person in enumerate(persons, 1)),
        batch_size=10_000,
    )  # fmt: skip
    points = [chance.randrange(90, 301) for _ in applications]
    Ranking.objects.bulk_create(
        (Ranking(application=one, points=total, rank=n) for n, (one, total) in enumerate(zip(applications, points, strict=True), 1)),
        batch_size=10_000,
    )  # fmt: skip
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {Wish._meta.db_table} (application_id, need_id, rank) FROM STDIN") as copy,
    ):
        for one in applications:
            for rank, need in enumerate(chance.sample(needs, WISHES), 1):
                copy.write_row((one.pk, need, rank))
