"""Words of the pages: dates, amounts, ages, phones, tones."""

from datetime import date, datetime
from functools import cache

import phonenumbers
from django import template
from django.conf import settings
from django.db.models import Model
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from teriya.foundation.core import money as amounts
from teriya.foundation.ui import charts
from teriya.foundation.ui.tones import tone_of

register = template.Library()
register.filter("tone", tone_of)
register.filter("written", flatatt)  # the attributes of a choice, at once: each template costs a page its time
register.simple_tag(charts.bars, name="bars")
register.simple_tag(charts.facing, name="facing")
register.simple_tag(charts.shades, name="shades")
register.simple_tag(charts.lines, name="lines")
register.simple_tag(charts.table, name="rows_of")
register.simple_tag(charts.ring, name="ring")


@register.simple_tag
def state(row: Model, field: str = "state") -> str:
    """The state that a row is in: its word in its tone, as `<c-status>` draws any word. A list has one on each line."""
    value = getattr(row, field)
    tone = tone_of(value)
    word = _words(type(row), field).get(value, value)
    return format_html('<span class="tag{}{}">{}</span>', " " if tone else "", tone, word)


@cache
def _words(model: type[Model], field: str) -> dict[str, str]:
    """Django's own `get_…_display` makes this again for each row."""
    return dict(model._meta.get_field(field).flatchoices)


@register.filter
def money(value: int | None) -> str:
    """60000 → "60 000 F"."""
    return "" if value is None else amounts.amount(value)


@register.filter
def grouped(value: int | None) -> str:
    """60000 → "60 000"."""
    return "" if value is None else amounts.grouped(value)


@register.filter
def day(value: date | datetime | None) -> str:
    """12 mars 2026, 1er mars 2026, in the language of the page."""
    if not value:
        return ""
    first = _date(value).day == 1 and get_language() == "fr"
    return date_format(_date(value), "j\\e\\r F Y" if first else "j F Y")


@register.filter
def month(value: date | datetime | None) -> str:
    """mars 2026."""
    return date_format(_date(value), "F Y") if value else ""


@register.filter
def age(value: date | datetime | None) -> str:
    """How long something has waited, in whole days: "12 j"; "aujourd’hui" when it began this day."""
    if not value:
        return ""
    days = (timezone.localdate() - _date(value)).days
    return _("%(days)s j") % {"days": amounts.grouped(days)} if days else _("aujourd’hui")


@register.filter
def phone(value: str | None) -> str:
    """+22890112233 → "90 11 22 33" at home, "+226 70 12 34 56" from elsewhere."""
    try:
        number = phonenumbers.parse(value or "", settings.AGENCY.upper())
    except phonenumbers.NumberParseException:
        return value or ""
    home = phonenumbers.country_code_for_region(settings.AGENCY.upper()) == number.country_code
    shape = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, shape.NATIONAL if home else shape.INTERNATIONAL)


def _date(value: date | datetime) -> date:
    return timezone.localdate(value) if isinstance(value, datetime) else value
