"""The matrix of gates: for each form of the pack and each piece it asks, without that piece nothing starts and nothing is paid.

Its rows come from the pack: a gate added to a form enters by itself. Each refusal is seen twice, from the action and from the
database itself under the product's own role.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from teriya.foundation.core.models import Gate
from teriya.foundation.core.periods import Month, between
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.rules.engine import packs, terms
from teriya.foundation.rules.engine.parameters import find, value_on
from teriya.pay.allowances import actions as pay
from teriya.pay.allowances.models import PayLine
from teriya.service.attendance.models import MonthSheet
from teriya.service.followup import actions as followup
from teriya.service.followup import queries as owed
from teriya.service.missions import actions
from teriya.service.missions.models import Contract, Mission, StartOfService
from teriya.service.missions.queries import gate_cures, gate_words
from teriya.service.missions.states import GATE_CURES, GateName
from tests.cast import appoint
from tests.factories.missions import DEPLOYMENT, STARTS_ON, make_missions

COUNTRIES = Path(__file__).parents[2] / "countries"
PACKS = {code: packs.load(COUNTRIES / code) for code in ("bf", "ml", "tg")}
TOGO = PACKS["tg"]
PAID_ON = date(2024, 4, 5)
Restore = Callable[[], None]


@pytest.fixture(autouse=True)
def _the_past(settings):
    settings.TAKE_ON = True


@dataclass(frozen=True)
class Piece:
    """What a start asks: the code of each side that refuses, what the sentence names, and how to take just this one away."""

    name: str
    says: str
    remove: Callable[[Mission], Restore]
    code: str = "start_gates_missing"
    paid: str = "start_gates_missing"
    database: str = "start_gates_missing"
    cure: str = ""


def without_gate(name: str) -> Callable[[Mission], Restore]:
    def remove(mission: Mission) -> Restore:
        row = Gate.objects.get(subject="mission", subject_id=mission.pk, gate=name)
        Gate.objects.filter(pk=row.pk).delete()
        return lambda: Gate.objects.bulk_create([row])

    return remove


def without_contract(mission: Mission) -> Restore:
    rows = Contract.objects.filter(mission=mission)
    day = rows.get().signed_on
    rows.update(signed_on=None)
    return lambda: rows.update(signed_on=day)


def without_start(mission: Mission) -> Restore:
    row = StartOfService.objects.get(mission=mission)
    StartOfService.objects.filter(pk=row.pk).delete()
    return lambda: StartOfService.objects.bulk_create([row])


def gate(name: str) -> Piece:
    return Piece(name, gate_words([name]), without_gate(name), cure=gate_cures([name]))


CONTRACT = Piece("contract", "n’a pas de contrat signé", without_contract, code="start_without_contract", paid="no_contract",
                 database="start_without_contract", cure="établissez-le et faites-le signer")  # fmt: skip
START = Piece("start", "n’a pas attesté", without_start, code="start_not_attested", paid="start_not_confirmed", database="start_not_confirmed")  # fmt: skip


def terms_of(pack, form: str) -> terms.Terms:
    return terms.on(pack.parameters, pack.form(form).lineage, STARTS_ON)


def pieces(of: terms.Terms) -> list[Piece]:
    """Everything that a form asks before the start, each once."""
    asked = dict.fromkeys([*of.gates_before_start, *of.contract_names])
    return [*map(gate, asked), CONTRACT, START]


def months(form: str) -> int:
    return terms_of(TOGO, form).duration_months


def liftable(form: str) -> list[str]:
    found = find(TOGO.parameters, "derogation_gates", TOGO.form(form).lineage)
    return [name for name in terms_of(TOGO, form).gates_before_start if name in value_on(found, STARTS_ON).value]


FORMS = [form.code for form in TOGO.forms]
MATRIX = [pytest.param(form, piece, id=f"{form}-{piece.name}") for form in FORMS for piece in pieces(terms_of(TOGO, form))]  # fmt: skip
NAMED = [(form, name) for form in FORMS for name in terms_of(TOGO, form).contract_names]
LIFTED = [(form, name) for form in FORMS for name in liftable(form)]
STUCK = [
    (form, name) for form in FORMS for name in terms_of(TOGO, form).gates_before_start if name not in liftable(form)
]


def refused(code: str, act: Callable[[], object], *words: str) -> None:
    with pytest.raises(Refusal) as no, transaction.atomic():
        act()
    assert no.value.code == code
    for word in words:
        assert word in no.value.sentence


def refused_by_database(name: str, statement: str, *values: object) -> None:
    """Straight to the database, with the rights of the product."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


