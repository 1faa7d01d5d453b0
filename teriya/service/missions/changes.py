"""A signed contract goes on, or changes: renewal, amendment, transfer. Each is a new text that the three parties sign."""

from collections.abc import Sequence
from copy import copy
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require_date
from teriya.foundation.core.periods import between
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts import holds, quotas
from teriya.mobilisation.hosts.models import Seat
from teriya.people.actions import move_service_end
from teriya.service.missions import contracts as texts
from teriya.service.missions import papers, queries, renewals
from teriya.service.missions.engine import term
from teriya.service.missions.models import Contract, Mission, Performance, Terms
from teriya.service.missions.policies import require_at, require_not_own
from teriya.service.missions.preparation import asked_on, terms_of_seats, tutor_account, until
from teriya.service.missions.states import RUNNING, ContractKind, MissionState

_TITLES = {
    ContractKind.RENEWAL: "Renouvellement du contrat",
    ContractKind.AMENDMENT: "Avenant au contrat",
    ContractKind.TRANSFER: "Transfert vers une autre structure",
}

_CHANGED = (
    "tutor", "tutor_account", "profile", "seat", "host", "period", "required_gates", "contract_names",
)  # fmt: skip


@transaction.atomic
def prove_performance(*, mission: Mission, is_favourable: bool, evidence: str, by: User, on: date) -> Performance:
    """A paper of a room above says how the volunteer performs, and a renewal asks for it; that room has checked who may."""
    return Performance.objects.create(
        mission=mission, evidence=evidence, on=on, is_favourable=is_favourable, by_id=by.id
    )


@transaction.atomic
def renew(*, missions: Sequence[Mission], months: int, by: User, on: date) -> list[Contract]:
    """A new contract after the one in force, from the day after its last: the volunteer is told by SMS and the three sign.

    Refused with what stops it: no favourable evaluation since the contract in force began, a need that is not renewable, as
    many renewals as the form allows, the law's cap over all past service, a missing piece. The agency's own cap only warns.
    """
    rows = _running(missions, by, on)
    blocked = renewals.blockers(rows, months)
    for row in rows:
        if row.pk in blocked:
            code, why = blocked[row.pk]
            raise Refusal(code, _("%(number)s ne se renouvelle pas : %(why)s.") % {"number": row.number, "why": why})
    drafts = [_draft(row, period=renewals.period(row, months)) for row in rows]
    texts.require_complete(drafts)
    changes = [
        [f"Durée : du {papers.short(one.period.lower)} au {papers.short(queries.last_day(one))}."] for one in drafts
    ]
    terms = [
        Terms(from_on=one.period.lower, days=(one.period.upper - one.period.lower).days) for one in drafts
    ]  # fmt: skip
    return _issue(ContractKind.RENEWAL, rows, drafts, terms, changes, by=by, on=on)


@transaction.atomic
def amend(
    *, mission: Mission, why: str, by: User, on: date, tutor: str = "", profile: str = "", last_day: date | None = None,
    first_day: date | None = None,
) -> Contract:  # fmt: skip
    """Change the tutor, the post or the days of a mission under a signed contract, once the three have signed the new text.

    What is left empty stays. Before the start, the first day may move too, and the last one with it. Afterwards a later last
    day is a renewal, with its evaluation (`extension_is_renewal`).
    """
    [row] = _running([mission], by, on, may_wait_start=True)
    now = queries.last_day(row)
    if first_day == row.period.lower:
        first_day = None
    if first_day:
        _check_first_day(row, first_day, on)
        last_day = _last_of(until(row.seat, first_day, terms_of_seats([row.seat_id], but=[row.pk])))
    elif last_day and last_day > now:
        raise Refusal("extension_is_renewal", _("Prolonger, c’est renouveler : la fin reste au %(now)s ou plus tôt.")
                      % {"now": papers.short(now)}, field="last_day")  # fmt: skip
    if last_day and last_day < on:
        raise Refusal("end_in_past", _("Ce jour est passé : terminez la mission avec son motif."), field="last_day")
    tutor, last_day = tutor.strip(), None if last_day == now else last_day
    draft = _draft(
        row,
        tutor=tutor or row.tutor,
        profile=profile or row.profile,
        period=between(first_day or row.period.lower, last_day or now),
    )
    changes = _said(row, draft)
    if not changes:
        raise Refusal(
            "nothing_changes",
            _("Rien ne change : écrivez le nouveau tuteur, le nouveau poste ou le nouveau dernier jour."),
        )
    texts.require_complete([draft])
    terms = Terms(
        from_on=on,
        why=why.strip(),
        tutor=tutor,
        profile=profile if profile != row.profile else "",
        first_day=first_day,
        last_day=last_day,
    )
    return _issue(ContractKind.AMENDMENT, [row], [draft], [terms], [changes], by=by, on=on)[0]


