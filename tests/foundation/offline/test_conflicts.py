"""Both sides are kept and shown; somebody chooses or merges, with a reason."""

import pytest
from django.urls import reverse

from teriya.foundation.accounts import actions as accounts
from teriya.foundation.accounts.models import User
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal.models import Entry
from teriya.foundation.offline import actions
from teriya.foundation.offline.models import Conflict, Deposit
from teriya.people.models import Person
from tests.foundation.offline.forms import (
    TODAY,
    bring,
    deposit,
    device_of,
    language,
    states,
    typed,
    woman,
)  # fmt: skip


@pytest.fixture
def conflict(cast, client):
    """Yao typed « fr » over « fr »; meanwhile the record became « en »."""
    device_of(cast.yao)
    client.force_login(cast.yao)
    accounts.choose_language(user=cast.yao, language="en")
    bring(client, sent := language("fr"))
    return deposit(sent)


def _decide(client, row, page="deposit", **fields):
    address = reverse(f"offline:{page}", args=[row.receipt])
    html = client.get(address)
    if page == "give_up":
        return client.post(address, {"receipt": html.context["form"]["receipt"].value(), **fields})
    receipts = {"receipt": row.receipt, "decision-receipt": html.context["decision"]["receipt"].value()}
    return client.post(address, receipts | fields)


def test_the_record_changed_meanwhile(conflict, client, cast):
    assert conflict.state == "conflict" and User.objects.get(pk=cast.yao.pk).language == "en"
    kept = Conflict.objects.get()
    assert (kept.before, kept.found, kept.typed) == ({"language": "fr"}, {"language": "en"}, {"language": "fr"})
    assert states(bring(client, language("fr", id=conflict.receipt))) == ["conflict"]  # sent again: nothing moves
    page = client.get(reverse("offline:deposit", args=[conflict.receipt])).content.decode()
    assert "différent" in page and "<td>English</td><td>Français</td>" in page


def test_an_unchanged_record_is_no_conflict(cast, client):
    device_of(cast.yao)
    client.force_login(cast.yao)
    assert states(bring(client, sent := language("en"))) == ["accepted"]
    assert states(bring(client, sent)) == ["accepted"]


def test_what_is_in_the_form_is_written_with_a_reason(conflict, client, cast):
    assert _decide(client, conflict, **{"language": "fr"}).status_code == 422  # no reason
    assert _decide(client, conflict, **{"language": "fr", "decision-reason": "choix du guichet"}).status_code == 302
    row = Deposit.objects.get()
    assert (row.state, row.content, User.objects.get(pk=cast.yao.pk).language) == ("applied", {}, "fr")
    assert Conflict.objects.get().written == {"language": "fr"} and Conflict.objects.get().decided_at
    assert Entry.objects.get(action="offline.settle").reason == "choix du guichet"
    assert client.get(reverse("offline:deposit", args=[row.receipt])).status_code == 200


def test_the_register_stays_with_a_reason(conflict, client, cast):
    assert _decide(client, conflict, "give_up", reason="déjà fait").status_code == 302
    assert Deposit.objects.get().state == "dropped" and User.objects.get(pk=cast.yao.pk).language == "en"
    assert Entry.objects.get(action="offline.give_up").reason == "déjà fait"


def test_nobody_decides_for_a_person_who_can(conflict, cast, client):
    with pytest.raises(Refusal, match="author_decides"):
        actions.give_up(deposit=conflict, reason="x", by=cast["regional_supervisor"], on=TODAY)
    with pytest.raises(Refusal, match="not_allowed"):
        actions.give_up(deposit=conflict, reason="x", by=cast["candidate"], on=TODAY)


def test_a_supervisor_decides_for_a_closed_account(cast, client):
    device_of(cast.yao)
    sent, other = typed(woman()), typed(woman(2))
    User.objects.filter(pk=cast.yao.pk).update(is_active=False)
    bring(client, sent, other)
    client.force_login(cast["regional_supervisor"])
    assert len(client.get(reverse("offline:home")).context["to_decide"]) == 2
    fields = dict(woman()) | {"decision-reason": "fiche vue sur papier"}
    assert _decide(client, deposit(sent), **fields).status_code == 302
    assert deposit(sent).state == "applied" and Person.objects.get().family == dict(woman())["family"]
    assert _decide(client, deposit(other), "give_up", reason="inconnue").status_code == 302
    done = Entry.objects.get(action="offline.admit")
    assert (done.by_id, done.facts["author"]) == (cast.mazalo.pk, cast.yao.pk)


def test_a_held_entry_is_never_decided_by_its_author(cast, client):
    device = device_of(cast.yao)
    actions.revoke(device=device, reason="volé", by=cast["administrator"], on=TODAY)
    bring(client, sent := typed(woman()))
    with pytest.raises(Refusal, match="not_allowed"):
        actions.give_up(deposit=deposit(sent), reason="x", by=cast["regional_agent"], on=TODAY)
    client.force_login(cast["regional_supervisor"])
    fields = dict(woman()) | {"decision-reason": "vérifié avec Yao"}
    assert _decide(client, deposit(sent), **fields).status_code == 302 and Person.objects.count() == 1


def test_a_supervisor_of_elsewhere_sees_nothing(cast, client):
    device_of(cast.yao)
    User.objects.filter(pk=cast.yao.pk).update(is_active=False)
    bring(client, sent := typed(woman()))
    cast["regional_supervisor"].appointment_set.get().communes.set([cast.tone_1])
    client.force_login(cast["regional_supervisor"])
    assert client.get(reverse("offline:deposit", args=[sent["id"]])).status_code == 404


def test_a_device_is_revoked_by_its_person_or_the_administrator(cast, client):
    device = device_of(cast.yao)
    for who, status in (("regional_supervisor", 404), ("regional_agent", 200), ("administrator", 200)):
        client.force_login(cast[who])
        assert client.get(reverse("offline:revoke", args=[device.pk])).status_code == status
    assert _revoke(client, device).status_code == 302
    assert Entry.objects.get(action="offline.revoke").reason == "perdu"
    assert _revoke(client, device).status_code == 422  # once


def _revoke(client, device):
    address = reverse("offline:revoke", args=[device.pk])
    return client.post(address, {"receipt": client.get(address).context["form"]["receipt"].value(), "reason": "perdu"})


def test_what_waits_stands_on_the_home_page(conflict, cast, client):
    assert "Saisies sans réseau à corriger ou à départager" in client.get("/").content.decode()
    actions.give_up(deposit=conflict, reason="déjà fait", by=cast["regional_agent"], on=TODAY)
    User.objects.filter(pk=cast.yao.pk).update(is_active=False)
    bring(client, typed(woman()))
    client.force_login(cast["regional_supervisor"])
    assert "Saisies sans réseau à décider pour d’autres" in client.get("/").content.decode()
