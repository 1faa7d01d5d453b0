"""A file that comes in pieces: after a cut the phone goes on from what is here; the whole is judged as any other file."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents import jobs, pieces
from teriya.foundation.documents.engine.files import LARGEST
from teriya.foundation.documents.models import Piece
from tests.factories.files import photo

WHOLE = photo().read()
LENGTH, CUT = len(WHOLE), 20


@pytest.fixture
def send(cast):
    file = uuid4()

    def take(start, content, *, by=cast.afi, size=LENGTH, file=file):
        return pieces.take(file=file, name="carte.jpg", start=start, size=size, content=content, by=by)

    take.file = file
    return take


def test_after_a_cut_the_phone_goes_on_from_what_is_here(send, cast):
    assert send(0, b"") == 0
    assert send(0, WHOLE[:CUT]) == CUT
    assert send(0, b"") == CUT
    assert send(CUT, WHOLE[CUT:]) == LENGTH
    file = pieces.joined(file=send.file, by=cast.afi)
    assert (file.read(), file.name) == (WHOLE, "carte.jpg")


def test_a_piece_sent_twice_or_after_a_hole_changes_nothing(send):
    assert send(5, WHOLE[5:CUT]) == 0
    assert send(0, WHOLE[:CUT]) == send(0, WHOLE[:CUT]) == CUT
    assert send(0, WHOLE) == CUT and send(CUT + 1, WHOLE[CUT + 1 :]) == CUT


def test_a_file_with_a_piece_missing_or_of_somebody_else_is_not_here(send, cast):
    send(0, WHOLE[:CUT])
    for person in (cast.afi, cast.kossi):
        with pytest.raises(Refusal, match="file_not_here"):
            pieces.joined(file=send.file, by=person)
    assert send(0, b"", by=cast.kossi) == 0


def test_the_first_bytes_and_the_size_are_judged_before_the_rest_is_sent(send):
    with pytest.raises(Refusal, match="file_unreadable"):
        send(0, b"<html>")
    with pytest.raises(Refusal, match="file_too_large"):
        send(0, b"", size=LARGEST + 1)
    with pytest.raises(Refusal, match="file_too_large"):
        send(0, WHOLE + b"more")


def test_a_person_has_few_files_on_their_way(send):
    for _ in range(pieces.MOST_FILES):
        send(0, WHOLE[:CUT], file=uuid4())
    with pytest.raises(Refusal, match="too_many_files"):
        send(0, WHOLE[:CUT])


@pytest.mark.parametrize(("hours", "left"), [(47, 2), (49, 0)])
def test_what_is_never_finished_goes(send, hours, left):
    send(0, WHOLE[:CUT])
    send(CUT, WHOLE[CUT : CUT + 1])
    Piece.objects.update(at=timezone.now() - timedelta(hours=hours))
    jobs.forget_pieces(0)
    assert Piece.objects.count() == left


def test_a_file_that_still_moves_is_kept_whole(send):
    send(0, WHOLE[:CUT])
    Piece.objects.update(at=timezone.now() - timedelta(days=9))
    send(CUT, WHOLE[CUT:])
    jobs.forget_pieces(0)
    assert Piece.objects.count() == 2


def test_the_door_answers_how_much_is_here_or_why_not(client, cast):
    client.force_login(cast["candidate"])
    told = {"file": uuid4(), "name": "carte.jpg", "start": 0, "size": LENGTH}

    def post(content, **more):
        address = reverse("documents:piece", query=told | more)
        return client.post(address, content, content_type="application/octet-stream")

    assert post(WHOLE[:CUT]).json() == {"here": CUT}
    assert post(b"", start="x").status_code == 400
    no = post(b"GIF89a", file=uuid4())
    assert (no.status_code, no.json()["code"]) == (422, "file_unreadable")
    client.logout()
    assert post(b"").status_code == 302
