"""P7: a month of 100 000 volunteers computed, then carried to the institutions' files, beside a bare `bulk_create` of the rows left.

The bare writing computes nothing, reads nothing and changes nothing that was there: the ratio is against us.
"""

import os
import random
import sys
import time
from collections.abc import Callable, Iterable
from datetime import timedelta

import psycopg
from django.core.management import call_command
from django.db.models import Model
from django.utils import timezone

from bench.copies import apart, bare, copy, highest, seconds_to_write, tell
from bench.measure import Line, most, shown
from bench.misspelt import invent
from bench.seed import staff
from bench.wave import placed
from teriya.foundation.accounts.models import User
from teriya.foundation.core.periods import Month, add_months
from teriya.foundation.core.words import fold
from teriya.foundation.documents.models import Document
from teriya.foundation.ledger.models import Envelope, EnvelopeMovement, LedgerEntry, Leg
from teriya.foundation.messages.models import Message
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Form
from teriya.pay.allowances import actions, queries
from teriya.pay.allowances.models import PayFile, PayLine, PaymentOrder, PayRun, Split
from teriya.pay.allowances.policies import signers_needed
from teriya.service.attendance.queries import open_days

COUNT, TEAM, DATABASE = 100_000, 10, "payroll"
MOST, MEMORY, SIGNERS = 3, 500, 2  # times the bare writing; MB; persons of each role
PREPARED = (PayRun, PayLine, Split)
CARRIED = (Document, PayFile, PaymentOrder, LedgerEntry, Leg, EnvelopeMovement, Message)


def show() -> None:
    call_command("load_pack", "tg", verbosity=0)
    shown(measure())


def measure() -> list[Line]:
    print(f"{COUNT} volontaires en service, leur mois confirmé…", file=sys.stderr)
    _serve()
    copy(*bare("prepared"), *bare("carried"), DATABASE)
    print("préparation…", file=sys.stderr)
    prepared = apart("payroll", "prepare", DATABASE)
    alone = apart("payroll", "write_prepared", DATABASE)
    print("de l’engagement aux fichiers…", file=sys.stderr)
    carried = apart("payroll", "carry", DATABASE)
    beside = apart("payroll", "write_carried", DATABASE)
    return [
        *_lines(f"calcul d’un mois de {COUNT}", prepared, alone["seconds"]),
        *_lines("de l’engagement aux fichiers", carried, beside["seconds"]),
        *(Line("", f"dont {step}", f"{seconds:.1f} s") for step, seconds in carried["steps"].items()),
    ]


def _lines(work: str, done: dict, alone: float) -> list[Line]:
    ratio = done["seconds"] / alone
    return [
        Line("P7", work, f"{done['seconds']:.1f} s", f"{alone:.1f} s", f"{ratio:.1f} ×", f"≤ {MOST} ×", ratio <= MOST),
        most("P7", "sa mémoire", done["megabytes"], MEMORY, "Mo"),
    ]  # fmt: skip


def _month() -> Month:
    return Month.of(add_months(timezone.localdate(), -1))


def _serve() -> None:
    """Everybody in service through the month, present each day, attested by one, confirmed by another, with an account to be paid on."""
    missions, _by = placed(COUNT, hosts=COUNT // TEAM)
    for role in {"finance_officer", *(step["role"] for step in rules.chain()["steps"])}:
        for rank in range(1, SIGNERS + 1):
            staff(role, f"{role}_{rank}@anvt.example")
    chance = random.Random(7)
    names = [invent(chance) for _ in missions]
    facts = {
        "ids": [one.person_id for one in missions], "families": [family for family, _ in names], "givens": [given for _, given in names],
        "folded": [fold(f"{family} {given}") for family, given in names], "missions": [one.pk for one in missions],
        "month": _month().first, "begun": _month().first - timedelta(60), "days": open_days(_month().first, _month().last),
    }  # fmt: skip
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], cursor_factory=psycopg.ClientCursor) as owner:
        owner.execute(_SERVICE, facts)
    move = EnvelopeMovement(
        envelope=Envelope.objects.get(), kind="granted", amount=10**12, on=_month().first, source="grant", source_id=1
    )
    move.save()


