"""P5: people searched by a misspelt name among 500 000, beside the same statements sent bare."""

import os
import random
import statistics
import sys
import time
from datetime import date

import psycopg
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.copies import apart, copy, tell
from bench.measure import Line, most, timed, written
from bench.misspelt import WAYS, invent
from bench.seed import COPY_PEOPLE, PEOPLE, plant
from teriya.foundation.places.models import Place
from teriya.people.actions import learn_words
from teriya.people.lookalikes import folded_name
from teriya.people.models import Person

TOTAL, DATABASE = 500_000, "names"
SEARCHES = 100  # for each way of misspelling
FOUND, LONGEST, TIMES = 99.0, 300, 5  # percent; milliseconds for 19 searches of 20; times the bare statements
PAGE = 25


def measure() -> list[Line]:
    copy(DATABASE)
    done = apart("names", "search", DATABASE)
    return [
        Line("P5", "noms mal écrits trouvés", f"{done['found']:.1f} %", aim=f"≥ {FOUND:.0f} %", is_reached=done["found"] >= FOUND),
        Line("", "sur la première page", f"{done['first_page']:.1f} %"),
        most("P5", "une recherche, 19 fois sur 20", done["longest"], LONGEST, "ms"),
        Line("P5", "une recherche", f"{done['ours']:.0f} ms", f"{done['bare']:.0f} ms", f"{done['ours'] / done['bare']:.1f} ×", f"≤ {TIMES} ×", done["ours"] <= TIMES * done["bare"]),
    ]  # fmt: skip


def search() -> None:
    """The register filled to half a million, then each way of misspelling tried on people drawn from it."""
    fill()
    chance = random.Random(5)
    drawn = list(Person.objects.filter(pk__gt=PEOPLE).order_by("pk"))
    found = first = 0
    spent, bare = [], []
    for way, misspell in WAYS.items():
        missed = []
        for person in chance.sample(drawn, SEARCHES):
            typed = misspell(f"{person.family} {person.given}", chance)
            with CaptureQueriesContext(connection) as log:
                start = time.perf_counter()
                page, _count = _page(typed)
                spent.append(1000 * (time.perf_counter() - start))
            bare.append(1000 * timed(lambda: _send([query["sql"] for query in log]), 1))
            is_found = Person.objects.named(typed).filter(pk=person.pk).exists()
            found, first = found + is_found, first + any(one.folded == person.folded for one in page)
            missed += [] if is_found else [f"{typed} ({person})"]
        print(f"{way}: {SEARCHES - len(missed)}/{SEARCHES} {'; '.join(missed[:3])}", file=sys.stderr)
    tell(
        found=100 * found / len(spent), first_page=100 * first / len(spent), ours=statistics.median(spent),
        bare=statistics.median(bare), longest=statistics.quantiles(spent, n=20)[-1],
    )  # fmt: skip


def _page(typed: str) -> tuple[list[Person], int]:
    """What the page asks: how many, and the first of them."""
    people = Person.objects.alive().named(typed).likest_first()
    return list(people.select_related("commune")[:PAGE]), people.count()


def _send(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            cursor.fetchall()


def fill() -> None:
    """People with the names of the region, up to half a million, and the words of all names."""
    chance = random.Random(4)
    communes = list(Place.objects.filter(level="commune").order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        with cursor.copy(COPY_PEOPLE) as rows:
            for number in range(PEOPLE + 1, TOTAL + 1):
                family, given = invent(chance)
                born = date(chance.randrange(1985, 2008), chance.randrange(1, 13), chance.randrange(1, 29))
                rows.write_row((
                    f"TG-2020-{number:06}", family, given, "", folded_name(family, given), chance.choice("FM"), born, born.year,
                    f"+2289{chance.randrange(10**7):07}", chance.choice(communes), date(2026, 1, 15),
                ))  # fmt: skip
    learn_words(Person.objects.only("folded").iterator())
    connection.close()
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], dbname=DATABASE, autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")


def show() -> None:
    """This measure alone: `python -m bench names show`."""
    plant()
    print(written(measure()))
