"""A telephone lost or shared, recovered at the counter with a paper."""

from uuid import uuid4

import pytest
from django.urls import reverse

from teriya.foundation.accounts.models import User
from teriya.foundation.messages.models import Message
from teriya.people.models import Person
from tests.factories.calls import BORN, make_applications, make_wave
from tests.scenes import scene

NEW = "+22890445566"


@pytest.fixture
@scene
def afi(cast):
    [row] = make_applications(cast, make_wave(cast), BORN, phone=cast.afi.phone)
    Person.objects.filter(pk=row.person_id).update(account=cast.afi)
    return row


@pytest.fixture
def desk(client, cast):
    client.force_login(cast["regional_agent"])
    return client


def change(desk, row, **typed):
    sent = {"receipt": uuid4(), "phone": "90 44 55 66", "reason": "Carte d’électeur vue ; téléphone volé."} | typed
    return desk.post(reverse("calls:new_phone", args=[row.pk]), sent)


def test_the_account_goes_on_under_the_new_number_and_the_old_one_opens_nothing(client, desk, cast, afi):
    thief = type(client)()
    thief.force_login(cast["candidate"])
    assert change(desk, afi).status_code == 302
    person = Person.objects.get(pk=afi.person_id)
    assert (person.phone, person.account.phone, person.account.phone_verified) == (NEW, NEW, False)
    told = Message.objects.filter(template="phone_changed")
    assert {sms.to for sms in told} == {cast.afi.phone, NEW} and all(len(sms.text) <= 160 for sms in told)


def test_who_has_already_come_in_with_the_new_number_keeps_that_account(desk, cast, afi):
    fresh = User.objects.create_user(name="", phone=NEW)
    change(desk, afi)
    assert Person.objects.get(pk=afi.person_id).account == fresh


def test_a_number_shared_with_somebody_who_has_an_account_stays_theirs(desk, cast, afi):
    sister = User.objects.create_user(name="Sena", phone=NEW)
    [other] = make_applications(cast, afi.wave, BORN)
    Person.objects.filter(pk=other.person_id).update(account=sister)
    change(desk, afi)
    person = Person.objects.get(pk=afi.person_id)
    assert (person.phone, person.account) == (NEW, None)
    assert Person.objects.get(pk=other.person_id).account == sister


def test_the_paper_seen_is_written(desk, afi, cast):
    assert change(desk, afi, reason="").status_code == 422
    assert Person.objects.get(pk=afi.person_id).phone == cast.afi.phone
