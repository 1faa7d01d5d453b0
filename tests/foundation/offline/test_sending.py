"""What a device sends is received once, each entry alone, even when its person's session is over."""

import base64
import hashlib
from datetime import timedelta
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from teriya.foundation.accounts import sessions
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.models import Receipt
from teriya.foundation.core.receipts import digest_of
from teriya.foundation.documents.models import Piece
from teriya.foundation.journal.models import Entry
from teriya.foundation.offline import actions, jobs, kinds
from teriya.foundation.offline.models import Deposit, Device
from teriya.foundation.ui.forms import SampleForm
from teriya.people.models import Person
from tests.foundation.offline.forms import (
    REGISTER,
    SECRET,
    TODAY,
    bring,
    deposit,
    device_of,
    entry_of,
    language,
    states,
    typed,
    woman,
)  # fmt: skip


def test_a_days_work_is_written_once_whatever_is_sent_again(cast, client):
    device_of(cast.yao)
    client.force_login(cast.yao)
    day = [typed(woman(n)) for n in range(1, 9)]
    answers = [bring(client, *day).json()["entries"] for _ in range(2)]
    assert [told["state"] for told in answers[0]] == ["accepted"] * 8
    assert answers[0] == answers[1] and answers[0][0]["receipt"] == Person.objects.order_by("pk")[0].matricule
    assert Person.objects.count() == 8 and Entry.objects.filter(action="offline.accept").count() == 8


def test_a_written_deposit_keeps_no_copy(cast, client):
    device_of(cast.yao)
    client.force_login(cast.yao)
    bring(client, sent := typed(woman()))
    assert deposit(sent).content == {} and deposit(sent).state == "applied"


def test_the_page_and_the_device_share_one_receipt(cast, client):
    """The page's answer was lost on the way: the device sends the same form again."""
    device_of(cast.yao)
    client.force_login(cast.yao)
    sent = typed(woman())
    client.post(REGISTER, dict(sent["fields"]))
    told = bring(client, sent).json()["entries"][0]
    assert (
        told["state"] == "accepted"
        and told["receipt"] == Person.objects.get().matricule
        and Person.objects.count() == 1
    )


def test_a_version_changed_after_its_answer_was_lost_stays_on_the_device(cast, client):
    device_of(cast.yao)
    client.force_login(cast.yao)
    sent = typed(woman())
    bring(client, sent)
    changed = typed(woman(2), id=sent["id"])
    told = bring(client, changed).json()["entries"][0]
    assert (told["state"], told["code"], Person.objects.count()) == ("refused", "already_received", 1)
    assert told["page"] == reverse("offline:deposit", args=[told["id"]])
    assert states(bring(client, sent)) == ["accepted"]


def test_what_waits_is_written_in_its_latest_version(cast, client):
    device_of(cast.yao)
    sent = typed(woman())
    assert (
        states(bring(client, sent)) == states(bring(client, changed := typed(woman(2), id=sent["id"]))) == ["waiting"]
    )
    client.force_login(cast.yao)
    assert states(bring(client, changed)) == ["accepted"]
    assert Person.objects.get().given == dict(changed["fields"])["given"]


