"""What is done for many missions at once: who waits, what stops some of them, and the action for the others.

A page, its form and its route come from one `Step`. `lines` gives everybody concerned; a line that is blocked says why and
is left out before anything is sent; what is refused afterwards is told line by line, and the others are done (`passing.py`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.receipts import digest_of
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.placement.models import Offer
from teriya.service.missions import actions, cards, contract_lines, queries
from teriya.service.missions.lines import Line, line_of, missions, some
from teriya.service.missions.models import Closing, Mission, OathCall
from teriya.service.missions.policies import hosts_of, is_recorded_in_the_field
from teriya.service.missions.preparation import drafts
from teriya.service.missions.states import RUNNING, EndReason, GateName, MissionState, Party, checklist


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


def to_swear(user: User, wave: Wave | None) -> list[Line]:
    rows = [
        row for row in queries.unproved(missions(user, wave), GateName.OATH) if GateName.OATH in row.required_gates
    ]
    gates = queries.gates_of([row.pk for row in rows])
    trained = _("la formation n’est pas enregistrée")
    return [
        line_of(row, blocked="" if _holds(gates[row.pk], row, GateName.TRAINING) else str(trained))
        for row in rows
    ]  # fmt: skip


def to_call_to_oath(user: User, wave: Wave | None) -> list[Line]:
    """Those to swear whom no ceremony to come has called; who was absent at one is called again."""
    called = OathCall.objects.filter(oath__state="planned").values_list("mission", flat=True)
    expected = set(called.filter(oath__wave=wave))
    return [line for line in to_swear(user, wave) if line.pk not in expected]


def call_to_oath(ids: Sequence[int], *, wave: Wave, **values) -> Any:
    return actions.call_to_oath(missions=some(ids), **values)


def swear(ids: Sequence[int], *, wave: Wave, **values) -> Any:
    return actions.record_oath(missions=some(ids), **values)


def _holds(gates: dict, mission: Mission, name: str) -> bool:
    return name in gates or name not in mission.required_gates


def to_accompany(user: User, wave: Wave | None) -> list[Line]:
    """Missions whose form has presence recorded in the field, and nobody named to do it."""
    states = [MissionState.PREPARED, MissionState.IN_SERVICE]
    rows = missions(user, wave, state__in=states, facilitator=None)
    return [line_of(row, since=row.started_on) for row in rows if is_recorded_in_the_field(row)]


def accompany(ids: Sequence[int], **values) -> list[Mission]:
    return actions.name_facilitator(missions=some(ids), **values)


def to_attest(user: User, wave: Wave | None) -> list[Line]:
    """Issued contracts whose first day has come: for an officer of the host, one's own; for the centre, all."""
    rows = missions(user, wave, state=MissionState.PREPARED, start=None).filter(
        Exists(contract_lines.contract_of_mission())
    )
    if not user.may(P.CONTRACTS_RECORD_SIGNATURES):
        rows = rows.filter(host__in=hosts_of(user))
    today = timezone.localdate()
    return [
        line_of(row, since=row.period.lower, blocked="" if row.period.lower <= today else str(_("commence le %s")) % f"{row.period.lower:%d/%m/%Y}")
        for row in rows
    ]  # fmt: skip


