"""People of the register, entered by Yao of the Plateaux centre."""

from datetime import date

from django.utils import timezone

from teriya.people import actions
from teriya.people.actions import NewPerson
from teriya.people.models import Person, Suspicion
from tests.cast import Cast

SHOWN = (("national_id", "0123-456-789"),)


def somebody(cast: Cast, **changes) -> NewPerson:
    """Afi KOUDAWO, born on 28 April 1999, of Haho 1."""
    facts = {"family": "KOUDAWO", "given": "Afi", "sex": "F", "birth_on": date(1999, 4, 28), "birth_year": 1999,
             "commune_id": cast.haho_1.pk, "phone": "+22890112233", "papers": SHOWN}  # fmt: skip
    return NewPerson(**facts | changes)


def register(cast: Cast, *people: NewPerson) -> list[Person]:
    return actions.register_many(people or [somebody(cast)], by=cast["regional_agent"], on=timezone.localdate())


def twice(cast: Cast, **changes) -> Suspicion:
    """The same woman entered twice, her names the wrong way round the second time."""
    register(cast, somebody(cast), somebody(cast, **{"family": "AFI", "given": "Koudawo"} | changes))
    [found] = actions.search_duplicates(by=cast["regional_agent"], on=timezone.localdate())
    return found
