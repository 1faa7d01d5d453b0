"""Open data: a release whose files are made and that another person prepared."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from teriya.contribution.opendata import queries
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.portals.links import door
from teriya.portals.waiting.counting import Waiting, waits


def to_publish(user: User, today: date) -> Iterator[Waiting]:
    if user.may(P.OPENDATA_PUBLISH):
        yield from waits(_("Données ouvertes à publier"), door("opendata:releases"), queries.to_decide(user), "on")


ROOMS = (to_publish,)
