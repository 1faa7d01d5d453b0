"""Messages between two agencies, personal and encrypted, beside a bare durable insert: `python -m bench messages show`.

Ours: said here, signed and sealed, carried over HTTP to a second site with its own database, checked, opened, applied, stored and
acknowledged there, and its signed receipt kept here. Bare: the same content in one row, one commit.
"""

import os
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlsplit
from urllib.request import urlopen

from django.utils import timezone

from bench import seed
from bench.copies import apart, copy, tell
from bench.measure import Line, shown, speed
from bench.serving import GATED, serving
from teriya.exchange.wire import actions, own
from teriya.exchange.wire.carrying import post
from teriya.exchange.wire.engine.keys import Keys, drawn
from teriya.exchange.wire.fields import Category
from teriya.exchange.wire.models import Agency, AgencyKey, Consent, Fact, Outgoing, TransferAuthorisation
from teriya.people.models import Person

WARM, MANY, LEAST, OTHER, SECRET = 1_000, 4_000, 0.33, "teriya_other", "the other agency of the bench"
PERSON = {
    "family": "AMOUZOU", "given": "Kossi", "sex": "M", "birth_on": "2000-05-01", "nationality": "TG", "phone": "+22890112233",
    "diploma": "LICENCE", "profile": "Enseignant de mathématiques", "missions": "2024-10-01 – 2026-09-30, collège de Notsé",
    "skills": "animation, informatique", "languages": "français, éwé, kabiyè", "motivation": "Servir ailleurs et revenir. " * 8,
}  # fmt: skip


def show() -> None:
    seed.PEOPLE = 100
    seed.plant()
    lines = measure()
    shown(lines)


def measure() -> list[Line]:
    person, today = Person.objects.first(), timezone.localdate()
    copy(OTHER)
    apart("messages", "enter", OTHER)
    there = _known("bf", drawn(SECRET, 1).public, person)
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{OTHER}").geturl()
    with serving(GATED, SITE="http://127.0.0.1:{port}", DATABASE_URL=url, AGENCY="bf", WIRE_KEY=SECRET) as port:
        Agency.objects.update(address=f"http://127.0.0.1:{port}")
        there.refresh_from_db()
        with ThreadPoolExecutor(16) as crowd:  # each process of the site reads once all that it needs
            list(crowd.map(lambda _: urlopen(f"http://127.0.0.1:{port}/echange/v1/").close(), range(160)))
        _exchange(there, person, WARM)
        said, carried = _exchange(there, person, MANY)
    there.refresh_from_db()
    assert Outgoing.objects.filter(state="applied").count() == WARM + MANY, there.error
    bare = _bare(there, today)
    return [
        Line("", "message dit : fait, file, journal, un commit", f"{MANY / said:.0f}/s"),
        speed("", "signé, chiffré, porté, appliqué, accusé", carried / MANY, bare / MANY, LEAST),
        speed("", "les deux ensemble", (said + carried) / MANY, bare / MANY, LEAST),
    ]


def _exchange(there: Agency, person: Person, many: int) -> tuple[float, float]:
    """Seconds to say so many, and to have all of them acknowledged."""
    today, start = timezone.localdate(), time.perf_counter()
    for n in range(many):
        actions.say(
            "bench.person",
            to=there,
            about=uuid.uuid4(),
            content={"n": n},
            person=PERSON,
            subject=person,
            by=None,
            on=today,
        )
    said = time.perf_counter()
    while actions.deliver(there, post).more:
        pass
    return said - start, time.perf_counter() - said


def enter() -> None:
    """On the other side: we are known there."""
    tell(code=_known("tg", own.key(1).public, Person.objects.first()).code)


def _bare(agency: Agency, today) -> float:
    """The same content in one row, a commit each."""
    start = time.perf_counter()
    for n in range(MANY):
        Fact.objects.create(
            agency=agency,
            is_ours=True,
            kind="bare",
            about=uuid.uuid4(),
            content={"n": n} | PERSON,
            digest="0" * 64,
            on=today,
        )
    return time.perf_counter() - start


def _known(code: str, keys: Keys, person: Person) -> Agency:
    """The agency with its keys, and all that lets a person's file leave."""
    today = timezone.localdate()
    row = Agency.objects.create(
        code=code,
        name=code,
        speaks=True,
        state="known",
        versions=[1],
        address="http://127.0.0.1:1",
        by_id=1,
        confirmed_by_id=2,
        on=today,
    )
    AgencyKey.objects.create(agency=row, kid=keys.kid, x=keys.x, seals=keys.seals)
    first, last = today - timedelta(1), today + timedelta(365)
    for direction in ("out", "in"):
        TransferAuthorisation.objects.create(agency=row, direction=direction, authority="IPDCP", number="1", categories=list(Category.values),
                                             since=first, until=last, state="active", by_id=1, confirmed_by_id=2, on=today)  # fmt: skip
    Consent.objects.create(
        person=person,
        agency=row,
        fields=sorted(PERSON),
        purpose="bench",
        how="account",
        since=first,
        until=last,
        by_id=1,
    )
    return row
