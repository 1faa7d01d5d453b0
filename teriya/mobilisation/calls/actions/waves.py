"""The life of a call: opened over needs, extended for all, drawn, closed."""

import re
import secrets
from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Form
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.calls.states import WAVE_LIFE, PlacementMode, WaveState
from teriya.mobilisation.hosts.models import Need

_CODE = re.compile(r"[A-Z0-9-]{2,30}")  # on papers, and in addresses, where small letters name our pages


@transaction.atomic
def open_wave(
    *, code: str, title: str, form: Form, opens_on: date, closes_on: date, starts_on: date, by: User, on: date,
    needs: Sequence[Need] = (), mode: str = PlacementMode.WISHES, seed: str = "",
    reference_on: date | None = None,
) -> Wave:  # fmt: skip
    """Open a call. Ages are counted on the day that the country's rules name, unless one is given.

    The seed of the lottery is drawn now and kept secret until the closing; what is published at once is its SHA-256, so that
    nobody can choose a number by its draw, nor a seed by the numbers.
    """
    require(by, P.WAVES_OPEN)
    require_date(by, on)
    if not _CODE.fullmatch(code):
        raise Refusal(
            "bad_code",
            _("Le code se compose de capitales sans accent, de chiffres et de tirets : VNC-2026-1."),
            field="code",
        )
    if closes_on < opens_on:
        raise Refusal("wave_dates", _("La clôture vient après l’ouverture."), field="closes_on")
    if starts_on < closes_on:
        raise Refusal("wave_dates", _("La prise de service vient après la clôture."), field="starts_on")
    wave = Wave(code=code, title=title, form=form, opens_on=opens_on, closes_on=closes_on, starts_on=starts_on,
                reference_on=reference_on or reference_day(form, opens_on, closes_on, starts_on), seed=seed or secrets.token_hex(32), mode=mode)  # fmt: skip
    try:
        with transaction.atomic():
            wave.save(force_insert=True)
    except IntegrityError as error:
        if "code" not in str(error):
            raise
        raise Refusal("wave_known", _("Une vague porte déjà ce code."), field="code") from error
    journal.write("calls.open", "wave", wave.pk, by=by, on=on, permission=P.WAVES_OPEN,
                  commitment=wave.commitment, mode=mode)  # fmt: skip
    if needs:
        attach_needs(wave=wave, needs=needs, by=by, on=on)
    return wave


def reference_day(form: Form, opens_on: date, closes_on: date, starts_on: date) -> date:
    """The day at which ages are counted: `age_reference` of the pack, in force when the call opens."""
    named = rules.amount("age_reference", form=form.code, on=opens_on)
    days = {"application_deadline": closes_on, "start_of_service": starts_on}
    return days.get(named, date(starts_on.year, 1, 1))


@transaction.atomic
def attach_needs(*, wave: Wave, needs: Sequence[Need], by: User, on: date) -> None:
    """Put approved needs of the wave's form on its list of posts, while it is open."""
    require(by, P.WAVES_OPEN)
    require_date(by, on)
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    if locked.state != WaveState.OPEN:
        raise Refusal("call_closed", _("La vague n’est plus ouverte : ses besoins ne changent plus."))
    for need in needs:
        if need.form_id != locked.form_id:
            raise Refusal(
                "need_of_another_form",
                _("Le besoin %(reference)s demande une autre forme de volontariat.") % {"reference": need.reference},
                field="needs",
            )
        if need.state != "approved":
            raise Refusal(
                "need_not_approved",
                _("Le besoin %(reference)s n’est pas approuvé.") % {"reference": need.reference},
                field="needs",
            )
    locked.needs.add(*needs)
    journal.write("calls.attach_needs", "wave", locked.pk, by=by, on=on, permission=P.WAVES_OPEN, rows=[need.pk for need in needs])  # fmt: skip


@transaction.atomic
def close_wave(*, wave: Wave, by: User, on: date) -> Wave:
    """Close the call: no application enters any more, juries score and the ranking can be drawn."""
    closed = _turn(wave, "close", by=by, on=on)
    closed.closed_at = Now()
    closed.save(update_fields=["closed_at"])
    closed.refresh_from_db(fields=["closed_at"])
    return closed


@transaction.atomic
def reopen_wave(*, wave: Wave, reason: str, by: User, on: date) -> Wave:
    reopened = _turn(wave, "reopen", by=by, on=on, reason=reason)
    reopened.closed_at = None
    reopened.save(update_fields=["closed_at"])
    return reopened


@transaction.atomic
def draw_lottery(*, wave: Wave, drawn: str, by: User, on: date) -> Wave:
    """Add to the secret seed what was drawn in public (dice, balls), once, between the closing and the ranking.

    So not even who knew the secret could foresee the lottery.
    """
    require(by, P.WAVES_OPEN)
    require_date(by, on)
    drawn = " ".join(drawn.split())
    if not 0 < len(drawn) <= 40:
        raise Refusal("nothing_drawn", _("Écrivez ce qui a été tiré, en 40 signes au plus : 4 2 6 1."), field="drawn")
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    if locked.state != WaveState.CLOSED:
        raise Refusal("not_the_time", _("On tire au sort entre la clôture et le classement."))
    if locked.drawn:
        raise Refusal("already_drawn", _("Le tirage est fait : « %(drawn)s ».") % {"drawn": locked.drawn})
    locked.drawn = drawn
    locked.save(update_fields=["drawn"])
    journal.write("calls.draw", "wave", locked.pk, by=by, on=on, permission=P.WAVES_OPEN, drawn=drawn)
    return locked


def _turn(wave: Wave, step: str, *, by: User, on: date, reason: str = "") -> Wave:
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    move(locked, WAVE_LIFE, step, by=by, on=on, reason=reason)
    journal.write(f"calls.{step}", "wave", locked.pk, by=by, on=on, reason=reason, permission=P.WAVES_OPEN)
    return locked
