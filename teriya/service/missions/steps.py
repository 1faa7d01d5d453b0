"""What is done for many missions at once: who waits, what stops some of them, and the action for the others.

A page, its form and its route come from one `Step`. `lines` gives everybody concerned; a line that is blocked says why and
is left out; the others are done together, or not at all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.placement.models import Offer
from teriya.service.missions import actions, queries
from teriya.service.missions.models import Closing, Contract, Mission, Trainee
from teriya.service.missions.policies import hosts_of, is_recorded_in_the_field
from teriya.service.missions.preparation import drafts
from teriya.service.missions.states import CHECKLIST, GateName, MissionState, Party


@dataclass(frozen=True, slots=True)
class Line:
    """One person in a step: `since` waits from that day, `note` is shown and stops nothing, `blocked` says what stops it."""

    pk: int
    person: str
    number: str
    host: str
    since: date | None = None
    note: str = ""
    blocked: str = ""


@dataclass(frozen=True)
class Step:
    """`ask` names the form's fields beyond the choice of people; `done` begins the sentence that counts them."""

    code: str
    path: str
    title: Promise
    submit: Promise
    done: Promise
    permission: str
    lines: Callable[[User, Wave | None], list[Line]]
    run: Callable[..., Any]
    ask: str = ""
    of_one_wave: bool = False

    def require(self, user: User) -> None:
        require(user, self.permission)


def _missions(user: User, wave: Wave | None, **conditions) -> QuerySet[Mission]:
    rows = Mission.objects.visible_to(user).filter(**conditions)
    rows = rows if wave is None else rows.filter(wave=wave)
    return rows.select_related("person", "host", "form", "seat").order_by("host__name", "person__family", "pk")


def _line(mission: Mission, **more) -> Line:
    return Line(mission.pk, str(mission.person), mission.number, mission.host.name, **more)


def _some(ids: Sequence[int]) -> QuerySet[Mission]:
    return Mission.objects.filter(pk__in=ids)


def to_prepare(user: User, wave: Wave | None) -> list[Line]:
    """Accepted offers of the wave; past service beyond the law's cap stops one, beyond the practice warns."""
    if wave is None:
        return []
    offers = list(queries.ready_offers(wave))
    law, policy = queries.over_caps(drafts(offers, wave=wave, on=timezone.localdate()))
    return [
        Line(offer.pk, str(offer.application.person), offer.application.person.matricule, offer.seat.need.host.name,
             note=policy.get(offer.pk, ""), blocked=law.get(offer.pk, ""))
        for offer in offers
    ]  # fmt: skip


def prepare(ids: Sequence[int], *, wave: Wave, by: User, on: date) -> list[Mission]:
    return actions.prepare_many(wave=wave, offers=Offer.objects.filter(pk__in=ids), by=by, on=on)


def to_train(user: User, wave: Wave | None) -> list[Line]:
    """Those who are in preparation and expected at no training to come, nor attended one."""
    expected = Trainee.objects.filter(mission=OuterRef("pk"), attended=None)
    rows = list(_missions(user, wave, state=MissionState.PREPARED).exclude(Exists(expected)))
    gates = queries.gates_of([row.pk for row in rows])
    return [_line(row) for row in rows if GateName.TRAINING not in gates[row.pk]]


def train(ids: Sequence[int], *, wave: Wave, **values) -> Any:
    return actions.plan_training(wave=wave, missions=_some(ids), **values)


def to_swear(user: User, wave: Wave | None) -> list[Line]:
    rows = [row for row in _missions(user, wave, state=MissionState.PREPARED) if GateName.OATH in row.required_gates]
    gates = queries.gates_of([row.pk for row in rows])
    trained = _("la formation n’est pas enregistrée")
    return [
        _line(row, blocked="" if _holds(gates[row.pk], row, GateName.TRAINING) else str(trained))
        for row in rows if GateName.OATH not in gates[row.pk]
    ]  # fmt: skip


def swear(ids: Sequence[int], *, wave: Wave, **values) -> Any:
    return actions.record_oath(missions=_some(ids), **values)


def _holds(gates: dict, mission: Mission, name: str) -> bool:
    return name in gates or name not in mission.required_gates


def to_contract(user: User, wave: Wave | None) -> list[Line]:
    rows = _missions(user, wave, state=MissionState.PREPARED, contracts=None)
    no_tutor = str(_("sans tuteur"))
    return [
        _line(row, note="" if row.tutor else no_tutor, blocked=(queries.contract_blocker(row) or ("", ""))[1])
        for row in rows
    ]