@transaction.atomic
def transfer(*, mission: Mission, seat: Seat, from_on: date, why: str, by: User, on: date) -> Contract:
    """Move a volunteer to a funded seat of another host, from the first of a month: the same mission goes on.

    One host attests a month, so a transfer never cuts one. The seat is held while the text waits for its signatures.
    """
    [row] = _running([mission], by, on)
    seat = (
        Seat.objects.select_for_update(of=("self",))
        .select_related("need__host__commune__parent", "need__form", "envelope")
        .get(pk=seat.pk)
    )
    if not why.strip():
        raise Refusal("reason_required", _("Écrivez pourquoi ce volontaire change de structure."), field="why")
    _check_seat(row, seat, on)
    if from_on.day != 1 or not on <= from_on <= queries.last_day(row):
        raise Refusal(
            "transfer_day", _("Le premier jour est le premier d’un mois à venir de la mission."), field="from_on"
        )
    need = seat.need
    draft = _draft(
        row,
        seat=seat,
        host=need.host,
        profile=need.profile,
        tutor=need.tutor,
        period=between(from_on, queries.last_day(row)),
    )
    texts.require_complete([draft])
    terms = Terms(
        from_on=from_on, why=why.strip(), seat=seat, former_seat=row.seat, tutor=need.tutor, profile=need.profile
    )
    Seat.objects.filter(pk=seat.pk).update(state="filled")
    return _issue(ContractKind.TRANSFER, [row], [draft], [terms], [_said(row, draft)], by=by, on=on)[0]


def _check_seat(mission: Mission, seat: Seat, on: date) -> None:
    if seat.state != "open" or seat.envelope_id is None:
        raise Refusal("seat_not_free", _("Cette place n’est pas libre et financée."), field="seat")
    if seat.need.form_id != mission.form_id:
        raise Refusal("seat_of_another_form", _("Cette place est d’une autre forme de volontariat."), field="seat")
    if seat.need.host_id == mission.host_id:
        raise Refusal("same_host", _("Cette place est de la même structure : un avenant suffit."), field="seat")
    holds.require_receiving([seat.need.host_id])
    if quotas.there([seat.need.host_id], on).left(seat.need) == 0:
        sentence = _("« %(name)s » a déjà tous les volontaires que son agrément permet.") % {
            "name": seat.need.host.name
        }
        raise Refusal("quota_exceeded", sentence, field="seat")


def _last_of(days: DateRange) -> date:
    return days.upper - timedelta(1)


def _check_first_day(mission: Mission, first_day: date, on: date) -> None:
    if mission.state != MissionState.PREPARED or hasattr(mission, "start"):
        raise Refusal(
            "already_started", _("La mission a commencé : son premier jour ne change plus."), field="first_day"
        )
    if first_day < on:
        raise Refusal("first_day_past", _("Le premier jour est aujourd’hui ou à venir."), field="first_day")


def _running(missions: Sequence[Mission], by: User, on: date, *, may_wait_start: bool = False) -> list[Mission]:
    """Missions in service under a signed contract, or about to be, of which no text waits; locked."""
    rows = Mission.objects.locked(missions)
    require_at(by, P.CONTRACTS_ISSUE, rows)
    require_not_own(by, rows)
    require_date(by, on)
    waiting = set(Contract.objects.waiting().filter(mission__in=rows).values_list("mission_id", flat=True))
    signed = set(Contract.objects.in_force().filter(mission__in=rows).values_list("mission_id", flat=True))
    for row in rows:
        if row.pk in waiting:
            raise Refusal(
                "text_waiting", _("Un texte de %(number)s attend déjà ses signatures.") % {"number": row.number}
            )
        if row.state == MissionState.PREPARED and may_wait_start and row.pk in signed:
            continue
        if row.state != MissionState.IN_SERVICE:
            raise Refusal("not_in_service", _("La mission %(number)s n’est pas en service.") % {"number": row.number})
    return rows


def _draft(mission: Mission, **changed) -> Mission:
    """The mission as the new text says it, not written."""
    draft = copy(mission)
    for name, value in changed.items():
        setattr(draft, name, value)
    return draft


def _said(now: Mission, then: Mission) -> list[str]:
    """What differs, one line each, as the paper prints it."""
    found = []
    if then.host != now.host:
        found.append(
            f"Structure d’accueil : {then.host.name} au lieu de {now.host.name}, à partir du {papers.short(then.period.lower)}."
        )
    if then.profile != now.profile:
        found.append(
            f"Poste : {rules.label('profile', then.profile)} au lieu de {rules.label('profile', now.profile)}."
        )
    if then.tutor != now.tutor:
        found.append(f"Tuteur : {then.tutor} au lieu de {now.tutor or 'personne'}.")
    if then.period.lower != now.period.lower and then.host == now.host:
        found.append(f"Premier jour : {papers.short(then.period.lower)} au lieu du {papers.short(now.period.lower)}.")
    if queries.last_day(then) != queries.last_day(now):
        found.append(
            f"Dernier jour : {papers.short(queries.last_day(then))} au lieu du {papers.short(queries.last_day(now))}."
        )
    return found


