"""What the chain adds to the page of a need: its door, for who may read it."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.mobilisation.hosts.models import Need


def doors_of(user: User, need: Need) -> Iterator[tuple[str, str]]:
    if user.may(P.CHAIN_READ, commune=need.host.commune_id):
        yield _("Du besoin à l’objectif"), reverse("goals:of_need", args=[need.reference])
