"""What each person sees: the own host and no other; a school is told that it owes nothing, and is never held."""

from datetime import date

import pytest
from django.urls import reverse

from teriya.foundation.accounts.models import User
from teriya.mobilisation.hosts import actions as hosts
from teriya.mobilisation.hosts import holds
from teriya.mobilisation.hosts.models import Host
from teriya.pay.cofinancing import actions
from teriya.pay.cofinancing.models import Call
from tests.cast import appoint
from tests.factories.cofinancing import MARCH, PREPARED, call, make_served, pay
from tests.factories.missions import ON, make_host
from tests.scenes import scene


@pytest.fixture
@scene
def stranger(cast):
    """The officer of a school of the same commune."""
    user = User.objects.create_user(name="Akou", phone="+22893000777")
    appoint(user, "host_officer")
    hosts.add_officer(host=make_host(cast), user=user, duty="officer", by=cast.yao, on=ON)
    return user


def test_an_officer_reaches_nothing_of_another_host(cast, client, stranger):
    host, _team = make_served(cast)
    [march] = call(cast)
    paid = pay(cast, host, 5_000)
    pages = [
        ("call", march.pk),
        ("paper", march.pk),
        ("payment", paid.pk),
        ("receipt", paid.pk),
        ("contest", march.lines.get().pk),
    ]
    for user, status in ((cast.essi, 200), (stranger, 404)):
        client.force_login(user)
        assert {client.get(reverse(f"cofinancing:{route}", args=[pk])).status_code for route, pk in pages} == {status}
    assert "ne doit aucune quote-part" in client.get(reverse("cofinancing:mine")).content.decode()


def test_a_call_not_issued_yet_is_the_agencys_alone(cast, client):
    make_served(cast)
    [made] = actions.prepare(month=MARCH, by=cast.awa, on=PREPARED)
    client.force_login(cast.essi)
    assert client.get(reverse("cofinancing:call", args=[made.pk])).status_code == 404
    client.force_login(cast.dede)
    door = reverse("cofinancing:issue", args=["2024-03"])
    receipt = client.get(door).context["form"]["receipt"].value()
    assert client.post(door, {"receipt": receipt}).status_code == 302
    assert Call.objects.get().state == "issued"


def test_a_host_found_to_be_a_school_is_freed_and_given_back_what_it_was_called(cast):
    host, _team = make_served(cast)
    call(cast)
    actions.watch(on=date(2024, 8, 2))
    assert holds.blocked([host.pk]) == {host.pk}
    Host.objects.filter(pk=host.pk).update(domain="education")
    actions.watch(on=date(2024, 8, 3))
    assert holds.standing([host.pk]) == []
    [credit] = actions.issue(
        calls=actions.prepare(month=type(MARCH)(2024, 7), by=cast.awa, on=date(2024, 8, 3)),
        by=cast.dede,
        on=date(2024, 8, 3),
    )
    assert credit.total == -15_000 and not Call.objects.owing().exists()
