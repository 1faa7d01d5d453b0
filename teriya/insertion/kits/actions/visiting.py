"""A visit to the business that a kit began."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.insertion.kits import queries
from teriya.insertion.kits.actions.holding import hold
from teriya.insertion.kits.models import Kit, Look
from teriya.insertion.kits.states import HELD, Business


@transaction.atomic
def look(*, kit: Kit, business: str, income: str, jobs: int, note: str, by: User, on: date) -> Look:
    """Write what was seen on a day. It answers the follow-up that waits then, if any. Refuses `not_handed`, `bad_dates`, `nobody_works`."""
    row = hold(kit, by=by, on=on)
    if row.state not in HELD:
        raise Refusal("not_handed", _("Ce kit n’est pas encore remis."))
    if on < row.handed_on:
        raise Refusal("bad_dates", _("Une visite a lieu après la remise."), field="on")
    if (business == Business.STOPPED) != (jobs == 0):
        raise Refusal("nobody_works", _("Une activité qui tourne occupe au moins une personne ; arrêtée, personne."), field="jobs")  # fmt: skip
    seen = Look.objects.create(kit=row, on=on, by_id=by.pk, months=queries.month_to_answer(row, on), business=business,
                               income="" if business == Business.STOPPED else income, jobs=jobs, note=note.strip())  # fmt: skip
    journal.write("kits.look", "kit", row.pk, by=by, on=on, permission=P.KITS_KEEP, business=business, months=seen.months)  # fmt: skip
    return seen
