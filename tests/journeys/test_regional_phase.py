"""A phase of the Plateaux: 1 180 VEC and 77 seniors needed over 32 communes, planned, enrolled by batch, heard in three days in
five towns, listed. Figures: togoanvt.org, phase 8 (the need) and the interviews of 2020 (1 235 VEC and 63 seniors heard).
"""

import pytest
from django.db.models import Count
from django.urls import reverse

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.messages.models import Message
from teriya.foundation.places.models import Place
from teriya.foundation.rules.models import Form
from teriya.mobilisation.calls import actions as calls
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.hosts import actions as hosts
from teriya.mobilisation.hosts import conventions, needs
from teriya.mobilisation.hosts.models import Host, Need, Planned
from teriya.mobilisation.selection import actions, lists, planning
from teriya.mobilisation.selection.models import Hearing, Listing, Sheet
from tests.cast import appoint
from tests.factories.calls import CLOSES_ON, FAMILIES, GIVEN, NEW_YEAR, OPENS_ON, STARTS_ON, officer
from tests.factories.files import bring, commit, outcomes
from tests.factories.hosts import SOON, TODAY, signed
from tests.factories.selection import HOURS, check_and_close, communes_of, make_jury, plan, sign_minutes
from tests.journeys.walk import Person

pytestmark = [pytest.mark.django_db, pytest.mark.hostile]  # two minutes
TOWNS = ("Atakpamé", "Kpalimé", "Notsè", "Badou", "Anié")
NEEDED, HEARD, AGED = {"VEC": 1180, "VS": 77}, {"VEC": 1235, "VS": 63}, {"VEC": 24, "VS": 55}
PLANNED = "Convention,Commune,Structure,Responsable,Téléphone,Forme,Profil,Places,Durée (mois),Prise de service,ETP requis,ETP en poste"
ENROLLED = "N°;NOM;Prénoms;Sexe;Date de naissance;Contact;Commune de résidence;Pièce;N° pièce"


def test_a_region_from_its_need_to_its_lists(cast, client):
    communes = communes_of(cast.plateaux)
    assert len(communes) == 32
    appoint(cast.yao, "regional_agent", *communes)
    appoint(cast.mazalo, "regional_supervisor", *communes)
    _the_need_is_planned_and_approved(cast, communes)
    Person(client, cast.kodjo).reads(reverse("hosts:plan"), "Plateaux", "1 257")
    for form in NEEDED:
        wave = _a_call_is_open(cast, form)
        _each_commune_brings_its_batch(cast, wave, communes)
        _everybody_has_an_hour_in_a_town(cast, wave, communes)
        _scores_of_paper_come_and_the_list_is_published(cast, wave)
    _what_candidates_and_visitors_read(cast, type(client)())


def _the_need_is_planned_and_approved(cast, communes: list[Place]) -> None:
    """37 or 36 VEC and 2 or 3 seniors a commune, in one table of one convention."""
    by, day = cast["operations"], f"{SOON:%d/%m/%Y}"
    conventions.enter_convention(
        reference="VEC-8", title="Engagement citoyen, phase 8", party="Communes des Plateaux", signatories="KAO Afi",
        domain="decentralisation", first_day=TODAY, last_day=STARTS_ON, by=by, on=TODAY,
    )  # fmt: skip
    lines = [
        f"VEC-8,{place.name},Mairie de {place.name},,,{form},{profile},{count},6,{day},,"
        for n, place in enumerate(communes)
        for form, profile, count in (("VEC", "Travaux communaux", 37 - (n < 4)), ("VS", "Encadreur", 2 + (n < 13)))
    ]
    commit(cast, bring(cast, "planned", "\n".join([PLANNED, *lines]), by=by), by=by)
    rows = list(Host.objects.all())
    hosts.evaluate_many({row.pk: hosts.Rubrics() for row in rows}, by=cast["regional_agent"], on=TODAY)
    hosts.accredit_many(rows, months=24, quota=40, by=by, on=TODAY)
    for row in rows:
        signed(cast, row)
    asked = conventions.confirm(list(Planned.objects.all()), by=cast["regional_agent"], on=TODAY)
    opened = needs.approve(needs.review(asked, by=cast["regional_supervisor"], on=TODAY), by=by, on=TODAY)
    assert (len(rows), len(opened)) == (32, 1257)
    assert (round(1180 / 32, 1), round(1180 / 77, 1)) == (36.9, 15.3)


def _a_call_is_open(cast, form: str) -> Wave:
    posts = list(Need.objects.filter(form__code=form).order_by("pk"))
    assert sum(post.places for post in posts) == NEEDED[form]
    return calls.open_wave(
        code=f"{form}-8", title=f"Phase 8, {form}", form=Form.objects.get(code=form), needs=posts, opens_on=OPENS_ON,
        closes_on=CLOSES_ON, starts_on=STARTS_ON, by=officer(cast), on=TODAY,
    )  # fmt: skip


