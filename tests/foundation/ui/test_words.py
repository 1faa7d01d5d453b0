from datetime import date, datetime, timedelta, timezone

import pytest
from django.utils import translation
from django.utils.timezone import localdate

from teriya.foundation.ui.templatetags import ui
from teriya.foundation.ui.tones import tone_of

MARCH = date(2026, 3, 12)


def test_dates_are_written_in_words():
    assert (ui.day(MARCH), ui.month(MARCH), ui.day(None)) == ("12 mars 2026", "mars 2026", "")


def test_dates_follow_the_language_of_the_page():
    with translation.override("en"):
        assert ui.day(MARCH) == "12 March 2026"


def test_a_moment_is_dated_where_the_agency_is(settings):
    settings.TIME_ZONE = "Africa/Lome"
    assert ui.day(datetime(2026, 3, 12, 23, 30, tzinfo=timezone(timedelta(hours=-2)))) == "13 mars 2026"


def test_age_counts_whole_days():
    assert (ui.age(localdate() - timedelta(12)), ui.age(localdate())) == ("12 j", "aujourd’hui")


def test_amounts_are_grouped_by_narrow_spaces():
    assert (ui.money(60000), ui.grouped(1234567), ui.money(None)) == ("60\u202f000\u00a0F", "1\u202f234\u202f567", "")


@pytest.mark.parametrize(
    ("number", "shown"),
    [("+22890112233", "90 11 22 33"), ("+22670123456", "+226 70 12 34 56"), ("garbled", "garbled"), (None, "")],
)
def test_phone_is_short_at_home_and_whole_from_elsewhere(number, shown):
    assert ui.phone(number) == shown


def test_tone_of_a_state():
    assert [tone_of(state) for state in ("accredited", "submitted", "refused", "closed")] == ["ok", "wait", "no", ""]
