"""A budget cut: a list proposed by one person, decided by another, with its letters. Missions end by their own action."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.foundation.ledger.models import Envelope
from teriya.pay.forecast import papers
from teriya.pay.forecast.cutting import propose
from teriya.pay.forecast.models import Cut, CutMission
from teriya.pay.forecast.states import CUT_LIFE, CutRule


@transaction.atomic
def propose_cut(*, envelope: Envelope, rule: str, last_day: date, reason: str, by: User, on: date) -> Cut:
    """Keep the list that the rule gives today. Refuses `stops_in_the_past`, `nothing_to_cut`, `cut_waiting`."""
    require(by, P.FORECAST_PLAN)
    require_date(by, on)
    if last_day < on:
        raise Refusal("stops_in_the_past", _("Personne ne s’arrête dans le passé : choisissez un jour à venir."), field="last_day")  # fmt: skip
    locked = Envelope.objects.select_for_update().get(pk=envelope.pk)
    if locked.cuts.filter(state="proposed").exists():
        raise Refusal("cut_waiting", _("Une liste attend déjà une décision sur cette enveloppe."))
    found = propose(locked, CutRule(rule), last_day, on)
    if not found.outcome.stops:
        raise Refusal("nothing_to_cut", _("Aucune mission n’a à s’arrêter : l’enveloppe les paie, ou aucune ne finit plus tard."))  # fmt: skip
    cut = Cut.objects.create(
        envelope=locked, rule=rule, last_day=last_day, reason=reason, needed=found.outcome.needed, saved=found.outcome.saved,
        before=found.before, after=found.after, on=on, proposed_by_id=by.pk,
    )  # fmt: skip
    CutMission.objects.bulk_create(
        [CutMission(cut=cut, mission_id=stop.mission, rank=stop.rank, saved=stop.saved, was_to_end=found.ends(stop.mission))
         for stop in found.outcome.stops]
    )  # fmt: skip
    journal.write("forecast.propose_cut", "cut", cut.pk, by=by, on=on, reason=reason, permission=P.FORECAST_PLAN,
                  rows=[stop.mission for stop in found.outcome.stops], rule=rule, needed=cut.needed, saved=cut.saved)  # fmt: skip
    return cut


@transaction.atomic
def decide_cut(*, cut: Cut, step: str, by: User, on: date, reason: str = "") -> Cut:
    """Decide the list, whose letters are then made, or set it aside; never who proposed it."""
    require(by, P.CUTS_DECIDE)
    require_date(by, on)
    locked = Cut.objects.select_for_update(of=("self",)).select_related("envelope").get(pk=cut.pk)
    require_other_person(by, locked.proposed_by_id)
    CUT_LIFE.check(step, locked.state)
    letters = papers.letters_of(locked, by=by, on=on) if step == "decide" else None
    Cut.objects.filter(pk=locked.pk).update(
        decided_by_id=by.pk, decided_on=on, letters=letters, state=CUT_LIFE.steps[step].to
    )
    move(locked, CUT_LIFE, step, by=by, on=on, reason=reason)
    journal.write(f"forecast.{step}", "cut", locked.pk, by=by, on=on, reason=reason, permission=P.CUTS_DECIDE)
    return Cut.objects.get(pk=locked.pk)
