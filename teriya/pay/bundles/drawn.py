"""The population of a draw, and the draw done again from what was frozen."""

from teriya.foundation.core.periods import Month
from teriya.foundation.places.models import Centre
from teriya.foundation.rules.models import Form
from teriya.pay.allowances.models import PayLine
from teriya.pay.bundles.engine.drawing import METHODS, Drawn, Unit
from teriya.pay.bundles.models import Draw
from teriya.pay.bundles.pieces import PAID


def population(first: Month, last: Month, form: Form | None, centre: Centre | None) -> list[Unit]:
    """Every line ordered, paid or returned of these months, by number."""
    rows = PayLine.objects.filter(month__range=(first.first, last.first), state__in=PAID)
    if form:
        rows = rows.filter(run__form=form)
    if centre:
        rows = rows.filter(mission__host__commune__centre=centre)
    found = rows.order_by("pk").values_list("pk", "net", "mission__host__commune__centre__code")
    return [Unit(pk, net, code or "") for pk, net, code in found]


def redraw(draw: Draw) -> list[Drawn]:
    """The lines that the frozen population gives with the seed of the draw."""
    return METHODS[draw.method]([Unit(*unit) for unit in draw.population], draw.seed, draw.size)


def as_file(draw: Draw) -> str:
    """The population as its digest reads it."""
    return "".join(f"{line};{net};{centre}\n" for line, net, centre in draw.population)
