"""Money that waits for its owner: shown after the rule's days, by age and region; told by SMS once a period."""

import html
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from teriya.foundation.messages.models import Message
from teriya.pay.allowances import actions as pay
from teriya.pay.allowances.models import PayFile, PaymentOrder
from teriya.pay.savings import actions, notices
from teriya.pay.savings.unclaimed import by_age, unclaimed
from teriya.people.models import Person
from tests.factories.allowances import answers, bring, make_payable, prepare
from tests.factories.rules import set_rule
from tests.factories.savings import ON, approve, ask, carry, finish, give_back, make_heirs, make_saved

LEFT = date(2024, 5, 2)


def told(on: date) -> list[tuple[str, int, str]]:
    return [(row.what, row.francs, row.next) for row in unclaimed(on)]


def test_savings_of_who_left_are_shown_after_the_days_of_the_rule(cast):
    gone, _serving = make_saved(cast, 2)
    person = finish(cast, gone)
    assert told(LEFT + timedelta(89)) == []
    assert told(LEFT + timedelta(90)) == [("savings", 500, "demander le remboursement")]
    [row] = unclaimed(LEFT + timedelta(200))
    assert (row.region, row.since) == ("Plateaux", LEFT)
    assert by_age([row], LEFT + timedelta(200)) == [("0–90", 0), ("91–180", 0), ("181–365", 500), ("> 365", 0)]
    ask(cast, person)
    assert told(LEFT + timedelta(90)) == []


def test_the_savings_of_a_dead_volunteer_ask_for_the_heirs(cast):
    [mission] = make_saved(cast)
    person = finish(cast, mission, "death")
    assert told(LEFT + timedelta(90)) == [("savings", 500, "inscrire les héritiers")]
    make_heirs(cast, person, 1)
    assert told(LEFT + timedelta(90)) == [("savings", 500, "demander le remboursement des héritiers")]
    assert notices.remind(LEFT + timedelta(90)) == 0


def test_a_refund_that_nobody_collects_or_that_came_back_is_shown(cast):
    [mission] = make_saved(cast)
    person, account = finish(cast, mission), carry(cast)
    refund = approve(cast, ask(cast, person))
    assert told(ON + timedelta(29)) == []
    assert told(ON + timedelta(30)) == [("refund", 500, "payer, ou refuser avec le motif")]
    give_back(cast, refund, account)
    assert told(ON + timedelta(400)) == []
    actions.come_back(refund=refund, reason="Absent", by=cast.tchaa, on=ON)
    assert told(ON) == [("refund", 500, "demander où payer, puis relancer")]


def test_pay_brought_back_unclaimed_is_shown_and_what_else_came_back_is_not(cast):
    make_payable(cast, 2)
    run = bring(cast, prepare(cast))
    first, second = PaymentOrder.objects.order_by("pk")
    content = answers([first, second], returned=(first.reference, second.reference)).decode()
    content = content.replace("Carnet clos", "Non  Reclame par le volontaire", 1)
    file = PayFile.objects.get()
    pay.settle(run=run, institution=file.institution, content=content.encode(), filename="r.csv", by=cast.kossivi, on=date(2024, 4, 9))  # fmt: skip
    assert told(date(2024, 5, 7)) == []
    assert told(date(2024, 5, 8)) == [("cash", 30_000, "vérifier le compte, puis payer à nouveau")]
    pay.reorder(lines=[first.line, second.line], by=cast.tchaa, on=date(2024, 4, 10))
    assert told(date(2024, 5, 8)) == []


def test_the_owner_is_told_once_a_period(cast):
    [mission] = make_saved(cast)
    person = finish(cast, mission)
    Person.objects.filter(pk=person.pk).update(phone="+22890112233")
    first = date.fromordinal((LEFT + timedelta(120)).toordinal() // 30 * 30)
    for day in (first, first + timedelta(29), first + timedelta(30)):
        notices.remind(day)
    sent = Message.objects.filter(template="unclaimed")
    assert sent.count() == 2 and all("500 F vous attendent" in one.text and len(one.text) <= 160 for one in sent)
    set_rule("unclaimed_reminder_days", 0)
    assert notices.remind(first + timedelta(60)) == 0 and sent.count() == 2


def test_the_page_and_the_task_say_how_much_and_where(cast, client):
    [mission] = make_saved(cast)
    finish(cast, mission)
    client.force_login(cast.awa)
    page = html.unescape(client.get(reverse("savings:unclaimed")).content.decode())
    assert str(mission.person) in page and "Plateaux" in page and "Demander le remboursement" in page
    assert "Argent non réclamé" in html.unescape(client.get("/").content.decode())
    assert unclaimed(timezone.localdate())
