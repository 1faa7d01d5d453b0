"""The people of a trial: one account a duty, so that four eyes hold in a trial as they do in life."""

from datetime import date

from teriya.foundation.accounts import actions
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.roles import ROLES
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.places.queries import communes

DUTIES = (
    "regional_agent", "regional_supervisor", "operations", "director", "finance_officer", "financial_controller",
    "authorising_officer", "public_accountant", "second_authorising_officer",
)  # fmt: skip
SINCE = date(2000, 1, 1)  # before any day that a trial may take


def open_office() -> dict[str, User]:
    """One person a duty; those of the centre over every commune."""
    if not communes().exists():
        sentence = (
            "Ce pays n’a encore aucune commune dans son fichier places.csv : ajoutez-les, puis relancez l’essai."
        )
        raise Refusal("no_commune", sentence, field="pack")
    founder = actions.found_agency(name="Essai", email="essai@essai.invalid", act="ESSAI", since=SINCE)
    everywhere, office = list(communes()), {}
    for duty in DUTIES:
        role = duty.removeprefix("second_")
        user = actions.create_account(name=f"Essai · {ROLES[role].name}", email=f"{duty}@essai.invalid", by=founder)
        places = everywhere if ROLES[role].is_local else ()
        actions.appoint(user=user, role=role, act="ESSAI", since=SINCE, communes=places, by=founder)
        office[duty] = User.objects.get(pk=user.pk)
    return office
