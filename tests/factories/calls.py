"""A call of Togo, open today: two approved needs, a wave, people who apply. Everything by the rooms' actions."""

from datetime import date, timedelta

from teriya.foundation.accounts.models import User
from teriya.foundation.rules.models import Form
from teriya.mobilisation.calls import actions
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.hosts.models import Host, Need
from teriya.people import actions as people
from teriya.people.models import Person
from tests.cast import Cast
from tests.factories import hosts
from tests.factories.hosts import TODAY
from tests.scenes import scene

OPENS_ON, CLOSES_ON, STARTS_ON = TODAY - timedelta(9), TODAY + timedelta(20), TODAY + timedelta(60)
NEW_YEAR = date(STARTS_ON.year, 1, 1)  # the day at which ages are counted
BORN = date(NEW_YEAR.year - 28, 5, 4)
OLD = date(NEW_YEAR.year - 44, 1, 1)
FAMILIES = "AGBEKO BATCHANA DJAGBA KOUDAWO LAWSON MENSAH NADJOMBE PITALA SIMLIYA TCHALLA".split()
GIVEN = "Abla Adjo Akossiwa Dédé Essi Kafui Mazalo Rachidatou Sena Yendoubé".split()


def officer(cast: Cast) -> User:
    """Kodjo, of operations: he opens waves and reads the whole country."""
    return cast["operations"]


@scene
def make_needs(cast: Cast, *diplomas: str, form: str = "VNC", months: int = 12) -> list[Need]:
    """Approved needs, one for each lowest diploma, of a school of Haho 1."""
    host = Host.objects.first() or hosts.accredited(cast)
    first = Need.objects.count() + 1
    return [
        hosts.approved(
            cast, host, reference=f"B{n:04}", diploma=diploma, form=form, months=months, starts_on=STARTS_ON
        )
        for n, diploma in enumerate(diplomas, start=first)
    ]


@scene
def make_wave(cast: Cast, *diplomas: str, code: str = "VNC-1", form: str = "VNC", **changes) -> Wave:
    """An open wave over one approved need for each diploma (BAC, then Licence)."""
    posts = make_needs(cast, *(diplomas or ("bac", "licence")), form=form, months=changes.pop("months", 12))
    facts = {"title": "Vague 1", "opens_on": OPENS_ON, "closes_on": CLOSES_ON, "starts_on": STARTS_ON} | changes
    by = officer(cast)
    return actions.open_wave(code=code, form=Form.objects.get(code=form), needs=posts, by=by, on=TODAY, **facts)


@scene
def make_people(cast: Cast, *births: date | int, commune=None, **changes) -> list[Person]:
    """A person for each birth (a day, or a year alone), with an identity card of one's own."""
    first = Person.objects.count() + 1
    rows = [
        people.NewPerson(**{
            "family": FAMILIES[n % 10], "given": GIVEN[n // 10 % 10], "sex": "F",
            "birth_on": birth if isinstance(birth, date) else None,
            "birth_year": birth.year if isinstance(birth, date) else birth, "commune_id": (commune or cast.haho_1).pk,
            "phone": f"+228900{37 * n % 100_000:05}", "papers": (("national_id", f"1000{37 * n:05}"),),
        } | changes)
        for n, birth in enumerate(births, start=first)
    ]  # fmt: skip
    return people.register_many(rows, by=officer(cast), on=TODAY)


def make_applications(
    cast: Cast, wave: Wave, *births: date | int, diploma: str = "licence", commune=None, **changes
) -> list[Application]:
    """People who apply to every post of the wave, numbered from 1."""
    posts = list(wave.needs.order_by("pk"))
    first = wave.applications.count() + 1
    rows = [
        actions.NewApplication(person=person, number=str(n), diploma=diploma, wishes=posts)
        for n, person in enumerate(make_people(cast, *births, commune=commune, **changes), start=first)
    ]
    return actions.apply_many(wave=wave, rows=rows, by=officer(cast), on=TODAY)
