"""The return: the debrief, then what is told in public, at the agency that sent."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.exchange.stays.actions.telling import locked
from teriya.exchange.stays.models import Return, Stay
from teriya.exchange.stays.states import Returning, Side
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal


@transaction.atomic
def record_return(*, stay: Stay, kind: str, held_on: date, place: str, people: int, words: str, by: User, on: date) -> Return:  # fmt: skip
    """Refuses `not_ours`, `not_over`, `held_before_the_end`, `already_recorded`."""
    require(by, P.STAYS_KEEP)
    require_date(by, held_on)
    row = locked(stay)
    if row.side != Side.HOME:
        raise Refusal("not_ours", _("Le retour se tient à l’agence d’envoi."))
    if row.nomination.ended_on is None:
        raise Refusal("not_over", _("Le séjour n’est pas fini."))
    if held_on < row.nomination.ended_on:
        raise Refusal("held_before_the_end", _("Le retour se tient après la fin du séjour."), field="held_on")
    if row.returns.filter(kind=kind).exists():
        raise Refusal("already_recorded", _("Ce retour est déjà enregistré."), field="kind")
    kept = Return.objects.create(stay=row, kind=Returning(kind), on=held_on, place=place.strip(), people=people, words=words.strip(), by_id=by.pk)  # fmt: skip
    journal.write("stays.return", "stay", row.pk, by=by, on=on, kind=kind, permission=P.STAYS_KEEP)
    return kept
