"""What disputes add to the page of a line: « Contester » beside each row of the slip, what was contested, and who answered."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.ui.parts import Moment
from teriya.foundation.ui.templatetags.ui import day
from teriya.pay.allowances.models import PayLine
from teriya.pay.allowances.parts import Note
from teriya.pay.disputes.models import Dispute
from teriya.pay.disputes.states import WAITING
from teriya.pay.disputes.told import moments


def doors_of(user: User, line: PayLine) -> dict[int, tuple[str, str]]:
    """For the volunteer of the line: a door by row, the net as 0. A row that waits for its answer leads to it."""
    if line.mission.person.account_id != user.pk or not user.may(P.DISPUTES_OPEN):
        return {}
    live = {dispute.row: dispute for dispute in line.disputes.filter(state__in=WAITING)}
    return {
        row: (_("Contestée"), reverse("disputes:dispute", args=[live[row].pk])) if row in live
        else (_("Contester"), reverse("disputes:contest", args=[line.pk, row]))
        for row in range(len(line.lines) + 1)
    }  # fmt: skip


def notes_of(user: User, line: PayLine) -> Iterator[Note]:
    """Each dispute of the line that this person may read, with where it stands."""
    seen = Dispute.objects.visible_to(user, timezone.localdate()).filter(line=line).order_by("pk")
    for dispute in seen:
        words = {"kind": dispute.get_kind_display(), "day": day(dispute.opened_on), "number": dispute.number}
        if dispute.state in WAITING:
            words |= {"by": day(dispute.answer_by), "owner": dispute.owner}
            sentence = _("Contestée le %(day)s : %(kind)s. Réponse avant le %(by)s. Qui répond : %(owner)s.") % words
        else:
            words |= {"outcome": dispute.get_outcome_display()}
            sentence = _("Contestée le %(day)s : %(kind)s. Réponse : %(outcome)s.") % words
        yield Note(sentence, dispute.number, reverse("disputes:dispute", args=[dispute.pk]))


def moments_of(line: PayLine) -> Iterator[Moment]:
    """For who explains the payment: each step of each dispute, with names."""
    for dispute in line.disputes.order_by("pk"):
        yield from moments(dispute, with_names=True)