def _each_commune_brings_its_batch(cast, wave: Wave, communes: list[Place]) -> None:
    """One list a commune, as its counter wrote it; a list sent again adds nobody."""
    form, number = wave.form.code, 0
    for n, place in enumerate(communes):
        count = HEARD[form] // 32 + (n < HEARD[form] % 32)
        lines = [_candidate(form, number + k, place) for k in range(count)]
        number += count
        text = "\n".join([ENROLLED, *lines])
        commit(cast, bring(cast, "candidates", text, wave=wave.code))
    assert set(outcomes(bring(cast, "candidates", text, wave=wave.code))) == {"same"}
    check_and_close(cast, wave)
    assert dict(wave.applications.values_list("state").annotate(Count("pk"))) == {"eligible": HEARD[form]}


def _candidate(form: str, n: int, place: Place) -> str:
    family, given = FAMILIES[n % 10], f"{GIVEN[n // 10 % 10]} {GIVEN[n // 100 % 10]}"
    born = NEW_YEAR.replace(year=NEW_YEAR.year - AGED[form], month=1 + n % 12, day=1 + n % 28)
    digits = f"{'1' if form == 'VEC' else '2'}{n:05}"
    return f"{n + 1};{family};{given};{'FM'[n % 2]};{born:%d/%m/%Y};90 {digits};{place.name};CNI;70{digits}"


def _everybody_has_an_hour_in_a_town(cast, wave: Wave, communes: list[Place]) -> None:
    """Five towns share the communes of one centre; the people of a commune are heard in its town, in three days."""
    form, juries = wave.form.code, 3 if wave.form.code == "VEC" else 1
    for n, town in enumerate(TOWNS):
        venue = planning.open_venue(
            wave=wave, town=town, address="Maison des jeunes", communes=communes[n::5], by=officer(cast), on=TODAY
        )
        for k in range(juries):
            members = [(f"{town} {k}.{chair}", None) for chair in (1, 2, 3)]
            make_jury(cast, wave, name=f"{town} {k}", members=members, venue=venue, room=f"Salle {k}", external=[2, 3])
    with pytest.raises(Refusal, match="commune_has_a_venue"):
        planning.open_venue(
            wave=wave, town="Danyi", address="Mairie", communes=communes[:1], by=officer(cast), on=TODAY
        )
    called = plan(cast, wave, days=3, hours=HOURS._replace(minutes=12))
    rows = Hearing.objects.filter(jury__wave=wave)
    assert len(called) == rows.values("jury", "on", "at").distinct().count() == HEARD[form]
    assert rows.values("on").distinct().count() <= 3 and rows.values("jury__venue").distinct().count() == 5
    towns = rows.values("application__person__commune").annotate(towns=Count("jury__venue", distinct=True))
    assert set(towns.values_list("towns", flat=True)) == {1} and len(towns) == 32


def _scores_of_paper_come_and_the_list_is_published(cast, wave: Wave) -> None:
    numbers = list(wave.applications.order_by("pk").values_list("number", flat=True))
    lists.publish_criteria(
        wave=wave, mode="jury", places=NEEDED[wave.form.code], reserve=100, by=officer(cast), on=TODAY
    )
    base = [40 + n * 37 % 55 for n in range(len(numbers))]
    lines = [f"{number};{points};{points + 2};{points + 4}" for number, points in zip(numbers, base, strict=True)]
    text = "\n".join(["N°;Juré 1;Juré 2;Juré 3", *lines])
    commit(cast, bring(cast, "scores", text, by=officer(cast), wave=wave.code), by=officer(cast))
    assert Sheet.objects.filter(hearing__jury__wave=wave).count() == 3 * len(numbers)
    sign_minutes(cast, wave)
    actions.rank(wave=wave, by=officer(cast), on=TODAY)
    lists.publish(listing=Listing.objects.get(wave=wave, state="ready"), by=cast["director"], on=TODAY)


def _what_candidates_and_visitors_read(cast, visitor) -> None:
    """1 180 VEC on the list and 55 in reserve; 63 seniors where 77 were wanted: fourteen lack, and nobody is invented."""
    told = Message.objects.filter(template__startswith="list_").values_list("template").annotate(Count("pk"))
    assert dict(told) == {"list_admitted": 1180 + 63, "list_reserve": 55}
    assert Message.objects.filter(template="convened").count() == 1298
    said = Message.objects.filter(template__in=("convened", "list_admitted", "list_reserve", "application_received"))
    assert {message.text[-25:] for message in said} == {"Ne payez jamais personne."}
    for wave in Wave.objects.all():
        page = visitor.get(reverse("selection:published", args=[wave.code]))
        assert page.status_code == 200
