"""A text that waits for its signatures is taken back: an amendment, a renewal or a transfer that is no longer wanted."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.foundation.messages.actions import queue_many
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts.models import Seat
from teriya.service.missions import contracts as texts
from teriya.service.missions.models import Contract, Mission, Terms
from teriya.service.missions.policies import require_at, require_not_own
from teriya.service.missions.states import ContractKind


@transaction.atomic
def withdraw_text(*, mission: Mission, reason: str, by: User, on: date) -> Contract:
    """Take back what would change the contract in force, which stays: signatures given are void, a seat held is free.

    Everybody invited is told by SMS. A first contract is not taken back (`no_text_waiting`): it is issued again, or its
    mission cancelled.
    """
    [row] = Mission.objects.locked([mission])
    require_at(by, P.CONTRACTS_ISSUE, [row])
    require_not_own(by, [row])
    require_date(by, on)
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez pourquoi ce texte est retiré."), field="reason")
    waiting = Contract.objects.waiting().filter(mission=row).exclude(kind=ContractKind.FIRST)
    contract = waiting.select_related("document").select_for_update(of=("self",)).first()
    if contract is None:
        raise Refusal("no_text_waiting", _("Aucun renouvellement, avenant ou transfert n’attend de signature ici."))
    texts.void([contract], why=reason.strip(), by=by, on=on)
    held = Terms.objects.filter(contract=contract, seat__isnull=False)
    Seat.objects.filter(pk__in=held.values("seat")).update(state="open")
    _tell(contract)
    journal.write("contracts.withdraw", "contract", contract.pk, by=by, on=on, permission=P.CONTRACTS_ISSUE, reason=reason.strip(),
                  void_signatures=contract.signatures.count())  # fmt: skip
    return contract


def _tell(contract: Contract) -> None:
    """Each telephone that was invited to sign; one whose party had signed learns that it counts no more."""
    signed = set(contract.signatures.values_list("party", flat=True))
    invited = dict(contract.links.order_by("pk").values_list("phone", "party"))
    agency = rules.agency()["short_name"]
    queue_many(
        [{"to": phone, "key": f"contract_withdrawn:{contract.pk}:{phone}", "about": f"mission {contract.mission_id}",
          "context": {"agency": agency, "number": contract.document.number, "is_signed": party in signed}}
         for phone, party in invited.items()],
        channel="sms", template="contract_withdrawn",
    )  # fmt: skip
