"""What leaves add to a mission's page."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from teriya.foundation.accounts.models import User
from teriya.foundation.rules.templatetags.words import label
from teriya.foundation.ui.parts import Moment
from teriya.service.attendance.models import Leave
from teriya.service.attendance.queries import concerned_by
from teriya.service.missions.models import Mission
from teriya.service.missions.states import MissionState


def moments_of(mission: Mission) -> Iterator[Moment]:
    """Leaves granted: the first day, what kind, how long; those to come are not done."""
    for row in Leave.objects.filter(mission=mission).granted().order_by("period"):
        number = (row.last_day - row.first_day).days + 1
        said = ngettext("%(n)s jour", "%(n)s jours", number) % {"n": number}
        name = _("Congé : %(name)s") % {"name": label(row.kind, "leave")}
        yield Moment(name, row.first_day, said, is_done=row.first_day <= timezone.localdate())


def doors_of(user: User, mission: Mission) -> Iterator[tuple[str, str]]:
    if mission.state in (MissionState.IN_SERVICE, MissionState.SUSPENDED, MissionState.ENDED):
        if Mission.objects.filter(concerned_by(user), pk=mission.pk).exists():
            yield _("Congés"), reverse("attendance:leaves_of", args=[mission.pk])
