"""A season begins and ends at the agency that convenes it."""

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from teriya.exchange.seasons import applying, papers
from teriya.exchange.seasons.contents import Content
from teriya.exchange.seasons.models import Part, Season
from teriya.exchange.seasons.states import PartState
from teriya.exchange.wire import actions as wire
from teriya.exchange.wire.models import Agency
from teriya.exchange.wire.states import AgencyState
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.rules import queries as rules


@transaction.atomic
def convene(
    *, name: str, agencies: Sequence[Agency], profiles: Sequence[str], tolerance: int, closes_on: date, by: Actor, on: date
) -> Season:  # fmt: skip
    """Invite agencies that we know to a season of some profiles. Refuses `no_agency`, `agency_not_known`, `closes_too_soon`."""
    require(by, P.SEASONS_KEEP)
    require_date(by, on)
    if not agencies:
        raise Refusal("no_agency", _("Invitez au moins une agence."), field="agencies")
    if any(agency.state != AgencyState.KNOWN for agency in agencies):
        raise Refusal("agency_not_known", _("Confirmez d’abord la liaison avec cette agence."), field="agencies")
    if closes_on < on:
        raise Refusal("closes_too_soon", _("La date limite est passée."), field="closes_on")
    facts = rules.agency()
    us = {"code": settings.AGENCY, "name": facts["name"]["fr"], "country": facts["country"]}
    invited = [{"code": agency.code, "name": agency.name, "country": agency.country} for agency in agencies]
    content = {
        "name": name, "profiles": list(dict.fromkeys(profiles)), "tolerance": tolerance, "closes_on": closes_on.isoformat(),
        "agencies": sorted([us, *invited], key=lambda one: one["code"]),
    }  # fmt: skip
    uid = uuid4()
    for agency in agencies:
        wire.say("season.convene", to=agency, about=uid, content=content, by=by, on=on)
    season = Season.objects.get(uid=uid)
    for part in silent(season):
        Part.objects.filter(pk=part.pk).update(letter=papers.invitation(part, by=by, on=on))
    return season


@transaction.atomic
def settle(*, season: Season, by: Actor, on: date) -> Season:
    """The plan that every agency of it has confirmed is settled, and they are told. Refuses `not_confirmed`."""
    row = ours(season, by, on)
    latest = row.plans.last()
    waited = row.parts.filter(code__in=latest.content["entries"] if latest else []).exclude(state=PartState.CONFIRMED)
    if latest is None or waited.exists():
        raise Refusal("not_confirmed", _("Toutes les agences du plan ne l’ont pas confirmé."))
    return _close(row, {"is_settled": True, "digest": latest.digest, "reason": ""}, by, on)


@transaction.atomic
def abandon(*, season: Season, reason: str, by: Actor, on: date) -> Season:
    """The season is given up, with the reason, and everybody invited is told."""
    row = ours(season, by, on)
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez le motif de cette décision."), field="reason")
    return _close(row, {"is_settled": False, "digest": "", "reason": reason.strip()}, by, on)


def ours(season: Season, by: Actor, on: date) -> Season:
    """A season that we convened, locked, for who keeps seasons. Refuses `not_convener`."""
    require(by, P.SEASONS_KEEP)
    require_date(by, on)
    row = Season.objects.select_for_update().get(pk=season.pk)
    if not row.is_ours:
        raise Refusal("not_convener", _("C’est l’agence qui convoque qui le fait."))
    return row


def typed_here(part: Part) -> Part:
    """A part whose words are typed here, locked after its season, so that no plan is proposed meanwhile. Refuses `agency_speaks`."""
    season = Season.objects.select_for_update(of=("self",)).select_related("convener").get(pk=part.season_id)
    row = Part.objects.select_for_update(of=("self",)).select_related("agency").get(pk=part.pk)
    row.season = season
    if row.speaks or not (row.is_ours or season.is_ours):
        raise Refusal("agency_speaks", _("Cette agence le dit elle-même."))
    return row


def told(season: Season) -> list[Agency]:
    """Everybody to whom a word of ours about the season goes: those who declined left it."""
    parts = season.parts.filter(agency__isnull=False).exclude(state=PartState.DECLINED).select_related("agency")
    return [part.agency for part in parts]


def silent(season: Season) -> list[Part]:
    """The parts of agencies that only a letter reaches."""
    rows = season.parts.filter(agency__speaks=False).exclude(state=PartState.DECLINED)
    return list(rows.select_related("season", "agency"))


def _close(season: Season, content: Content, by: Actor, on: date) -> Season:
    agencies = told(season)
    for agency in agencies:
        wire.say("season.close", to=agency, about=season.uid, content=content, by=by, on=on)
    if not agencies:
        applying.close(season, content, by=by, on=on)
    season.refresh_from_db()
    return season
