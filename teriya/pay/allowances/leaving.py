"""What pay still has to settle with a volunteer who leaves: said beside the closing checklist of the mission."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from teriya.foundation.core.money import amount as in_francs
from teriya.pay.allowances import queries
from teriya.pay.allowances.states import RetentionKind
from teriya.service.missions.models import Mission


def owed_by(mission: Mission) -> Iterator[str]:
    """Each overpayment that no later month can take back any more."""
    orders = list(queries.orders_of([queries.owner_of(mission.person)]).filter(kind=RetentionKind.OVERPAYMENT))
    left = queries.left(orders)
    for order in orders:
        if left[order.pk]:
            said = {"left": in_francs(left[order.pk]), "month": order.reason}
            yield _("Trop-perçu à recouvrer : %(left)s (%(month)s). Réglez-le avant de cocher les dettes.") % said
