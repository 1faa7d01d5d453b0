"""P9: a file of 50 000 candidates received, read, judged and written, beside a bare `bulk_create` of the same rows."""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from bench.measure import Line, most
from bench.seed import call, staff
from teriya.foundation.accounts.models import User
from teriya.foundation.intake import actions as intake
from teriya.foundation.intake.models import Import, ImportRow
from teriya.foundation.messages.models import Message
from teriya.foundation.places.models import Place
from teriya.mobilisation.calls.models import Application, Wish
from teriya.mobilisation.hosts.models import Host, Need
from teriya.people.models import Paper, Person
from teriya.portals.demo.files import Office, table

COUNT, WAVE = 50_000, "VNC-50000"
MOST, MEMORY = 6, 200  # times the bare writing; MB
BARE = ("bare1", "bare2", "bare3")


def measure() -> list[Line]:
    _prepare()
    for database in ("imported", *BARE):
        _copy(database)
    done, bare = _in_imported("bring"), _in_imported("write")
    seconds = statistics.median(bare["seconds"])
    ratio = done["seconds"] / seconds
    return [
        Line("P9", f"import de {COUNT} lignes", f"{done['seconds']:.1f} s", f"{seconds:.1f} s", f"{ratio:.1f} ×", f"≤ {MOST} ×", ratio <= MOST),
        most("P9", "sa mémoire", done["megabytes"], MEMORY, "Mo"),
    ]  # fmt: skip


def _file() -> Path:
    return settings.DATA / "candidats.csv"


def _prepare() -> None:
    """The call and its posts, and the file that an office sends."""
    wave = call(WAVE)
    communes = list(Place.objects.filter(level="commune").values_list("name", flat=True))
    office = Office("L", communes, seed=1)
    rows = office.needs("B", 400, 12, date(2028, 1, 3), any_diploma=False)
    host = Host.objects.create(
        number="SA-1", name="EPP", folded="epp", legal_form="public", domain="education", head="A. B.",
        commune=Place.objects.filter(level="commune").first(), registered_on=date(2026, 1, 1),
    )  # fmt: skip
    wave.needs.add(*Need.objects.bulk_create([
        Need(reference=row["Réf"], host=host, form=wave.form, profile=row["Profil"], places=row["Places"], months=12,
             starts_on=date(2028, 1, 3), state="approved", by_id=0, on=date(2026, 1, 1))
        for row in rows
    ]))  # fmt: skip
    staff("operations", "kodjo@anvt.example")
    diplomas = ("BEPC", "BAC", "BTS", "Licence", "Master")
    _file().parent.mkdir(parents=True, exist_ok=True)
    _file().write_bytes(table(office.candidates(rows, COUNT, 2026, diplomas, at_home=False)))


def _copy(database: str) -> None:
    """A database like the one that was seeded."""
    connection.close()
    owner = os.environ["DATABASE_OWNER_URL"]
    with psycopg.connect(owner, dbname="postgres", autocommit=True) as session:
        session.execute(f'CREATE DATABASE {database} TEMPLATE "{urlsplit(owner).path.strip("/")}"')


def _in_imported(what: str) -> dict:
    """A part in a process of its own, whose database is the copy that the file is brought into."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path="/imported").geturl()
    command = [sys.executable, "-m", "bench.child", "candidates", what]
    answer = subprocess.run(command, env=os.environ | {"DATABASE_URL": database}, check=True, stdout=subprocess.PIPE)
    return json.loads(answer.stdout)


def bring() -> None:
    """The import, as an officer and the worker do it; its peak of memory is the whole process’s."""
    kodjo, today = User.objects.get(name="Kodjo"), timezone.localdate()
    start = time.perf_counter()
    file = intake.receive(
        id=uuid4(), kind="candidates", filename="candidats.csv", data=_file().read_bytes(), context={"wave": WAVE}, by=kodjo, on=today
    )  # fmt: skip
    intake.read(file=file, by=kodjo)
    done = intake.commit(file=file, by=kodjo, on=today)
    seconds = time.perf_counter() - start
    assert done.done > COUNT * 0.9, f"{done.done} lines written: {file.refusal}"
    _tell(seconds=seconds, megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def write() -> None:
    """The rows that the import left, written by Django alone into copies that lack them."""
    brought = Application.objects.filter(wave__code=WAVE)
    people = Person.objects.filter(applications__in=brought)
    rows = {
        Import: Import.objects.all(), Person: people, Paper: Paper.objects.filter(person__in=people), Application: brought,
        Wish: Wish.objects.filter(application__in=brought), Message: Message.objects.all(), ImportRow: ImportRow.objects.all(),
    }  # fmt: skip
    kept = {model: list(found) for model, found in rows.items()}
    _tell(seconds=[_write(database, kept) for database in BARE], rows=sum(map(len, kept.values())))


def _write(database: str, kept: dict[type[Model], list]) -> float:
    connection.close()
    connection.settings_dict["NAME"] = database
    start = time.perf_counter()
    with transaction.atomic():
        for model, rows in kept.items():
            model.objects.bulk_create(rows)
    return time.perf_counter() - start


def _tell(**facts: object) -> None:
    print(json.dumps(facts))
