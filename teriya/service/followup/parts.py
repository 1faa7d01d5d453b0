"""What the follow-up adds to a mission's page."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.ui.parts import Moment
from teriya.service.followup.models import Appraisal, Visit
from teriya.service.followup.policies import may_visit
from teriya.service.missions.models import Mission
from teriya.service.missions.states import MissionState


def moments_of(mission: Mission) -> Iterator[Moment]:
    """Visits made and appraisals of the volunteer concluded: the day and the paper, never what was found."""
    done = Visit.objects.filter(mission=mission, state="done").order_by("on", "pk")
    concluded = Appraisal.objects.filter(mission=mission, of="volunteer", state="concluded").select_related("sheet")
    found = [(row.on, Moment(_("Visite du centre"), row.on)) for row in done]
    for row in concluded:
        label = _("Évaluation du volontaire · %(when)s") % {"when": row.get_when_display()}
        found.append((row.reviewed_on, Moment(label, row.reviewed_on, row.sheet.number)))
    yield from (moment for _on, moment in sorted(found, key=lambda pair: pair[0]))


def doors_of(user: User, mission: Mission) -> Iterator[tuple[str, str]]:
    if mission.state == MissionState.IN_SERVICE and may_visit(user, mission):
        yield _("Fiche de visite"), reverse("followup:visit", args=[mission.pk])
