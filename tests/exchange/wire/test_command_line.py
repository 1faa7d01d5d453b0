"""Two agencies meet by files, from a command line."""

import pytest

from teriya.exchange.wire import actions
from teriya.exchange.wire.engine.keys import drawn
from teriya.exchange.wire.models import Agency
from teriya.portals import cli
from tests.exchange.conftest import dumped
from tests.exchange.wire.test_pages import card_of


@pytest.fixture
def say(capsys, moussa, cast):
    for user, box in ((moussa, "moussa"), (cast.ama, "ama")):
        type(user).objects.filter(pk=user.pk).update(email=f"{box}@anvt.example")

    def said(*words: object) -> str:
        code = cli.main(["exchange", *map(str, words)])
        out, err = capsys.readouterr()
        return out if code == 0 else f"refused: {err}"

    return said


def test_two_agencies_meet_and_carry_files(say, tmp_path, burkina):
    ours, theirs = tmp_path / "ours.txt", tmp_path / "theirs.txt"
    assert "Empreinte à lire au téléphone" in say("card", ours)
    theirs.write_text(card_of("ne"))
    assert "teriya exchange confirm ne" in say("pair", theirs, "--by", "moussa@anvt.example")
    read_out = drawn("secret of ne", 1).public.fingerprint
    assert read_out in say("state")
    assert "refused" in say("confirm", "ne", "AAAA", "--by", "ama@anvt.example")
    assert "Empreinte confirmée" in say("confirm", "ne", read_out, "--by", "ama@anvt.example")
    assert Agency.objects.get(code="ne").state == "known"
    stick = tmp_path / "bf.json"
    assert "octets écrits" in say("write", "bf", stick, "--by", "moussa@anvt.example")
    receipts = burkina.acknowledge(actions.prepare(burkina.row))
    stick.write_bytes(dumped({"teriya": 1, "from": "bf", "to": "tg", "messages": [], "receipts": receipts}))
    assert "0 messages appliqués" in say("read", stick, "--by", "moussa@anvt.example")
    assert "refused" in say("read", tmp_path / "absent.json", "--by", "moussa@anvt.example")
    assert "refused" in say("write", "xx", stick, "--by", "moussa@anvt.example")
