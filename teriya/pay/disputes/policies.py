"""Who contests for whom, who answers, and who never answers alone."""

from datetime import date

from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require, require_other_person
from teriya.foundation.core.refusals import NotAllowed
from teriya.pay.allowances.models import PayLine
from teriya.pay.allowances.policies import preparers_of
from teriya.pay.disputes.models import Dispute, DisputeAnswer

_PREPARATION = ("engage", "liquidate")  # steps of the chain that are the preparer's own work


def speaks_for(by: Actor, line: PayLine) -> bool:
    """Whether the person contests one's own pay, or writes for a volunteer of one's communes."""
    if line.mission.person.account_id == by.id:
        return by.may(P.DISPUTES_OPEN)
    return by.may(P.DISPUTES_RECORD, commune=line.mission.host.commune_id)


def require_voice(by: Actor, line: PayLine) -> None:
    """The volunteer, signed in or by a telephone of the file; or who writes for the communes, and not in one's own host."""
    require(by, P.DISPUTES_OPEN, commune=line.mission.host.commune_id)
    is_telephone = by.id == 0
    if not is_telephone and not speaks_for(by, line):
        raise NotAllowed("not_allowed", _("Votre rôle ou votre périmètre ne permet pas cette action."))


def hands_on(line: PayLine) -> set[int]:
    """Accounts that attested or confirmed its days, calculated it, engaged or liquidated it."""
    sheets = line.mission.sheets.filter(month=line.month).values_list("attested_by_id", "confirmed_by_id")
    visas = line.run.visas.filter(step__in=_PREPARATION, accepted=True).values_list("by_id", flat=True)
    return {*(by for pair in sheets for by in pair), *visas, *preparers_of(line.run)} - {None, 0}


def may_answer(user: User, dispute: Dispute, today: date) -> bool:
    return Dispute.objects.handled_by(user, today).filter(pk=dispute.pk).exists()


def require_answerer(by: User, dispute: Dispute, on: date) -> None:
    """A role that answers it; once reopened, another person than who answered first."""
    require(by, P.DISPUTES_ANSWER)
    if not may_answer(by, dispute, on):
        raise NotAllowed("not_an_owner", _("Cette contestation n’est pas confiée à votre rôle, ou pas encore."))
    if dispute.reopened_on:
        require_other_person(by, *dispute.answers.values_list("by_id", flat=True))


def last_answer(dispute: Dispute) -> DisputeAnswer | None:
    return dispute.answers.order_by("-pk").first()