def _issue(
    kind: str, missions: Sequence[Mission], drafts: Sequence[Mission], terms: Sequence[Terms], changes: Sequence[list[str]],
    *, by: User, on: date,
) -> list[Contract]:  # fmt: skip
    in_force = {
        c.mission_id: c
        for c in Contract.objects.in_force().filter(mission__in=missions).select_related("document").order_by("pk")
    }
    director = texts.signatory(on)
    new = [
        Contract(mission=mission, kind=kind, period=draft.period, renews=in_force[mission.pk], on=on)
        for mission, draft in zip(missions, drafts, strict=True)
    ]
    sheets = [
        papers.contract(
            draft,
            director,
            texts.texts(draft),
            title=f"{_TITLES[kind]} {in_force[draft.pk].document.number}",
            changes=lines,
        )
        for draft, lines in zip(drafts, changes, strict=True)
    ]
    written = texts.write(new, sheets, by=by, on=on)
    for contract, one in zip(written, terms, strict=True):
        one.contract = contract
    Terms.objects.bulk_create(terms)
    if written:
        journal.write(
            f"contracts.{kind}",
            "contract",
            written[0].pk,
            by=by,
            on=on,
            permission=P.CONTRACTS_ISSUE,
            rows=[c.pk for c in written],
        )
    return written


def take_effect(contracts: Sequence[Contract], *, by: Actor | None, on: date) -> list[Terms]:
    """What signed texts change is written in their missions: a renewal at once, the rest from the first day that it names."""
    rows = Terms.objects.select_for_update(of=("self",)).filter(contract__in=contracts, applied_on=None)
    done = list(rows.filter(Q(from_on__lte=on) | Q(days__isnull=False)).select_related("contract", "seat__need__host"))
    for row in done:
        _apply(row, Mission.objects.select_for_update(of=("self",)).get(pk=row.contract.mission_id))
        row.applied_on = on
    Terms.objects.bulk_update(done, ["applied_on"])
    if done:
        ids = [row.contract_id for row in done]
        journal.write("contracts.take_effect", "contract", ids[0], by=by, on=on, rows=ids)
    return done


def apply_due(*, on: date) -> int:
    """The changes whose first day has come, each on its own: one that can no longer be is journalled and left for people."""
    due = Terms.objects.filter(applied_on=None, from_on__lte=on, contract__signed_on__isnull=False)
    count = 0
    for row in due.filter(contract__mission__state__in=RUNNING).select_related("contract"):
        try:
            with transaction.atomic():
                count += len(take_effect([row.contract], by=None, on=on))
        except Refusal as no:
            journal.write("contracts.not_applied", "contract", row.contract_id, by=None, on=on, reason=no.sentence)
    return count


def _apply(terms: Terms, mission: Mission) -> None:
    if terms.first_day:
        mission.required_gates, mission.contract_names = asked_on(mission.form.code, terms.first_day)
    mission.tutor, mission.profile = terms.tutor or mission.tutor, terms.profile or mission.profile
    if terms.seat:
        mission.seat, mission.host = terms.seat, terms.seat.need.host
        Seat.objects.filter(pk=terms.former_seat_id).update(state="open")
    if terms.tutor:
        mission.tutor_account = tutor_account(mission.host, terms.tutor)
    last = queries.last_day(mission)
    if terms.days:
        last = term.renewed(mission.period.lower, last, terms.days, queries.pauses_of(mission))
    _move_end(mission, terms.first_day or mission.period.lower, terms.last_day or last)


def _move_end(mission: Mission, first: date, last: date) -> None:
    is_moved = last != queries.last_day(mission) and mission.started_on is not None
    mission.period = between(first, last)
    try:
        with transaction.atomic():
            mission.save(update_fields=[*_CHANGED])
    except IntegrityError as error:
        if "missions_do_not_overlap" not in str(error):
            raise
        raise Refusal("mission_overlaps", _("La fin irait au %(last)s, sur une autre mission de cette personne.")
                      % {"last": papers.short(last)}) from error  # fmt: skip
    if is_moved:
        move_service_end(source="mission", source_id=mission.pk, last=last)


def give_up(missions: Sequence[Mission], *, why: str, by: Actor, on: date) -> None:
    """Missions that end: no text of theirs will be signed, and the seat that a transfer held is free."""
    waiting = list(
        Contract.objects.waiting()
        .filter(mission__in=missions)
        .select_related("document", "terms")
        .select_for_update(of=("self",))
    )
    texts.void(waiting, why=why, by=by, on=on)
    pending = Terms.objects.filter(contract__mission__in=missions, applied_on=None, seat__isnull=False)
    Seat.objects.filter(pk__in=pending.values("seat")).update(state="open")
