"""The host share of 5 000 hosts: a month called, issued, reminded when late, read by age; beside a bare `bulk_create` of the rows left."""

import sys
import time
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from bench.copies import apart, bare, copy, highest, seconds_to_write, tell
from bench.measure import Line, most, shown
from bench.seed import staff
from bench.wave import in_service, placed
from teriya.foundation.accounts.models import User
from teriya.foundation.core.models import Transition
from teriya.foundation.core.periods import Month, add_months
from teriya.foundation.documents.models import Document
from teriya.foundation.ledger.models import Envelope, LedgerEntry, Leg
from teriya.foundation.messages.models import Message
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Rule
from teriya.mobilisation.hosts.models import Fact, Host
from teriya.pay.cofinancing import actions, queries
from teriya.pay.cofinancing.models import Call, CallLine, Reminder

COUNT, DATABASE = 5_000, "shares"
SECOND, MEMORY, TIMES = 1, 500, 3  # for a reading; MB; for what is issued beside its bare rows
LATE = timedelta(100)  # after every call's day: blocked, last reminder
LEFT = (Document, Call, CallLine, LedgerEntry, Leg, Transition, Fact, Message)


def show() -> None:
    call_command("load_pack", "tg", verbosity=0)
    shown(measure())


def measure() -> list[Line]:
    print(f"{COUNT} structures qui doivent, une mission chacune…", file=sys.stderr)
    missions, _by = placed(COUNT, hosts=COUNT)
    begun = add_months(timezone.localdate().replace(day=1), -3)
    in_service(missions, [begun] * COUNT, [12] * COUNT)
    owe(list(Host.objects.all()))
    copy(*bare("shares"), DATABASE)
    print("appels, relances, âge…", file=sys.stderr)
    done, alone = apart("shares", "month", DATABASE), apart("shares", "write", DATABASE)["seconds"]
    return [
        Line("", f"un mois appelé, {COUNT} structures : prépare", f"{done['prepared']:.1f} s"),
        Line("", "émet, numérote, impute, annonce", f"{done['issued']:.1f} s", f"{alone:.1f} s", f"{done['issued'] / alone:.1f} ×",
             f"≤ {TIMES} ×", is_reached=done["issued"] <= TIMES * alone),
        Line("", "le matin : tous relancés et arrêtés", f"{done['watched']:.1f} s"),
        Line("", "âge et recouvrement", f"{done['read']:.2f} s", aim=f"≤ {SECOND} s", is_reached=done["read"] <= SECOND),
        most("", "la mémoire", done["megabytes"], MEMORY, "Mo"),
    ]  # fmt: skip


def owe(hosts: Sequence[Host]) -> None:
    """Health NGOs at a rate in force, an envelope that receives what they pay, and the people who call it."""
    for host in hosts:
        host.legal_form, host.domain, host.phone = "ngo", "health", f"+2289{host.pk:07}"
    Host.objects.bulk_update(hosts, ["legal_form", "domain", "phone"], batch_size=1000)
    known = Rule.objects.filter(name="host_share", form="VNC", qualification="").first()
    assert known is not None
    Rule.objects.filter(pk=known.pk).update(value=15_000)
    rules.forget()
    since = known.starts_on
    Envelope.objects.create(
        code="PARTS", title="Quotes-parts", funder="Structures d’accueil", kind="host", opens_on=since
    )
    for role in ("finance_officer", "authorising_officer", "public_accountant"):
        staff(role, f"{role}@anvt.example")


def call(month: Month, on) -> list[Call]:
    """Prepared by one, issued by another."""
    made = actions.prepare(month=month, by=_who("finance_officer"), on=on)
    return actions.issue(calls=made, by=_who("authorising_officer"), on=on)


def _who(role: str) -> User:
    return User.objects.get(name=role.title())


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def month() -> None:
    """The last month over, by the actions of the product; late a hundred days after its day."""
    today, done = timezone.localdate(), {}
    last, late = Month.of(add_months(today, -1)), today + timedelta(30) + LATE
    done["prepared"] = _timed(lambda: actions.prepare(month=last, by=_who("finance_officer"), on=today))
    rows = list(Call.objects.all())
    done["issued"] = _timed(lambda: actions.issue(calls=rows, by=_who("authorising_officer"), on=today))
    assert Call.objects.filter(state="issued").count() == COUNT
    done["read"] = _timed(lambda: (queries.ageing(late), queries.recovery(today, late)))
    done["watched"] = _timed(lambda: actions.watch(on=late))
    assert Reminder.objects.count() == COUNT
    tell(megabytes=highest(), **done)


def write() -> None:
    kept = {model: model.objects.all() for model in LEFT} | {
        Document: Document.objects.filter(series="QUOTE-PART"), Message: Message.objects.filter(template="share_called"),
        Transition: Transition.objects.filter(subject="share_call"),
    }  # fmt: skip
    tell(seconds=seconds_to_write(((model, list(rows)) for model, rows in kept.items()), bare("shares")))
