"""Placing a wave: simulate as often as wished, propose one round, decide it with a second person, publish it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.models import Transition
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move, move_all
from teriya.foundation.journal import actions as journal
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.calls.states import APPLICATION_LIFE, WAVE_LIFE
from teriya.mobilisation.placement import offers, papers, rounds
from teriya.mobilisation.placement.engine.certify import certify
from teriya.mobilisation.placement.engine.files import input_digests
from teriya.mobilisation.placement.engine.match import match
from teriya.mobilisation.placement.models import Placement, Round
from teriya.mobilisation.placement.states import ROUND_LIFE


@transaction.atomic
def simulate(*, wave: Wave, name: str, settings: Mapping[str, Any], by: User, on: date) -> Round:
    """Run the matcher on the wave as it stands and keep inputs, result and certificate. Nothing is decided by it."""
    require(by, P.PLACEMENT_SIMULATE)
    require_date(by, on)
    if wave.state != "ranked":
        raise Refusal("wave_not_ranked", "La vague n’est pas classée : le placement part du classement du jury.")
    frozen = rounds.freeze(wave, settings)
    result = match(frozen)
    certificate = certify(frozen, result)
    if not certificate.sound:
        raise Refusal("not_certified", f"Le résultat n’est pas certifié : {certificate.problems[0].sentence}")
    try:
        with transaction.atomic():
            round = Round.objects.create(
                wave=wave, name=name, settings=dict(settings), inputs=rounds.pack(frozen), by_id=by.id, on=on,
                cutoffs={post: [cut.key, cut.cause] for post, cut in result.cutoffs.items()},
                manifest={"digest": result.digest, "input": input_digests(frozen), "seed": wave.seed, "placed": len(result.placements)},
            )  # fmt: skip
    except IntegrityError as error:
        if "round_name_once" not in str(error):
            raise
        raise Refusal(
            "round_known", f"Une simulation s’appelle déjà « {name} » : donnez un autre nom.", field="name"
        ) from error
    _keep(round, wave, result)
    journal.write(
        "placement.simulate", "round", round.pk, by=by, on=on, permission=P.PLACEMENT_SIMULATE, digest=result.digest
    )
    return round


def _keep(round: Round, wave: Wave, result) -> None:
    people = dict(Application.objects.filter(wave=wave, number__in=result.placements).values_list("number", "pk"))
    needs = {reference: need for reference, (need, _) in rounds.posts_of(wave).items()}
    Placement.objects.bulk_create(
        Placement(round=round, application_id=people[number], need=needs[post], wish_rank=result.ranks[number])
        for number, post in sorted(result.placements.items())
    )


@transaction.atomic
def propose(*, round: Round, by: User, on: date) -> Round:
    """Put one simulation before the person who decides."""
    locked = _locked(round)
    move(locked, ROUND_LIFE, "propose", by=by, on=on)
    journal.write("placement.propose", "round", locked.pk, by=by, on=on, permission=P.PLACEMENT_SIMULATE)
    return locked


@transaction.atomic
def drop(*, round: Round, by: User, on: date) -> Round:
    """Set a simulation aside; it stays readable."""
    locked = _locked(round)
    move(locked, ROUND_LIFE, "drop", by=by, on=on)
    journal.write("placement.drop", "round", locked.pk, by=by, on=on, permission=P.PLACEMENT_SIMULATE)
    return locked


@transaction.atomic
def decide(*, round: Round, by: User, on: date) -> Round:
    """Decide a proposed round: its people get an offer, the others go on the reserve list. Not by who simulated or proposed it.

    The inputs are frozen again first: a round that no longer describes the wave (`inputs_changed`) must be simulated anew.
    """
    locked = _locked(round)
    wave = Wave.objects.select_for_update().get(pk=locked.wave_id)
    proposer = Transition.objects.filter(subject="round", subject_id=locked.pk, name="propose").values_list(
        "by_id", flat=True
    )
    require_other_person(by, locked.by_id, *proposer)
    if input_digests(rounds.freeze(wave, locked.settings)) != locked.manifest["input"]:
        raise Refusal("inputs_changed", "La vague a changé depuis cette simulation : refaites-la avant de décider.")
    move(locked, ROUND_LIFE, "decide", by=by, on=on)
    move(wave, WAVE_LIFE, "place", by=by, on=on)
    placements = list(locked.placements.select_related("application__person", "need__host"))
    move_all([p.application for p in placements], APPLICATION_LIFE, "place", by=by, on=on)
    reserve = Application.objects.select_for_update().filter(wave=wave, state="ranked")
    move_all(list(reserve), APPLICATION_LIFE, "put_in_reserve", by=by, on=on)
    offers.make(locked, placements, by=by, on=on)
    papers.minutes(locked, by=by, on=on)
    journal.write("placement.decide", "round", locked.pk, by=by, on=on, permission=P.PLACEMENT_DECIDE,
                  rows=[p.pk for p in placements], digest_of_result=locked.manifest["digest"])  # fmt: skip
    return locked


@transaction.atomic
def publish(*, round: Round, by: User, on: date) -> Round:
    """Publish a decided round: from then on the list is readable by number, with its cutoffs, seed and digests."""
    locked = _locked(round)
    move(locked, ROUND_LIFE, "publish", by=by, on=on)
    journal.write("placement.publish", "round", locked.pk, by=by, on=on, permission=P.PLACEMENT_PUBLISH)
    return locked


def _locked(round: Round) -> Round:
    return Round.objects.select_for_update(of=("self",)).select_related("wave").get(pk=round.pk)
