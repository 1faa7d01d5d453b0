"""The doors of the follow-up, those that a person may open."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P

register = template.Library()
DOORS = (
    ("plan", _("Visites"), P.FOLLOW_UP_READ), ("points", _("Actions à clore"), P.FOLLOW_UP_READ),
    ("appraisals", _("Évaluations"), P.FOLLOW_UP_READ), ("reports", _("Rapports"), P.FOLLOW_UP_READ),
    ("incidents", _("Signalements"), P.INCIDENTS_HANDLE), ("evacuations", _("Évacuations"), P.EVACUATIONS_READ),
    ("derogations", _("Dérogations"), P.FOLLOW_UP_READ),
)  # fmt: skip


@register.filter
def doors(user: User) -> list[tuple[str, str, str]]:
    """(name, address, label) of each."""
    return [(name, reverse(f"followup:{name}"), label) for name, label, permission in DOORS if user.may(permission)]
