"""R36: a certificate that was edited, forged, revoked or is not of this day is never accepted; the genuine ones are."""

import hmac
import io
import json
import random
import re
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.engine import tokens
from teriya.foundation.documents.engine.credentials import (
    Issuer,
    Keys,
    Service,
    check,
    credential,
    revocation_list,
    seconds,
)
from teriya.foundation.documents.engine.render import render
from teriya.foundation.documents.engine.revocations import LEAST, is_set, packed
from teriya.foundation.documents.engine.seals import seal_of, sealed, token_of
from tests.foundation.documents.samples import HOST, ON, SAMPLES, VOLUNTEER

SITE = "https://tg.example.org"
KEY, OLD, FOREIGN = (tokens.private_key(name) for name in ("the agency", "the agency before", "a forger"))
NOW = seconds(date(2026, 12, 1))
LIST = f"{SITE}/attestations/revocations/2026"
ISSUER = Issuer(SITE, "Agence nationale du volontariat au Togo")
SERVICE = Service(
    name="Ɖogbé Kofi", matricule="TG-0012345", form="Volontaire national de compétences", form_code="VNC",
    host="Centre médico-social d’Agbonou, Ogou 1", post="Assistant d’hygiène", starts_on=date(2022, 12, 1),
    ends_on=date(2026, 11, 30), days=1461, tasks="Tenir le registre d’hygiène; Former les agents",
)  # fmt: skip


def kid(key):
    return f"{SITE}/attestations/cles/{tokens.thumbprint(tokens.public_part(key))}"


KEYS = Keys(SITE, ISSUER.name, {kid(key): tokens.public_part(key) for key in (KEY, OLD)})


def content(rank=123):
    number, page = f"ATTESTATION/2026/{rank:06}", f"{SITE}/verifier/7K3M9QXD2R4V"
    return credential(issuer=ISSUER, number=number, page=page, on=ON, service=SERVICE)


def signed(claims, key=KEY):
    return tokens.sign(claims, key=key, kid=kid(key))


def statuses(*revoked, address=LIST, on=ON):
    return signed(revocation_list(issuer=ISSUER, address=address, revoked=revoked, on=on))


def is_accepted(token, listing=None):
    try:
        return check(token, KEYS, now=NOW, statuses=listing or statuses(4))[1]
    except Refusal:
        return False


def test_genuine_ones_are_accepted():
    assert all(is_accepted(signed(content(rank), key)) for rank in range(5, 60) for key in (KEY, OLD))


def byte_changed(token, luck):
    at = luck.randrange(len(token))
    return token[:at] + chr(ord(token[at]) ^ luck.randrange(1, 128)) + token[at + 1 :]


def field_edited(token, luck):
    """One value of the credential rewritten, encoded as the agency encodes, the signature kept."""
    claims = json.loads(tokens.decoded(token.split(".")[1]))
    name = luck.choice(sorted(claims))
    claims[name] = luck.choice(["", "autre", [], 0, luck.random() > 0.5, {"id": str(luck.random())}])
    head, _claims, signature = token.split(".")
    return f"{head}.{tokens.encoded(tokens.canonical(claims))}.{signature}"


def days_edited(token, luck):
    head, claims, signature = token.split(".")
    text = re.sub(r'"value":"\d+"', f'"value":"{luck.randrange(1462, 9999)}"', tokens.decoded(claims).decode())
    return f"{head}.{tokens.encoded(text.encode())}.{signature}"


def other_algorithm(token, luck):
    """none, and HS256 keyed by the agency's public key."""
    _head, claims, signature = token.split(".")
    name = luck.choice(["none", "None", "HS256", "EdDSA", "ES256", ""])
    forged = tokens.encoded(tokens.canonical({"alg": name, "kid": kid(KEY), "typ": "JWT"}))
    mac = hmac.digest(tokens.public_part(KEY).encode(), f"{forged}.{claims}".encode(), "sha512")
    return f"{forged}.{claims}.{luck.choice(['', signature, tokens.encoded(mac)])}"


def other_key(_token, luck):
    """Signed by a forger who names the agency's key, his own, or carries his own in the head."""
    x = tokens.public_part(FOREIGN)
    claims = content(luck.randrange(1, 999_999))
    head = luck.choice([{"kid": kid(KEY)}, {"kid": kid(FOREIGN)}, {"kid": kid(KEY), "jwk": {"kty": "OKP", "x": x}}])
    parts = [tokens.encoded(tokens.canonical(one)) for one in (head | {"alg": "Ed25519", "typ": "JWT"}, claims)]
    return ".".join([*parts, tokens.encoded(FOREIGN.sign(".".join(parts).encode()))])


def out_of_time(_token, luck):
    claims, days = content(), luck.randrange(1, 4000) * 86_400
    return signed(claims | luck.choice([{"nbf": NOW + days}, {"exp": NOW - days}, {"exp": NOW}, {"nbf": str(NOW)}]))


def revoked(_token, _luck):
    return signed(content(4))


def taken_from(_token, luck):
    """Signed by the agency, but as something else or in another name."""
    return luck.choice([statuses(), signed(content() | {"iss": "https://bf.example.org"}), signed({"a": 1})])


MUTATIONS = [byte_changed, field_edited, days_edited, other_algorithm, other_key, out_of_time, revoked, taken_from]


