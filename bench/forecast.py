"""The forecast of 24 months for 8 000 missions, beside the statements that it reads: the same rows, fetched and thrown away.

Missions begin on many days and end on many others, in six regions, for several diplomas; one envelope, two or three pay each.
A quarter of the hosts owe their share: the months of half a year were called, and half was paid.
"""

import os
import random
import sys
from datetime import date

import psycopg
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.copies import apart, copy, highest, tell
from bench.measure import Line, most, shown, side_by_side, timed
from bench.shares import call, owe
from bench.wave import in_service, placed
from teriya.foundation.accounts.models import User
from teriya.foundation.core.periods import Month, add_months
from teriya.foundation.ledger.models import Envelope, EnvelopeMovement
from teriya.foundation.places.models import Place
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts.models import Host, Need, SeatShare
from teriya.pay.cofinancing.actions import confirm, record
from teriya.pay.cofinancing.queries import balances
from teriya.pay.forecast.actions import ask_letters, decide_cut, make_letters, propose_cut
from teriya.pay.forecast.cutting import propose
from teriya.pay.forecast.models import Cut
from teriya.pay.forecast.reading import forecast

COUNT, MONTHS, TIMES, DATABASE = 8_000, 24, 3, "forecast"
SECONDS = 3  # to see who would stop
OWING = 4  # one host in so many owes its share
MOST, QUESTIONS, MEMORY = 3, 10, 200  # times the SQL; the twelve of a page less the two of its door; MB
MIXES = ((1,), (1,), (1, 1), (70, 30), (60, 30, 10))  # who pays the seats of a need: one, or several by weights
DIPLOMAS = ("", "cap", "bepc", "bac", "licence")


def show() -> None:
    call_command("load_pack", "tg", verbosity=0)
    shown(measure())


def measure() -> list[Line]:
    print(f"{COUNT} missions…", file=sys.stderr)
    _serve()
    copy(DATABASE)
    print("prévision…", file=sys.stderr)
    done = apart("forecast", "count", DATABASE)
    ratio = done["ours"] / done["bare"]
    return [
        Line("", f"prévision de {COUNT} missions sur {MONTHS} mois", f"{done['ours'] * 1000:.0f} ms", f"{done['bare'] * 1000:.0f} ms",
             f"{ratio:.1f} ×", f"≤ {MOST} ×", ratio <= MOST),
        most("", "ses requêtes", done["questions"], QUESTIONS, ""),
        most("", "sa mémoire", done["megabytes"], MEMORY, "Mo"),
        *_cut(apart("forecast", "cut", DATABASE)),
        Line("", "groupes de personnes, lignes derrière les cellules", f"{done['posts']}, {done['lines']}"),
    ]  # fmt: skip


def _cut(done: dict) -> list[Line]:
    return [
        Line("", f"un budget tombe : voir qui s’arrête, {done['stopped']} missions", f"{done['seen']:.1f} s", aim=f"≤ {SECONDS} s", is_reached=done["seen"] <= SECONDS),
        Line("", "ses requêtes", f"{done['questions']}"),
        Line("", "garder la liste, la décider", f"{done['proposed']:.1f} s, {done['decided']:.1f} s"),
        Line("", f"imprimer ses {done['pages']} lettres", f"{done['printed']:.1f} s"),
    ]  # fmt: skip


def cut() -> None:
    """The State’s envelope holds what it was granted here, and pays most of the missions: its list, then its letters."""
    on, done, envelope = timezone.localdate(), {}, Envelope.objects.get(code="ETAT")
    officer, decider = (User.objects.get(name=role.title()) for role in ("finance_officer", "authorising_officer"))
    last = add_months(on.replace(day=1), 1)
    rules.agency()
    with CaptureQueriesContext(connection) as log:
        done["seen"] = timed(lambda: propose(envelope, "last_started", last, on), 1)
    asked = {
        "envelope": envelope,
        "rule": "last_started",
        "last_day": last,
        "reason": "De 3 milliards à 200 millions.",
    }
    done["proposed"] = timed(lambda: propose_cut(**asked, by=officer, on=on), 1)
    made = Cut.objects.get()
    done["decided"] = timed(lambda: decide_cut(cut=made, step="decide", by=decider, on=on), 1)
    made.refresh_from_db()
    printed = ask_letters(cut=made, by=officer, on=on)
    done["printed"] = timed(lambda: make_letters(printed), 1)
    tell(questions=len(log), stopped=made.missions.count(), pages=len(made.letters.data["letters"]), **done)


