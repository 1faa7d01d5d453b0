from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from teriya.foundation.accounts import actions, jobs
from teriya.foundation.accounts.models import User

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=2)


def age(**which):
    User.objects.filter(**which).update(created_at=LONG_AGO)


def test_a_phone_that_never_answered_is_forgotten(cast):
    silent = actions.open_by_phone("+22890112233")
    answered = actions.open_by_phone("+22890112234")
    actions.confirm_phone(answered)
    age()
    before = User.objects.count()
    jobs.forget_expired(0)
    assert User.objects.count() == before - 1 and not User.objects.filter(pk=silent.pk).exists()


def test_a_phone_has_a_day_to_answer(db):
    actions.open_by_phone("+22890112233")
    jobs.forget_expired(0)
    assert User.objects.exists()


def test_counts_of_tries_that_are_over_are_forgotten(db):
    cache.set("over", 1, timeout=-1)
    cache.set("running", 1, timeout=60)
    jobs.forget_expired(0)
    assert cache.forget_expired() == 0 and cache.get("running") == 1
