"""A volunteer of Haho 1 whose mission of March 2024 has ended; Adjoa keeps the directory, Yao directs people."""

from datetime import date

from teriya.foundation.accounts.models import User
from teriya.foundation.places.models import Place
from teriya.insertion.referrals import actions
from teriya.insertion.referrals.models import Opening, Referral, Service
from teriya.people.models import Person
from tests.cast import Cast, appoint

ON = date(2025, 3, 10)  # after the end of a mission of twelve months begun on 1 March 2024


def make_officer() -> User:
    """Adjoa, insertion officer of the whole country."""
    found = User.objects.filter(name="Adjoa").first()
    if found is None:
        found = User.objects.create_user(name="Adjoa", phone="+22894000001")
        appoint(found, "insertion")
    return User.objects.get(pk=found.pk)


def make_service(cast: Cast, name: str = "ANPE de Haho", place: Place | None = None) -> Service:
    return actions.enter_service(
        name=name, kind="employment", place=place or cast.haho_1, gives="Inscription des demandeurs d’emploi", phone="+22822210000", by=make_officer(), on=ON,
    )  # fmt: skip


def refer(cast: Cast, person: Person, service: Service | None = None, on: date = ON) -> Referral:
    return actions.refer(
        person=person, service=service or make_service(cast), asked="Inscription", by=cast["regional_agent"], on=on
    )


def make_opening(cast: Cast, by: User | None = None, **changes) -> Opening:
    values = {
        "kind": "job", "title": "Instituteur, école privée de Notsè", "employer": "École La Paix", "place": cast.haho_1,
        "told": "Écrire au directeur.", "closes_on": date(2025, 4, 30), "profiles": ("primary_teacher",), "diploma": "bac",
    }  # fmt: skip
    return actions.offer(new=actions.NewOpening(**values | changes), by=by or make_officer(), on=ON)
