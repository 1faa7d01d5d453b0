"""P9: a register of 80 000 former missions taken on, and taken back, beside a bare `bulk_create` of the rows it leaves."""

import random
import time
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from bench.copies import apart, bare, copy, highest, seconds_to_write, tell
from bench.measure import Line, most, written
from bench.seed import plant, staff
from teriya.foundation.accounts.models import User
from teriya.foundation.intake import actions as intake
from teriya.foundation.intake.models import Import, ImportRow
from teriya.foundation.places.models import Place
from teriya.people import history
from teriya.people.models import Paper, PastService, Person, ServicePeriod, TakeOn
from teriya.portals.demo.files import FAMILY, MEN, WOMEN, table

COUNT, DATABASE = 80_000, "past"
MOST, MEMORY, LONGEST = 6, 200, 60  # times the bare writing; MB; seconds to take back
_FIRST = date(2011, 10, 1)  # the first volunteers of the country


def measure() -> list[Line]:
    staff("operations", "dela@anvt.example")
    _file().parent.mkdir(parents=True, exist_ok=True)
    _file().write_bytes(table(_lines()))
    copy(DATABASE, *bare(DATABASE))
    apart("past", "receive", DATABASE)
    done, alone = apart("past", "bring", DATABASE), apart("past", "write", DATABASE)
    back, ratio = apart("past", "take_back", DATABASE), done["seconds"] / alone["seconds"]
    return [
        Line("P9", f"reprise de {COUNT} missions", f"{done['seconds']:.1f} s", f"{alone['seconds']:.1f} s", f"{ratio:.1f} ×", f"≤ {MOST} ×", ratio <= MOST),
        most("P9", "sa mémoire", done["megabytes"], MEMORY, "Mo"),
        most("", "son annulation", back["seconds"], LONGEST, "s"),
    ]  # fmt: skip


def _file() -> Path:
    return settings.DATA / "historique.csv"


def _lines() -> list[dict]:
    """Missions of ten months in twenty waves; one person in four comes back for a second; half have a contract’s number."""
    chance = random.Random(7)
    communes = list(Place.objects.filter(level="commune").values_list("name", flat=True))
    people = [_somebody(number, chance, communes) for number in range(COUNT * 4 // 5)]
    served = [(person, chance.randrange(10)) for person in people]
    served += [(person, wave + 10) for person, wave in served[: COUNT - len(served)]]
    return [_line(person, wave, chance) for person, wave in served]


def _somebody(number: int, chance: random.Random, communes: list[str]) -> dict:
    woman = chance.random() < 0.5
    born = date(chance.randrange(1980, 1993), chance.randrange(1, 13), chance.randrange(1, 29))
    return {
        "NOM": chance.choice(FAMILY), "Prénoms": f"{chance.choice(WOMEN if woman else MEN)} {chance.choice(WOMEN + MEN)}",
        "Sexe": "F" if woman else "M", "Date de naissance": f"{born:%d/%m/%Y}", "Contact": f"90 {chance.randrange(10**6):06}",
        "Commune de résidence": chance.choice(communes), "Pièce": "CNI", "N° pièce": 10_000_000 + number,
    }  # fmt: skip


def _line(person: dict, wave: int, chance: random.Random) -> dict:
    first = _FIRST + timedelta(270 * wave)
    return person | {
        "Forme": "VEC", "Vague": f"Phase {wave + 1}", "Structure": f"Mairie {chance.randrange(117)}",
        "Prise de service": f"{first:%d/%m/%Y}", "Fin de mission": f"{first + timedelta(180):%d/%m/%Y}",
        "N° contrat": f"C-{chance.randrange(10**6)}" if chance.random() < 0.5 else "",
    }  # fmt: skip


def receive() -> None:
    """The file as the site keeps it, for the worker."""
    file = intake.receive(
        id=uuid4(), kind="history", filename="historique.csv", data=_file().read_bytes(), context={},
        by=User.objects.get(name="Dela"), on=timezone.localdate(),
    )  # fmt: skip
    tell(file=str(file.pk))


def bring() -> None:
    """The take-on, as the worker does it; its peak of memory is the whole process’s."""
    dela, start = User.objects.get(name="Dela"), time.perf_counter()
    file = Import.objects.defer("content").get(kind="history")
    intake.read(file=file, by=dela)
    done = intake.commit(file=file, by=dela, on=timezone.localdate())
    seconds = time.perf_counter() - start
    assert done.done > COUNT * 0.9, f"{done.done} lines written: {file.refusal}"
    tell(seconds=seconds, megabytes=highest())


def write() -> None:
    """The rows that the take-on left, written by Django alone into copies that lack them."""
    lines = PastService.objects.all()
    people = Person.objects.filter(past_services__is_first_known=True)
    periods = ServicePeriod.objects.filter(source=history.SOURCE)
    rows = {
        Import: Import.objects.all(), ImportRow: ImportRow.objects.all(), Person: people,
        Paper: Paper.objects.filter(person__in=people), TakeOn: TakeOn.objects.all(), PastService: lines, ServicePeriod: periods,
    }  # fmt: skip
    tell(seconds=seconds_to_write(rows.items(), bare(DATABASE)))


def take_back() -> None:
    dela, start = User.objects.get(name="Dela"), time.perf_counter()
    history.undo(taking=TakeOn.objects.get(), reason="Essai", by=dela, on=timezone.localdate())
    assert not PastService.objects.exists()
    tell(seconds=time.perf_counter() - start)


def show() -> None:
    """This measure alone: `python -m bench past show`."""
    plant()
    print(written(measure()))
