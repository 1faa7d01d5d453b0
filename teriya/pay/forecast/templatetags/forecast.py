from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def percent(share: int) -> str:
    """7525 hundredths → "75,25 %"."""
    return f"{number_format(share // 100)}{number_format(share % 100 / 100, 2)[1:]}\u00a0%"
