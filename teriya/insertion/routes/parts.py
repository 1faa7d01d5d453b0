"""What the routes add to the page of a mission that has ended: doors, for who may open them."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.insertion.routes.queries import OVER
from teriya.service.missions.models import Mission
from teriya.service.missions.policies import hosts_of


def doors_of(user: User, mission: Mission) -> Iterator[tuple[str, str]]:
    """The person says what one becomes, the host whom it hired, an agent reads and records."""
    if mission.state not in OVER:
        return
    if mission.person.account_id == user.pk:
        yield _("Ce que je deviens"), reverse("routes:mine")
    elif user.may(P.ROUTES_READ, commune=mission.host.commune_id):
        yield _("Parcours après la mission"), reverse("routes:person", args=[mission.person.matricule])
    if user.may(P.ROUTES_HIRED) and mission.host_id in hosts_of(user) and mission.person.died_on is None:
        yield _("Nous l’avons embauché"), reverse("routes:hire", args=[mission.pk])
