"""Volunteers exchanged with other agencies: who waits for an answer, whose data must go back, who is asked for the own consent."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from teriya.exchange.reciprocity.models import Nomination
from teriya.exchange.reciprocity.states import NominationState
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.portals.links import door
from teriya.portals.waiting.counting import Waiting, waits


def answered(user: User, today: date) -> Iterator[Waiting]:
    """People whom another agency proposes, and dossiers recalled, or kept beyond what the convention allows."""
    if not user.may(P.EXCHANGES_ANSWER):
        return
    rows = Nomination.objects.visible_to(user)
    yield from waits(_("Candidatures d’autres agences à répondre"), door("reciprocity:nominations", voir="repondre"), rows.to_answer(), "sent_on")  # fmt: skip
    yield from waits(_("Dossiers d’autres agences à rendre"), door("reciprocity:nominations", voir="rendre"), rows.to_erase(today), "sent_on")  # fmt: skip


def proposed(user: User, today: date) -> Iterator[Waiting]:
    """Ours: those who agreed and can be proposed, those who took the consent back and are not recalled."""
    if not user.may(P.EXCHANGES_NOMINATE):
        return
    rows = Nomination.objects.visible_to(user)
    agreed = rows.filter(state=NominationState.AGREED)
    yield from waits(_("Volontaires d’accord, à proposer"), door("reciprocity:nominations"), agreed, "prepared_on")
    yield from waits(_("Accords retirés, dossiers à rappeler"), door("reciprocity:nominations", voir="rappeler"), rows.without_consent(), "consent__withdrawn_on")  # fmt: skip


def own(user: User, today: date) -> Iterator[Waiting]:
    """A post abroad for which one is thought of: yes or no."""
    if user.may(P.CONSENTS_OWN):
        rows = Nomination.objects.own(user).filter(state=NominationState.PREPARED)
        yield from waits(_("Poste à l’étranger : dites oui ou non"), door("reciprocity:mine"), rows, "prepared_on")


ROOMS = (answered, proposed, own)
