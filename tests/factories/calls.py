"""A call of Togo in January 2024: two approved needs, a wave, people who apply. Everything by the rooms' actions."""

from datetime import date

from teriya.foundation.accounts.models import User
from teriya.foundation.rules.models import Form
from teriya.mobilisation.calls import actions
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.hosts import actions as hosts
from teriya.mobilisation.hosts import needs
from teriya.mobilisation.hosts.models import Need
from teriya.people import actions as people
from teriya.people.models import Person
from tests.cast import Cast, appoint

ON = date(2024, 1, 15)
STARTS_ON = date(2024, 3, 1)
FAMILIES = "AGBEKO BATCHANA DJAGBA KOUDAWO LAWSON MENSAH NADJOMBE PITALA SIMLIYA TCHALLA".split()
GIVEN = "Abla Adjo Akossiwa Dédé Essi Kafui Mazalo Rachidatou Sena Yendoubé".split()


def officer(cast: Cast) -> User:
    """Kodjo, of operations, who may write with past dates."""
    user = cast["operations"]
    if not user.may("core.take_on"):
        appoint(user, "administrator")
    return user


def make_needs(cast: Cast, *diplomas: str, form: str = "VNC", months: int = 12, commune=None) -> list[Need]:
    """Approved needs, one for each lowest diploma, of a school of Haho 1."""
    by, commune = officer(cast), commune or cast.haho_1
    agent = cast["regional_supervisor"]
    appoint(agent, "operations")
    appoint(agent, "administrator")
    name = f"Lycée de {commune} ({Need.objects.count()})"
    [host] = hosts.register_many(
        [hosts.NewHost(name, "public_body", "education", commune.pk, "DOUTI Adjo")], by=by, on=ON
    )
    hosts.evaluate_many({host.pk: hosts.Rubrics()}, by=agent, on=ON)
    hosts.accredit_many([host], months=24, quota=9, by=by, on=ON)
    first = Need.objects.count() + 1
    rows = [
        needs.NewNeed(f"B{n:04}", host, "primary_teacher", diploma, 1, months, STARTS_ON, "AYITE Yao")
        for n, diploma in enumerate(diplomas, start=first)
    ]
    submitted = needs.submit(rows, form=Form.objects.get(code=form), by=by, on=ON)
    needs.approve(submitted, by=agent, on=ON)
    return list(Need.objects.filter(pk__in=[need.pk for need in submitted]).order_by("pk"))


def make_wave(cast: Cast, *diplomas: str, code: str = "VNC-2024-1", form: str = "VNC", **changes) -> Wave:
    """An open wave over one approved need for each diploma (BAC, then Licence)."""
    posts = make_needs(cast, *(diplomas or ("bac", "licence")), form=form, months=changes.pop("months", 12))
    dates = {"opens_on": date(2024, 1, 2), "closes_on": date(2024, 2, 2), "starts_on": STARTS_ON}
    return actions.open_wave(
        code=code,
        title="Vague 1",
        form=Form.objects.get(code=form),
        needs=posts,
        by=officer(cast),
        on=ON,
        **dates | changes,
    )


def make_people(cast: Cast, *births: date | int, commune=None, **changes) -> list[Person]:
    """A person for each birth (a day, or a year alone), with an identity card of one's own."""
    first = Person.objects.count() + 1
    rows = [
        people.NewPerson(**{
            "family": FAMILIES[n % 10], "given": GIVEN[n // 10 % 10], "sex": "F",
            "birth_on": birth if isinstance(birth, date) else None,
            "birth_year": birth.year if isinstance(birth, date) else birth, "commune_id": (commune or cast.haho_1).pk,
            "phone": f"+228900{n:05}", "papers": (("national_id", f"1000{n:04}"),),
        } | changes)
        for n, birth in enumerate(births, start=first)
    ]  # fmt: skip
    return people.register_many(rows, by=officer(cast), on=ON)


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
    return actions.apply_many(wave=wave, rows=rows, by=officer(cast), on=ON)
