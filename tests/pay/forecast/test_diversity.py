"""The diversification of a year: frozen by one person, published by another, read by everybody, never counted again."""

from datetime import date

import pytest

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.ledger.actions import take_in
from teriya.foundation.ledger.models import Envelope
from teriya.pay.forecast import actions
from teriya.pay.forecast.models import SourceFigure
from tests.factories.cofinancing import call, make_served, pay
from tests.pay.forecast.test_pages import text_of

AFTER = date(2025, 1, 6)


def test_a_year_is_frozen_whole_published_by_another_and_stays_as_it_was(cast, client):
    host, _team = make_served(cast, 2)
    call(cast)
    pay(cast, host, 20_000)  # of 30 000
    state = Envelope.objects.get(kind="state")
    take_in(envelope=state, amount=60_000, reference="AC-1", by=cast.awa, on=AFTER.replace(year=2024))
    with pytest.raises(Refusal, match="year_not_over"):
        actions.freeze_figure(year=2024, measure="recu", by=cast.awa, on=date(2024, 12, 31))
    figure = actions.freeze_figure(year=2024, measure="recu", by=cast.awa, on=AFTER)
    assert figure.counted["kinds"] == [["state", 60_000], ["host", 20_000]]
    assert (figure.counted["index_by_kind"], figure.counted["paid"], figure.counted["due"]) == (6_250, 20_000, 30_000)
    with pytest.raises(Refusal, match="not_allowed"):
        actions.decide_figure(figure=figure, step="publish", by=cast.awa, on=AFTER)
    assert "Aucun chiffre publié" in client.get("/prevision/diversification/publiee/").text
    actions.decide_figure(figure=figure, step="publish", by=cast.ama, on=AFTER)
    take_in(envelope=state, amount=1, reference="AC-2", by=cast.awa, on=AFTER.replace(year=2024))
    page = text_of(client.get("/prevision/diversification/publiee/"))
    assert "80 000 F" in page and "66 sur 100 : 20 000 F de 30 000 F" in page and figure.sha256 in page
    assert "Herfindahl" in page
    client.force_login(cast.ama)
    assert "a été touché" not in text_of(client.get(f"/prevision/diversification/{figure.pk}/"))
    SourceFigure.objects.update(counted=figure.counted | {"total": 90_000})
    assert "a été touché" in text_of(client.get(f"/prevision/diversification/{figure.pk}/"))


def test_who_plans_freezes_from_the_page_and_the_direction_decides(cast, client):
    make_served(cast)
    take_in(envelope=Envelope.objects.get(kind="state"), amount=60_000, reference="AC-1", by=cast.awa, on=date(2024, 5, 2))  # fmt: skip
    client.force_login(cast.awa)
    form = client.get("/prevision/diversification/").context["form"]
    client.post("/prevision/diversification/", {"receipt": form["receipt"].value(), "year": "2024"})
    figure = SourceFigure.objects.get()
    client.force_login(cast.ama)
    form = client.get(f"/prevision/diversification/{figure.pk}/").context["form"]
    sent = {"receipt": form["receipt"].value(), "step": "set_aside"}
    assert client.post(f"/prevision/diversification/{figure.pk}/", sent).status_code == 422  # a reason is asked
    client.post(f"/prevision/diversification/{figure.pk}/", sent | {"reason": "Un avis de crédit manque"})
    figure.refresh_from_db()
    assert figure.state == "set_aside"
