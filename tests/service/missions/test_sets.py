"""A wave is deployed in a constant number of queries: the budget is the same for 170 missions as for 2."""

from datetime import timedelta

import pytest

from teriya.service.missions import actions
from teriya.service.missions.models import Contract, Mission
from teriya.service.missions.states import CHECKLIST
from tests.factories.missions import DEPLOYMENT, STARTS_ON, make_offers
from tests.factories.training import make_trained

TERM = STARTS_ON + timedelta(400)


def deploy(cast, missions, counted):
    """The whole life of a wave, each step within its budget."""
    common = {"missions": missions}
    make_trained(cast, missions)
    with counted(30):
        actions.record_oath(place="Kara", by=cast.kodjo, on=DEPLOYMENT, **common)
    with counted(30):
        actions.record_insurance(reference="CNSS", by=cast.kodjo, on=DEPLOYMENT, **common)
    with counted(30):
        contracts = actions.issue_contracts(by=cast.kodjo, on=DEPLOYMENT, **common)
    for party in ("volunteer", "host", "agency"):
        with counted(30):
            actions.record_signatures(contracts=contracts, party=party, by=cast.yao, on=DEPLOYMENT)
    with counted(30):
        actions.attest_starts(first_day=STARTS_ON, paper="reçue", by=cast.yao, on=STARTS_ON, **common)
    with counted(40):
        actions.confirm_starts(by=cast.mazalo, on=STARTS_ON, **common)
    with counted(30):
        actions.end(reason="term", by=cast.mazalo, on=TERM, **common)
    with counted(30):
        actions.update_closing(ticks=dict.fromkeys(CHECKLIST, True), by=cast.mazalo, on=TERM, **common)
    with counted(30):
        actions.close(by=cast.mazalo, on=TERM, **common)
    with counted(30):
        actions.issue_certificates(by=cast.ama, on=TERM, **common)


@pytest.mark.parametrize("count", [2, 170])
def test_wave_of_any_size_takes_the_same_queries(cast, count, django_assert_max_num_queries):
    offers = make_offers(cast, count)
    with django_assert_max_num_queries(30):
        missions = actions.prepare_many(wave=offers[0].application.wave, by=cast.kodjo, on=DEPLOYMENT)
    deploy(cast, missions, django_assert_max_num_queries)
    assert Mission.objects.filter(state="closed", closing__certificate__isnull=False).count() == count
    assert Contract.objects.count() == count