def count() -> None:
    """The statements are those that the forecast sent, with its values."""
    on = timezone.localdate()
    rules.agency()  # a process reads the rules once
    with CaptureQueriesContext(connection) as log:
        found = forecast(on)
    assert len(found.months) == MONTHS and sum(line.people for line in found.inputs.known) > COUNT
    assert any(line.sort == "hosts" for line in found.inputs.coming)
    statements = [query["sql"] for query in log]

    def bare() -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                cursor.fetchall()

    def whole() -> None:
        one = forecast(on)
        assert one.accounts and one.regions

    ours, theirs = side_by_side(whole, bare, TIMES)
    megabytes = highest()
    tell(
        ours=ours,
        bare=theirs,
        questions=len(log),
        megabytes=megabytes,
        posts=len(found.inputs.posts),
        lines=len(found.lines()),
    )


def _serve() -> None:
    """Begun up to a year ago, to end within two; their months never counted."""
    missions, _by = placed(COUNT, hosts=COUNT // 10)
    chance, today = random.Random(8), timezone.localdate()
    communes = list(Place.objects.filter(level="commune").values_list("pk", flat=True))
    hosts, needs = list(Host.objects.all()), list(Need.objects.all())
    for host, need in zip(hosts, needs, strict=True):
        host.commune_id, need.diploma, need.is_renewable = (
            chance.choice(communes),
            chance.choice(DIPLOMAS),
            chance.random() < 0.5,
        )
    Host.objects.bulk_update(hosts, ["commune"], batch_size=1000)
    Need.objects.bulk_update(needs, ["diploma", "is_renewable"], batch_size=1000)
    others = [
        Envelope(code=f"P{n}", title=f"P{n}", funder=f"P{n}", kind="cooperation", opens_on=today) for n in range(3)
    ]
    envelopes = [Envelope.objects.get(), *Envelope.objects.bulk_create(others)]
    EnvelopeMovement.objects.bulk_create(
        [EnvelopeMovement(envelope=one, kind="granted", amount=10**9, on=today, source="grant", source_id=n) for n, one in enumerate(envelopes)]
    )  # fmt: skip
    mixes = {need.pk: chance.choice(MIXES) for need in needs}
    payers = {
        pk: list(zip(chance.sample(envelopes, len(mix)), mix, strict=True))
        for pk, mix in mixes.items()
        if len(mix) > 1
    }
    SeatShare.objects.bulk_create(
        [SeatShare(seat_id=mission.seat_id, envelope=one, weight=weight) for mission in missions
         for one, weight in payers.get(mission.seat.need_id, ())]
    )  # fmt: skip
    begun = [
        add_months(today.replace(day=1), -chance.randrange(12)).replace(day=chance.choice((1, 1, 1, 5, 16)))
        for _ in missions
    ]
    lasts = [chance.choice((12, 12, 18, 24)) for _ in missions]
    in_service(missions, begun, lasts)
    _shares([host for n, host in enumerate(hosts) if n % OWING == 0], today)


def _shares(hosts: list[Host], today: date) -> None:
    """The months of half a year called, due a month after, and half of each host's account paid."""
    owe(hosts)
    for back in range(2, 8):
        call(Month.of(add_months(today.replace(day=1), -back)), today)
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        owner.execute("UPDATE cofinancing_call SET due_on = month + interval '2 months - 1 day'")
    officer, accountant = (User.objects.get(name=role.title()) for role in ("finance_officer", "public_accountant"))
    for host, owed in balances([host.pk for host in hosts]).items():
        paid = record(host=Host.objects.get(pk=host), means="bank", reference=f"V-{host}", amount=owed // 2, paid_on=today, by=officer, on=today)  # fmt: skip
        confirm(payment=paid, by=accountant, on=today)
