"""Placing a wave: simulate as often as wished, propose one round, decide it with a second person, publish it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move, move_all
from teriya.foundation.journal import actions as journal
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.calls.states import APPLICATION_LIFE, WAVE_LIFE
from teriya.mobilisation.placement import offers, papers, rounds
from teriya.mobilisation.placement.appeals import require_delays
from teriya.mobilisation.placement.engine.tables import input_digests
from teriya.mobilisation.placement.freezing import Frozen, freeze
from teriya.mobilisation.placement.models import Placement, Round, Tie
from teriya.mobilisation.placement.policies import require_second_person, require_untied
from teriya.mobilisation.placement.settings import Settings
from teriya.mobilisation.placement.solving import Solved, Tell, require_sound, solve
from teriya.mobilisation.placement.states import ROUND_LIFE, RoundState
from teriya.mobilisation.selection.policies import against_placing


@transaction.atomic
def simulate(*, wave: Wave, name: str, settings: Mapping[str, Any], by: User, on: date) -> Round:
    """Run the matcher on the wave as it stands and keep inputs, result and certificate. Nothing is decided by it.

    `settings`: settings.py. The name is the simulation's own in its wave.
    """
    round = _announce(wave, name, settings, by=by, on=on)
    return _compute(round, by=by)


@transaction.atomic
def announce(*, wave: Wave, name: str, settings: Mapping[str, Any], by: User, on: date) -> Round:
    """`simulate` for a wave too long for a page: the round waits, `compute` fills it."""
    return _announce(wave, name, settings, by=by, on=on)


def compute(*, round: Round, by: User) -> Round:
    """Fill an announced round, telling how far it is."""

    def tell(step: int) -> None:
        Round.objects.filter(pk=round.pk).update(done=step)

    if Round.objects.light().get(pk=round.pk).state != RoundState.COMPUTING:
        return round
    return _compute(round, by=by, tell=tell)


@transaction.atomic
def give_up(*, round: Round, by: User, reason: str) -> None:
    """Say why a computation stopped; the round is set aside."""
    locked = Round.objects.light().select_for_update().get(pk=round.pk)
    if locked.state == RoundState.COMPUTING:
        move(locked, ROUND_LIFE, "give_up", by=by, on=locked.on, reason=reason)
        locked.refusal = reason[:300]
        locked.save(update_fields=["refusal"])


def _announce(wave: Wave, name: str, settings: Mapping[str, Any], *, by: User, on: date) -> Round:
    require(by, P.PLACEMENT_SIMULATE)
    require_date(by, on)
    name = name.strip()
    if not 0 < len(name) <= 80:
        raise Refusal("bad_name", _("Donnez à la simulation un nom de 80 lettres au plus."), field="name")
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    if locked.state != "ranked":
        raise Refusal("wave_not_ranked", _("La vague n’est pas classée, ou déjà placée : on simule entre les deux."))
    require_untied(by, locked)
    kept = Settings.read(settings).kept()
    try:
        with transaction.atomic():
            return Round.objects.create(wave=locked, name=name, settings=kept, inputs=b"", by_id=by.id, on=on)
    except IntegrityError as error:
        if "round_name_once" not in str(error):
            raise
        raise Refusal(
            "round_known",
            _("Une simulation s’appelle déjà « %(name)s » : donnez un autre nom.") % {"name": name},
            field="name",
        ) from error


def _compute(round: Round, *, by: User, tell: Tell = lambda _step: None) -> Round:
    settings = Settings.read(round.settings)
    frozen = freeze(round.wave, settings, round.on)
    solved = solve(frozen, settings, tell)
    with transaction.atomic():
        _keep(round, frozen, solved)
        move(round, ROUND_LIFE, "compute", by=by, on=round.on)
        journal.write(
            "placement.simulate", "round", round.pk, by=by, on=round.on, permission=P.PLACEMENT_SIMULATE,
            digest=solved.result.digest,
        )  # fmt: skip
    return round


def _keep(round: Round, frozen: Frozen, solved: Solved) -> None:
    result = solved.result
    rows = list(rounds.placements(round, frozen, solved))
    placed = Counter(_references(frozen)[row.need_id] for row in rows)
    round.inputs = rounds.pack(frozen, solved)
    round.cutoffs = {post: [cut.key, cut.cause] for post, cut in result.cutoffs.items()}
    round.manifest = {
        "digest": result.digest, "input": input_digests(result.wave), "asked": input_digests(frozen.wave),
        "seed": round.wave.lottery, "commitment": round.wave.commitment, "drawn": round.wave.drawn,
        "placed": len(rows), "candidates": len(frozen.points), "money": rounds.money(frozen.openings, placed),
        "held": {reference: list(held) for reference, held in frozen.held.items()}, **solved.published,
    }  # fmt: skip
    round.save(update_fields=["inputs", "cutoffs", "manifest"])
    Placement.objects.bulk_create(rows, batch_size=5_000)


def _references(frozen: Frozen) -> dict[int, str]:
    return {opening.need.pk: reference for reference, opening in frozen.openings.items()}


def override(*, round: Round, number: str, post: str, reason: str, name: str, by: User, on: date) -> Round:
    """A new simulation where an officer places this candidate at this post (or nowhere, post ""), for a written reason.

    The others are matched again around it and certified; whoever is placed so is published with the reason. The gates stay:
    a ranked candidate with the post's diploma, a funded seat.
    """
    reason = reason.strip()
    if not reason or len(reason) > 400:
        raise Refusal(
            "reason_required", _("Écrivez le motif, en 400 lettres au plus : il sera publié."), field="reason"
        )
    if round.state not in (RoundState.SIMULATED, RoundState.PROPOSED):
        raise Refusal("wrong_state", _("On ne déroge qu’à une simulation qui n’est pas décidée."))
    settings = Settings.read(round.settings)
    others = [one for one in settings.overrides if one[0] != number]
    settings = replace(settings, overrides=[*others, [number, post, reason]])
    return simulate(wave=round.wave, name=name, settings=settings.kept(), by=by, on=on)


@transaction.atomic
def declare_tie(*, wave: Wave, what: str, by: User, on: date, user: User | None = None) -> Tie:
    """Say that one is kin to a candidate or has an interest in the wave: from then on one places nobody in it.

    Who decides the placement may declare it for somebody else.
    """
    require(by, P.PLACEMENT_READ)
    if user is not None and user.pk != by.pk:
        require(by, P.PLACEMENT_DECIDE)
    what = what.strip()
    if not what:
        raise Refusal("nothing_said", _("Dites quel lien : « frère d’un candidat »."), field="what")
    tie, is_new = Tie.objects.get_or_create(
        wave=wave, user=user or by, defaults={"what": what[:200], "by_id": by.id, "on": on}
    )
    if is_new:
        journal.write(
            "placement.declare_tie", "wave", wave.pk, by=by, on=on, permission=P.PLACEMENT_READ, user=tie.user_id
        )
    return tie


@transaction.atomic
def propose(*, round: Round, by: User, on: date) -> Round:
    """Put one simulation before the person who decides."""
    require_untied(by, round.wave)
    return _turn(round, "propose", by=by, on=on)


@transaction.atomic
def drop(*, round: Round, by: User, on: date) -> Round:
    """Set a simulation aside; it stays readable."""
    return _turn(round, "drop", by=by, on=on)


@transaction.atomic
def publish(*, round: Round, by: User, on: date) -> Round:
    """Publish a decided round: from then on the list is readable by number, with its cutoffs, seed and digests.

    Refused while no rule says how long one may appeal: a published placement can be contested.
    """
    require_delays(round, on)
    done = _turn(round, "publish", by=by, on=on)
    papers.publication(done, by=by, on=on)
    return done


def _turn(round: Round, step: str, *, by: User, on: date) -> Round:
    locked = _locked(round)
    move(locked, ROUND_LIFE, step, by=by, on=on)
    journal.write(f"placement.{step}", "round", locked.pk, by=by, on=on, permission=ROUND_LIFE.steps[step].permission)
    return locked


@transaction.atomic
def ask_to_decide(*, round: Round, by: User, on: date) -> Round:
    """`decide` for a wave too long for a page: what can be refused at once is, then the worker decides in this person's name."""
    require(by, P.PLACEMENT_DECIDE)
    locked = _locked(round)
    require_second_person(by, locked)
    require_untied(by, locked.wave)
    if no := against_placing(locked.wave, on=on):
        raise no
    locked.refusal = ""
    locked.save(update_fields=["refusal"])
    move(locked, ROUND_LIFE, "ask_to_decide", by=by, on=on)
    return locked