def to_sign(party: str) -> Callable[[User, Wave | None], list[Line]]:
    """Issued contracts that this party has not signed."""

    def lines(user: User, wave: Wave | None) -> list[Line]:
        rows = _missions(user, wave, state=MissionState.PREPARED, contracts__isnull=False)
        if party == Party.HOST:
            rows = rows.filter(host__in=hosts_of(user))
        rows = rows.exclude(contracts__signatures__party=party).prefetch_related("contracts")
        return [_line(row, since=row.contracts.all()[0].on) for row in rows]

    return lines


def sign(party: str) -> Callable[..., Any]:
    def run(ids: Sequence[int], *, by: User, on: date) -> list:
        return actions.sign(contracts=Contract.objects.filter(mission__in=ids), party=party, by=by, on=on)

    return run


def to_record(user: User, wave: Wave | None) -> list[Line]:
    """Contracts that somebody has still to sign: what was signed in ink at a centre is entered here."""
    rows = _missions(user, wave, state=MissionState.PREPARED, contracts__isnull=False)
    rows = rows.prefetch_related("contracts__signatures")
    found = []
    for row in rows:
        contract = row.contracts.all()[0]
        signed = {signature.party for signature in contract.signatures.all()}
        left = [str(party.label) for party in Party if party not in signed]
        if left:
            found.append(_line(row, since=contract.on, note=str(_("reste : %s")) % ", ".join(left)))
    return found


def record_ink(ids: Sequence[int], *, party: str, by: User, on: date) -> list:
    """Those whom the party has already signed are left as they are."""
    contracts = Contract.objects.filter(mission__in=ids).exclude(signatures__party=party)
    return actions.record_signatures(contracts=contracts, party=party, by=by, on=on)


def to_accompany(user: User, wave: Wave | None) -> list[Line]:
    """Missions whose form has presence recorded in the field, and nobody named to do it."""
    states = [MissionState.PREPARED, MissionState.IN_SERVICE]
    rows = _missions(user, wave, state__in=states, facilitator=None)
    return [_line(row, since=row.started_on) for row in rows if is_recorded_in_the_field(row)]


def accompany(ids: Sequence[int], **values) -> list[Mission]:
    return actions.name_facilitator(missions=_some(ids), **values)


def to_attest(user: User, wave: Wave | None) -> list[Line]:
    """Issued contracts whose first day has come: for an officer of the host, one's own; for the centre, all."""
    rows = _missions(user, wave, state=MissionState.PREPARED, contracts__isnull=False, start=None)
    if not user.may(P.CONTRACTS_RECORD_SIGNATURES):
        rows = rows.filter(host__in=hosts_of(user))
    today = timezone.localdate()
    return [
        _line(row, since=row.period.lower, blocked="" if row.period.lower <= today else str(_("commence le %s")) % f"{row.period.lower:%d/%m/%Y}")
        for row in rows
    ]  # fmt: skip


def to_confirm(user: User, wave: Wave | None) -> list[Line]:
    rows = list(_missions(user, wave, state=MissionState.PREPARED, start__isnull=False).select_related("start"))
    missing = queries.missing_gates(rows, {row.pk: row.start.on for row in rows})
    return [
        _line(row, since=row.start.attested_on, note=_overdue(row), blocked=_why(row, user, missing.get(row.pk)))
        for row in rows
    ]


def _overdue(mission: Mission) -> str:
    days = rules.amount("start_confirmation_days", form=mission.form.code, on=mission.start.on)
    is_late = days is not None and timezone.localdate() > mission.start.on + timedelta(days)
    return str(_("délai de %s jours dépassé")) % days if is_late else ""


def _why(mission: Mission, user: User, missing: list[str] | None) -> str:
    if missing:
        return str(_("il manque : %s")) % queries.gate_words(missing)
    if mission.start.attested_by_id == user.pk:
        return str(_("vous l’avez attestée : une autre personne confirme"))
    return ""


def to_end(user: User, wave: Wave | None) -> list[Line]:
    """Missions under way whose contract is over."""
    rows = _missions(user, wave, state__in=[MissionState.IN_SERVICE, MissionState.SUSPENDED])
    rows = rows.filter(period__endswith__lte=timezone.localdate())
    waiting = _("suspendue : enregistrez la reprise")
    return [
        _line(row, since=queries.last_day(row), blocked=waiting if queries.owes_return(row) else "")
        for row in rows.prefetch_related("suspensions")
    ]


def to_check(user: User, wave: Wave | None) -> list[Line]:
    return [
        _line(row, since=row.ended_on, note=undone(row.closing)) for row in _ended(user, wave) if undone(row.closing)
    ]


def to_close(user: User, wave: Wave | None) -> list[Line]:
    return [_line(row, since=row.ended_on, blocked=undone(row.closing)) for row in _ended(user, wave)]


