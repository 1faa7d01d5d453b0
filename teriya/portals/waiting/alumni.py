"""Former volunteers: help that is asked of one, and the best-volunteer prize."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, F
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.ui.parts import Task
from teriya.insertion.alumni.models import Juror, MentoringRequest, Nominee, Prize
from teriya.insertion.alumni.states import PrizeState
from teriya.portals.links import door
from teriya.portals.waiting.counting import waits


def requests(user: User, today: date) -> Iterator[Task]:
    """What others ask of a member."""
    if user.may(P.OWN_FILE):
        rows = MentoringRequest.objects.filter(to__person__account=user, state="asked")
        yield from waits(_("Anciens qui demandent votre aide"), door("alumni:mentoring"), rows, "on")


def prizes(user: User, today: date) -> Iterator[Task]:
    """Proposals to make while they are open; sheets to seal for a juror; the list to publish once all are sealed."""
    if user.may(P.PRIZES_PROPOSE):
        yield from _first(_("Prix ouvert : proposer un volontaire"), Prize.objects.filter(state=PrizeState.OPEN))
    if user.may(P.JURY_SCORE):
        for juror in Juror.objects.filter(user=user, prize__state=PrizeState.JUDGED).select_related("prize"):
            left = Nominee.objects.filter(prize=juror.prize).exclude(sheets__juror=juror)
            yield from waits(_("Fiches du prix à sceller"), door("alumni:prize", juror.prize_id), left, "on")
    if user.may(P.PRIZES_PUBLISH):
        judged = Prize.objects.filter(state=PrizeState.JUDGED)
        given = judged.annotate(
            asked=Count("nominees", distinct=True) * 3, sealed=Count("nominees__sheets", distinct=True)
        )
        yield from _first(_("Prix jugé : publier les lauréats"), given.filter(sealed=F("asked")))


def _first(label: str, rows) -> Iterator[Task]:
    """The door of the oldest."""
    if prize := rows.order_by("opened_on", "pk").first():
        yield Task(label, door("alumni:prize", prize.pk), None, prize.opened_on, str(prize))


ROOMS = (requests, prizes)
