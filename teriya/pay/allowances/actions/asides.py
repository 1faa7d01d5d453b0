"""What came back for who died since: owed again, kept as savings for the heirs. The room of savings decides; this one moves."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.pay.allowances import posting, queries
from teriya.pay.allowances.models import PayLine, PayRun
from teriya.pay.allowances.states import LineState


@transaction.atomic
def set_aside(*, line: PayLine, act: int, by: User, on: date) -> PayLine:
    """Owed → savings, for the heirs; the line is not paid again. `act`: the decision, one entry of the ledger each.

    Refuses `not_returned`, and `still_alive` while no death is recorded.
    """
    require(by, P.SAVINGS_DECIDE)
    locked = _locked(line)
    if locked.state != LineState.RETURNED:
        raise Refusal("not_returned", _("Seule une paie revenue de l’institution se met de côté."))
    if not queries.is_dead(locked.mission):
        raise Refusal("still_alive", _("Aucun décès n’est enregistré : payez à nouveau, sur le compte corrigé."))
    posting.set_aside(locked, act, on=on)
    return _become(locked, LineState.SET_ASIDE, "pay.set_aside", by, on)


@transaction.atomic
def owe_again(*, line: PayLine, act: int, by: User, on: date) -> PayLine:
    """Savings → owed: the line is back among those that came back. Refuses `not_set_aside`."""
    require(by, P.SAVINGS_DECIDE)
    locked = _locked(line)
    if locked.state != LineState.SET_ASIDE:
        raise Refusal("not_set_aside", _("Cette paie n’est pas mise de côté."))
    posting.owe_again(locked, act, on=on)
    return _become(locked, LineState.RETURNED, "pay.owe_again", by, on)


def _locked(line: PayLine) -> PayLine:
    """The run first, as whoever reads its returns: no answer is heard while its line changes hands."""
    PayRun.objects.select_for_update().get(pk=line.run_id)
    return PayLine.objects.select_for_update(of=("self",)).select_related("mission__person").get(pk=line.pk)


def _become(line: PayLine, state: LineState, action: str, by: User, on: date) -> PayLine:
    line.state = state
    line.save(update_fields=["state"])
    journal.write(action, "pay_line", line.pk, by=by, on=on, permission=P.SAVINGS_DECIDE, amount=line.net)
    return line