START_ROW = "UPDATE missions_mission SET state = 'in_service', started_on = %s WHERE id = %s"
PAY_ROW = "UPDATE allowances_payline SET state = 'due', blocked = '[]' WHERE id = %s"


def confirm(cast, mission: Mission) -> None:
    actions.confirm_starts(missions=[mission], by=cast.mazalo, on=STARTS_ON + timedelta(3))


def a_month(cast, mission: Mission) -> PayLine:
    """Its line of March, whose presence is confirmed; nobody has a payment account here, so each line is stopped."""
    by_two = {"attested_by_id": cast.abla.pk, "attested_on": PAID_ON, "confirmed_by_id": cast.mazalo.pk, "confirmed_on": PAID_ON}  # fmt: skip
    MonthSheet.objects.get_or_create(mission=mission, month=date(2024, 3, 1), defaults={"state": "confirmed"} | by_two)
    run = pay.prepare_run(month=Month(2024, 3), form=mission.form, by=cast.awa, on=PAID_ON)
    return run.lines.get()


def why(line: PayLine, code: str) -> str:
    """The sentence with which this reason stops the line, or nothing."""
    return dict(map(tuple, line.blocked)).get(code, "")


@pytest.mark.parametrize(("form", "piece"), MATRIX)
def test_without_this_piece_nothing_starts_and_nothing_is_paid(cast, form, piece):
    [mission] = make_missions(cast, until="attested", form=form, months=months(form))
    restore = piece.remove(mission)
    refused(piece.code, lambda: confirm(cast, mission), piece.says, piece.cure)
    refused_by_database(piece.database, START_ROW, STARTS_ON, mission.pk)
    restore()
    confirm(cast, mission)
    restore = piece.remove(mission)
    line = a_month(cast, mission)
    assert why(line, piece.paid)
    if piece.paid == "start_gates_missing":
        assert piece.says in why(line, piece.paid) and piece.cure in why(line, piece.paid)
    refused_by_database(f"pay_{piece.database}", PAY_ROW, line.pk)
    restore()
    line = a_month(cast, mission)
    assert not why(line, piece.paid)
    with connection.cursor() as cursor:
        cursor.execute(PAY_ROW, [line.pk])


@pytest.mark.parametrize(("form", "name"), NAMED)
def test_without_what_it_names_no_contract(cast, form, name):
    [mission] = make_missions(cast, until="sworn", form=form, months=months(form))
    actions.record_insurance(missions=[mission], reference="CNSS 117", by=cast.kodjo, on=DEPLOYMENT)
    Gate.objects.filter(subject="mission", subject_id=mission.pk, gate=name).delete()
    Mission.objects.filter(pk=mission.pk).update(tutor="" if name == GateName.TUTOR else mission.tutor)
    word = {"tutor": "le tuteur", "insurance": "l’assurance"}[name]
    refused(
        "contract_incomplete", lambda: actions.issue_contracts(missions=[mission], by=cast.kodjo, on=DEPLOYMENT), word
    )
    with pytest.raises(IntegrityError, match="contract_incomplete"), transaction.atomic():
        Contract.objects.create(mission=mission, document_id=0, period=between(STARTS_ON, None), monthly_allowance=1, on=DEPLOYMENT)  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_another_person_confirms(cast, form):
    [mission] = make_missions(cast, until="attested", form=form, months=months(form))
    appoint(cast.yao, "regional_supervisor", cast.haho_1)
    refused("same_person", lambda: actions.confirm_starts(missions=[mission], by=cast.yao, on=STARTS_ON))
    refused_by_database("start_confirmed_by_another", "UPDATE missions_startofservice SET confirmed_by_id = attested_by_id, "
                        "confirmed_on = %s WHERE mission_id = %s", STARTS_ON, mission.pk)  # fmt: skip


