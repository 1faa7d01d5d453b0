"""Two records that are one person: two missions to live at the same time are decided before, by somebody."""

from collections.abc import Collection
from itertools import combinations

from django.utils.translation import gettext as _

from teriya.foundation.core.refusals import Refusal
from teriya.service.missions.models import Mission
from teriya.service.missions.states import LIVE


def refuse_two_missions(people: Collection[int]) -> None:
    """Refuse `missions_overlap` as long as two of their missions, prepared or under way, share a day; the database refuses too.

    Missions that are over stay, both of them: a day marked present in two is paid in none (`pay.allowances.controls`).
    """
    rows = Mission.objects.filter(person__in=people, state__in=LIVE).select_related("host").order_by("period", "pk")
    for one, other in combinations(rows, 2):
        if other.period.lower < one.period.upper and one.period.lower < other.period.upper:
            raise Refusal(
                "missions_overlap",
                _("%(one)s (%(host)s) et %(other)s (%(other_host)s) sont aux mêmes jours : annulez ou terminez l’une des deux, "
                  "puis tranchez.")
                % {"one": one, "host": one.host, "other": other, "other_host": other.host},
            )  # fmt: skip
