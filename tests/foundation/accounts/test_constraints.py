import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from teriya.foundation.accounts.models import Appointment
from tests.cast import appoint

SINCE = date(2026, 1, 1)


def authorise_and_pay(cast, **days):
    appoint(cast.dede, "public_accountant", **days)


@pytest.mark.django_db
def test_the_database_itself_refuses_both_duties(cast):
    with pytest.raises(IntegrityError, match="incompatible_duties"), transaction.atomic():
        authorise_and_pay(cast, since=SINCE)


@pytest.mark.django_db
def test_duties_that_do_not_overlap_are_allowed(cast):
    Appointment.objects.filter(user=cast.dede).update(until=date(2025, 12, 31))
    authorise_and_pay(cast, since=SINCE)


@pytest.mark.django_db
def test_the_same_duty_twice_is_allowed(cast):
    appoint(cast.dede, "authorising_officer", since=SINCE)


@pytest.mark.django_db
def test_nobody_stands_in_for_oneself(cast):
    with pytest.raises(IntegrityError, match="appointment_for_somebody_else"), transaction.atomic():
        appoint(cast.ama, "director", kind="acting", for_user=cast.ama, until=SINCE, since=SINCE)


def test_two_acts_signed_at_the_same_moment_never_both_stand(own_database, cast):
    Appointment.objects.filter(user=cast.dede).delete()
    start, refused = threading.Barrier(2), []

    def sign(role):
        start.wait()
        try:
            appoint(cast.dede, role, since=SINCE)
        except IntegrityError as error:
            refused.append(error)
        finally:
            connection.close()

    signers = [threading.Thread(target=sign, args=[role]) for role in ("authorising_officer", "public_accountant")]
    [signer.start() for signer in signers]
    [signer.join() for signer in signers]
    assert len(refused) == 1 and Appointment.objects.filter(user=cast.dede).count() == 1
