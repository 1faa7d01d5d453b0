"""The start of service: attested by the host, confirmed by the regional centre, never by the same person."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move, move_all
from teriya.foundation.documents.actions import issue_many
from teriya.foundation.journal import actions as journal
from teriya.foundation.messages.actions import queue_many
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.calls.states import WAVE_LIFE, WaveState
from teriya.mobilisation.hosts.responsiveness import Noted, note
from teriya.mobilisation.placement.models import Offer
from teriya.mobilisation.placement.states import OfferState
from teriya.people.actions import add_services
from teriya.service.missions import papers, queries
from teriya.service.missions.models import Contract, Mission, StartOfService
from teriya.service.missions.policies import hosts_of, require_at, require_not_own, require_roles
from teriya.service.missions.queries import last_day
from teriya.service.missions.states import MISSION_LIFE, MissionState


@transaction.atomic
def attest_starts(
    *, missions: Sequence[Mission], first_day: date, by: User, on: date, paper: str = ""
) -> list[StartOfService]:
    """The host says on what day its volunteers took up service: its officer, or an agent who holds its `paper`."""
    rows = Mission.objects.locked(missions)
    _require_host(by, rows, paper)
    require_date(by, on)
    for row in rows:
        _check_first_day(row, first_day, on)
    try:
        with transaction.atomic():
            starts = StartOfService.objects.bulk_create([
                StartOfService(mission=row, on=first_day, attested_by_id=by.id, attested_on=on, paper=paper.strip()) for row in rows
            ])  # fmt: skip
    except IntegrityError as error:
        raise Refusal("already_attested", _("Une de ces prises de service est déjà attestée.")) from error
    _note(starts)
    if rows:
        journal.write("missions.attest_start", "mission", rows[0].pk, by=by, on=on, permission=P.STARTS_ATTEST,
                      rows=[row.pk for row in rows], first_day=str(first_day))  # fmt: skip
    return starts


def _note(starts: Sequence[StartOfService]) -> None:
    """Whether the host attested in time weighs on its responsiveness."""
    note([
        Noted(start.mission.host_id, "attestation", "start", start.pk,
              start.on + timedelta(rules.amount("start_confirmation_days", form=start.mission.form.code, on=start.on)),
              start.attested_on)
        for start in starts
    ])  # fmt: skip


def _require_host(by: User, missions: Sequence[Mission], paper: str) -> None:
    own = hosts_of(by)
    if all(mission.host_id in own for mission in missions):
        require(by, P.STARTS_ATTEST)
        require_roles(by, "start_attested_by", missions)
        return
    require_at(by, P.CONTRACTS_RECORD_SIGNATURES, missions)
    require_not_own(by, missions)
    if not paper.strip():
        raise Refusal(
            "paper_missing",
            _("Écrivez le numéro ou la date de l’attestation que la structure a remise."),
            field="paper",
        )


def _check_first_day(mission: Mission, first_day: date, on: date) -> None:
    if mission.state != MissionState.PREPARED:
        raise Refusal(
            "not_in_preparation", _("La mission %(number)s n’est plus en préparation.") % {"number": mission.number}
        )
    if first_day > on:
        raise Refusal(
            "start_in_future", _("Une prise de service s’atteste une fois qu’elle a eu lieu."), field="first_day"
        )
    if not mission.period.lower <= first_day <= last_day(mission):
        raise Refusal(
            "start_outside_contract",
            _("La mission %(number)s va du %(first)s au %(last)s : le premier jour est entre ces dates.")
            % {
                "number": mission.number,
                "first": f"{mission.period.lower:%d/%m/%Y}",
                "last": f"{last_day(mission):%d/%m/%Y}",
            },
            field="first_day",
        )


@transaction.atomic
def confirm_starts(*, missions: Sequence[Mission], by: User, on: date) -> list[Mission]:
    """The regional centre confirms what the host attested: the mission is in service and its days count from then on.

    Refused, with what is missing in words, unless every gate of the form stands (`start_gates_missing`); the database
    checks it too. Each start prints its fiche.
    """
    rows = Mission.objects.locked(missions)
    require_at(by, P.STARTS_CONFIRM, rows)
    require_roles(by, "start_confirmed_by", rows)
    require_not_own(by, rows)
    starts = {start.mission_id: start for start in StartOfService.objects.select_for_update().filter(mission__in=rows)}
    _check_attested(rows, starts, by)
    _check_gates(rows, {pk: start.on for pk, start in starts.items()})
    _check_contracts(rows)
    for row in rows:
        start = starts[row.pk]
        start.mission, start.confirmed_by_id, start.confirmed_on, row.started_on = row, by.id, on, start.on
    _print_sheets(list(starts.values()), by=by, on=on)
    StartOfService.objects.bulk_update(starts.values(), ["confirmed_by_id", "confirmed_on", "sheet"])
    Mission.objects.bulk_update(rows, ["started_on"])
    move_all(rows, MISSION_LIFE, "start", by=by, on=on)
    add_services(
        [(row.person_id, row.form.code, row.started_on, last_day(row), row.pk) for row in rows], source="mission"
    )
    _tell(rows)
    if rows:
        journal.write("missions.confirm_start", "mission", rows[0].pk, by=by, on=on, permission=P.STARTS_CONFIRM,
                      rows=[row.pk for row in rows])  # fmt: skip
    return rows


def _check_attested(missions: Sequence[Mission], starts: dict[int, StartOfService], by: User) -> None:
    for mission in missions:
        if mission.pk not in starts:
            raise Refusal(
                "start_not_attested",
                _("La structure n’a pas attesté la prise de service de %(number)s.") % {"number": mission.number},
            )
    require_other_person(by, *(start.attested_by_id for start in starts.values()))


def _check_gates(missions: Sequence[Mission], days: dict[int, date]) -> None:
    lacking = queries.missing_gates(missions, days)
    for mission in missions:
        if mission.pk in lacking:
            others = _(" (%(count)s missions dans ce cas)") % {"count": len(lacking)} if len(lacking) > 1 else ""
            raise Refusal(
                "start_gates_missing",
                _("Il manque à %(number)s : %(lacking)s%(others)s. Que faire : %(cures)s.")
                % {"number": mission.number, "lacking": queries.gate_words(lacking[mission.pk]), "others": others,
                   "cures": queries.gate_cures(lacking[mission.pk])},
            )  # fmt: skip


def _check_contracts(missions: Sequence[Mission]) -> None:
    signed = set(Contract.objects.in_force().filter(mission__in=missions).values_list("mission_id", flat=True))
    waiting = set(Contract.objects.waiting().filter(mission__in=missions).values_list("mission_id", flat=True))
    for mission in missions:
        if mission.pk in signed & waiting:
            raise Refusal(
                "text_waiting", _("Un avenant de %(number)s attend ses signatures : faites-le signer.") % {"number": mission.number}
            )  # fmt: skip
        if mission.pk not in signed:
            raise Refusal(
                "start_without_contract",
                _("%(number)s n’a pas de contrat signé des trois parties : établissez-le et faites-le signer.")
                % {"number": mission.number},
            )


def _print_sheets(starts: Sequence[StartOfService], *, by: User, on: date) -> None:
    ids = [start.mission_id for start in starts]
    gates = queries.gates_of(ids)
    contracts = (
        Contract.objects.in_force()
        .filter(mission__in=ids)
        .select_related("document")
        .prefetch_related("signatures")
        .order_by("pk")
    )
    of_mission = {contract.mission_id: contract for contract in contracts}
    hands = {start.attested_by_id for start in starts} | {by.id}
    names = dict(User.objects.filter(pk__in=hands).values_list("pk", "name"))
    sheets = [
        papers.start_sheet(start, gates[start.mission_id], of_mission[start.mission_id], names) for start in starts
    ]
    printed = issue_many(kind="fiche", series="PRISE-SERVICE", subject="mission", sheets=sheets, by=by, on=on)
    for start, document in zip(starts, printed, strict=True):
        start.sheet = document


def _tell(missions: Sequence[Mission]) -> None:
    queue_many(
        [{"to": m.person.phone, "key": f"start_confirmed:{m.pk}", "about": f"mission {m.pk}",
          "context": {"host": m.host.name, "first": papers.short(m.started_on), "last": papers.short(last_day(m))}} for m in missions],
        channel="sms", template="start_confirmed",
    )  # fmt: skip


def may_be_deployed(wave: Wave) -> bool:
    """Missions were opened, and no candidate has an answer to give: nobody else will come."""
    return wave.state == WaveState.PLACED and wave.missions.exists() and not unanswered(wave)


def unanswered(wave: Wave) -> int:
    return Offer.objects.filter(application__wave=wave, state=OfferState.PROPOSED).count()


@transaction.atomic
def deploy(*, wave: Wave, by: User, on: date) -> Wave:
    """Declare a wave deployed, once nobody is left in preparation."""
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    waiting = locked.missions.filter(state=MissionState.PREPARED).count()
    if waiting:
        raise Refusal(
            "starts_missing",
            _("%(waiting)s missions de cette vague n’ont pas commencé : confirmez-les ou annulez-les.")
            % {"waiting": waiting},
        )
    if asked := unanswered(locked):
        sentence = _("%(asked)s propositions de cette vague attendent une réponse : recueillez-les.")
        raise Refusal("answers_missing", sentence % {"asked": asked})
    if not locked.missions.exists():
        raise Refusal("no_mission", _("Aucune mission de cette vague n’est ouverte : ouvrez-les d’abord."))
    move(locked, WAVE_LIFE, "deploy", by=by, on=on)
    journal.write("waves.deploy", "wave", locked.pk, by=by, on=on, permission=P.CONTRACTS_ISSUE)
    return locked
