"""Placing a wave: simulate as often as wished, propose one round, decide it with a second person, publish it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.models import Transition
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move, move_all
from teriya.foundation.journal import actions as journal
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.calls.states import APPLICATION_LIFE, WAVE_LIFE
from teriya.mobilisation.hosts.policies import require_outsider
from teriya.mobilisation.placement import offers, papers, rounds
from teriya.mobilisation.placement.engine.certify import certify
from teriya.mobilisation.placement.engine.match import match
from teriya.mobilisation.placement.engine.tables import input_digests
from teriya.mobilisation.placement.engine.wave import Result
from teriya.mobilisation.placement.models import Placement, Round
from teriya.mobilisation.placement.rounds import Frozen
from teriya.mobilisation.placement.states import ROUND_LIFE


@transaction.atomic
def simulate(*, wave: Wave, name: str, settings: Mapping[str, Any], by: User, on: date) -> Round:
    """Run the matcher on the wave as it stands and keep inputs, result and certificate. Nothing is decided by it.

    `settings`: ceilings by cell and places by envelope (rounds.freeze). The name is the simulation's own in its wave.
    """
    require(by, P.PLACEMENT_SIMULATE)
    require_date(by, on)
    name = name.strip()
    if not 0 < len(name) <= 80:
        raise Refusal("bad_name", _("Donnez à la simulation un nom de 80 lettres au plus."), field="name")
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    if locked.state != "ranked":
        raise Refusal("wave_not_ranked", _("La vague n’est pas classée, ou déjà placée : on simule entre les deux."))
    frozen = rounds.freeze(locked, settings, on)
    result = match(frozen.wave)
    _require_sound(result)
    round = _keep(locked, name, settings, frozen, result, by=by, on=on)
    journal.write(
        "placement.simulate", "round", round.pk, by=by, on=on, permission=P.PLACEMENT_SIMULATE, digest=result.digest
    )
    return round


def _require_sound(result: Result) -> None:
    certificate = certify(result)
    if not certificate.sound:
        raise Refusal(
            "not_certified",
            _("Le résultat n’est pas certifié : %(sentence)s") % {"sentence": certificate.problems[0].sentence},
        )


def _keep(
    wave: Wave, name: str, settings: Mapping[str, Any], frozen: Frozen, result: Result, *, by: User, on: date
) -> Round:
    try:
        with transaction.atomic():
            round = Round.objects.create(
                wave=wave, name=name, settings=dict(settings), inputs=rounds.pack(frozen), by_id=by.id, on=on,
                cutoffs={post: [cut.key, cut.cause] for post, cut in result.cutoffs.items()},
                manifest={
                    "digest": result.digest, "input": input_digests(frozen.wave), "seed": wave.lottery, "commitment": wave.commitment,
                    "placed": result.placed, "candidates": len(frozen.points),
                    "money": rounds.money(frozen.openings, result),
                },
            )  # fmt: skip
    except IntegrityError as error:
        if "round_name_once" not in str(error):
            raise
        raise Refusal(
            "round_known",
            _("Une simulation s’appelle déjà « %(name)s » : donnez un autre nom.") % {"name": name},
            field="name",
        ) from error
    placed = np.flatnonzero(result.wish >= 0)
    needs = [frozen.openings[post].need.pk for post in frozen.wave.posts.tolist()]
    rows = zip(
        frozen.applications[placed].tolist(), result.post[placed].tolist(), frozen.written[result.wish[placed]].tolist(),
        strict=True,
    )  # fmt: skip
    Placement.objects.bulk_create(
        Placement(round=round, application_id=application, need_id=needs[post], wish_rank=rank)
        for application, post, rank in rows
    )
    return round


@transaction.atomic
def propose(*, round: Round, by: User, on: date) -> Round:
    """Put one simulation before the person who decides."""
    return _turn(round, "propose", by=by, on=on)


@transaction.atomic
def drop(*, round: Round, by: User, on: date) -> Round:
    """Set a simulation aside; it stays readable."""
    return _turn(round, "drop", by=by, on=on)


@transaction.atomic
def publish(*, round: Round, by: User, on: date) -> Round:
    """Publish a decided round: from then on the list is readable by number, with its cutoffs, seed and digests."""
    return _turn(round, "publish", by=by, on=on)


def _turn(round: Round, step: str, *, by: User, on: date) -> Round:
    locked = _locked(round)
    move(locked, ROUND_LIFE, step, by=by, on=on)
    journal.write(f"placement.{step}", "round", locked.pk, by=by, on=on, permission=ROUND_LIFE.steps[step].permission)
    return locked


@transaction.atomic
def decide(*, round: Round, by: User, on: date) -> Round:
    """Decide a proposed round: its people get an offer, the others go on the reserve list, the minutes are printed.

    Never by who simulated or proposed it, nor by a candidate of the wave or an officer of one of its hosts. Inputs are
    frozen again and the result proved again: `inputs_changed` when the wave is no longer the one that was simulated.
    """
    require(by, P.PLACEMENT_DECIDE)
    locked = _locked(round)
    wave = Wave.objects.select_for_update().get(pk=locked.wave_id)
    if wave.state != "ranked":
        raise Refusal("already_decided", _("Un placement est déjà décidé pour cette vague."))
    rounds.lock(wave)
    frozen = rounds.freeze(wave, locked.settings, on)
    _require_outside(by, locked, frozen)
    if input_digests(frozen.wave) != locked.manifest["input"]:
        raise Refusal("inputs_changed", _("La vague a changé depuis cette simulation : refaites-la avant de décider."))
    _require_sound(rounds.result_of(locked, frozen.wave, frozen.applications))
    move(locked, ROUND_LIFE, "decide", by=by, on=on)
    move(wave, WAVE_LIFE, "place", by=by, on=on)
    placements = list(locked.placements.select_related("application__person__account", "need").order_by("application"))
    move_all([placement.application for placement in placements], APPLICATION_LIFE, "place", by=by, on=on)
    reserve = list(Application.objects.filter(wave=wave, state="ranked"))
    move_all(reserve, APPLICATION_LIFE, "put_in_reserve", by=by, on=on)
    offers.make(locked, [(row.application, row.need.reference) for row in placements], frozen.openings, on=on)
    papers.minutes(locked, by=by, on=on)
    journal.write("placement.decide", "round", locked.pk, by=by, on=on, permission=P.PLACEMENT_DECIDE,
                  rows=[row.pk for row in placements], digest_of_result=locked.manifest["digest"])  # fmt: skip
    return locked


def _require_outside(by: User, round: Round, frozen: Frozen) -> None:
    """Nobody decides what one prepared, nor for oneself or one's own structure."""
    proposers = Transition.objects.filter(subject="round", subject_id=round.pk, name="propose").values_list(
        "by_id", flat=True
    )
    candidates = Application.objects.filter(wave=round.wave, person__account__isnull=False)
    require_other_person(by, round.by_id, *proposers, *candidates.values_list("person__account_id", flat=True))
    require_outsider(by, {opening.need.host_id for opening in frozen.openings.values()})


def _locked(round: Round) -> Round:
    return Round.objects.select_for_update(of=("self",)).select_related("wave").get(pk=round.pk)