@transaction.atomic
def stay_proposed(*, round: Round, by: User, on: date, reason: str) -> None:
    """Say why the worker could not decide; the round is proposed as before."""
    locked = _locked(round)
    if locked.state == RoundState.DECIDING:
        move(locked, ROUND_LIFE, "stay_proposed", by=by, on=on, reason=reason)
        locked.refusal = reason[:300]
        locked.save(update_fields=["refusal"])


@transaction.atomic
def decide(*, round: Round, by: User, on: date) -> Round:
    """Decide a proposed round: its people get an offer, the others go on the reserve list, the minutes are printed.

    Never by who simulated or proposed it, nor by somebody with a tie to the wave (policies.py). Inputs are frozen again and
    the result proved again: `inputs_changed` when the wave is no longer the one that was simulated. Refused while the list of
    the wave may be contested (selection: `appeals_open`, `appeals_waiting`).
    """
    require(by, P.PLACEMENT_DECIDE)
    locked = _locked(round)
    wave = Wave.objects.select_for_update().get(pk=locked.wave_id)
    if wave.state != "ranked":
        raise Refusal("already_decided", _("Un placement est déjà décidé pour cette vague."))
    rounds.lock(wave)
    require_second_person(by, locked)
    require_untied(by, wave)
    if no := against_placing(wave, on=on):
        raise no
    frozen = freeze(wave, Settings.read(locked.settings), on)
    if input_digests(frozen.wave) != locked.manifest.get("asked"):
        raise Refusal("inputs_changed", _("La vague a changé depuis cette simulation : refaites-la avant de décider."))
    require_sound(rounds.unpack(locked).result)
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


def _locked(round: Round) -> Round:
    return Round.objects.select_for_update(of=("self",)).select_related("wave").get(pk=round.pk)