def to_confirm(user: User, wave: Wave | None) -> list[Line]:
    rows = list(missions(user, wave, state=MissionState.PREPARED, start__isnull=False).select_related("start"))
    missing = queries.missing_gates(rows, {row.pk: row.start.on for row in rows})
    return [
        line_of(row, since=row.start.attested_on, note=_overdue(row), blocked=_why(row, user, missing.get(row.pk)))
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


def to_card(user: User, wave: Wave | None) -> list[Line]:
    """Those in service without a card, or whose card no longer says what it should."""
    rows = list(missions(user, wave, state__in=RUNNING).select_related("host__commune"))
    made, would = cards.standing([row.pk for row in rows]), cards.sheets_of(rows)
    other = str(_("remplace une carte qui dit autre chose"))
    due = [row for row in rows if row.pk not in made or cards.says(made[row.pk]) != digest_of(would[row.pk].data)]
    return [line_of(row, since=row.started_on, note=other if row.pk in made else "") for row in due]


def to_end(user: User, wave: Wave | None) -> list[Line]:
    """Missions under way whose contract is over."""
    rows = missions(user, wave, state__in=[MissionState.IN_SERVICE, MissionState.SUSPENDED])
    rows = rows.filter(period__endswith__lte=timezone.localdate())
    waiting = _("suspendue : enregistrez la reprise")
    return [
        line_of(row, since=queries.last_day(row), blocked=waiting if queries.owes_return(row) else "")
        for row in rows.prefetch_related("suspensions")
    ]


def to_check(user: User, wave: Wave | None) -> list[Line]:
    return [
        line_of(row, since=row.ended_on, note=undone(row.closing)) for row in _ended(user, wave) if undone(row.closing)
    ]


def to_close(user: User, wave: Wave | None) -> list[Line]:
    return [line_of(row, since=row.ended_on, blocked=undone(row.closing)) for row in _ended(user, wave)]


def _ended(user: User, wave: Wave | None) -> QuerySet[Mission]:
    return missions(user, wave, state=MissionState.ENDED).select_related("closing")


def undone(closing: Closing) -> str:
    """What is left on the checklist, in words; nothing when it is complete."""
    asked = checklist(closing.mission.end_reason)
    left = ", ".join(str(label) for name, label in asked.items() if not getattr(closing, name))
    return str(_("reste : %s")) % left if left else ""


def check(ids: Sequence[int], *, ticks: Sequence[str], by: User, on: date) -> list[Closing]:
    return actions.update_closing(missions=some(ids), ticks=dict.fromkeys(ticks, True), by=by, on=on)


def to_certify(user: User, wave: Wave | None) -> list[Line]:
    rows = missions(user, wave, state=MissionState.CLOSED, closing__certificate=None)
    family = str(_("décès : à remettre à la famille"))
    return [line_of(row, since=row.ended_on, note=family if row.end_reason == EndReason.DEATH else "") for row in rows]


def _on_missions(action: Callable[..., Any], **fixed) -> Callable[..., Any]:
    def run(ids: Sequence[int], **values) -> Any:
        return action(missions=some(ids), **fixed, **values)

    return run


_ALL = [
    Step("prepare", "ouvrir/", _("Ouvrir les missions"), _("Ouvrir les missions"), _("Missions ouvertes"), P.CONTRACTS_ISSUE, to_prepare, prepare,
         of_one_wave=True),
    Step("call_to_oath", "serment/appeler/", _("Appeler au serment"), _("Appeler par SMS et imprimer la liste"), _("Personnes appelées"),
         P.OATH_RECORD, to_call_to_oath, call_to_oath, "ceremony", of_one_wave=True),
    Step("swear", "serment/", _("Prestation de serment"), _("Enregistrer le serment"), _("Serments enregistrés"), P.OATH_RECORD, to_swear,
         swear, "place", of_one_wave=True),
    Step("insure", "assurances/", _("Assurances à inscrire"), _("Inscrire l’assurance"), _("Volontaires assurés"), P.CONTRACTS_ISSUE, contract_lines.to_insure,
         _on_missions(actions.record_insurance), "reference"),
    Step("issue", "contrats/etablir/", _("Établir les contrats"), _("Établir les contrats"), _("Contrats établis"), P.CONTRACTS_ISSUE, contract_lines.to_contract,
         _on_missions(actions.issue_contracts)),
    Step("sign_agency", "contrats/signer/", _("Contrats à signer pour l’agence"), _("Signer"), _("Contrats signés"), P.CONTRACTS_SIGN_AGENCY,
         contract_lines.to_sign(Party.AGENCY), contract_lines.sign(Party.AGENCY), "signature"),
    Step("sign_host", "contrats/signer-structure/", _("Contrats à signer pour la structure"), _("Signer"), _("Contrats signés"), P.CONTRACTS_SIGN_HOST,
         contract_lines.to_sign(Party.HOST), contract_lines.sign(Party.HOST), "signature"),
    Step("reissue", "contrats/refaire/", _("Contrats à établir de nouveau"), _("Établir le nouveau texte"), _("Nouveaux textes"), P.CONTRACTS_ISSUE,
         contract_lines.to_reissue, _on_missions(actions.reissue_contracts), "why"),
    Step("redate", "dates/", _("Changer les dates avant le début"), _("Changer les dates"), _("Missions aux nouvelles dates"), P.CONTRACTS_ISSUE,
         contract_lines.to_redate, contract_lines.redate, "dates", of_one_wave=True),
    Step("send_originals", "originaux/envoyer/", _("Originaux à envoyer pour l’encre"), _("Noter l’envoi"), _("Originaux envoyés"),
         P.CONTRACTS_RECORD_SIGNATURES, contract_lines.to_send_originals, contract_lines.send_originals, "to"),
    Step("record_ink", "contrats/encre/", _("Signatures à l’encre"), _("Enregistrer les signatures"), _("Signatures enregistrées"),
         P.CONTRACTS_RECORD_SIGNATURES, contract_lines.to_record, contract_lines.record_ink, "ink"),
    Step("file_originals", "originaux/classer/", _("Originaux à classer"), _("Classer"), _("Originaux classés"),
         P.CONTRACTS_RECORD_SIGNATURES, contract_lines.to_file_originals, contract_lines.file_originals, "shelf"),
    Step("accompany", "animateurs/", _("Animateurs de terrain à nommer"), _("Nommer"), _("Volontaires confiés"),
         P.CONTRACTS_RECORD_SIGNATURES, to_accompany, accompany, "facilitator"),
    Step("attest", "prises-de-service/attester/", _("Prises de service à attester"), _("Attester"), _("Prises de service attestées"), P.STARTS_ATTEST, to_attest,
         _on_missions(actions.attest_starts), "first_day"),
    Step("enter_attestation", "prises-de-service/recues/", _("Attestations reçues des structures"), _("Enregistrer les attestations"), _("Attestations enregistrées"),
         P.CONTRACTS_RECORD_SIGNATURES, to_attest, _on_missions(actions.attest_starts), "paper"),
    Step("confirm", "prises-de-service/confirmer/", _("Prises de service à confirmer"), _("Confirmer"), _("Prises de service confirmées"), P.STARTS_CONFIRM,
         to_confirm, _on_missions(actions.confirm_starts)),
    Step("card", "cartes/", _("Cartes de volontaire à faire"), _("Faire les cartes"), _("Cartes faites"), P.CONTRACTS_ISSUE, to_card,
         _on_missions(actions.issue_cards)),
    Step("renew", "renouveler/", _("Contrats à renouveler"), _("Établir le renouvellement"), _("Renouvellements établis"), P.CONTRACTS_ISSUE, contract_lines.to_renew,
         _on_missions(actions.renew), "months"),
    Step("end_term", "fins/", _("Missions arrivées à terme"), _("Terminer"), _("Missions terminées"), P.MISSIONS_END, to_end,
         _on_missions(actions.end, reason="term")),
    Step("check", "clotures/remplir/", _("Fiches de clôture à remplir"), _("Cocher"), _("Fiches remplies"), P.MISSIONS_CLOSE, to_check, check, "ticks"),
    Step("close", "clotures/", _("Missions à clore"), _("Clore"), _("Missions closes"), P.MISSIONS_CLOSE, to_close, _on_missions(actions.close)),
    Step("certify", "attestations/", _("Attestations à délivrer"), _("Délivrer les attestations"), _("Attestations délivrées"), P.CERTIFICATES_ISSUE,
         to_certify, _on_missions(actions.issue_certificates)),
]  # fmt: skip

STEPS: dict[str, Step] = {step.code: step for step in _ALL}
