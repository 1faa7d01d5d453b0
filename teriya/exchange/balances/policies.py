"""What may be counted between two agencies."""

from django.utils.translation import gettext as _

from teriya.exchange.reciprocity.models import Nomination
from teriya.foundation.core.refusals import Refusal


def check_costs_something(stay: Nomination) -> None:
    """A stay costs something from the day the receiving side accepted it, even when it then comes to nothing. Refuses `not_accepted`."""
    if stay.answer != "accepted":
        raise Refusal(
            "not_accepted", _("Seul le séjour d’une candidature acceptée a des coûts à partager."), field="stays"
        )


def check_reason(reason: str) -> None:
    """Refuses `reason_required`."""
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez le motif de cette décision."), field="reason")