_SERVICE = """
ALTER TABLE missions_mission DISABLE TRIGGER USER;
ALTER TABLE missions_contract DISABLE TRIGGER USER;
UPDATE people_person p SET family = v.family, given = v.given, folded = v.folded, registered_on = %(begun)s::date - 60,
  birth_on = date '1992-01-02' + (p.id * 7919 %% 3900)::int, birth_year = extract(year FROM date '1992-01-02' + (p.id * 7919 %% 3900)::int)
  FROM unnest(%(ids)s::bigint[], %(families)s::text[], %(givens)s::text[], %(folded)s::text[]) AS v(id, family, given, folded)
  WHERE p.id = v.id;
INSERT INTO people_paper (person_id, kind, number, folded)
  SELECT id, 'national_id', (id * 7919 + 20000000)::text, (id * 7919 + 20000000)::text FROM unnest(%(ids)s::bigint[]) AS id;
UPDATE missions_mission SET state = 'in_service', started_on = %(begun)s, period = daterange(%(begun)s, %(begun)s::date + 365);
UPDATE hosts_accreditation SET period = daterange(%(begun)s, %(begun)s::date + 1000);
INSERT INTO missions_startofservice (mission_id, "on", attested_by_id, attested_on, confirmed_by_id, confirmed_on, paper)
  SELECT id, %(begun)s, 9001, %(begun)s, 9002, %(begun)s, '' FROM unnest(%(missions)s::bigint[]) AS id;
INSERT INTO documents_document (kind, series, number, subject, subject_id, code, data, "on", is_trial, sha256, seal, revoked_because)
  SELECT 'contrat', 'CONTRAT', 'CONTRAT/' || id, 'mission', id, id::text, '{}', %(begun)s, false, '', '', ''
  FROM unnest(%(missions)s::bigint[]) AS id;
INSERT INTO missions_contract (mission_id, kind, version, document_id, period, monthly_allowance, "on", signed_on, void_because)
  SELECT subject_id, 'first', 1, id, daterange(%(begun)s, %(begun)s::date + 365), 60000, %(begun)s, %(begun)s, ''
  FROM documents_document;
INSERT INTO attendance_monthsheet (mission_id, month, present, absent, state, attested_by_id, attested_on, confirmed_by_id, confirmed_on)
  SELECT id, %(month)s, cardinality(%(days)s::date[]), 0, 'confirmed', 9001, %(month)s, 9002, %(month)s FROM unnest(%(missions)s::bigint[]) AS id;
INSERT INTO attendance_mark (mission_id, day, kind, by_id)
  SELECT id, day, 'present', 9001 FROM unnest(%(missions)s::bigint[]) AS id, unnest(%(days)s::date[]) AS day;
INSERT INTO allowances_institution (code, name, profile, debit_account, bic) VALUES ('UNION', 'Union', 'microfinance', '', '');
INSERT INTO allowances_wallet (person_id, institution_id, number, folded, holder, state, entered_by_id, entered_on, approved_by_id, approved_on, warned)
  SELECT v.id, i.id, v.id + 900000000, v.id + 900000000, '', 'in_use', 9003, %(begun)s, 9004, %(begun)s, '{}'
  FROM unnest(%(ids)s::bigint[]) AS v(id), allowances_institution i;
INSERT INTO allowances_holdercheck (wallet_id, means, holder, outcome, note, by_id, "on")
  SELECT id, 'names', '', 'same', '', 9003, %(begun)s FROM allowances_wallet;
"""


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def prepare() -> None:
    """The month computed, as the finance officer asks for it."""
    by, form = User.objects.get(name="Finance_Officer_1"), Form.objects.get(code="VNC")
    seconds = _timed(lambda: actions.prepare_run(month=_month(), form=form, by=by, on=timezone.localdate()))
    run = PayRun.objects.get()
    stopped = run.lines.filter(state="blocked")
    payable = COUNT - stopped.count()
    assert run.lines.count() == COUNT and run.total == payable * 60_000 and payable > COUNT * 0.99, queries.reasons_of(
        stopped
    )
    tell(seconds=seconds, megabytes=highest())


def carry() -> None:
    """Every step of the chain, each by its holder."""
    steps = {
        step["code"]: _timed(lambda step=step: _sign(step))
        for step in rules.chain()["steps"]
        if step["code"] != "settle"
    }
    assert PaymentOrder.objects.filter(state="sent").count() == PayLine.objects.filter(state="ordered").count()
    tell(seconds=sum(steps.values()), megabytes=highest(), steps=steps)


def _sign(step: dict) -> None:
    """By as many persons as its amount asks."""
    run, signed = PayRun.objects.get(), 0
    while signed < signers_needed(step, run.total):
        signed += 1
        by = User.objects.get(name=f"{step['role']}_{signed}".title())
        actions.take_step(run=run, step=step["code"], by=by, on=timezone.localdate())


def write_prepared() -> None:
    tell(seconds=seconds_to_write(_rows(PREPARED).items(), bare("prepared")))


def write_carried() -> None:
    """The copies have the computed month, but nothing that its steps have left."""
    before, after = _rows(PREPARED), _rows(CARRIED)
    seconds_to_write(before.items(), bare("carried"))
    tell(seconds=seconds_to_write(after.items(), bare("carried")))


def _rows(models: Iterable[type[Model]]) -> dict[type[Model], list[Model]]:
    own = {
        Document: Document.objects.exclude(kind="contrat"),
        EnvelopeMovement: EnvelopeMovement.objects.exclude(source="grant"),
    }
    return {model: list(own.get(model, model.objects.all())) for model in models}
