"""What is named by what it is, and what is still owed by who leaves."""

import hashlib
from datetime import timedelta

from django.db.models import F

from teriya.pay.allowances import actions
from teriya.pay.allowances.filling import payees
from teriya.pay.allowances.models import PayLine, PaymentOrder, RetentionOrder, ReturnFile
from teriya.service.missions import actions as missions
from teriya.service.missions.models import Mission
from tests.factories.allowances import ON, bring, make_payable, prepare
from tests.factories.corrections import approve, correct, make_paid
from tests.pay.allowances.test_views import text_of


def test_a_payment_is_named_by_its_nature(cast):
    make_payable(cast)
    bring(cast, prepare(cast))
    assert label() == "Allocation mars 2024"
    PayLine.objects.update(nature="lump_sum")
    assert label() == "Pécule mars 2024"
    PayLine.objects.update(nature="allowance", corrects=F("pk"))
    assert label() == "Rappel mars 2024"


def label() -> str:
    [payee] = payees(PaymentOrder.objects.all()).values()
    return payee.label


def test_a_return_file_keeps_the_sum_of_its_bytes(cast, client):
    make_payable(cast)
    run = bring(cast, prepare(cast))
    content = b"reference;statut\nOP9;ok"
    actions.settle(
        run=run, institution=run.files.get().institution, content=content, filename="r.csv", by=cast.kossivi, on=ON
    )
    assert ReturnFile.objects.get().sha256 == hashlib.sha256(content).hexdigest()
    client.force_login(cast.issa)
    assert hashlib.sha256(content).hexdigest() in client.get(f"/paie/etats/{run.pk}/retours/").text


def test_an_overpayment_still_to_recover_is_said_beside_the_closing_checklist(cast, client):
    line = make_paid(cast)
    approve(cast, correct(cast, line, 18))
    mission = Mission.objects.get(pk=line.mission_id)
    missions.end(missions=[mission], reason="term", by=cast.mazalo, on=mission.period.upper + timedelta(2))
    client.force_login(cast.mazalo)
    page = f"/missions/{mission.pk}/cloture/"
    assert "Trop-perçu à recouvrer : 3 000 F (mars 2024)" in text_of(client.get(page))
    RetentionOrder.objects.update(state="stopped")
    assert "Trop-perçu" not in text_of(client.get(page))
