"""Keeping a scenario."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.pay.forecast import frozen, prices
from teriya.pay.forecast.engine.changes import Change
from teriya.pay.forecast.models import Scenario
from teriya.pay.forecast.reading import assumptions, read


@transaction.atomic
def save_scenario(*, name: str, changes: Sequence[Change], by: User, on: date) -> Scenario:
    """Count other assumptions on the rows of today, and keep both. Refuses `name_taken`."""
    require(by, P.FORECAST_PLAN)
    require_date(by, on)
    if Scenario.objects.filter(name=name).exists():
        raise Refusal("name_taken", _("Un scénario porte déjà ce nom."), field="name")
    inputs, assumed = read(on), assumptions(on)
    recorder = frozen.Recorder(prices.of_rules(frozen.rates_of(changes)))
    found = frozen.with_changes(inputs, assumed, changes, recorder.prices)
    result = frozen.result(found)  # asks the prices, which are kept after it
    scenario = Scenario.objects.create(
        name=name, changes=list(changes), inputs=frozen.as_json(inputs, assumed, recorder), result=result, on=on, by_id=by.pk,
    )  # fmt: skip
    journal.write(
        "forecast.save", "scenario", scenario.pk, by=by, on=on, permission=P.FORECAST_PLAN, changes=list(changes)
    )
    return scenario
