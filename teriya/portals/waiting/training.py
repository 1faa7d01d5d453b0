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
from teriya.service.training.models import Lesson, RollCall, Trainee, TrainingSession


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
    """Sessions with a half-day to call, or over and without results; certificates to issue."""
    if user.may(P.TRAINING_HOLD):
        called = RollCall.objects.filter(session=OuterRef("module__session"), on=OuterRef("on"), half=OuterRef("half"))
        uncalled = Lesson.objects.filter(~Exists(called), module__session=OuterRef("pk"), on__lte=today)
        here = TrainingSession.objects.filter(within(user, P.TRAINING_HOLD, "commune"), state="convened")
        rows = here.filter(Q(Exists(uncalled)) | Q(to_on__lt=today))
        yield from waits(
            _("Formations : appels à faire, résultats à écrire"), door("training:sessions", etat="convened"), rows, "from_on",
            part=Q(to_on__lt=today), told=_("dont %(count)s finies"),
        )  # fmt: skip
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
