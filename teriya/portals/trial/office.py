"""The people of a trial: one account a duty, so that four eyes hold in a trial as they do in life."""

from datetime import date

from teriya.foundation.accounts.models import Appointment, User

DUTIES = (
    "regional_agent", "regional_supervisor", "operations", "director", "trainer", "field_facilitator", "tutor",
    "finance_officer", "financial_controller", "authorising_officer", "public_accountant",
)  # fmt: skip


SINCE = date(2000, 1, 1)  # before any day that a trial may take


def open_office() -> dict[str, User]:
    """One person a duty, over the whole country."""
    office = {}
    for role in DUTIES:
        user = User.objects.create_user(name=f"Essai · {role}", email=f"{role}@essai.invalid")
        Appointment.objects.create(user=user, role=role, act="ESSAI", since=SINCE)
        office[role] = user
    return office
