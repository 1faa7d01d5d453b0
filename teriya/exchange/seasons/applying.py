"""What each fact changes here, whoever said it: the same facts in the same order leave every agency with the same season."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from teriya.exchange.seasons import contents
from teriya.exchange.seasons.contents import Content
from teriya.exchange.seasons.engine.bound import most
from teriya.exchange.seasons.models import Part, Plan, Season
from teriya.exchange.seasons.states import PART_LIFE, SEASON_LIFE, PartState, SeasonState
from teriya.exchange.wire.models import Agency, Fact
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move

Person = dict[str, Any] | None


@dataclass(frozen=True)
class Voice:
    """Whoever said a fact: what is ours was allowed by the action that says it, what is heard by the agency that signed it."""

    id: int
    words: str

    def may(self, permission: str, *, commune: int | None = None) -> bool:
        return True

    def capacity(self, permission: str, *, commune: int | None = None) -> str:
        return self.words

    def may_date(self, on: date) -> bool:
        return True


def voice(fact: Fact) -> Voice:
    return Voice(fact.by_id or 0, _("notre agence") if fact.is_ours else fact.agency.name)


def convened(fact: Fact, _person: Person) -> None:
    """A season, and everybody whom it invites. Said to several, it is one season."""
    said, us = fact.content, settings.AGENCY
    codes = [one["code"] for one in said["agencies"]]
    if fact.is_declared:
        raise Refusal("convener_without_system", _("Une agence sans le système ne convoque pas de saison."))
    if us not in codes or fact.agency.code not in codes or len(set(codes)) < len(codes):
        raise Refusal("agencies_unfit", _("Les agences de cette saison ne sont pas les bonnes."))
    convener = None if fact.is_ours else fact.agency
    season, is_new = Season.objects.get_or_create(uid=fact.about, defaults={
        "name": said["name"][:120], "convener": convener, "profiles": said["profiles"], "tolerance": said["tolerance"],
        "closes_on": date.fromisoformat(said["closes_on"]), "by_id": fact.by_id, "on": fact.on,
    })  # fmt: skip
    if not is_new:
        if season.convener_id or not fact.is_ours:
            raise Refusal("season_exists", _("Cette saison est déjà convoquée."))
        return
    known = {agency.code: agency for agency in Agency.objects.filter(code__in=codes)}
    Part.objects.bulk_create(
        Part(season=season, code=one["code"], name=one["name"], country=one["country"].upper(), agency=known.get(one["code"]), is_ours=one["code"] == us)
        for one in said["agencies"]
    )  # fmt: skip


def entered(fact: Fact, _person: Person) -> None:
    """What an agency brings. The last one counts, until a plan is proposed."""
    part = _part_of(fact)
    take_entry(part, fact.content, by=voice(fact), on=fact.on)
    Part.objects.filter(pk=part.pk).update(is_declared=fact.is_declared)


def take_entry(part: Part, entry: Content, *, by: Voice | Any, on: date) -> None:
    """Keep what a part brings. Refuses `season_planned` once there is a plan, `entry_unfit` for what does not hold together."""
    if part.season.state != SeasonState.OPEN:
        raise Refusal("season_planned", _("Le plan est déjà proposé : l’entrée ne change plus."))
    check_entry(part.season, part.code, entry)
    Part.objects.filter(pk=part.pk).update(entry=entry, entered_on=on, entered_by_id=by.id)
    move(part, PART_LIFE, "enter", by=by, on=on)


def check_entry(season: Season, code: str, entry: Content) -> None:
    """Each number once, profiles of this season, agencies of this season. Refuses `entry_unfit`."""
    members = set(season.parts.values_list("code", flat=True)) - {code}
    profiles = {profile for one in entry["lines"] for profile in one["profiles"]} | {
        one["profile"] for one in entry["places"]
    }
    named = {agency for one in entry["lines"] for agency in one["agencies"]} | set(entry["numbers"])
    repeated = any(len(set(one[name])) < len(one[name]) for one in entry["lines"] for name in ("profiles", "agencies"))
    try:
        contents.game_of({code: entry}, tolerance=season.tolerance, seed="")
    except ValueError:
        repeated = True
    if repeated or profiles - set(season.profiles) or named - members:
        raise Refusal("entry_unfit", _("Cette entrée se répète, ou nomme un profil ou une agence hors de la saison."))


def proposed(fact: Fact, _person: Person) -> None:
    """A plan of the convener, computed again here. It asks each agency of it, whatever was confirmed of another plan.

    Refuses `other_plan` where we find another result, `entry_not_ours` where it reads of us what we never said.
    """
    season = _season_of(fact, by_convener=True)
    said, entries = fact.content, fact.content["entries"]
    if plan := season.plans.filter(version=said["version"]).first():
        if plan.digest != said["digest"]:
            raise Refusal("other_plan", _("Une autre proposition porte déjà ce numéro."))
        return
    if not fact.is_ours:
        _check_ours(season, entries)
    again = contents.proposal(entries, version=said["version"], tolerance=season.tolerance, seed=str(season.uid))
    if any(again[name] != said[name] for name in again):
        raise Refusal("other_plan", _("Le même calcul donne ici un autre plan."))
    move(season, SEASON_LIFE, "plan", by=voice(fact), on=fact.on)
    game = contents.game_of(entries, tolerance=season.tolerance, seed=str(season.uid))
    Plan.objects.create(season=season, version=said["version"], content=said, digest=said["digest"], bound=most(game), on=fact.on, by_id=fact.by_id)  # fmt: skip
    for part in season.parts.filter(code__in=entries):
        Part.objects.filter(pk=part.pk).update(entry=entries[part.code], read_by=said["version"])
        if part.state == PartState.DECLINED:
            continue  # said while the plan was on its way: the convener will hear it
        Part.objects.filter(pk=part.pk).update(answered_on=None, answered_by_id=None)
        move(part, PART_LIFE, "ask", by=voice(fact), on=fact.on)


def _check_ours(season: Season, entries: dict[str, Content]) -> None:
    """The plan reads of us one of the entries that we said."""
    ours = Fact.objects.filter(about=season.uid, kind="season.enter", is_ours=True).values_list("content", flat=True)
    members = set(season.parts.values_list("code", flat=True))
    if entries.keys() - members or entries.get(settings.AGENCY) not in list(ours):
        raise Refusal("entry_not_ours", _("Ce plan lit de nous ce que nous n’avons jamais dit."))
    for code, entry in entries.items():
        check_entry(season, code, entry)


def answered(fact: Fact, _person: Person) -> None:
    """An agency confirms its part of the latest plan, or declines the season. A word on an older plan changes nothing."""
    part, said = _part_of(fact), fact.content
    if said["is_confirmed"]:
        latest = part.season.plans.last()
        if latest is None or latest.digest != said["digest"]:
            return
    answer(part, said["is_confirmed"], said["reason"], by=voice(fact), on=fact.on)
    Part.objects.filter(pk=part.pk).update(is_declared=fact.is_declared)


def answer(part: Part, is_confirmed: bool, reason: str, *, by: Voice | Any, on: date) -> None:
    Part.objects.filter(pk=part.pk).update(answered_on=on, answered_by_id=by.id)
    move(part, PART_LIFE, "confirm" if is_confirmed else "decline", by=by, on=on, reason=reason)


def closed(fact: Fact, _person: Person) -> None:
    """The convener settles the plan that all confirmed, or gives the season up.

    Refuses `not_confirmed` where we have not confirmed that very plan: nobody settles our part without us.
    """
    close(_season_of(fact, by_convener=True), fact.content, by=voice(fact), on=fact.on)


def close(season: Season, said: Content, *, by: Voice | Any, on: date) -> None:
    if season.state == (SeasonState.SETTLED if said["is_settled"] else SeasonState.ABANDONED):
        return
    if said["is_settled"]:
        latest, ours = season.plans.last(), season.parts.get(is_ours=True)
        if latest is None or latest.digest != said["digest"] or ours.state != PartState.CONFIRMED:
            raise Refusal("not_confirmed", _("Nous n’avons pas confirmé ce plan."))
        for part in season.parts.filter(state=PartState.ASKED, code__in=latest.content["entries"]):
            move(part, PART_LIFE, "confirm", by=by, on=on)
    move(season, SEASON_LIFE, "settle" if said["is_settled"] else "abandon", by=by, on=on, reason=said["reason"])


def _season_of(fact: Fact, *, by_convener: bool) -> Season:
    """The season spoken of, locked. Refuses `season_unknown`, and `not_your_word` for what only the other side may say."""
    season = Season.objects.select_for_update(of=("self",)).filter(uid=fact.about).first()
    if season is None:
        raise Refusal("season_unknown", _("Cette saison n’est pas connue ici."))
    ours_to_say = season.is_ours if by_convener else not season.is_ours
    the_convener = season.is_ours or season.convener_id == fact.agency_id
    if fact.is_ours != ours_to_say or not the_convener:
        raise Refusal("not_your_word", _("Ce n’est pas à cette agence de le dire."))
    return season


def _part_of(fact: Fact) -> Part:
    """The part of whoever speaks: ours at the convener, or the other agency's where we convened."""
    season = _season_of(fact, by_convener=False)
    code = settings.AGENCY if fact.is_ours else fact.agency.code
    part = season.parts.select_for_update(of=("self",)).filter(code=code).first()
    if part is None:
        raise Refusal("not_invited", _("Cette agence n’est pas de cette saison."))
    part.season = season
    return part
