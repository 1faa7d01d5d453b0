"""Texts at each step: to insure, to issue, to sign, to issue again, originals on their way, contracts to renew."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.models import User
from teriya.mobilisation.calls.models import Wave
from teriya.service.missions import actions, originals, queries, renewals
from teriya.service.missions.lines import Line, line_of, missions
from teriya.service.missions.models import Contract, Mission, Original
from teriya.service.missions.policies import hosts_of
from teriya.service.missions.states import ContractKind, MissionState, OriginalState, Party


def to_insure(user: User, wave: Wave | None) -> list[Line]:
    """Those whose contract names an insurance that nobody has written yet."""
    rows = list(_uncontracted(user, wave))
    lacking = queries.contract_lacks(rows)
    codes = {pk: {code for code, _words in lacks} for pk, lacks in lacking.items()}
    return [line_of(row) for row in rows if "insurance_missing" in codes.get(row.pk, ())]


def to_contract(user: User, wave: Wave | None) -> list[Line]:
    rows = list(_uncontracted(user, wave))
    lacking = queries.contract_lacks(rows)
    return [
        line_of(row, blocked=str(_("il manque : %s")) % queries.in_words(lacking[row.pk]) if row.pk in lacking else "")
        for row in rows
    ]


def _uncontracted(user: User, wave: Wave | None) -> QuerySet[Mission]:
    rows = missions(user, wave, state=MissionState.PREPARED).exclude(Exists(contract_of_mission()))
    return rows.select_related("seat__envelope").prefetch_related("seat__shares__envelope")


def contract_of_mission() -> QuerySet[Contract]:
    return Contract.objects.current().filter(mission=OuterRef("pk"))


def _contracts(user: User, wave: Wave | None) -> QuerySet[Contract]:
    """Texts that wait for signatures, whose missions this person sees."""
    rows = Contract.objects.waiting().filter(mission__in=Mission.objects.visible_to(user))
    rows = rows if wave is None else rows.filter(mission__wave=wave)
    rows = rows.select_related("document", "mission__person", "mission__host").prefetch_related("signatures")
    return rows.order_by("mission__host__name", "mission__person__family", "pk")


def _text(contract: Contract, **more) -> Line:
    """One line a text: what it is, when it is not the first contract."""
    mission = contract.mission
    note = "" if contract.kind == ContractKind.FIRST else contract.get_kind_display()
    more = {"note": note, "since": contract.on} | more
    return Line(contract.pk, str(mission.person), mission.number, mission.host.name, **more)


def to_sign(party: str) -> Callable[[User, Wave | None], list[Line]]:
    """Texts that this party has not signed; one that names who has left the office has to be issued again first."""

    def lines(user: User, wave: Wave | None) -> list[Line]:
        rows = _contracts(user, wave).exclude(signatures__party=party)
        if party == Party.HOST:
            rows = rows.filter(mission__host__in=hosts_of(user))
        stale = str(_("nomme un signataire qui n’est plus en fonction"))
        return [_text(row, blocked=stale if is_stale else "") for row, is_stale in _with_stale(rows)]

    return lines


def _with_stale(rows: QuerySet[Contract]) -> list[tuple[Contract, bool]]:
    act = queries.agency_signatory(timezone.localdate())
    now = (act.user.name, act.title) if act else ("", "")
    found = []
    for row in rows:
        named = row.document.data["represented_by"]
        is_signed = any(one.party == Party.AGENCY for one in row.signatures.all())
        found.append((row, not is_signed and (named["name"], named["function"]) != now))
    return found


def sign(party: str) -> Callable[..., Any]:
    def run(ids: Sequence[int], *, by: User, on: date) -> list:
        return actions.sign(contracts=Contract.objects.filter(pk__in=ids), party=party, by=by, on=on)

    return run


def to_record(user: User, wave: Wave | None) -> list[Line]:
    """Texts that somebody has still to sign: what was signed in ink at a centre is entered here."""
    found = []
    for row in _contracts(user, wave):
        signed = {signature.party for signature in row.signatures.all()}
        left = ", ".join(str(party.label) for party in Party if party not in signed)
        found.append(_text(row, note=str(_("reste : %s")) % left))
    return found


def record_ink(ids: Sequence[int], *, party: str, by: User, on: date) -> list:
    """Those whom the party has already signed are left as they are."""
    contracts = Contract.objects.filter(pk__in=ids).exclude(signatures__party=party)
    return actions.record_signatures(contracts=contracts, party=party, by=by, on=on)


def to_reissue(user: User, wave: Wave | None) -> list[Line]:
    """First contracts that name a signatory who left before signing: the new text makes the signatures given fall."""
    rows = _with_stale(_contracts(user, wave).filter(kind=ContractKind.FIRST))
    given = _("signatures qui tomberont : %s")
    return [_reissued(row, given) for row, is_stale in rows if is_stale]


def _reissued(contract: Contract, given: Promise) -> Line:
    signed, mission = len(contract.signatures.all()), contract.mission
    note = str(given) % signed if signed else ""
    return Line(mission.pk, str(mission.person), mission.number, mission.host.name, since=contract.on, note=note)


def to_redate(user: User, wave: Wave | None) -> list[Line]:
    """Missions of a wave that have not begun; a contract signed by all changes by an amendment."""
    rows = missions(user, wave, state=MissionState.PREPARED, start=None).prefetch_related("contracts__signatures")
    signed = str(_("contrat signé de tous : un avenant le change"))
    return [
        line_of(row, note=f"{str(_('commence le %s')) % f'{row.period.lower:%d/%m/%Y}'}{_falling(row)}",
                blocked=signed if any(one.signed_on for one in row.contracts.all()) else "")
        for row in rows
    ]  # fmt: skip


def _falling(mission: Mission) -> str:
    given = sum(len(one.signatures.all()) for one in mission.contracts.all() if one.is_open)
    return ", " + str(_("signatures qui tomberont : %s")) % given if given else ""


def redate(ids: Sequence[int], *, wave: Wave, **values) -> list[Mission]:
    return actions.redate(missions=Mission.objects.filter(wave=wave, pk__in=ids), **values)


def to_send_originals(user: User, wave: Wave | None) -> list[Line]:
    return [_text(row) for row in _contracts(user, wave).filter(original=None)]


def send_originals(ids: Sequence[int], **values) -> list:
    return actions.send_originals(contracts=Contract.objects.filter(pk__in=ids), **values)


def to_file_originals(user: User, wave: Wave | None) -> list[Line]:
    """Originals that left and are not put away: away for how long, or without their scan."""
    rows = Original.objects.exclude(state=OriginalState.FILED).filter(
        contract__mission__in=Mission.objects.visible_to(user)
    )
    rows = rows if wave is None else rows.filter(contract__mission__wave=wave)
    rows = list(
        rows.select_related("contract__document", "contract__mission__person", "contract__mission__host").order_by(
            "sent_on", "pk"
        )
    )
    scanned = originals.scanned([row.contract_id for row in rows])
    away, bare = str(_("pas revenu : %s")), str(_("sans scan"))
    return [
        _text(row.contract, since=row.sent_on, note="", blocked=away % row.sent_to if row.state == OriginalState.SENT
              else "" if row.contract_id in scanned else bare)
        for row in rows
    ]  # fmt: skip


def file_originals(ids: Sequence[int], **values) -> list:
    return actions.file_originals(contracts=Contract.objects.filter(pk__in=ids), **values)


def to_renew(user: User, wave: Wave | None) -> list[Line]:
    """Missions in their last three months; what stops a renewal of one more contract is said."""
    soon = timezone.localdate() + renewals.PREPARED_BEFORE
    rows = missions(user, wave, state=MissionState.IN_SERVICE, period__endswith__lte=soon)
    rows = list(
        rows.exclude(Exists(Contract.objects.waiting().filter(mission=OuterRef("pk")))).select_related("seat__need")
    )
    blocked = renewals.blockers(rows, 1)
    _law, policy = renewals.over(rows, 1)
    return [
        line_of(
            row,
            since=queries.last_day(row),
            note=policy.get(row.offer_id, ""),
            blocked=blocked.get(row.pk, ("", ""))[1],
        )
        for row in rows
    ]
