"""Criteria published before, the list that follows a ranking, its publication by number."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.foundation.places import queries as places
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.selection import notices, papers, queries
from teriya.mobilisation.selection.engine.listing import WOMEN, Listed, Ranked, select, women_wanted
from teriya.mobilisation.selection.engine.ranking import Place
from teriya.mobilisation.selection.models import Criteria, Hearing, Listing, Score, Sheet
from teriya.mobilisation.selection.policies import scored_wave
from teriya.mobilisation.selection.states import LISTING_LIFE, ListingState, Outcome, SelectionMode


def criteria_in_force(wave: Wave) -> Criteria:
    """The last ones published; by default, the form's way of selecting and everybody ranked."""
    found = wave.criteria.first()
    if found:
        return found
    drawn = rules.amount("selection_mode", form=wave.form.code, on=wave.opens_on) == SelectionMode.LOTTERY
    return Criteria(wave=wave, mode=SelectionMode.LOTTERY if drawn else SelectionMode.JURY)


@transaction.atomic
def publish_criteria(
    *, wave: Wave, mode: str, by: User, on: date, places: int | None = None, reserve: int = 0, women: int = 0,
    regions: Mapping[str, int] | None = None,
) -> Criteria:  # fmt: skip
    """Say how a wave is selected, before anybody is scored or drawn: afterwards it is refused, `criteria_fixed`."""
    require(by, P.JURY_RANK)
    require_date(by, on)
    locked = scored_wave(wave)
    begun = Sheet.objects.filter(hearing__application__wave=locked) or Score.objects.filter(application__wave=locked)
    if locked.drawn or begun:
        raise Refusal(
            "criteria_fixed", _("Des notes sont données ou le sort est tiré : les critères ne changent plus.")
        )
    floors = {code: count for code, count in (regions or {}).items() if count}
    if places is None and (reserve or women or floors):
        raise Refusal("no_places", _("Donnez d’abord le nombre de places de la liste."), field="places")
    if places is not None and sum(floors.values()) > places:
        raise Refusal("floors_too_high", _("Les places réservées aux régions dépassent la liste."), field="places")
    criteria = Criteria.objects.create(
        wave=locked, mode=mode, places=places, reserve=reserve, women=women, regions=floors, by_id=by.id, on=on
    )
    journal.write("selection.criteria", "wave", locked.pk, by=by, on=on, permission=P.JURY_RANK, mode=mode, places=places,
                  reserve=reserve, women=women, regions=floors)  # fmt: skip
    return criteria


def cut(criteria: Criteria, order: Sequence[Place], heard: Mapping[str, Application]) -> dict[str, Listed]:
    """N° → on the list, in reserve or left, by the criteria. `heard` come with their person's sex and region."""
    if criteria.places is None:
        return {place.number: Listed(Outcome.RANKED.value) for place in order}
    ranked = [Ranked(place.number, _groups(heard[place.number])) for place in order]
    floors = [*sorted(criteria.regions.items()), (WOMEN, women_wanted(criteria.women, criteria.places))]
    return select(ranked, criteria.places, criteria.reserve, floors)


def _groups(application: Application) -> frozenset[str]:
    person = application.person
    return frozenset({person.commune.region.code, *([WOMEN] if person.sex == "F" else [])})


def establish(wave: Wave, order: Sequence[Place], listed: Mapping[str, Listed], *, by: User, on: date) -> Listing:
    """Keep what may be published of a ranking; a list that was ready and not published is replaced."""
    for old in Listing.objects.select_for_update().filter(wave=wave, state=ListingState.READY):
        move(old, LISTING_LIFE, "replace", by=by, on=on)
    rows = [[place.number, place.rank, place.points, *listed[place.number]] for place in order]
    return Listing.objects.create(wave=wave, minutes=papers.minutes(wave, by=by, on=on), rows=rows, by_id=by.id, on=on)


@transaction.atomic
def publish(*, listing: Listing, by: User, on: date) -> Listing:
    """Publish a list by number: page, paper for the notice board, an SMS to each whose outcome is new. Not by who ranked.

    Refuses `minutes_unsigned` while the minutes of a jury are not signed by its members; a public lottery has none.
    """
    require(by, P.LISTS_PUBLISH)
    locked = Listing.objects.select_for_update(of=("self",)).select_related("wave__form").get(pk=listing.pk)
    require_other_person(by, locked.by_id)
    if Hearing.objects.live().filter(application__wave=locked.wave, state="contested").exists():
        raise Refusal("to_hear_again", _("Des candidats sont à réentendre : refaites le classement après."))
    if no := against_publishing(locked.wave):
        raise no
    before = {}
    for old in Listing.objects.select_for_update().filter(wave=locked.wave, state=ListingState.PUBLISHED):
        before = {row[0]: row[3] for row in old.rows}
        move(old, LISTING_LIFE, "give_way", by=by, on=on)
    locked.board = papers.board(locked, by=by, on=on)
    locked.published_on = on
    locked.appeal_until = on + timedelta(rules.amount("list_appeal_days", form=locked.wave.form.code, on=on))
    locked.save(update_fields=["board", "published_on", "appeal_until"])
    move(locked, LISTING_LIFE, "publish", by=by, on=on)
    journal.write(
        "selection.publish", "listing", locked.pk, by=by, on=on, permission=P.LISTS_PUBLISH, number=locked.board.number
    )
    notices.listed(locked, [row for row in locked.rows if before.get(row[0]) != row[3]])
    return locked


def against_publishing(wave: Wave) -> Refusal | None:
    """The juries whose minutes are still to draw or to sign before the list may be published."""
    waiting = [] if criteria_in_force(wave).mode == SelectionMode.LOTTERY else queries.unsigned(wave)
    if not waiting:
        return None
    sentence = _(
        "Procès-verbal de jury à établir et à signer d’abord : %(juries)s. Chaque membre signe sur son compte, "
        "ou le centre enregistre sa signature à l’encre."
    )
    return Refusal("minutes_unsigned", sentence % {"juries": ", ".join(map(str, waiting))})


def why_in_words(why: str) -> str:
    """What a floor did, in the words of the public list."""
    if why == WOMEN:
        return _("place réservée aux femmes")
    if why == "displaced":
        return _("cède sa place à un plancher publié")
    return _("place réservée à la région %(region)s") % {"region": places.regions().get(code=why).name} if why else ""