def derogate(cast, mission: Mission, name: str, until: date) -> None:
    row = followup.propose_derogation(missions=[mission], gates=[name], until=until, reason="Inondations", by=cast.kodjo, on=DEPLOYMENT)  # fmt: skip
    followup.sign_derogation(derogation=row, by=cast.ama, on=DEPLOYMENT)


@pytest.mark.parametrize(("form", "name"), LIFTED)
def test_a_signed_derogation_stands_in_until_its_day(cast, form, name):
    [mission] = make_missions(cast, until="attested", form=form, months=months(form))
    without_gate(name)(mission)
    derogate(cast, mission, name, STARTS_ON - timedelta(1))
    refused("start_gates_missing", lambda: confirm(cast, mission), gate_words([name]))
    refused_by_database("start_gates_missing", START_ROW, STARTS_ON, mission.pk)
    assert [line.words for line in owed.to_regularise(Mission.objects.all())] == [gate_words([name])]
    derogate(cast, mission, name, STARTS_ON)
    confirm(cast, mission)
    assert not why(a_month(cast, mission), "start_gates_missing")
    assert [line.words for line in owed.to_regularise(Mission.objects.all())] == [gate_words([name])]


@pytest.mark.parametrize(("form", "name"), STUCK)
def test_the_rest_is_never_lifted(cast, form, name):
    [mission] = make_missions(cast, until="prepared", form=form, months=months(form))
    refused("gate_not_lifted", lambda: derogate(cast, mission, name, STARTS_ON), gate_words([name]))


def test_what_was_asked_stays_asked(cast):
    """Asking less in the same stroke, or afterwards, is no way round."""
    [mission] = make_missions(cast, until="prepared")
    refused_by_database("start_gates_kept", START_ROW.replace("WHERE", ", required_gates = '{}' WHERE"), STARTS_ON, mission.pk)  # fmt: skip
    refused_by_database(
        "start_gates_kept", "UPDATE missions_mission SET required_gates = '{}' WHERE id = %s", mission.pk
    )


def test_no_way_round_by_another_state(cast):
    [mission] = make_missions(cast, until="prepared")
    for state in ("suspended", "ended", "closed"):
        refused_by_database("start_gates_missing", f"UPDATE missions_mission SET state = '{state}', started_on = %s, ended_on = %s, "
                            "end_reason = 'term' WHERE id = %s", STARTS_ON, STARTS_ON, mission.pk)  # fmt: skip


def test_no_contract_is_signed_before_its_signatures(cast):
    [mission] = make_missions(cast, until="issued")
    refused_by_database("contract_not_signed_by_all", "UPDATE missions_contract SET signed_on = %s WHERE mission_id = %s",
                        STARTS_ON, mission.pk)  # fmt: skip


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_every_gate_that_a_pack_asks_is_known_and_has_its_cure(pack):
    asked = {name for form in pack.forms for name in [*terms_of(pack, form.code).gates_before_start, *terms_of(pack, form.code).contract_names]}  # fmt: skip
    assert asked <= set(GATE_CURES)


@pytest.mark.parametrize(
    ("trigger", "table"), [("start_gates", "missions_mission"), ("payable_line", "allowances_payline")]
)
def test_the_matrix_fails_when_a_trigger_is_gone(own_database, cast, trigger, table):
    """A control: were the database silent, the rows above would say so."""
    [mission] = make_missions(cast, until="attested")
    restore = without_gate("oath")(mission)
    owner = psycopg.conninfo.make_conninfo(os.environ["TERIYA_TEST_OWNER"], dbname=connection.settings_dict["NAME"])
    with psycopg.connect(owner, autocommit=True) as session:
        session.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    if trigger == "start_gates":
        with pytest.raises(pytest.fail.Exception):
            refused_by_database("start_gates_missing", START_ROW, STARTS_ON, mission.pk)
        return
    restore()
    confirm(cast, mission)
    without_gate("oath")(mission)
    with pytest.raises(pytest.fail.Exception):
        refused_by_database("pay_start_gates_missing", PAY_ROW, a_month(cast, mission).pk)


def test_a_new_gate_of_a_form_enters_the_matrix():
    of = terms_of(TOGO, "VEC")
    added = replace(of, gates_before_start=(*of.gates_before_start, "insurance"))
    assert {piece.name for piece in pieces(added)} - {piece.name for piece in pieces(of)} == {"insurance"}
