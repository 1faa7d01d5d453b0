"""A certificate of two agencies: both signatures hold on one content, each by its own agency's key, or it is refused."""

import json
import random
from datetime import date, timedelta

import pytest

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.engine import jointly, tokens
from teriya.foundation.documents.engine.credentials import Issuer, Keys, revocation_list, seconds
from teriya.portals import cli

TG, BF = Issuer("https://tg.example.org", "ANVT"), Issuer("https://bf.example.org", "GIP-PNVB")
KEYS = {site.id: tokens.private_key(site.id) for site in (TG, BF)}
ON = date(2027, 11, 2)
NOW = seconds(date(2027, 11, 20))
LIST = f"{TG.id}/echanges/sejours/revocations/2027"
STAY = jointly.Stay(
    "0b8f7c1e-6a55-4c0e-9d58-0d9f2f0c7a11", "KOFFI Afi", "Volontaire international de réciprocité", "CSPS de Kaya", "Sage-femme",
    date(2026, 11, 1), date(2027, 10, 31), 365,
)  # fmt: skip


def kid(site, key):
    return f"{site.id}/attestations/cles/{tokens.thumbprint(tokens.public_part(key))}"


def known(site):
    key = KEYS[site.id]
    return Keys(site.id, site.name, {kid(site, key): tokens.public_part(key)})


def said(on=ON, **changes):
    return jointly.content(home=TG, host=BF, stay=STAY, index=1, statuses=LIST, on=on) | changes


def half(site, content, typ=jointly.TYP, key=None):
    key = key or KEYS[site.id]
    return tokens.sign(content, key=key, kid=kid(site, key), typ=typ)


def both(content=None, **changes):
    content = content or said(**changes)
    return jointly.joined(half(TG, content), half(BF, content))


def statuses(*revoked, address=LIST, on=ON):
    return tokens.sign(revocation_list(issuer=TG, address=address, revoked=revoked, on=on), key=KEYS[TG.id], kid=kid(TG, KEYS[TG.id]))  # fmt: skip


def refusal(joint, keys=None, now=NOW, **given):
    with pytest.raises(Refusal) as no:
        jointly.check(joint, keys or [known(TG), known(BF)], now=now, **given)
    return no.value.code


def test_both_signatures_make_it_valid_and_the_list_says_whether_it_still_is():
    found, is_looked_up = jointly.check(both(), [known(BF), known(TG)], now=NOW)
    assert (found["volunteer"], found["days"], is_looked_up) == ("KOFFI Afi", 365, False)
    assert jointly.check(both(), [known(TG), known(BF)], now=NOW, statuses=statuses(2))[1]
    assert refusal(both(), statuses=statuses(1)) == "revoked"
    assert refusal(both(), statuses=statuses(1, address=f"{LIST}8")) == "list_unfit"
    assert refusal(both(), now=seconds(ON) - 1) == "not_yet_valid"


def test_a_signature_that_is_missing_forged_or_of_the_wrong_agency_is_refused():
    content, forger = said(), tokens.private_key("forger")
    first, second = half(TG, content), half(BF, content)
    assert refusal(both(), keys=[known(TG)]) == "keys_missing"
    assert refusal(both(), keys=[known(BF)]) == "token_key_unknown"
    assert refusal(jointly.joined(second, first)) == "token_key_unknown"
    assert refusal(jointly.joined(first, first)) == "token_key_unknown"  # read with the host’s keys
    assert refusal(jointly.joined(first, half(BF, content, key=forger))) == "token_key_unknown"
    assert refusal(both(host={"id": TG.id, "name": "ANVT"})) == "same_agency"
    assert refusal(both(type=["VerifiableCredential"])) == "not_a_certificate"
    assert refusal(jointly.joined(half(TG, content, typ="JWT"), half(BF, content, typ="JWT"))) == "token_malformed"
    assert refusal(first) == "token_malformed"
    with pytest.raises(ValueError, match="same content"):
        jointly.joined(first, half(BF, said(days=366)))


def test_a_changed_character_is_never_accepted():
    joint, luck, letters = both(), random.Random(36), "ABCDEFGHabcdefgh0123456789-_."
    for _try in range(400):
        place = luck.randrange(len(joint))
        mutant = joint[:place] + luck.choice(letters.replace(joint[place], "")) + joint[place + 1 :]
        assert refusal(mutant) in {"token_malformed", "token_forged", "token_key_unknown", "token_algorithm"}


def test_command_line_reads_it_with_the_keys_of_both(tmp_path, capsys):
    for site in (TG, BF):
        keys = [{"kty": "OKP", "crv": "Ed25519", "kid": kid, "x": x} for kid, x in known(site).known.items()]
        (tmp_path / site.name).write_text(json.dumps({"issuer": site.id, "name": site.name, "keys": keys}))
    yesterday = date.today() - timedelta(1)
    (tmp_path / "list").write_text(statuses(on=yesterday))
    signed = both(on=yesterday)
    ours, theirs = (["--keys", str(tmp_path / site.name)] for site in (TG, BF))
    assert cli.main(["verify", signed, *ours, *theirs, "--list", str(tmp_path / "list")]) == 0
    assert "GIP-PNVB" in capsys.readouterr().out
    assert cli.main(["verify", signed, *ours, *theirs]) == 2
    assert cli.main(["verify", signed, *ours]) == 1
    assert f"{BF.id}/attestations/cles" in capsys.readouterr().err