def _ended(user: User, wave: Wave | None) -> QuerySet[Mission]:
    return _missions(user, wave, state=MissionState.ENDED).select_related("closing")


def undone(closing: Closing) -> str:
    """What is left on the checklist, in words; nothing when it is complete."""
    left = ", ".join(str(label) for name, label in CHECKLIST.items() if not getattr(closing, name))
    return str(_("reste : %s")) % left if left else ""


def check(ids: Sequence[int], *, ticks: Sequence[str], by: User, on: date) -> list[Closing]:
    return actions.update_closing(missions=_some(ids), ticks=dict.fromkeys(ticks, True), by=by, on=on)


def to_certify(user: User, wave: Wave | None) -> list[Line]:
    rows = _missions(user, wave, state=MissionState.CLOSED, closing__certificate=None)
    return [_line(row, since=row.ended_on) for row in rows]


def _on_missions(action: Callable[..., Any], **fixed) -> Callable[..., Any]:
    def run(ids: Sequence[int], **values) -> Any:
        return action(missions=_some(ids), **fixed, **values)

    return run


_ALL = [
    Step("prepare", "ouvrir/", _("Ouvrir les missions"), _("Ouvrir les missions"), _("Missions ouvertes"), P.CONTRACTS_ISSUE, to_prepare, prepare,
         of_one_wave=True),
    Step("train", "convoquer/", _("Convoquer à la formation"), _("Convoquer et préparer la liste d’émargement"), _("Personnes convoquées"),
         P.TRAINING_HOLD, to_train, train, "training", of_one_wave=True),
    Step("swear", "serment/", _("Prestation de serment"), _("Enregistrer le serment"), _("Serments enregistrés"), P.OATH_RECORD, to_swear,
         swear, "place", of_one_wave=True),
    Step("issue", "contrats/etablir/", _("Établir les contrats"), _("Établir les contrats"), _("Contrats établis"), P.CONTRACTS_ISSUE, to_contract,
         _on_missions(actions.issue_contracts)),
    Step("sign_agency", "contrats/signer/", _("Contrats à signer pour l’agence"), _("Signer"), _("Contrats signés"), P.CONTRACTS_SIGN_AGENCY,
         to_sign(Party.AGENCY), sign(Party.AGENCY), "signature"),
    Step("sign_host", "contrats/signer-structure/", _("Contrats à signer pour la structure"), _("Signer"), _("Contrats signés"), P.CONTRACTS_SIGN_HOST,
         to_sign(Party.HOST), sign(Party.HOST), "signature"),
    Step("record_ink", "contrats/encre/", _("Signatures à l’encre"), _("Enregistrer les signatures"), _("Signatures enregistrées"),
         P.CONTRACTS_RECORD_SIGNATURES, to_record, record_ink, "ink"),
    Step("accompany", "animateurs/", _("Animateurs de terrain à nommer"), _("Nommer"), _("Volontaires confiés"),
         P.CONTRACTS_RECORD_SIGNATURES, to_accompany, accompany, "facilitator"),
    Step("attest", "prises-de-service/attester/", _("Prises de service à attester"), _("Attester"), _("Prises de service attestées"), P.STARTS_ATTEST, to_attest,
         _on_missions(actions.attest_starts), "first_day"),
    Step("enter_attestation", "prises-de-service/recues/", _("Attestations reçues des structures"), _("Enregistrer les attestations"), _("Attestations enregistrées"),
         P.CONTRACTS_RECORD_SIGNATURES, to_attest, _on_missions(actions.attest_starts), "paper"),
    Step("confirm", "prises-de-service/confirmer/", _("Prises de service à confirmer"), _("Confirmer"), _("Prises de service confirmées"), P.STARTS_CONFIRM,
         to_confirm, _on_missions(actions.confirm_starts)),
    Step("end_term", "fins/", _("Missions arrivées à terme"), _("Terminer"), _("Missions terminées"), P.MISSIONS_END, to_end,
         _on_missions(actions.end, reason="term")),
    Step("check", "clotures/remplir/", _("Fiches de clôture à remplir"), _("Cocher"), _("Fiches remplies"), P.MISSIONS_CLOSE, to_check, check, "ticks"),
    Step("close", "clotures/", _("Missions à clore"), _("Clore"), _("Missions closes"), P.MISSIONS_CLOSE, to_close, _on_missions(actions.close)),
    Step("certify", "attestations/", _("Attestations à délivrer"), _("Délivrer les attestations"), _("Attestations délivrées"), P.CERTIFICATES_ISSUE,
         to_certify, _on_missions(actions.issue_certificates)),
]  # fmt: skip

STEPS: dict[str, Step] = {step.code: step for step in _ALL}
