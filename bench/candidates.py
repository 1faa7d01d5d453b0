"""P9: a file of 50 000 candidates received, read, judged and written, beside a bare `bulk_create` of the same rows."""

import time
from datetime import date
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from bench.copies import apart, bare, copy, highest, seconds_to_write, tell
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
DATABASE = "candidates"


def measure() -> list[Line]:
    _prepare()
    copy(DATABASE, *bare(DATABASE))
    done, alone = apart("candidates", "bring", DATABASE), apart("candidates", "write", DATABASE)
    ratio = done["seconds"] / alone["seconds"]
    return [
        Line("P9", f"import de {COUNT} lignes", f"{done['seconds']:.1f} s", f"{alone['seconds']:.1f} s", f"{ratio:.1f} ×", f"≤ {MOST} ×", ratio <= MOST),
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
    tell(seconds=seconds, megabytes=highest())


def write() -> None:
    """The rows that the import left, written by Django alone into copies that lack them."""
    brought = Application.objects.filter(wave__code=WAVE)
    people = Person.objects.filter(applications__in=brought)
    rows = {
        Import: Import.objects.all(), Person: people, Paper: Paper.objects.filter(person__in=people), Application: brought,
        Wish: Wish.objects.filter(application__in=brought), Message: Message.objects.all(), ImportRow: ImportRow.objects.all(),
    }  # fmt: skip
    tell(seconds=seconds_to_write(rows.items(), bare(DATABASE)))
