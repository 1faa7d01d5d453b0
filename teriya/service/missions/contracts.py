"""The tripartite contract: issued with its frozen text, then signed by each party for itself."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import Appointment, User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.accounts.roles import ROLES
from teriya.foundation.core.actors import require_date
from teriya.foundation.core.gates import open_gates
from teriya.foundation.core.money import grouped
from teriya.foundation.core.receipts import digest_of
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.documents.actions import issue_many
from teriya.foundation.documents.letterhead import in_french
from teriya.foundation.journal import actions as journal
from teriya.foundation.messages.actions import queue_many
from teriya.service.missions import papers
from teriya.service.missions.articles import articles
from teriya.service.missions.models import Contract, Mission, Signature
from teriya.service.missions.policies import require_at, require_not_own, require_party
from teriya.service.missions.queries import contract_blocker, last_day
from teriya.service.missions.states import MissionState, Party, SigningMode


@transaction.atomic
def issue_contracts(*, missions: Sequence[Mission], by: User, on: date) -> list[Contract]:
    """Freeze a contract for each mission in preparation, and ask the volunteers by SMS to sign.

    Refused with the mission at fault: already issued, not in preparation, seat without envelope, host no longer accredited.
    No tutor is a warning.
    """
    rows = Mission.objects.locked(missions)
    require_at(by, P.CONTRACTS_ISSUE, rows)
    require_date(by, on)
    _check_ready(rows)
    director = signatory(on)
    sheets = [papers.contract(row, director, _articles(row)) for row in rows]
    documents = issue_many(kind="contrat", series="CONTRAT", subject="mission", sheets=sheets, by=by, on=on)
    contracts = Contract.objects.bulk_create([
        Contract(mission=row, document=document, period=row.period, monthly_allowance=document.data["allowance"]["amount"], on=on)
        for row, document in zip(rows, documents, strict=True)
    ])  # fmt: skip
    _ask_to_sign(contracts)
    if rows:
        journal.write("contracts.issue", "contract", contracts[0].pk, by=by, on=on, permission=P.CONTRACTS_ISSUE,
                      rows=[c.pk for c in contracts], without_tutor=[m.pk for m in rows if not m.tutor])  # fmt: skip
    return contracts


def _check_ready(missions: Sequence[Mission]) -> None:
    issued = set(Contract.objects.filter(mission__in=missions).values_list("mission_id", flat=True))
    for mission in missions:
        if mission.pk in issued:
            raise Refusal(
                "contract_known", _("La mission %(number)s a déjà son contrat.") % {"number": mission.number}
            )
        if mission.state != MissionState.PREPARED:
            raise Refusal(
                "not_in_preparation",
                _("La mission %(number)s n’est plus en préparation.") % {"number": mission.number},
            )
        blocked = contract_blocker(mission)
        if blocked:
            raise Refusal(
                blocked[0],
                _("Pas de contrat pour %(number)s : %(blocked)s.") % {"number": mission.number, "blocked": blocked[1]},
            )


def signatory(on: date) -> dict[str, str]:
    """Who represents the agency on its contracts that day: the holder of the office, not one who stands in."""
    roles = [code for code, role in ROLES.items() if P.CONTRACTS_SIGN_AGENCY in role.permissions]
    acts = (
        Appointment.objects.in_force(on)
        .filter(role__in=roles, kind="title")
        .select_related("user")
        .order_by("since", "pk")
    )
    act = acts.last()
    if act is None:
        raise Refusal(
            "no_signatory", _("Personne n’est nommé pour signer les contrats de l’agence : enregistrez l’acte.")
        )
    return {"name": act.user.name, "function": act.title, "act": act.act}


def _articles(mission: Mission) -> list[dict[str, str]]:
    paid = papers.allowance(mission)
    facts = {
        "first": papers.short(mission.period.lower), "last": papers.short(last_day(mission)), "duration": papers.duration(mission),
        "host": mission.host.name, "tutor": mission.tutor or "à nommer par la structure", "amount": grouped(paid["amount"]), "per": paid["per"],
    }  # fmt: skip
    return articles(mission.form.code, mission.form.parent, facts)


def _ask_to_sign(contracts: Sequence[Contract]) -> None:
    queue_many(
        [{"to": c.mission.person.phone, "key": f"contract_to_sign:{c.pk}", "about": f"mission {c.mission_id}",
          "context": {"host": c.mission.host.name, "number": c.document.number}} for c in contracts],
        channel="sms", template="contract_to_sign",
    )  # fmt: skip


@transaction.atomic
def sign(*, contracts: Sequence[Contract], party: str, by: User, on: date) -> list[Signature]:
    """Sign for a party on one's own account, for itself only; nobody signs one contract for two parties.

    What is signed is the frozen text: its SHA-256 is kept with the signature.
    """
    rows = _locked(contracts)
    party = Party(party)
    capacity = require_party(by, party, [row.mission for row in rows])
    require_date(by, on)
    signatures = [_signature(row, party, SigningMode.ACCOUNT, by.name, capacity, by, on) for row in rows]
    return _write(signatures, party, by=by, on=on)


@transaction.atomic
def record_signatures(*, contracts: Sequence[Contract], party: str, by: User, on: date) -> list[Signature]:
    """Record signatures put in ink on originals that the centre keeps. The signatory is the one the contract names.

    Not by a party to the contract, whether volunteer, officer of the host, or who signs one of them on an account.
    """
    rows = _locked(contracts)
    missions = [row.mission for row in rows]
    require_at(by, P.CONTRACTS_RECORD_SIGNATURES, missions)
    require_not_own(by, missions)
    require_date(by, on)
    party = Party(party)
    signatures = [_signature(row, party, SigningMode.INK, *_named(row, party), by, on) for row in rows]
    return _write(signatures, party, by=by, on=on)


def _named(contract: Contract, party: str) -> tuple[str, str]:
    """Name and quality of a party, as the frozen text says them."""
    data = contract.document.data
    if party == Party.VOLUNTEER:
        return f"{data['volunteer']['surname']} {data['volunteer']['given_names']}", in_french(Party.VOLUNTEER.label)
    who = data["represented_by" if party == Party.AGENCY else "host_represented_by"]
    return who["name"], who["function"]


def _signature(contract: Contract, party: str, mode: str, name: str, capacity: str, by: User, on: date) -> Signature:
    return Signature(contract=contract, party=party, mode=mode, name=name, capacity=capacity, on=on, by_id=by.id,
                     text_digest=digest_of(contract.document.data))  # fmt: skip


def _locked(contracts: Sequence[Contract]) -> list[Contract]:
    rows = Contract.objects.select_for_update(of=("self",)).filter(pk__in=[contract.pk for contract in contracts])
    rows = rows.select_related("document", "mission__person", "mission__host", "mission__form").order_by("pk")
    found = list(rows.prefetch_related("signatures"))
    gone = next((row for row in found if row.mission.state != MissionState.PREPARED), None)
    if gone:
        raise Refusal(
            "not_in_preparation",
            _("La mission %(number)s n’est plus en préparation.") % {"number": gone.mission.number},
        )
    return found


def _write(signatures: Sequence[Signature], party: str, *, by: User, on: date) -> list[Signature]:
    for one in signatures:
        _check_hands(one)
    try:
        with transaction.atomic():
            rows = Signature.objects.bulk_create(signatures)
    except IntegrityError as error:
        if "signature_once_a_party" not in str(error):
            raise
        raise Refusal("already_signed", _("Un de ces contrats est déjà signé par cette partie.")) from error
    proofs = [(row.contract.mission_id, f"signed_{party}", row.contract.document.number) for row in rows]
    open_gates("mission", proofs, by=by, on=on)
    if rows:
        journal.write(f"contracts.sign_{party}", "contract", rows[0].contract_id, by=by, on=on, rows=[r.contract_id for r in rows],
                      mode=rows[0].mode, capacity=rows[0].capacity)  # fmt: skip
    return rows


def _check_hands(new: Signature) -> None:
    """One hand a contract: who signs on an account neither signs nor records for another party."""
    for other in new.contract.signatures.all():
        if other.party == new.party:
            raise Refusal(
                "already_signed",
                _("%(contract)s est déjà signé par %(party)s.")
                % {"contract": new.contract, "party": other.get_party_display()},
            )
        if other.by_id == new.by_id and SigningMode.ACCOUNT in (new.mode, other.mode):
            raise NotAllowed("same_person", _("Vous êtes déjà intervenu sur ce contrat pour une autre partie."))
