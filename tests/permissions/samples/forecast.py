"""A scenario kept by Awa, and a list that Dédé decided, with its letters."""

from datetime import date

from django.test import override_settings

from teriya.foundation.ledger.actions import take_in, withdraw
from teriya.foundation.ledger.models import Envelope
from teriya.pay.forecast import actions
from tests.cast import Cast
from tests.factories.missions import ON, make_missions


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    make_missions(cast, 1)
    envelope = Envelope.objects.get(code="ETAT-2024")
    withdraw(envelope=envelope, amount=10**10 - 100_000, reason="Budget coupé.", by=cast.awa, on=ON)
    take_in(envelope=envelope, amount=100_000, reference="AC-1", by=cast.awa, on=ON)
    scenario = actions.save_scenario(name="Essai", changes=[], by=cast.awa, on=date(2024, 4, 5))
    cut = actions.propose_cut(
        envelope=envelope, rule="last_started", last_day=date(2024, 5, 31), reason="L’État donne moins.", by=cast.awa, on=date(2024, 4, 5)
    )  # fmt: skip
    actions.decide_cut(cut=cut, step="decide", by=cast.dede, on=date(2024, 4, 5))
    actions.make_letters(actions.ask_letters(cut=cut, by=cast.awa, on=date(2024, 4, 5)))
    figure = actions.freeze_figure(year=2024, measure="recu", by=cast.awa, on=date(2025, 1, 6))
    return {
        "forecast:figure": {"pk": figure.pk},
        "forecast:scenario": {"pk": scenario.pk},
        "forecast:cut": {"pk": cut.pk},
        "forecast:letters": {"pk": cut.pk},
        "forecast:bound": {"pk": cut.pk},
    }
