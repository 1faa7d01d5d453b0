"""Signing: on an account, by a link and a code, on the spot before an agent, or in ink; each party for itself."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require_date
from teriya.foundation.core.gates import open_gates
from teriya.foundation.core.receipts import digest_of
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.core.words import fold
from teriya.foundation.documents.actions import issue_many
from teriya.foundation.documents.letterhead import in_french
from teriya.foundation.journal import actions as journal
from teriya.service.missions import changes, links, originals, papers, queries
from teriya.service.missions.models import Contract, Signature, SigningLink
from teriya.service.missions.policies import require_at, require_not_own, require_party
from teriya.service.missions.states import BY_ONESELF, LIVE, RUNNING, ContractKind, MissionState, Party, SigningMode

# In which states a text is signed: a first contract before the start, an amendment before or after, the others once it runs.
_SIGNED_IN = {ContractKind.FIRST: (MissionState.PREPARED,), ContractKind.AMENDMENT: LIVE}


@transaction.atomic
def sign(*, contracts: Sequence[Contract], party: str, by: User, on: date) -> list[Signature]:
    """Sign for a party on one's own account, for itself only; nobody signs one contract for two parties.

    What is signed is the frozen text: its SHA-256 is kept with the signature.
    """
    rows = _locked(contracts, on)
    party = Party(party)
    capacity = require_party(by, party, [row.mission for row in rows])
    require_date(by, on)
    signatures = [_signature(row, party, SigningMode.ACCOUNT, by.name, capacity, by.id, on) for row in rows]
    return _write(signatures, party, by=by, on=on)


@transaction.atomic
def sign_by_link(*, link: SigningLink, code: str, on: date) -> list[Signature]:
    """Sign, on the telephone that received the link and then the code, every contract of the link that still waits.

    The telephone must still be the signatory's, and the signatory still in office. The link has then served.
    """
    held = links.opened(link, code, on=on)
    rows = _locked(held.waiting(), on)
    if not rows:
        raise Refusal("nothing_to_sign", _("Ces contrats n’attendent plus votre signature."))
    party = Party(held.link.party)
    name, capacity = held.signatory(rows)
    signatures = [
        _signature(row, party, SigningMode.LINK, name, capacity, held.id, on, phone=held.link.phone) for row in rows
    ]
    links.spend(held.link)
    return _write(signatures, party, by=held, on=on)


@transaction.atomic
def sign_before_witness(*, contract: Contract, party: str, name: str, seen: str, by: User, on: date) -> Signature:
    """The signatory, in front of an agent and on the agent's screen, writes one's own name; the agent has seen the paper.

    The name is the one that the text gives, the paper is the one that the contract names when it names one. The agency does
    not sign so, and the witness is neither a party nor of the host.
    """
    [row] = _locked([contract], on)
    require_at(by, P.CONTRACTS_RECORD_SIGNATURES, [row.mission])
    require_not_own(by, [row.mission])
    require_date(by, on)
    party = Party(party)
    if party == Party.AGENCY:
        raise NotAllowed("agency_signs_itself", _("L’agence signe sur son compte, par son lien ou à l’encre."))
    named, capacity = _named(row, party)
    if sorted(fold(name).split()) != sorted(fold(named).split()):
        raise Refusal(
            "another_name",
            _("Le contrat nomme %(named)s : c’est à cette personne d’écrire son nom.") % {"named": named},
            field="name",
        )
    _check_paper(row, party, seen)
    signature = _signature(row, party, SigningMode.WITNESSED, named, capacity, by.id, on, seen=seen.strip())
    return _write([signature], party, by=by, on=on)[0]


def _check_paper(contract: Contract, party: str, seen: str) -> None:
    """Letters and figures of the number that the contract gives, whatever stands around them."""
    if not seen.strip():
        raise Refusal(
            "paper_missing", _("Écrivez la pièce d’identité que vous avez vue, avec son numéro."), field="seen"
        )
    kept = contract.document.data["volunteer"]["identity_paper"] if party == Party.VOLUNTEER else ""
    number = kept.rpartition("n°")[2]
    if number and _bare(number) not in _bare(seen):
        raise Refusal(
            "another_paper", _("Le contrat porte une autre pièce : %(kept)s.") % {"kept": kept}, field="seen"
        )


def _bare(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isalnum())


@transaction.atomic
def record_signatures(*, contracts: Sequence[Contract], party: str, by: User, on: date) -> list[Signature]:
    """Record signatures put in ink on originals that the centre keeps. The signatory is the one the contract names.

    Not by a party to the contract, whether volunteer, officer of the host, or who signs one of them on an account.
    """
    rows = _locked(contracts, on)
    missions = [row.mission for row in rows]
    require_at(by, P.CONTRACTS_RECORD_SIGNATURES, missions)
    require_not_own(by, missions)
    require_date(by, on)
    party = Party(party)
    signatures = [_signature(row, party, SigningMode.INK, *_named(row, party), by.id, on) for row in rows]
    originals.note_received(rows, by=by, on=on)
    return _write(signatures, party, by=by, on=on)


def _named(contract: Contract, party: str) -> tuple[str, str]:
    """Name and quality of a party, as the frozen text says them."""
    data = contract.document.data
    if party == Party.VOLUNTEER:
        return f"{data['volunteer']['surname']} {data['volunteer']['given_names']}", in_french(Party.VOLUNTEER.label)
    who = data["represented_by" if party == Party.AGENCY else "host_represented_by"]
    return who["name"], who["function"]


def _signature(
    contract: Contract, party: str, mode: str, name: str, capacity: str, by_id: int, on: date, **proof: str
) -> Signature:
    return Signature(contract=contract, party=party, mode=mode, name=name, capacity=capacity, on=on, by_id=by_id,
                     text_digest=digest_of(contract.document.data), **proof)  # fmt: skip


def _locked(contracts: Iterable[Contract], on: date) -> list[Contract]:
    rows = Contract.objects.select_for_update(of=("self",)).filter(pk__in=[contract.pk for contract in contracts])
    rows = rows.select_related("document", "mission__person", "mission__host", "mission__form").order_by("pk")
    found = list(rows.prefetch_related("signatures"))
    for row in found:
        if row.void_on:
            raise Refusal(
                "text_changed",
                _("Le texte de %(contract)s a changé depuis : signez le nouveau.") % {"contract": row},
            )
        if row.mission.state not in _SIGNED_IN.get(row.kind, RUNNING):
            raise Refusal(
                "not_in_preparation",
                _("La mission %(number)s n’est plus à une étape où ce contrat se signe.")
                % {"number": row.mission.number},
            )
    _check_signatory(found, on)
    return found


def _check_signatory(contracts: Sequence[Contract], on: date) -> None:
    """Nobody signs a text that the agency can no longer sign, because whom it names has left the office."""
    left = [row for row in contracts if all(one.party != Party.AGENCY for one in row.signatures.all())]
    if not left:
        return
    act = queries.agency_signatory(on)
    now = (act.user.name, act.title) if act else ("", "")
    for row in left:
        named = row.document.data["represented_by"]
        if (named["name"], named["function"]) != now:
            raise Refusal(
                "signatory_changed",
                _("%(contract)s nomme %(name)s, qui ne signe plus pour l’agence : elle doit l’établir à nouveau.")
                % {"contract": row, "name": named["name"]},
            )


def _write(signatures: Sequence[Signature], party: str, *, by: Actor, on: date) -> list[Signature]:
    for one in signatures:
        _check_hands(one)
    try:
        with transaction.atomic():
            rows = Signature.objects.bulk_create(signatures)
    except IntegrityError as error:
        if "signature_once_a_party" not in str(error):
            raise
        raise Refusal("already_signed", _("Un de ces contrats est déjà signé par cette partie.")) from error
    first = [row for row in rows if row.contract.kind == ContractKind.FIRST]
    proofs = [(row.contract.mission_id, f"signed_{party}", row.contract.document.number) for row in first]
    open_gates("mission", proofs, by=by, on=on)
    if rows:
        journal.write(f"contracts.sign_{party}", "contract", rows[0].contract_id, by=by, on=on, rows=[r.contract_id for r in rows],
                      mode=rows[0].mode, capacity=rows[0].capacity)  # fmt: skip
    _complete([row.contract for row in rows], by=by)
    return rows


def _check_hands(new: Signature) -> None:
    """One hand a contract: who signs for oneself neither signs, witnesses nor records for another party."""
    for other in new.contract.signatures.all():
        if other.party == new.party:
            raise Refusal(
                "already_signed",
                _("%(contract)s est déjà signé par %(party)s.")
                % {"contract": new.contract, "party": other.get_party_display()},
            )
        same_hand = other.by_id == new.by_id > 0 and (new.mode in BY_ONESELF or other.mode in BY_ONESELF)
        if same_hand or (new.phone and new.phone == other.phone):
            raise NotAllowed("same_person", _("Vous êtes déjà intervenu sur ce contrat pour une autre partie."))


def _complete(contracts: Sequence[Contract], *, by: Actor) -> None:
    """The contracts that now have their three signatures: their sealed copy is made, what they change takes effect."""
    rows = Signature.objects.filter(contract__in=contracts).order_by("pk")
    given: dict[int, list[Signature]] = {contract.pk: [] for contract in contracts}
    for row in rows:
        given[row.contract_id].append(row)
    done = [contract for contract in contracts if len(given[contract.pk]) == len(Party)]
    if not done:
        return
    hands = {row.by_id for row in rows if row.mode not in BY_ONESELF}
    names = dict(User.objects.filter(pk__in=hands).values_list("pk", "name"))
    for contract in done:
        contract.signed_on = max(row.on for row in given[contract.pk])
    sheets = [papers.signed_contract(contract, given[contract.pk], names) for contract in done]
    last = max(contract.signed_on for contract in done)
    copies = issue_many(kind="contrat", series="SIGNE", subject="mission", sheets=sheets, by=by, on=last)
    for contract, copy in zip(done, copies, strict=True):
        contract.signed_copy = copy
    Contract.objects.bulk_update(done, ["signed_on", "signed_copy"])
    links.thank(done)
    changes.take_effect([contract for contract in done if contract.kind != ContractKind.FIRST], by=by, on=last)
