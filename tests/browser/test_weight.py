"""P14: a first visit fits the first flight of a bad line."""

import pytest
from django.urls import reverse

from tests.browser.site import assert_accessible, sign_in, weigh

pytestmark = pytest.mark.browser
FIRST, LATER = 14_600, 5_000


@pytest.mark.parametrize("door", ["account_login", "documents:verify_form"])
def test_a_first_visit_is_light(page, site, door):
    weight = weigh(page, site + reverse(door))
    assert weight.total <= FIRST and len(weight.requests) <= 2
    assert_accessible(page)


def test_a_later_page_is_lighter(page, site):
    weigh(page, site + reverse("account_login"))
    assert weigh(page, site + reverse("documents:verify_form")).total <= LATER


def test_an_officers_list_is_light(cast, visitor, page, site):
    sign_in(visitor, site, cast.yao)
    weight = weigh(page, site + reverse("ui:gallery"))
    assert weight.total <= FIRST
