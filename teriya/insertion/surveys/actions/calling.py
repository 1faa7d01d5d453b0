"""Calls: what came of each, one at a time or a page of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.journal import actions as journal
from teriya.insertion.surveys.actions.answering import answer, refuse
from teriya.insertion.surveys.models import Attempt, Survey
from teriya.insertion.surveys.states import UNREACHED, Result, Way

REFUSED = "refused"


@dataclass(frozen=True)
class Said:
    """What came of one call: a code of `Result`, « refused », or « spoke » with the route that was said."""

    result: str
    route: str = ""
    since: date | None = None
    detail: str = ""


@transaction.atomic
def record_call(*, survey: Survey, said: Said, by: User, on: date) -> Survey:
    """Count one call and what came of it. Refuses `no_call_left` beyond the plan, `own_file`, and what `answer` refuses."""
    row = Survey.objects.select_for_update(of=("self",)).select_related("person", "mission__host").get(pk=survey.pk)
    require(by, P.SURVEYS_CALL, commune=row.mission.host.commune_id)
    if row.person.account_id == by.pk:
        raise NotAllowed("own_file", _("C’est votre propre dossier : une autre personne doit le faire."))
    rank = row.attempts.filter(way=Way.CALL).count() + 1
    if rank > row.calls_max:
        raise Refusal("no_call_left", _("Cette personne a été appelée autant de fois que le plan le dit."))
    result = said.result if said.result in UNREACHED else Result.SPOKE
    if said.result == REFUSED:
        refuse(survey=row, way=Way.CALL, by=by, on=on)
    elif result == Result.SPOKE:
        answer(survey=row, route=said.route, since=said.since, detail=said.detail, way=Way.CALL, by=by, on=on)
    elif row.outcome:
        raise Refusal("survey_over", _("Cette enquête est close. Ce qui change se dit sur la page de la personne."))
    Attempt.objects.create(survey=row, way=Way.CALL, rank=rank, result=result, on=on, by_id=by.pk)
    journal.write("surveys.call", "survey", row.pk, by=by, on=on, permission=P.SURVEYS_CALL, result=str(said.result))
    return Survey.objects.get(pk=row.pk)


@transaction.atomic
def record_calls(*, calls: Sequence[tuple[Survey, Said]], by: User, on: date) -> list[Survey]:
    """Several calls at once: all of them, or none with the first refusal."""
    return [record_call(survey=survey, said=said, by=by, on=on) for survey, said in calls]
