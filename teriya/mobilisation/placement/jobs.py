"""Rounds too long for the time of a page: the worker computes them, the page shows how far they are."""

from datetime import date

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from teriya.foundation.accounts.models import User
from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.placement import actions
from teriya.mobilisation.placement.models import Round


@app.task(queue="files")
def compute_round(id: int) -> None:
    round = Round.objects.select_related("wave").get(pk=id)
    by = User.objects.get(pk=round.by_id)
    try:
        actions.compute(round=round, by=by)
    except Refusal as no:
        actions.give_up(round=round, by=by, reason=no.sentence)
    except Exception:
        why = _("Le calcul s’est arrêté. Refaites la simulation sous un autre nom.")
        actions.give_up(round=round, by=by, reason=why)
        raise


@app.task(queue="files")
def decide_round(id: int, by: int, on: str) -> None:
    round, user, day = Round.objects.get(pk=id), User.objects.get(pk=by), date.fromisoformat(on)
    try:
        actions.decide(round=round, by=user, on=day)
    except Refusal as no:
        actions.stay_proposed(round=round, by=user, on=day, reason=no.sentence)
    except Exception:
        why = _("La décision n’a pas pu être écrite : rien n’est enregistré. Décidez à nouveau.")
        actions.stay_proposed(round=round, by=user, on=day, reason=why)
        raise