def test_one_bad_entry_never_blocks_the_others(cast, client, monkeypatch, caplog):
    device_of(cast.yao)
    client.force_login(cast.yao)
    monkeypatch.setattr("tests.foundation.offline.forms.accounts.choose_language", lambda **_: 1 // 0)
    day = [
        typed(woman(1)),
        {"id": "x"},
        typed(woman(2, birth="1850")),
        typed([], "/galerie/"),
        language("en"),
        typed(woman(3)),
    ]
    told = bring(client, *day).json()["entries"]
    assert [one["state"] for one in told] == ["accepted", "refused", "refused", "refused", "kept", "accepted"]
    assert [one["code"] for one in told[1:5]] == ["unreadable", "invalid", "unknown_form", "error"]
    assert told[2]["sentence"].startswith("Date de naissance : Cet âge est impossible")
    assert Person.objects.count() == 2 and "ZeroDivisionError" in caplog.text


def test_a_refused_entry_is_mended_under_the_same_id(cast, client):
    device_of(cast.yao)
    client.force_login(cast.yao)
    wrong = typed(woman(birth="1850"))
    assert states(bring(client, wrong)) == states(bring(client, wrong)) == ["refused"]
    assert states(bring(client, typed(woman(), id=wrong["id"]))) == ["accepted"]
    assert Person.objects.count() == 1 and deposit(wrong).sentence == ""


def test_a_refused_entry_may_be_mended_in_its_page(cast, client):
    device_of(cast.yao)
    client.force_login(cast.yao)
    wrong = typed(woman(birth="1850"))
    bring(client, wrong)
    page = client.get(reverse("offline:deposit", args=[wrong["id"]]))
    assert 'value="1850"' in page.content.decode()
    mended = dict(wrong["fields"]) | {"birth": "01/04/1990"}
    assert client.post(REGISTER, mended).status_code == 302
    assert not Deposit.objects.filter(author=cast.yao).still_open()
    assert states(bring(client, wrong)) == ["accepted"] and Person.objects.count() == 1


def test_what_is_typed_is_dated_by_how_long_ago_not_by_the_devices_clock(cast, client):
    device_of(cast.yao)
    client.force_login(cast.yao)
    behind = timezone.now() - timedelta(400)
    sent = typed(woman()) | {"typed_at": (behind - timedelta(1)).isoformat()}
    assert states(bring(client, sent, sent_at=behind.isoformat())) == ["accepted"]
    assert Person.objects.get().registered_on == TODAY - timedelta(1)


def test_without_a_session_all_is_received_and_waits(cast, client):
    device_of(cast.yao)
    sent = typed(woman())
    assert states(bring(client, sent)) == states(bring(client, sent)) == ["waiting"]
    assert Person.objects.count() == 0
    client.force_login(cast.mazalo)  # somebody else
    assert states(bring(client, sent)) == ["waiting"]
    client.force_login(cast.yao)
    assert states(bring(client, sent)) == ["accepted"]


def test_a_device_asks_where_an_entry_stands_by_its_id_alone(cast, client):
    device_of(cast.yao)
    bring(client, sent := typed(woman()))
    asked = {"id": sent["id"]}
    assert states(bring(client, asked, {"id": str(uuid4())}, {"id": 7})) == ["waiting", "kept", "refused"]
    client.force_login(cast.yao)
    assert states(bring(client, asked)) == states(bring(client, asked)) == ["accepted"]
    device_of(cast.mazalo, "m" * 43)
    assert states(bring(client, asked, secret="m" * 43)) == ["kept"]  # another's: unknown


def test_who_signs_in_finds_ones_work_written(cast, client):
    device_of(cast.yao)
    bring(client, good := typed(woman()), bad := typed(woman(2, birth="1850")))
    assert actions.write_waiting(author=cast["regional_agent"], on=TODAY) == 2
    assert (deposit(good).state, deposit(bad).state) == ("applied", "refused")


def test_signing_in_asks_the_worker_to_write_what_waits(cast, client, django_capture_on_commit_callbacks):
    device_of(cast.yao)
    with django_capture_on_commit_callbacks(execute=True):
        jobs.resume(cast.yao)
    assert not ProcrastinateJob.objects.filter(task_name=jobs.write_waiting.name).exists()  # nothing waits
    bring(client, sent := typed(woman()))
    with django_capture_on_commit_callbacks(execute=True):
        jobs.resume(cast.yao)
    assert ProcrastinateJob.objects.get(task_name=jobs.write_waiting.name).args == {"author": cast.yao.pk}
    jobs.write_waiting(author=cast.yao.pk)
    assert deposit(sent).state == "applied"
    assert jobs.resume in sessions.AFTER_SIGN_IN


def test_a_session_that_lacks_a_second_factor_is_no_presence(cast, client):
    device_of(cast.yao)
    client.force_login(cast.yao)
    session = client.session
    session["entry"] |= {"second_factor": False}
    session.save()
    assert states(bring(client, typed(woman()))) == ["waiting"]


def test_a_revoked_device_is_received_and_held(cast, client):
    device = device_of(cast.yao)
    client.force_login(cast.yao)
    actions.revoke(device=device, reason="perdu", by=cast.yao, on=TODAY)
    answer = bring(client, sent := typed(woman()))
    assert states(answer) == ["held"] and answer.json()["revoked"] and Person.objects.count() == 0
    assert actions.write_waiting(author=cast.yao, on=TODAY) == 0 and deposit(sent).state == "held"


def test_an_unknown_secret_brings_nothing(cast, client):
    client.force_login(cast.yao)
    assert bring(client, typed(woman()), secret="t" * 43).status_code == 401
    assert client.post(reverse("offline:send"), {}, content_type="application/json").status_code == 401
    assert not Deposit.objects.exists()


def test_a_sending_has_limits(cast, client, monkeypatch):
    device_of(cast.yao)
    client.force_login(cast.yao)
    assert bring(client, *[{}] * 51).status_code == 400
    assert bring(client, sent_at="hier").status_code == 400
    assert bring(client, typed([["a", "b" * 8_000_000]])).status_code == 413
    assert (
        states(bring(client, typed([["a", "b" * 20_001]]), typed([["a", "\0"]]), typed([], "/" * 301)))
        == ["refused"] * 3
    )
    monkeypatch.setattr(actions, "MOST_OPEN", 1)
    wrong = [typed(woman(n, birth="1850")) for n in (1, 2)]
    assert [told["code"] for told in bring(client, *wrong).json()["entries"]] == ["invalid", "too_many_waiting"]


def test_an_entry_belongs_to_its_author(cast, client):
    device_of(cast.yao)
    bring(client, sent := typed(woman()))
    device_of(cast.mazalo, "m" * 43)
    [told] = bring(client, sent, secret="m" * 43).json()["entries"]
    assert (told["state"], told["code"]) == ("refused", "not_yours") and deposit(sent).author == cast.yao


def test_a_receipt_used_for_another_form_stays_with_it(cast, client):
    """The page wrote one woman; the same id then comes with another one: nothing is lost in silence."""
    device = device_of(cast.yao)
    sent = typed(woman())
    client.force_login(cast.yao)
    client.post(REGISTER, dict(sent["fields"]))
    row = actions.receive(entry_of(typed(woman(2), id=sent["id"])), device=device, is_author_present=True, on=TODAY)
    assert (row.state, row.code) == ("refused", "receipt_used")
    assert Receipt.objects.count() == 1


def test_a_device_is_enrolled_once(cast, client):
    client.force_login(cast.yao)
    form = {"receipt": uuid4(), "name": "Tablette 2", "secret": "s" * 43}
    for _ in range(2):
        assert client.post(reverse("offline:enrol"), form).status_code == 302
    assert Device.objects.get().account == cast.yao and form["secret"] not in Device.objects.get().secret
    again = client.post(reverse("offline:enrol"), form | {"receipt": uuid4()})
    assert again.status_code == 422 and "déjà préparé" in again.content.decode()
    assert client.post(reverse("offline:enrol"), form | {"secret": ""}).status_code == 422


def _takes_a_photo(monkeypatch) -> list[bytes]:
    """The gallery's form takes a photo; what comes of it."""
    came = []
    kind = kinds.Kind(
        "ui:gallery", "Galerie", "ui.gallery", P.OFFLINE_USE, lambda user: [],
        lambda data, files, *, by: SampleForm(data, files),
        lambda form, *, by, on: came.append(form.cleaned_data["paper"].read()) or {"receipt": form.cleaned_data["paper"].name},
    )  # fmt: skip
    monkeypatch.setitem(kinds.KINDS, "ui:gallery", kind)
    return came


def _piece(client, file, start: int, content: bytes, size: int, **headers):
    query = f"?file={file}&name=carte.jpg&start={start}&size={size}"
    return client.post(reverse("offline:piece") + query, content, content_type="application/octet-stream", **headers)


def test_a_photograph_comes_in_pieces_then_its_entry_names_it(cast, client, monkeypatch):
    """Nobody need be signed in; after a cut the device goes on from what is here; the entry sent again is the same one."""
    came, file, photo = _takes_a_photo(monkeypatch), uuid4(), b"\xff\xd8\xff image"
    device_of(cast.yao)
    fields = {"name": "ADJOVI", "born_on": "01/02/1990", "region": "p", "diploma": "bac", "agreed": "on"}
    sent = typed([list(pair) for pair in fields.items()], "/galerie/")
    sent |= {"files": [["paper", "carte.jpg", "image/jpeg", {"arrived": str(file)}]]}
    assert states(bring(client, sent)) == ["refused"]  # its photo is not here
    assert _piece(client, file, 0, photo[:4], len(photo)).status_code == 401
    heads = {"headers": {"Authorization": f"Device {SECRET}"}}
    assert _piece(client, file, 0, photo[:4], len(photo), **heads).json() == {"here": 4}
    assert states(bring(client, sent)) == ["refused"]
    assert _piece(client, file, 4, photo[4:], len(photo), **heads).json() == {"here": len(photo)}
    client.force_login(cast.yao)
    assert states(bring(client, sent)) == ["accepted"] and came == [photo] and not Piece.objects.exists()
    _piece(client, file, 0, photo, len(photo), **heads)  # the answer was lost: all of it again
    assert states(bring(client, sent)) == ["accepted"] and came == [photo]


def test_a_photograph_travels_with_its_form(cast, client, monkeypatch):
    """Whole, from a device that keeps older scripts: its bytes reach the form, and count in the receipt as when the page posts it."""
    came = _takes_a_photo(monkeypatch)
    device_of(cast.yao)
    fields = {"name": "ADJOVI", "born_on": "01/02/1990", "region": "p", "diploma": "bac", "agreed": "on"}
    picture = ["paper", "carte.jpg", "image/jpeg", base64.b64encode(b"\xff\xd8 image").decode()]
    sent = typed([list(pair) for pair in fields.items()], "/galerie/") | {"files": [picture]}
    assert states(bring(client, sent)) == ["waiting"]
    client.force_login(cast.yao)
    [told] = bring(client, {"id": sent["id"]}).json()["entries"]
    assert (told["state"], told["receipt"], came) == ("accepted", "carte.jpg", [b"\xff\xd8 image"])
    posted = {"path": "/galerie/", "fields": {name: [text] for name, text in fields.items()},
              "files": {"paper": [hashlib.sha256(b"\xff\xd8 image").hexdigest()]}}  # fmt: skip
    assert Receipt.objects.get(pk=sent["id"]).content == digest_of(posted)
