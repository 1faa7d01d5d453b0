"""Promotion: what was held, whom it reached."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.foundation.places.models import Place
from teriya.mobilisation.calls.models import Meeting, Wave


@transaction.atomic
def note_meeting(
    *,
    wave: Wave,
    kind: str,
    place: Place,
    held_on: date,
    reached: int,
    by: User,
    women: int | None = None,
    campaign: str = "",
    cost: int | None = None,
    note: str = "",
) -> Meeting:
    """Note a session held in a commune, or a broadcast heard in a region; `cost` is in the smallest unit.

    A campaign takes the writing under which it was first named. Refuses `meeting_known`, `women_among_reached`.
    """
    require(by, P.APPLICATIONS_REGISTER, commune=place.pk if place.level == "commune" else None)
    require_date(by, held_on)
    if women is not None and women > reached:
        raise Refusal(
            "women_among_reached", _("Les femmes sont comptées parmi les personnes touchées."), field="women"
        )
    known = wave.meetings.filter(campaign__iexact=campaign.strip()).values_list("campaign", flat=True).first()
    row = Meeting(wave=wave, kind=kind, place=place, on=held_on, reached=reached, women=women, note=note, by_id=by.pk,
                  campaign=known or campaign.strip(), cost=cost or 0)  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if "meeting_once" not in str(error):
            raise
        raise Refusal("meeting_known", _("Cette séance est déjà notée.")) from error
    journal.write("calls.note_meeting", "meeting", row.pk, by=by, on=held_on, permission=P.APPLICATIONS_REGISTER,
                  kind=kind, place=place.code, reached=reached, campaign=row.campaign, cost=row.cost)  # fmt: skip
    return row
