"""Savings from the pages: the accountant keeps, the finance officer asks, the authorising officer decides, the volunteer reads."""

import html
from datetime import date
from uuid import uuid4

from django.urls import reverse

from teriya.foundation.messages.gsm7 import length, plain
from teriya.pay.allowances.models import PayRun
from teriya.pay.savings import queries
from teriya.pay.savings.models import Deposit, HeirsAct, Refund, SavingsAccount
from teriya.people.models import Person
from tests.factories.missions import give_account
from tests.factories.savings import approve, ask, carry, finish, make_charged, make_heirs, make_saved


def test_an_account_is_opened_approved_and_receives_its_deposit(cast, browse, send):
    run = make_charged(cast, 2)
    assert "1 000 F" in browse(cast.awa, "savings")
    assert send(cast.tchaa, "open_account", institution="COOPEC", title="ANVT, épargne", number="00214") == 302
    account = SavingsAccount.objects.get()
    assert "Approuver" not in browse(cast.tchaa, "account", account.pk)
    assert send(cast.dede, "account", account.pk, step="approve") == 302
    typed = {"account": account.pk, "amount": "1 200", "reference": "BV-1", "on": "2024-05-10"}
    assert send(cast.tchaa, "deposit", run.pk, **typed) == 422
    assert 'value="1000"' in browse(cast.tchaa, "deposit", run.pk)
    assert send(cast.tchaa, "deposit", run.pk, **typed | {"amount": "1 000"}) == 302
    assert send(cast.tchaa, "state_balance", account.pk, day="2024-05-12", balance="900") == 302
    assert "−100 F" in browse(cast.awa, "account", account.pk) and "BV-1" in browse(cast.awa, "account", account.pk)
    assert send(cast.dede, "cancel_deposit", Deposit.objects.get().pk, reason="") == 422
    assert send(cast.dede, "cancel_deposit", Deposit.objects.get().pk, reason="Erreur") == 302


def test_the_volunteer_reads_and_prints_what_was_kept_and_where(cast, client, browse, send):
    [mission] = make_saved(cast)
    carry(cast)
    give_account(mission, cast.kossi)
    assert "Mon épargne" in client_page(client, cast.kossi, reverse("allowances:mine"))
    page = browse(cast.kossi, "mine")
    assert "500 F" in page and "Retenu sur mars 2024" in page and "COOPEC Haho" in page
    assert send(cast.kossi, "issue_statement", mission.person.matricule) == 302
    assert send(cast.afi, "issue_statement", mission.person.matricule) == 404
    assert "Épargne" in client_page(client, cast.awa, reverse("missions:mission", args=[mission.pk]))
    assert "Relevé d’épargne" in client_page(
        client, cast.kossi, reverse("portals:dossier", args=[mission.person.matricule])
    )


def client_page(client, user, address: str) -> str:
    client.force_login(user)
    return html.unescape(client.get(address).content.decode())


def test_a_refund_goes_through_three_hands_and_comes_back(cast, browse, send):
    [mission] = make_saved(cast)
    person, account = finish(cast, mission), carry(cast)
    assert "Demander le remboursement" in browse(cast.awa, "person", person.matricule)
    assert send(cast.awa, "ask_refund", person.matricule, amount=501, means="cash") == 422
    assert send(cast.awa, "ask_refund", person.matricule, amount=500, means="cash") == 302
    refund = Refund.objects.get()
    assert "Approuver" in browse(cast.dede, "refund", refund.pk)
    assert send(cast.dede, "refund", refund.pk, step="refuse") == 422
    assert send(cast.dede, "refund", refund.pk, step="approve") == 302
    assert send(cast.tchaa, "pay_refund", refund.pk, account=account.pk, voucher="R-1", on="2024-05-10") == 302
    assert send(cast.tchaa, "refund_back", refund.pk, reason="Absent", on="2024-05-09") == 422
    assert send(cast.tchaa, "refund_back", refund.pk, reason="Absent", on="2024-05-11") == 302
    assert "Relancer" in browse(cast.awa, "refund", refund.pk)
    assert send(cast.awa, "ask_again", refund.pk, means="mobile", number="90112233") == 302
    assert Refund.objects.get().state == "asked" and queries.balance(person) == 500


def test_heirs_are_written_one_a_line(cast, browse, send):
    [mission] = make_saved(cast)
    person = finish(cast, mission, "death")
    typed = {"number": "AH-1", "authority": "Tribunal", "drawn_on": "2024-05-09"}
    assert send(cast.awa, "enter_heirs", person.matricule, heirs="DOE Ama ; veuve", **typed) == 422
    assert send(cast.awa, "enter_heirs", person.matricule, heirs="DOE Ama ; veuve ; 1 ; 90112233\nDOE Kofi ; fils ; 2", **typed) == 302  # fmt: skip
    act = HeirsAct.objects.get()
    page = browse(cast.dede, "heirs", act.pk)
    assert "1/3" in page and "167 F" in page and "333 F" in page
    assert send(cast.dede, "heirs", act.pk, step="approve") == 302
    assert send(cast.awa, "heirs", act.pk) == 302
    assert sorted(Refund.objects.values_list("amount", "means", "number")) == [(167, "mobile", "+22890112233"), (333, "cash", "")]  # fmt: skip
    assert "AH-1" in browse(cast.awa, "person", person.matricule)


class Gateway:
    def __init__(self, client, key):
        self.client, self.key = client, key

    def sms(self, text, sender):
        asked = {"cle": self.key, "from": sender, "id": str(uuid4()), "text": text}
        return self.client.get(reverse("messages:sms"), asked).content.decode()


def test_savings_by_sms_say_how_much_and_where(cast, client, settings):
    settings.INBOUND_KEY = "k"
    first, second = make_saved(cast, 2)
    gateway, phone = Gateway(client, "k"), "+22890112233"
    assert "Aucune" in gateway.sms("EPARGNE", phone)
    Person.objects.filter(pk=first.person_id).update(phone=phone)
    assert "Dont 500 F" in gateway.sms("épargne", phone)
    carry(cast)
    answer = gateway.sms("Epargne", phone)
    assert "500 F" in answer and "COOPEC" in answer and answer == plain(answer) and length(answer) <= 160
    Person.objects.filter(pk=second.person_id).update(phone=phone)
    answer = gateway.sms("SAVINGS", phone)
    assert first.person.matricule in answer and second.person.matricule in answer


def test_what_waits_is_at_each_desk(cast, client):
    gone, dead = make_saved(cast, 2)
    assert "Épargne retenue à verser" in client_page(client, cast.tchaa, "/")
    carry(cast)
    assert "Épargne retenue à verser" not in client_page(client, cast.tchaa, "/")
    refund = ask(cast, finish(cast, gone))
    make_heirs(cast, finish(cast, dead, "death", date(2024, 5, 2)), 1, is_approved=False)
    page = client_page(client, cast.dede, "/")
    assert "Remboursements d’épargne à approuver" in page and "Héritiers à approuver" in page
    approve(cast, refund)
    assert "Remboursements d’épargne à payer" in client_page(client, cast.tchaa, "/")
    assert PayRun.objects.exists()
