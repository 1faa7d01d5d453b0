"""Closed by default: what the agreement between two agencies lets leave, asked again at each attempt."""

from django.utils import timezone
from django.utils.translation import gettext as _

from teriya.exchange.reciprocity.models import Nomination
from teriya.exchange.reciprocity.policies import check_fields
from teriya.exchange.reciprocity.states import PostState
from teriya.exchange.wire.models import Fact
from teriya.foundation.core.refusals import Refusal


def check_agreed(fact: Fact) -> None:
    """Refuses `offer_withdrawn`, `taken_back` where the person is proposed no more, and what the convention does not name."""
    row = Nomination.objects.select_related("offer", "agency").get(uid=fact.about)
    if row.offer.state != PostState.OPEN:
        raise Refusal("offer_withdrawn", _("Cette offre a été retirée."))
    if row.withdrawn_on:
        raise Refusal("taken_back", _("Cette candidature est retirée."))
    check_fields(row.agency, fact.fields, timezone.localdate())
