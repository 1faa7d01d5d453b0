"""The training before deployment: who waits for it, what is left to do in a session."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.ui.parts import Task
from teriya.portals.links import door
from teriya.portals.waiting.counting import waits, within
from teriya.service.training import queries
from teriya.service.training.models import Lesson, RollCall, Trainee


def untrained(user: User, today: date) -> Iterator[Task]:
    """Placed and not trained, for who gives the seats; those without one are said."""
    if not user.may(P.TRAINING_PLAN):
        return
    rows = queries.untrained(user, P.TRAINING_PLAN)
    yield from waits(
        _("Volontaires à former"), door("training:waiting"), rows, "offer__on",
        part=Q(queries.NO_SEAT), told=_("dont %(count)s sans place"),
    )  # fmt: skip


def sessions(user: User, today: date) -> Iterator[Task]:
    """Half-days whose roll was not called; people whose session is over and who have no result; seats not called yet."""
    if user.may(P.TRAINING_HOLD):
        here = within(user, P.TRAINING_HOLD, "module__session__commune")
        called = RollCall.objects.filter(session=OuterRef("module__session"), on=OuterRef("on"), half=OuterRef("half"))
        lessons = Lesson.objects.filter(here, ~Exists(called), module__session__state="convened", on__lte=today)
        yield from waits(_("Appels de formation à faire"), door("training:sessions", etat="convened"), lessons, "on")
        over = Trainee.objects.filter(
            within(user, P.TRAINING_HOLD, "session__commune"),
            state="seated",
            session__state="convened",
            session__to_on__lt=today,
        )
        yield from waits(
            _("Résultats de formation à écrire"), door("training:sessions", etat="convened"), over, "session__to_on"
        )
    if user.may(P.CERTIFICATES_ISSUE):
        passed = Trainee.objects.filter(
            within(user, P.CERTIFICATES_ISSUE, "session__commune"),
            state="passed",
            certificate=None,
            session__state="closed",
        )
        yield from waits(
            _("Attestations de formation à délivrer"), door("training:sessions", etat="closed"), passed, "decided_on"
        )


ROOMS = (untrained, sessions)