def test_ten_thousand_mutants_are_refused():
    luck, token, listing = random.Random(36), signed(content()), statuses(4)
    mutants = [(mutate, mutate(token, luck)) for mutate in MUTATIONS * 1250]
    assert all(mutant != token for _mutate, mutant in mutants)
    assert {mutate.__name__ for mutate, mutant in mutants if is_accepted(mutant, listing)} == set()
    assert is_accepted(token, listing)


def test_every_bit_of_a_token_counts():
    token, listing = signed(content()), statuses(4)
    flipped = (
        token[:at] + chr(ord(token[at]) ^ 1 << bit) + token[at + 1 :] for at in range(len(token)) for bit in range(7)
    )
    assert not any(is_accepted(one, listing) for one in flipped)


def test_other_spelling_of_the_same_content_is_refused():
    head, _claims, _signature = signed(content()).split(".")
    loose = tokens.encoded(json.dumps(content()).encode())
    token = f"{head}.{loose}.{tokens.encoded(KEY.sign(f'{head}.{loose}'.encode()))}"
    with pytest.raises(Refusal, match="token_malformed"):
        check(token, KEYS, now=NOW)


def test_tasks_are_cut_where_the_square_ends():
    for letter in "eé":
        served = replace(SERVICE, name=letter * 80, host=letter * 400, tasks=letter * 4000)
        claims = credential(
            issuer=ISSUER,
            number="ATTESTATION/2026/000001",
            page=f"{SITE}/verifier/7K3M9QXD2R4V",
            on=ON,
            service=served,
        )
        assert len(f"{SITE}/verifier/hors-ligne#{signed(claims)}") <= 2953  # version 40, level L, bytes
    claims = credential(
        issuer=ISSUER, number="ATTESTATION/2026/000001", page=SITE, on=ON, service=replace(SERVICE, tasks="é" * 4000)
    )
    assert claims["credentialSubject"]["achievement"]["criteria"]["narrative"].endswith("é…")


def test_token_too_long_for_a_square_still_makes_a_paper():
    check_ = SAMPLES["certificat"]["verification"] | {"token": "e" * 3000, "offline": f"{SITE}/verifier/hors-ligne"}
    assert render("certificat", SAMPLES["certificat"] | {"verification": check_}, on=ON)


def test_fractions_are_not_signed():
    with pytest.raises(ValueError, match="whole numbers"):
        signed({"days": [19.5]})


def test_without_a_list_revocation_is_not_said_to_be_checked():
    assert check(signed(content(4)), KEYS, now=NOW)[1] is False


@pytest.mark.parametrize(
    ("listing", "code"),
    [
        (statuses(123), "revoked"), (statuses(on=date(2026, 10, 30)), "list_expired"),
        (statuses(address=f"{SITE}/attestations/revocations/2025"), "list_unfit"), (signed(content()), "list_unfit"),
        (statuses()[:-4] + "AAAA", "list_unfit"),
    ],
)  # fmt: skip
def test_list_that_says_no_or_cannot_say(listing, code):
    with pytest.raises(Refusal, match=code):
        check(signed(content()), KEYS, now=NOW, statuses=listing)


def test_bits_of_a_list():
    ranks = {0, 7, 8, 4711, LEAST - 1, LEAST + 3}
    assert {place for place in (*ranks, 1, 9, 4710, LEAST) if is_set(packed(ranks), place)} == ranks
    with pytest.raises(ValueError, match="ends before"):
        is_set(packed([]), LEAST)


def test_known_signature_of_rfc_8037():
    """Appendix A: the key's thumbprint, and a signature made by others."""
    x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
    assert tokens.thumbprint(x) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    signature = "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    text = b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
    assert tokens.is_signed(text, signature, x)
    assert not tokens.is_signed(text[:-1], signature, x)


@pytest.fixture(scope="module")
def pdf():
    check_ = SAMPLES["certificat"]["verification"] | {
        "token": signed(content()),
        "offline": f"{SITE}/verifier/hors-ligne",
    }
    paper = render(
        "certificat", SAMPLES["certificat"] | {"volunteer": VOLUNTEER, "host": HOST, "verification": check_}, on=ON
    )
    return sealed(paper, seal_of(paper, KEY))


def test_pdf_carries_its_token_and_stays_a_pdf(pdf):
    assert token_of(pdf, KEYS.known) == signed(content())
    reader = PdfReader(io.BytesIO(pdf), strict=True)
    assert len(reader.pages) == 1
    assert len(pdf) < 80_000


def test_pdf_changed_by_one_byte_is_refused(pdf):
    luck = random.Random(36)
    for at in [*luck.sample(range(len(pdf)), 400), *range(len(pdf) - 100, len(pdf))]:
        with pytest.raises(Refusal, match=r"pdf_changed|pdf_without_token"):
            token_of(pdf[:at] + bytes([pdf[at] ^ luck.randrange(1, 256)]) + pdf[at + 1 :], KEYS.known)


def test_pdf_with_something_added_is_refused(pdf):
    seal = re.search(rb"sceau:[\w-]{43}:[\w-]{86}", pdf).group()
    for added in (b"\n", b"%" + seal, b"%" + signed(content(124)).encode()):
        with pytest.raises(Refusal):
            token_of(pdf + added, KEYS.known)
