"""A grant lost in mid-year: the alert, the day until which there is money, a scenario, who stops and when, the letters, the cash.

The State's three billion fall to two hundred million, as in Burkina Faso in 2021 (assembleenationale.bf article1414).
"""

import html
import re
from datetime import timedelta
from io import BytesIO

from django.utils import timezone
from pypdf import PdfReader

from teriya.foundation.core.periods import add_months
from teriya.foundation.ledger.actions import Part, commit, move, withdraw
from teriya.pay.forecast import actions
from teriya.pay.forecast.models import Alert, Cut, Scenario
from teriya.service.missions.models import Mission
from tests.cast import Cast
from tests.factories.attendance import make_team
from tests.factories.missions import ON

BEFORE, AFTER = 3_000_000_000, 200_000_000
PAID = 199_000_000  # to others, before the cut: what is left pays sixteen months of the thirty-six


def text_of(answer) -> str:
    return html.unescape(re.sub("<[^>]+>", " ", answer.text)).replace("\u202f", " ").replace("\u00a0", " ")


def browse(client, user):
    client.force_login(user)
    return client


def sent(client, path: str, **said) -> object:
    """A form filled in and sent."""
    receipt = client.get(path).context["form"]["receipt"].value()
    return client.post(path, {"receipt": receipt, **said})


def test_three_billion_become_two_hundred_million(cast: Cast, client, settings):
    settings.TAKE_ON = True
    first = timezone.localdate().replace(day=1)
    team = make_team(cast, 3, form="VNC", months=12, starts_on=first)
    state = team[0].seat.envelope
    _the_year_begins(cast, client, state)
    _the_budget_falls(cast, client, state, first)
    _another_grant_is_tried(cast, client, state, first)
    _two_missions_are_to_stop(cast, client, state, team, add_months(first, 2) - timedelta(1))


def _the_year_begins(cast, client, state):
    """Every month is paid."""
    withdraw(envelope=state, amount=10**10 - BEFORE, reason="Loi de finances", by=cast.awa, on=ON)
    others = [Part("seat", 0, PAID)]
    commit(state, others, on=ON)
    move(state, "spent", others, on=ON)
    assert "la fin" in text_of(browse(client, cast.awa).get("/prevision/"))
    assert actions.watch_envelopes(on=timezone.localdate()) == []


def _the_budget_falls(cast, client, state, first):
    today = timezone.localdate()
    said = {"amount": BEFORE - AFTER, "reason": "Loi de finances rectificative", "on": f"{today:%d/%m/%Y}"}
    answer = sent(client, f"/enveloppes/{state.code}/retirer/", **said)
    assert answer.status_code == 302, text_of(answer)
    [alert] = actions.watch_envelopes(on=today)
    assert alert.until == add_months(first, 6) - timedelta(1)  # 180 000 F a month since next month: five months whole
    assert "Enveloppes bientôt vides" in text_of(client.get("/"))
    page = text_of(client.get("/prevision/finance-jusqua/"))
    assert "Plateaux" in page and "1 160 000" in page  # 2 160 000 − 1 000 000


def _another_grant_is_tried(cast, client, state, first):
    """What if it took the volunteers over? Nothing but the scenario is written."""
    said = {"envelope": state.pk, "since": first.isoformat(), "amount": "202 000 000"}
    sent(client, "/prevision/scenarios/nouveau/", name="Le PNUD paie le reste", **said)
    page = text_of(browse(client, cast.ama).get(f"/prevision/comparer/?s={Scenario.objects.get().pk}"))
    assert "Le PNUD paie le reste" in page and "−1 160 000" in page
    assert "dotation de « État 2024 » : 202 000 000 F" in page


def _two_missions_are_to_stop(cast, client, state, team, stops_on):
    """Seen first, proposed by one, decided by another, each mission with its reason; the letters, the cash by month."""
    browse(client, cast.awa)
    said = {
        "envelope": state.pk,
        "rule": "last_started",
        "last_day": f"{stops_on:%d/%m/%Y}",
        "reason": "L’État donne moins.",
    }
    assert "2 missions s’arrêteraient" in text_of(sent(client, "/prevision/coupes/nouvelle/", step="see", **said))
    sent(client, "/prevision/coupes/nouvelle/", step="propose", **said)
    cut = Cut.objects.get()
    assert [row.mission_id for row in cut.missions.all()] == [team[2].pk, team[1].pk]
    browse(client, cast.dede)
    assert "Missions à arrêter, à décider" in text_of(client.get("/"))
    sent(client, f"/prevision/coupes/{cut.pk}/", step="decide")
    page = text_of(client.get(f"/prevision/coupes/{cut.pk}/"))
    assert "décidée" in page and "−1 160 000" in page and "devait finir" in page
    sent(client, f"/prevision/coupes/{cut.pk}/lettres/")
    letters = PdfReader(BytesIO(client.get(f"/prevision/coupes/{cut.pk}/lettres.pdf").content)).pages
    assert len(letters) == 3  # two volunteers, one host
    assert Mission.objects.filter(state="in_service").count() == 3
    assert Alert.objects.filter(closed_on=None).count() == 1  # until the missions have ended by their own act
