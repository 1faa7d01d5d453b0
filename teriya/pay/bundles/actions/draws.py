"""An auditor draws lines: the population is frozen, then the seed is given, once; findings are noted line by line."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.numbers import next_number
from teriya.foundation.core.periods import Month
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.foundation.places.models import Centre
from teriya.foundation.rules.models import Form
from teriya.pay.allowances.models import PayLine
from teriya.pay.bundles import drawn
from teriya.pay.bundles.engine import drawing
from teriya.pay.bundles.models import Draw, DrawnLine
from teriya.pay.bundles.states import DRAW_LIFE, Finding
from teriya.people.actions import note_reading

MOST = 200  # lines of a draw: more is an audit of everything


@transaction.atomic
def freeze_population(
    *, first: Month, last: Month, method: str, size: int, by: User, on: date, form: Form | None = None, centre: Centre | None = None
) -> Draw:  # fmt: skip
    """Every line ordered, paid or returned of these months stands in the population, before any seed is known.

    Refuses `nothing_to_draw` on fewer lines than asked, `bad_size`, `months_in_order`.
    """
    require(by, P.AUDIT_DRAW)
    require_date(by, on)
    if last.first < first.first:
        raise Refusal("months_in_order", _("Le dernier mois est avant le premier."), field="last")
    if not 1 <= size <= MOST:
        raise Refusal("bad_size", _("Un tirage prend de 1 à %(most)s lignes.") % {"most": MOST}, field="size")
    units = drawn.population(first, last, form, centre)
    if len(units) < size:
        sentence = _("Cette population n’a que %(count)s lignes : tirez-en moins, ou élargissez la période.")
        raise Refusal("nothing_to_draw", sentence % {"count": len(units)}, field="size")
    draw = Draw.objects.create(
        number=f"TIRAGE/{on.year}/{next_number('TIRAGE', on.year):06}", first_month=first.first, last_month=last.first, form=form,
        centre=centre, method=method, size=size, population=[[unit.line, unit.net, unit.centre] for unit in units], count=len(units),
        digest=drawing.digest(units), by_id=by.pk, on=on,
    )  # fmt: skip
    journal.write("bundles.freeze_population", "draw", draw.number, by=by, on=on, permission=P.AUDIT_DRAW, lines=draw.count,
                  population=draw.digest, size=size, method=method)  # fmt: skip
    return draw


@transaction.atomic
def draw_lines(*, draw: Draw, seed: str, witnessed: str, by: User, on: date) -> list[DrawnLine]:
    """Give the seed, once: the lines come out. `witnessed`: how it was drawn, before whom. Refuses `seed_required`."""
    require(by, P.AUDIT_DRAW)
    locked = Draw.objects.select_for_update(of=("self",)).get(pk=draw.pk)
    seed, witnessed = seed.strip(), witnessed.strip()
    for name, value in (("seed", seed), ("witnessed", witnessed)):
        if not value:
            raise Refusal("seed_required", _("Écrivez la graine, et comment elle a été tirée."), field=name)
    DRAW_LIFE.check("draw", locked.state)
    Draw.objects.filter(pk=locked.pk).update(seed=seed, witnessed=witnessed, state="drawn")
    locked.seed = seed
    move(locked, DRAW_LIFE, "draw", by=by, on=on)
    found = drawn.redraw(locked)
    rows = DrawnLine.objects.bulk_create(
        [
            DrawnLine(draw=locked, line_id=one.line, rank=rank, stratum=one.stratum)
            for rank, one in enumerate(found, start=1)
        ]
    )
    people = [
        line.mission.person for line in PayLine.objects.filter(draws__draw=locked).select_related("mission__person")
    ]
    note_reading(people, by=by, on=on)
    journal.write("bundles.draw", "draw", locked.number, by=by, on=on, permission=P.AUDIT_DRAW, seed=seed, population=locked.digest,
                  rows=[row.line_id for row in rows])  # fmt: skip
    return rows


@transaction.atomic
def note_finding(*, drawn_line: DrawnLine, finding: str, note: str, by: User, on: date) -> DrawnLine:
    """What the auditor found on one line; said again, it replaces, and both are in the journal. Refuses `note_required`."""
    require(by, P.AUDIT_DRAW)
    require_date(by, on)
    locked = DrawnLine.objects.select_for_update(of=("self",)).select_related("draw").get(pk=drawn_line.pk)
    if finding == Finding.NOT_CONFORM and not note.strip():
        raise Refusal("note_required", _("Écrivez ce qui n’est pas conforme."), field="note")
    locked.finding, locked.note, locked.found_by_id, locked.found_on = finding, note.strip(), by.pk, on
    locked.save(update_fields=["finding", "note", "found_by_id", "found_on"])
    journal.write("bundles.note_finding", "draw", locked.draw.number, by=by, on=on, reason=note, permission=P.AUDIT_DRAW,
                  line=locked.line_id, finding=finding)  # fmt: skip
    return locked
