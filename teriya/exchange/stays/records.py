from django.urls import reverse

from teriya.exchange.stays.models import Stay
from teriya.foundation.accounts.models import User


def place(user: User, subject_id: int) -> str:
    """Where the stay of a joint certificate stands, for who may open it."""
    stay = Stay.objects.visible_to(user).select_related("nomination").filter(pk=subject_id).first()
    return reverse("stays:certificate", args=[stay.uid]) if stay else ""
