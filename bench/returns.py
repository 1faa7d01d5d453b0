"""P8: a return file of 100 000 lines read, beside a bare `bulk_create` of the rows it leaves: lines, entries and legs.

The bare writing has none of the orders and pay lines that the reading also changes: the ratio is against us.
"""

import os
import random
import sys
import time
from datetime import date
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from bench.copies import apart, bare, copy, highest, seconds_to_write, tell
from bench.measure import Line, most, shown
from bench.seed import staff
from bench.wave import placed
from teriya.foundation.accounts.models import User
from teriya.foundation.ledger.models import LedgerEntry, Leg
from teriya.foundation.rules import queries as rules
from teriya.pay.allowances import actions
from teriya.pay.allowances.models import (
    Institution,
    PayLine,
    PaymentOrder,
    PayRun,
    ReturnFile,
    ReturnLine,
    Split,
    Visa,
    Wallet,
)

COUNT, DATABASE, NET = 100_000, "returns", 60_000
MOST, MEMORY = 3, 500  # times the bare writing; MB
ONE_IN = 50  # comes back


def show() -> None:
    call_command("load_pack", "tg", verbosity=0)
    shown(measure())


def measure() -> list[Line]:
    print(f"{COUNT} ordres envoyés…", file=sys.stderr)
    _send()
    copy(DATABASE, *bare(DATABASE))
    print("lecture…", file=sys.stderr)
    done = apart("returns", "read", DATABASE)
    print("les mêmes lignes, nues…", file=sys.stderr)
    alone = apart("returns", "write", DATABASE)
    ratio = done["seconds"] / alone["seconds"]
    return [
        Line("P8", f"retour de {COUNT} lignes", f"{done['seconds']:.1f} s", f"{alone['seconds']:.1f} s", f"{ratio:.1f} ×", f"≤ {MOST} ×", ratio <= MOST),
        most("P8", "sa mémoire", done["megabytes"], MEMORY, "Mo"),
    ]  # fmt: skip


def _file() -> Path:
    return settings.DATA / "retour.csv"


def _send() -> None:
    """A run whose orders have left, written straight into the tables, and what its institution answers."""
    _without_triggers()
    missions, _by = placed(COUNT)
    staff("public_accountant", "tchaa@anvt.example")
    on = timezone.localdate()
    institution = Institution.objects.create(code="UNION", name="Union", profile="microfinance")
    run = PayRun.objects.create(
        number="PAYE/2026/1", month=on.replace(day=1), form=missions[0].form, state="sent", total=COUNT * NET, due_on=on, on=on
    )  # fmt: skip
    Visa.objects.bulk_create(
        [Visa(run=run, step=step["code"], number=step["code"], by_id=0, by_name="A", capacity="", on=on)
         for step in rules.chain()["steps"] if step["code"] != "settle"]
    )  # fmt: skip
    wallets = Wallet.objects.bulk_create(
        [Wallet(person_id=one.person_id, institution=institution, number=f"{n}", folded=f"{n}", holder="", entered_by_id=0, entered_on=on)
         for n, one in enumerate(missions)]
    )  # fmt: skip
    lines = PayLine.objects.bulk_create(
        [PayLine(run=run, mission=one, month=run.month, net=NET, lines=[], inputs={}, state="ordered") for one in missions]
    )  # fmt: skip
    Split.objects.bulk_create([Split(line=line, envelope_id=one.seat.envelope_id, amount=NET) for line, one in zip(lines, missions, strict=True)])  # fmt: skip
    orders = PaymentOrder.objects.bulk_create(
        [PaymentOrder(line=line, wallet=wallet, amount=NET, reference=f"OP2026{n:07}", state="sent", sent_on=on)
         for n, (line, wallet) in enumerate(zip(lines, wallets, strict=True))]
    )  # fmt: skip
    _file().parent.mkdir(parents=True, exist_ok=True)
    _file().write_bytes(_answers(orders, on))


def _answers(orders: list[PaymentOrder], on: date) -> bytes:
    """In no order; one in fifty came back, for reasons of its own."""
    rows = [f"{order.reference};revenu;{on:%d/%m/%Y};absent au guichet {n}" if n % ONE_IN == 0 else f"{order.reference};payé;{on:%d/%m/%Y};"
            for n, order in enumerate(orders)]  # fmt: skip
    random.Random(1).shuffle(rows)
    return "\n".join(["référence;statut;date;motif", *rows]).encode()


def _without_triggers() -> None:
    """Missions and lines are written as if their gates had been passed."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        for table in ("missions_mission", "allowances_payline", "allowances_paymentorder"):
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


def read() -> None:
    """The file read, as the accountant does; its peak of memory is the whole process’s."""
    tchaa, run = User.objects.get(name="Tchaa"), PayRun.objects.get()
    content, start = _file().read_bytes(), time.perf_counter()
    done = actions.settle(
        run=run, institution=Institution.objects.get(), content=content, filename="retour.csv", by=tchaa, on=timezone.localdate()
    )  # fmt: skip
    seconds = time.perf_counter() - start
    assert (done.paid, done.returned, done.suspended) == (COUNT - COUNT // ONE_IN, COUNT // ONE_IN, 0)
    tell(seconds=seconds, megabytes=highest())


def write() -> None:
    """The rows that the reading left, written by Django alone into copies that lack them."""
    rows = {
        ReturnFile: ReturnFile.objects.all(), ReturnLine: ReturnLine.objects.all(), LedgerEntry: LedgerEntry.objects.all(),
        Leg: Leg.objects.all(),
    }  # fmt: skip
    tell(seconds=seconds_to_write(rows.items(), bare(DATABASE)))
