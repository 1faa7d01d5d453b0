"""A register of the size of a country: 300 000 people, each a candidate of one of fifteen waves; one officer, one of them."""

import os
import random
from datetime import date

import psycopg
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from teriya.foundation.accounts.models import Appointment, User
from teriya.foundation.places.models import Centre, Place
from teriya.foundation.rules.models import Form
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.calls.states import ApplicationState
from teriya.people.lookalikes import folded_name, folded_number
from teriya.people.models import Person
from teriya.portals.demo.files import FAMILY, MEN, WOMEN

PEOPLE, WAVES = 300_000, 15
PASSWORD = "la pluie sur le mont Agou"


def plant() -> None:
    call_command("load_pack", "tg", verbosity=0)
    wave_ids = [call(f"VNC-{number}").pk for number in range(1, WAVES + 1)]
    communes = list(Place.objects.filter(level="commune").order_by("pk").values_list("pk", flat=True))
    chance = random.Random(1)
    with connection.cursor() as cursor:
        with cursor.copy(COPY_PEOPLE) as copy:
            for number in range(1, PEOPLE + 1):
                copy.write_row(_person(number, chance, communes))
        with cursor.copy(_COPY_APPLICATIONS) as copy:
            states = [state for state in ApplicationState.values if state not in {"ineligible", "placed", "withdrawn"}]
            for number in range(1, PEOPLE + 1):
                state = chance.choice(states)
                copy.write_row((wave_ids[number % WAVES], number, f"C{number}", "LICENCE", "", "", "", "file", state, 0, "[]", date(2026, 1, 15)))  # fmt: skip
        with cursor.copy(_COPY_PAPERS) as copy:
            for number in range(1, PEOPLE + 1):
                paper = f"{chance.randrange(10**8):08}"
                copy.write_row((number, "CNI", paper, folded_number(paper)))
    staff("regional_agent", "yao@anvt.example", *Centre.objects.order_by("code").first().communes.all())
    candidate()
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")


def call(code: str) -> Wave:
    """A wave open today."""
    return Wave.objects.create(
        code=code, title=f"Vague {code}", form=Form.objects.get(code="VNC"), opens_on=date(2026, 1, 1),
        closes_on=date(2099, 12, 31), starts_on=date(2100, 1, 4), reference_on=date(2026, 1, 1), seed=code,
    )  # fmt: skip


COPY_PEOPLE = (
    "COPY people_person (matricule, family, given, married, folded, sex, birth_on, birth_year, phone, commune_id,"
    " registered_on) FROM STDIN"
)
_COPY_APPLICATIONS = (
    "COPY calls_application (wave_id, person_id, number, diploma, speciality, paper_kind, paper_number, channel, state,"
    ' entered_by, reasons, "on") FROM STDIN'
)
_COPY_PAPERS = "COPY people_paper (person_id, kind, number, folded) FROM STDIN"


def _person(number: int, chance: random.Random, communes: list[int]) -> tuple:
    sex = chance.choice("FM")
    family, given = (
        chance.choice(FAMILY),
        f"{chance.choice(WOMEN if sex == 'F' else MEN)} {chance.choice(WOMEN + MEN)}",
    )
    born = date(chance.randrange(1990, 2008), chance.randrange(1, 13), chance.randrange(1, 29))
    return (
        f"TG-2019-{number:06}", family, given, "", folded_name(family, given), sex, born, born.year,
        f"+2289{chance.randrange(10**7):07}", chance.choice(communes), date(2026, 1, 15),
    )  # fmt: skip


def staff(role: str, email: str, *communes: Place) -> User:
    """An officer, appointed by a dated act."""
    user = User.objects.create(name=email.partition("@")[0].title(), email=email, password=make_password(PASSWORD))
    act = Appointment.objects.create(user=user, role=role, act="D-001", since=date(2020, 1, 1))
    act.communes.set(communes)
    return user


def candidate() -> User:
    """Somebody whose application can still be withdrawn."""
    user = User.objects.create(name="Afi", phone="+22890112233", phone_verified=True)
    Appointment.objects.create(user=user, role="candidate", act="inscription", since=timezone.localdate())
    person = Application.objects.filter(state="eligible").first().person
    Person.objects.filter(pk=person.pk).update(account=user)
    return user
