"""The people of our stories, each with a role by a dated act. The country is Togo, from its pack (tests/conftest.py)."""

from dataclasses import dataclass, field
from datetime import date

from teriya.foundation.accounts.models import Appointment, User
from teriya.foundation.places.models import Place

NAMES = {
    "regional_agent": "Yao", "regional_supervisor": "Mazalo", "operations": "Kodjo", "director": "Ama", "finance_officer": "Awa",
    "financial_controller": "Bawa", "authorising_officer": "Dédé", "public_accountant": "Tchaa", "auditor": "Issa",
    "trainer": "Komlan", "field_facilitator": "Sena", "administrator": "Edem", "host_officer": "Essi", "tutor": "Abla",
    "candidate": "Afi", "volunteer": "Kossi", "jury_member": "Massan", "senior": "Pitala",
}  # fmt: skip
SINCE = date(2020, 1, 1)


@dataclass
class Cast:
    """`cast.yao` … by first name, `cast["operations"]` by role; `cast.haho_1`, `cast.haho_2`, `cast.tone_1` are communes."""

    by_role: dict[str, User] = field(default_factory=dict)

    def __getitem__(self, role: str) -> User:
        return User.objects.get(pk=self.by_role[role].pk)  # fresh: its appointments are read once an instance


def settle() -> None:
    """Write the people of our stories, once a test database."""
    haho = list(Place.objects.filter(code__in=["TG-P-HAHO-1", "TG-P-HAHO-2"]))
    for n, (role, name) in enumerate(NAMES.items()):
        user = User.objects.create_user(name=name, phone=f"+2289300{n:04}")
        appoint(user, role, *(haho if role.startswith("regional") else []))
    # a second accountant: who sends never reads the returns
    appoint(User.objects.create_user(name="Kossivi", phone="+22893000099"), "public_accountant")


def assemble() -> Cast:
    """The people as they stand in the database, each read anew."""
    cast = Cast()
    communes = Place.objects.select_related("centre").in_bulk(
        ["TG-P-HAHO-1", "TG-P-HAHO-2", "TG-S-TONE-1"], field_name="code"
    )
    cast.haho_1, cast.haho_2, cast.tone_1 = communes["TG-P-HAHO-1"], communes["TG-P-HAHO-2"], communes["TG-S-TONE-1"]
    cast.plateaux, cast.savanes = cast.haho_1.centre, cast.tone_1.centre
    people = {user.name: user for user in User.objects.filter(name__in=[*NAMES.values(), "Kossivi"])}
    for name, user in people.items():
        setattr(cast, name.lower().replace("é", "e"), user)
    cast.by_role = {role: people[name] for role, name in NAMES.items()}
    return cast


def appoint(user: User, role: str, *communes: Place, since: date = SINCE, **act) -> Appointment:
    appointment = Appointment.objects.create(user=user, role=role, act="D-001", since=since, **act)
    appointment.communes.set(communes)
    user.__dict__.pop("appointments", None)
    return appointment
