"""The text of the tripartite contract: issued when nothing is missing, issued again when it changes before all have signed."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require_date
from teriya.foundation.core.gates import close_gates
from teriya.foundation.core.money import grouped
from teriya.foundation.core.receipts import digest_of
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.actions import Sheet, issue_many, withdraw_many
from teriya.foundation.journal import actions as journal
from teriya.service.missions import links, papers
from teriya.service.missions.articles import articles
from teriya.service.missions.models import Contract, Mission
from teriya.service.missions.policies import require_at, require_not_own
from teriya.service.missions.queries import agency_signatory, contract_lacks, in_words, last_day
from teriya.service.missions.states import ContractKind, GateName, MissionState

SIGNED = (GateName.SIGNED_AGENCY, GateName.SIGNED_HOST, GateName.SIGNED_VOLUNTEER)


@transaction.atomic
def issue_contracts(*, missions: Sequence[Mission], by: User, on: date) -> list[Contract]:
    """Freeze a contract for each mission in preparation, and send each signatory a link by SMS.

    Refused with the mission at fault: already issued, not in preparation, or incomplete (`contract_incomplete`, which names
    everything that is missing).
    """
    rows = Mission.objects.locked(missions)
    require_at(by, P.CONTRACTS_ISSUE, rows)
    require_date(by, on)
    _check_ready(rows)
    director = signatory(on)
    contracts = write([Contract(mission=row, period=row.period, on=on) for row in rows],
                      [papers.contract(row, director, texts(row)) for row in rows], by=by, on=on)  # fmt: skip
    if rows:
        journal.write("contracts.issue", "contract", contracts[0].pk, by=by, on=on, permission=P.CONTRACTS_ISSUE,
                      rows=[c.pk for c in contracts])  # fmt: skip
    return contracts


def write(contracts: Sequence[Contract], sheets: Sequence[Sheet], *, by: Actor, on: date) -> list[Contract]:
    """Number and freeze these texts, write the contracts, and invite everybody to sign."""
    documents = issue_many(kind="contrat", series="CONTRAT", subject="mission", sheets=sheets, by=by, on=on)
    for contract, document in zip(contracts, documents, strict=True):
        contract.document, contract.monthly_allowance = document, document.data["allowance"]["amount"]
    Contract.objects.bulk_create(contracts)
    links.invite(contracts, on=on)
    return list(contracts)


def _check_ready(missions: Sequence[Mission]) -> None:
    issued = set(Contract.objects.current().filter(mission__in=missions).values_list("mission_id", flat=True))
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
    require_complete(missions)


def require_complete(missions: Sequence[Mission]) -> None:
    """Refuse `contract_incomplete` with everything that the first incomplete one lacks, and how many others are."""
    lacking = contract_lacks(missions)
    for mission in missions:
        if mission.pk in lacking:
            others = _(" (%(count)s missions dans ce cas)") % {"count": len(lacking)} if len(lacking) > 1 else ""
            raise Refusal(
                "contract_incomplete",
                _("Pas de contrat pour %(number)s : il manque %(lacking)s%(others)s.")
                % {"number": mission.number, "lacking": in_words(lacking[mission.pk]), "others": others},
            )


def signatory(on: date) -> dict[str, str]:
    """Who represents the agency on a contract of that day, as it is printed."""
    act = agency_signatory(on)
    if act is None:
        raise Refusal(
            "no_signatory", _("Personne n’est nommé pour signer les contrats de l’agence : enregistrez l’acte.")
        )
    return {"name": act.user.name, "function": act.title, "act": act.act}


def texts(mission: Mission) -> list[dict[str, str]]:
    """The articles that the pack has for this mission's form, with its facts in them."""
    paid = papers.allowance(mission)
    facts = {
        "first": papers.short(mission.period.lower), "last": papers.short(last_day(mission)), "duration": papers.duration(mission),
        "host": mission.host.name, "tutor": mission.tutor or "à nommer par la structure", "amount": grouped(paid["amount"]), "per": paid["per"],
    }  # fmt: skip
    return articles(mission.form.code, mission.form.parent, facts)


@transaction.atomic
def reissue_contracts(*, missions: Sequence[Mission], why: str, by: User, on: date) -> list[Contract]:
    """The text changed before all had signed (a new director, a corrected name): a new version takes its place.

    The signatures already given fall, whoever gave them is told so, and everybody is invited to sign the new text. Refuses
    a text that would say the same (`text_unchanged`); once signed by all, an amendment changes it.
    """
    rows = Mission.objects.locked(missions)
    require_at(by, P.CONTRACTS_ISSUE, rows)
    require_not_own(by, rows)
    require_date(by, on)
    if not why.strip():
        raise Refusal("reason_required", _("Écrivez ce qui change dans le texte."), field="why")
    written = replace_texts(rows, why=why.strip(), by=by, on=on)
    found = {contract.mission_id for contract in written}
    for row in rows:
        if row.pk not in found:
            raise Refusal("text_unchanged", _("Le contrat de %(number)s dirait la même chose, ou n’attend plus de signature.")
                          % {"number": row.number})  # fmt: skip
    return written


def replace_texts(missions: Sequence[Mission], *, why: str, by: Actor, on: date) -> list[Contract]:
    """A new version of each first contract that waits for signatures and whose text is no longer what it would be."""
    old = list(Contract.objects.waiting().filter(mission__in=missions, kind=ContractKind.FIRST).select_related("document")
               .prefetch_related("signatures").select_for_update(of=("self",)).order_by("pk"))  # fmt: skip
    of_mission = {mission.pk: mission for mission in missions}
    director = signatory(on) if old else {}
    changed, sheets = [], []
    for contract in old:
        mission = of_mission[contract.mission_id]
        sheet = papers.contract(mission, director, texts(mission))
        if not _says_the_same(contract, sheet):
            changed.append(contract)
            sheets.append(sheet)
    if not changed:
        return []
    require_complete([of_mission[contract.mission_id] for contract in changed])
    void(changed, why=why, by=by, on=on)
    new = [
        Contract(mission=of_mission[one.mission_id], period=of_mission[one.mission_id].period, on=on, replaces=one, version=one.version + 1)
        for one in changed
    ]  # fmt: skip
    journal.write(
        "contracts.replace", "contract", changed[0].pk, by=by, on=on, reason=why, rows=[one.pk for one in changed]
    )
    return write(new, sheets, by=by, on=on)


def _says_the_same(contract: Contract, sheet: Sheet) -> bool:
    frozen = {name: value for name, value in contract.document.data.items() if name not in {"number", "verification"}}
    return digest_of(frozen) == digest_of(sheet.data)


def void(contracts: Sequence[Contract], *, why: str, by: Actor, on: date) -> None:
    """These texts will never be signed by all: their links die, their papers say so, their signatures open no gate."""
    for contract in contracts:
        contract.void_on, contract.void_because = on, why[:200]
    Contract.objects.bulk_update(contracts, ["void_on", "void_because"])
    withdraw_many([contract.document for contract in contracts], reason=why, by=by, on=on)
    first = [contract.mission_id for contract in contracts if contract.kind == ContractKind.FIRST]
    close_gates("mission", first, SIGNED)
