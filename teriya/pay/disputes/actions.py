"""Disputes: opened in two taps, by SMS or for who calls; answered in words by the role of its kind, in time."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require_date, require_other_person
from teriya.foundation.core.numbers import next_number
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.pay.allowances.models import PayLine
from teriya.pay.allowances.queries import PUBLISHED
from teriya.pay.disputes import notices
from teriya.pay.disputes.models import Dispute, DisputeAnswer
from teriya.pay.disputes.policies import hands_on, last_answer, require_answerer, require_voice
from teriya.pay.disputes.states import DISPUTE_LIFE, WAITING, DisputeState, Outcome, Way


@transaction.atomic
def contest(*, line: PayLine, row: int, kind: str, way: str, by: Actor, on: date, words: str = "") -> Dispute:
    """Contest one row of a slip (0: the net), for oneself or for a volunteer who calls.

    Who answers and before when come from the country's rules of the day. Refuses `not_published`, `bad_row`,
    `already_contested` while one about the row waits, `already_answered` for the same reason twice: it is reopened instead.
    """
    rows = PayLine.objects.select_for_update(of=("self",)).select_related("mission__person", "mission__host", "mission__form", "run")  # fmt: skip
    locked = rows.get(pk=line.pk)
    require_voice(by, locked)
    require_date(by, on)
    if locked.state not in PUBLISHED:
        raise Refusal("not_published", _("Ce mois n’est pas encore ordonnancé : sa paie ne se conteste pas encore."))
    if not 0 <= row <= len(locked.lines):
        raise Refusal("bad_row", _("Cette ligne n’est pas sur le bulletin : ouvrez le mois à nouveau."))
    _require_new(locked, row, kind)
    dispute = Dispute.objects.create(
        number=f"CONT/{on.year}/{next_number('CONT', on.year):06}", line=locked, row=row, kind=kind, words=words.strip(), way=way,
        opened_on=on, opened_by_id=by.id, **_handling(locked, kind, on),
    )  # fmt: skip
    if way == Way.CALL:
        notices.received(dispute)
    journal.write("disputes.contest", "pay_line", locked.pk, by=by, on=on, permission=P.DISPUTES_OPEN, dispute=dispute.pk, kind=kind)  # fmt: skip
    return dispute


def _require_new(line: PayLine, row: int, kind: str) -> None:
    others = list(line.disputes.filter(row=row))
    if any(other.state in WAITING for other in others):
        raise Refusal("already_contested", _("Cette ligne est déjà contestée : la réponse arrive."))
    if any(other.kind == kind for other in others):
        raise Refusal(
            "already_answered", _("La réponse est déjà donnée. Si elle ne vous va pas, rouvrez la contestation, une fois.")
        )  # fmt: skip


def _handling(line: PayLine, kind: str, on: date) -> dict:
    """Who answers this kind, who does once it is late, and the last day."""
    of = {"on": on, "form": line.mission.form.code, "qualification": kind}
    return {
        "owners": rules.value("dispute_owners", **of).value,
        "escalates_to": rules.value("dispute_escalates_to", **of).value, "answer_by": _answer_by(line, kind, on),
    }  # fmt: skip


def _answer_by(line: PayLine, kind: str, on: date) -> date:
    days = rules.value("dispute_days", on=on, form=line.mission.form.code, qualification=kind).value
    return on + timedelta(days)


@transaction.atomic
def answer(*, dispute: Dispute, outcome: str, words: str, by: User, on: date) -> DisputeAnswer:
    """Answer in words: accepted, accepted with the month to be counted anew, or rejected.

    Who attested or prepared the line answers too, but never alone: the answer then waits for another person. Refuses
    `not_an_owner`, `same_person`, `words_missing`, `cannot_recount` where no month of presences is paid.
    """
    row = _locked(dispute)
    require_answerer(by, row, on)
    if not words.strip():
        raise Refusal("words_missing", _("Écrivez la réponse : le volontaire la lit."), field="words")
    if outcome == Outcome.RECOUNT and not row.line.is_month:
        raise Refusal("cannot_recount", _("Cette ligne ne compte pas de jours : elle ne se recompte pas."), field="words")  # fmt: skip
    is_alone = by.pk not in hands_on(row.line)
    if row.state == DisputeState.PROPOSED and not is_alone:
        require_other_person(by, by.pk)
    DISPUTE_LIFE.check("answer" if is_alone else "propose", row.state)
    given = DisputeAnswer.objects.create(dispute=row, outcome=outcome, words=words.strip(), by_id=by.pk, on=on, is_alone=is_alone)  # fmt: skip
    if is_alone:
        _in_force(row, given, "answer", by, on)
    else:
        move(row, DISPUTE_LIFE, "propose", by=by, on=on, commune=row.line.mission.host.commune_id)
        _note("propose", row, by, on)
    return given


@transaction.atomic
def confirm(*, dispute: Dispute, by: User, on: date) -> DisputeAnswer:
    """A second person, who had no hand in the line either, confirms the answer: it is told."""
    row = _locked(dispute)
    require_answerer(by, row, on)
    given = last_answer(row)
    require_other_person(by, given.by_id if given else None, *hands_on(row.line))
    DISPUTE_LIFE.check("confirm", row.state)
    given.confirmed_by_id, given.confirmed_on = by.pk, on
    given.save(update_fields=["confirmed_by_id", "confirmed_on"])
    _in_force(row, given, "confirm", by, on)
    return given


def _in_force(row: Dispute, given: DisputeAnswer, step: str, by: User, on: date) -> None:
    days = rules.value("dispute_reopen_days", on=on, form=row.line.mission.form.code, qualification=row.kind).value
    row.outcome, row.reopen_by = given.outcome, on + timedelta(days)
    row.save(update_fields=["outcome", "reopen_by"])
    move(row, DISPUTE_LIFE, step, by=by, on=on, commune=row.line.mission.host.commune_id)
    notices.answered(row, given)
    _note(step, row, by, on)


@transaction.atomic
def close(*, dispute: Dispute, by: Actor, on: date) -> Dispute:
    """The volunteer says that it is settled."""
    row = _locked(dispute)
    require_voice(by, row.line)
    move(row, DISPUTE_LIFE, "close", by=by, on=on, commune=row.line.mission.host.commune_id)
    _note("close", row, by, on)
    return row


@transaction.atomic
def reopen(*, dispute: Dispute, by: Actor, on: date, words: str = "") -> Dispute:
    """The answer does not suit: once, and another person answers. Refuses `reopened_once`, and `reopen_over` after its day."""
    row = _locked(dispute)
    require_voice(by, row.line)
    if row.reopened_on:
        raise Refusal("reopened_once", _("Une contestation se rouvre une fois : la seconde réponse est la dernière."))
    if row.reopen_by and on > row.reopen_by:
        raise Refusal("reopen_over", _("Le délai pour rouvrir est passé. Présentez-vous au centre régional."))
    move(row, DISPUTE_LIFE, "reopen", by=by, on=on, commune=row.line.mission.host.commune_id)
    row.reopened_on, row.reopened_because, row.outcome = on, words.strip(), ""
    row.answer_by = _answer_by(row.line, row.kind, on)
    row.save(update_fields=["reopened_on", "reopened_because", "outcome", "answer_by"])
    _note("reopen", row, by, on)
    return row


def _locked(dispute: Dispute) -> Dispute:
    rows = Dispute.objects.select_for_update(of=("self",))
    return rows.select_related("line__mission__person__account", "line__mission__host", "line__mission__form", "line__run").get(pk=dispute.pk)  # fmt: skip


def _note(step: str, row: Dispute, by: Actor, on: date) -> None:
    permission = DISPUTE_LIFE.steps[step].permission
    journal.write(f"disputes.{step}", "dispute", row.pk, by=by, on=on, permission=permission, outcome=row.outcome)
