"""Half-days and spans of days on pages."""

from django import template
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from teriya.foundation.ui.templatetags.ui import day
from teriya.service.attendance.leave_kinds import in_days
from teriya.service.attendance.models import Leave

register = template.Library()
register.filter("in_days", in_days)


@register.filter
def signed(half_days: int) -> str:
    """5 → « +2,5 », -10 → « −5 »."""
    return f"{'−' if half_days < 0 else '+'}{plain(abs(half_days))}"


@register.filter
def plain(half_days: int) -> str:
    return str(number_format(half_days / 2, half_days % 2))


@register.filter
def days(leave: Leave) -> str:
    """« du 21 au 25 décembre 2026 », « 21 décembre 2026 »: the month is said once."""
    first, last = leave.first_day, leave.last_day
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        begin = _("1er") if first.day == 1 else str(first.day)
        return _("du %(first)s au %(last)s") % {"first": begin, "last": day(last)}
    begin = date_format(first, "j F") if first.year == last.year else day(first)
    return _("du %(first)s au %(last)s") % {"first": begin, "last": day(last)}
