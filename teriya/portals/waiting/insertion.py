"""After the mission: a survey that waits for one's own answer, former volunteers to call."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.ui.parts import Task
from teriya.insertion.surveys import links, queries
from teriya.portals.links import door
from teriya.portals.waiting.counting import waits


def own_survey(user: User, today: date) -> Iterator[Task]:
    """The two questions, on the page that the SMS also opens."""
    if user.may(P.SURVEYS_ANSWER) and (survey := queries.own(user, today)):
        yield Task(
            _("Dites où vous en êtes, en deux questions"),
            door("surveys:answer", links.token(survey)),
            None,
            survey.due_on,
        )


def calls(user: User, today: date) -> Iterator[Task]:
    """Surveys whose answer a call may bring, the one due first first."""
    if user.may(P.SURVEYS_CALL):
        yield from waits(
            _("Anciens volontaires à appeler"), door("surveys:calls"), queries.to_call(user, today), "due_on"
        )


ROOMS = (own_survey, calls)
