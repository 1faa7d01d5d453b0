"""What an agency brings, written line by line, then said whole. Of an agency without the system, typed from its letter."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from teriya.exchange.seasons import applying
from teriya.exchange.seasons.actions.convening import typed_here
from teriya.exchange.seasons.contents import MOST_LINES, Content
from teriya.exchange.seasons.models import CandidateLine, Part, PostLine
from teriya.exchange.seasons.states import PART_LIFE, SeasonState
from teriya.exchange.wire import actions as wire
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.people.models import Person


@transaction.atomic
def add_candidate(
    *, part: Part, profiles: Sequence[str], agencies: Sequence[str], by: Actor, on: date, person: Person | None = None
) -> CandidateLine:  # fmt: skip
    """One more, the last in the order in which the agency would send them. Who it is (`person`) never leaves.

    Refuses `country_twice`, `no_country`, `too_many`, `person_twice`.
    """
    row = _draft(part, by, on)
    chosen = [code for code in agencies if code]
    if not chosen:
        raise Refusal("no_country", _("Choisissez au moins un pays."), field="first")
    if len(set(chosen)) < len(chosen):
        raise Refusal("country_twice", _("Le même pays est choisi deux fois."), field="second")
    if person and row.lines.filter(person=person).exists():
        raise Refusal("person_twice", _("Cette personne est déjà dans la liste."), field="person")
    known = row.lines.aggregate(last=Max("rank"))["last"] or 0
    line = CandidateLine.objects.create(
        part=row, number=_next(row.lines.values_list("number", flat=True), "C"), rank=known + 1, profiles=list(profiles),
        agencies=chosen, person=person,
    )  # fmt: skip
    _written(row, "season.add_candidate", line.number, by, on)
    return line


@transaction.atomic
def drop_candidate(*, line: CandidateLine, by: Actor, on: date) -> None:
    row = _draft(line.part, by, on)
    row.lines.filter(pk=line.pk).delete()
    _written(row, "season.drop_candidate", line.number, by, on)


@transaction.atomic
def raise_candidate(*, line: CandidateLine, by: Actor, on: date) -> None:
    """Before the one above it, in the order in which the agency would send them."""
    row = _draft(line.part, by, on)
    own = row.lines.get(pk=line.pk)
    above = row.lines.filter(rank__lt=own.rank).last()
    if above is None:
        return
    own.rank, above.rank = above.rank, own.rank
    CandidateLine.objects.bulk_update([own, above], ["rank"])
    _written(row, "season.raise_candidate", own.number, by, on)


@transaction.atomic
def add_post(*, part: Part, profile: str, seats: int, by: Actor, on: date, what: str = "") -> PostLine:
    """A post of the agency. Which host it is (`what`) stays here."""
    row = _draft(part, by, on)
    number = _next(row.places.values_list("number", flat=True), "P")
    place = PostLine.objects.create(part=row, number=number, profile=profile, seats=seats, what=what.strip())
    _written(row, "season.add_post", number, by, on)
    return place


@transaction.atomic
def drop_post(*, place: PostLine, by: Actor, on: date) -> None:
    row = _draft(place.part, by, on)
    row.places.filter(pk=place.pk).delete()
    _written(row, "season.drop_post", place.number, by, on)


@transaction.atomic
def set_numbers(*, part: Part, numbers: Mapping[str, Mapping[str, int]], by: Actor, on: date) -> None:
    """How many may be sent to, and received from, each other agency: nobody where there is no agreement."""
    row = _draft(part, by, on)
    row.numbers = {code: dict(each) for code, each in numbers.items() if each["out"] or each["in"]}
    row.save(update_fields=["numbers"])
    _written(row, "season.set_numbers", row.code, by, on)


@transaction.atomic
def enter(*, part: Part, by: Actor, on: date, source: str = "", paper: UploadedFile | None = None) -> Part:
    """Say to the convener what we bring; at the convener, keep it, or declare what an agency without the system wrote.

    Refuses `nothing_entered` for an empty entry, `no_number` where it names no agency to exchange with.
    """
    row = _draft(part, by, on)
    content = entry_of(row)
    if not content["lines"] and not content["places"]:
        raise Refusal("nothing_entered", _("Ajoutez un candidat ou un poste."))
    if not content["numbers"]:
        raise Refusal("no_number", _("Dites avec quelles agences vous échangez, et combien."))

    def keep() -> None:
        applying.take_entry(row, content, by=by, on=on)
        journal.write("season.enter", "season", row.season.uid, by=by, on=on, permission=P.SEASONS_KEEP)

    word(row, "season.enter", content, keep, source=source, paper=paper, by=by, on=on)
    row.refresh_from_db()
    return row


def word(
    part: Part,
    kind: str,
    content: Content,
    keep: Callable[[], None],
    *,
    source: str,
    paper: UploadedFile | None,
    by: Actor,
    on: date,
) -> None:
    """What an agency brings or answers: declared from its letter, kept here where we convene, or said to who convenes."""
    season = part.season
    if not part.is_ours:
        wire.declare(
            kind, agency=part.agency, about=season.uid, content=content, source=source, paper=paper, by=by, on=on
        )
    elif season.is_ours:
        keep()
    else:
        wire.say(kind, to=season.convener, about=season.uid, content=content, by=by, on=on)


def entry_of(part: Part) -> Content:
    """The lines of a part, in their order, without a name."""
    return {
        "lines": [{"number": one.number, "profiles": one.profiles, "agencies": one.agencies} for one in part.lines.all()],
        "places": [{"number": one.number, "profile": one.profile, "seats": one.seats} for one in part.places.all()],
        "numbers": part.numbers,
    }  # fmt: skip


def _draft(part: Part, by: Actor, on: date) -> Part:
    """A part that may still be written here, locked. Refuses `season_planned`, and `agency_speaks` for one that says it itself."""
    require(by, P.SEASONS_KEEP)
    require_date(by, on)
    row = typed_here(part)
    if row.season.state != SeasonState.OPEN:
        raise Refusal("season_planned", _("Le plan est déjà proposé : l’entrée ne change plus."))
    PART_LIFE.check("enter", row.state)
    return row  # fmt: skip


def _next(numbers: Sequence[str], letter: str) -> str:
    """C1, C2 …: a number that was dropped is taken again only if it was the last. Refuses `too_many`."""
    if len(numbers) >= MOST_LINES:
        raise Refusal("too_many", _("Une entrée a %(most)s lignes au plus.") % {"most": MOST_LINES})
    return f"{letter}{max((int(number[1:]) for number in numbers), default=0) + 1}"


def _written(part: Part, action: str, number: str, by: Actor, on: date) -> None:
    journal.write(
        action, "season", part.season.uid, by=by, on=on, permission=P.SEASONS_KEEP, agency=part.code, number=number
    )
