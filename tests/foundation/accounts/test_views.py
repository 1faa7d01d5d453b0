from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from teriya.foundation.accounts.models import Appointment, User
from teriya.foundation.accounts.roles import ROLES
from teriya.foundation.places.models import Centre

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def office(client, cast):
    client.force_login(cast.edem)
    return client


def send(client, route, *args, **typed):
    return client.post(reverse(f"accounts:{route}", args=args), {"receipt": uuid4()} | typed)


def test_an_administrator_opens_an_account_and_appoints_over_a_centre(office, cast):
    sent = send(office, "create", name="Dela", email="dela@anvt.example", phone="", language="fr")
    dela = User.objects.get(email="dela@anvt.example")
    assert sent.headers["Location"] == reverse("accounts:account", args=[dela.pk])
    plateaux = Centre.objects.get(pk=cast.plateaux.pk)
    send(
        office, "appoint", dela.pk, role="regional_agent", act="D-9", since=f"{TODAY:%d/%m/%Y}", centres=[plateaux.pk]
    )
    held = Appointment.objects.get(user=dela)
    assert set(held.communes.all()) == set(plateaux.communes.filter(level="commune"))
    assert "D-9" in office.get(reverse("accounts:account", args=[dela.pk])).content.decode()


def test_a_refusal_stands_beside_its_field(office, cast):
    User.objects.filter(pk=cast.awa.pk).update(email="awa@anvt.example")
    page = send(office, "appoint", cast.awa.pk, role="regional_agent", act="D-9", since=f"{TODAY:%d/%m/%Y}")
    assert page.status_code == 422 and "communes" in page.context["form"].errors


def test_acting_is_given_from_a_list_of_titles(office, cast):
    User.objects.filter(pk=cast.awa.pk).update(email="awa@anvt.example")
    title = Appointment.objects.get(user=cast.mazalo)
    until = TODAY + timedelta(20)
    send(
        office,
        "appoint_acting",
        cast.awa.pk,
        title=title.pk,
        act="NS-1",
        since=f"{TODAY:%d/%m/%Y}",
        until=f"{until:%d/%m/%Y}",
    )
    acting = Appointment.objects.get(user=cast.awa, kind="acting")
    assert (acting.for_user, acting.role, acting.until) == (cast.mazalo, "regional_supervisor", until)


def test_an_act_is_ended_and_an_account_closed(office, cast):
    act = Appointment.objects.get(user=cast.issa)
    send(office, "end_appointment", act.pk, on=f"{TODAY:%d/%m/%Y}", reason="Fin de mandat")
    send(office, "deactivate", cast.awa.pk, on=f"{TODAY:%d/%m/%Y}", reason="Départ")
    act.refresh_from_db()
    assert act.until == TODAY and not User.objects.get(pk=cast.awa.pk).is_active


def test_the_list_is_read_in_few_queries(office, cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        page = office.get(reverse("accounts:accounts"), {"nom": "maz"})
    assert [holder.name for holder in page.context["page"]] == ["Mazalo"]


def test_my_account_shows_my_acts_and_remembers_my_language(client, cast):
    client.force_login(cast.kossi)
    assert "D-001" in client.get("/compte/").content.decode()
    assert send(client, "mine", language="en").cookies["django_language"].value == "en"
    assert User.objects.get(pk=cast.kossi.pk).language == "en"


def test_roles_are_told_in_words_each_with_what_it_allows(client, cast):
    client.force_login(cast.kossi)
    page = client.get(reverse("accounts:roles")).content.decode()
    assert all(str(role.name) in page for role in ROLES.values())
    assert "ordonnancer" in page and "pay.order" not in page


def test_the_other_sessions_are_seen_and_closed(client, cast):
    client.force_login(cast.kossi)
    assert client.get(reverse("usersessions_list")).status_code == 200
    assert client.post(reverse("usersessions_list")).status_code == 302


@pytest.mark.parametrize(
    "path", ["/connexion/inscription/", "/compte/courriel/", "/accounts/signup/", "/compte/email/"]
)
def test_closed_doors_have_no_page(client, path):
    assert client.get(path).status_code == 404


def test_who_enters_by_phone_has_no_password_page(client, cast):
    client.force_login(cast.kossi)
    assert client.get(reverse("account_change_password")).status_code == 404
