"""A certificate that two agencies signed: one content, two signatures, checked without network with the public keys of both.

It is written `content.head.signature.head.signature`: each half, put back together, is the token of one agency (engine/tokens.py).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.engine.credentials import Issuer, Keys, instant, is_listed, require_begun, seconds
from teriya.foundation.documents.engine.tokens import LARGEST, Json, read

TYPE = "JointServiceCertificate"
TYP = "teriya-joint+jwt"  # neither half passes for a certificate of one agency
SHAPE = re.compile(r"[\w-]+\.[\w-]+\.[\w-]{86}\.[\w-]+\.[\w-]{86}", re.ASCII)
IN_PDF = re.compile(rb"eyJ[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}(?![A-Za-z0-9_-])")  # fmt: skip


@dataclass(frozen=True)
class Stay:
    """What both vouch for: who went from which agency to which, in which form and post, from when to when (both inside)."""

    id: str
    name: str
    form: str
    structure: str
    post: str
    starts_on: date
    ends_on: date
    days: int


def content(*, home: Issuer, host: Issuer, stay: Stay, index: int, statuses: str, on: date) -> Json:
    """What each agency signs. `home` sends and keeps the list of revocations at `statuses`; `index` is its place there."""
    return {
        "type": [TYPE], "id": f"urn:uuid:{stay.id}", "iss": home.id, "nbf": seconds(on), "validFrom": instant(on),
        "home": {"id": home.id, "name": home.name}, "host": {"id": host.id, "name": host.name},
        "volunteer": stay.name, "form": stay.form, "structure": stay.structure, "post": stay.post,
        "startsOn": stay.starts_on.isoformat(), "endsOn": stay.ends_on.isoformat(), "days": stay.days,
        "name": f"{stay.starts_on.year}/{index}",
        "credentialStatus": {"type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": str(index),
                             "statusListCredential": statuses},
    }  # fmt: skip


def joined(home: str, host: str) -> str:
    """The tokens of the two agencies as one text. ValueError where they did not sign the same content."""
    (head, body, signature), (other_head, other_body, other_signature) = home.split("."), host.split(".")
    if body != other_body:
        raise ValueError("the two agencies did not sign the same content")
    return f"{body}.{head}.{signature}.{other_head}.{other_signature}"


def is_joint(text: str) -> bool:
    return SHAPE.fullmatch(text) is not None


def halves(joint: str) -> tuple[str, str]:
    """The token of the agency that sends, then of the one that receives. Refuses `token_malformed`."""
    if len(joint) > LARGEST or not is_joint(joint):
        raise Refusal(
            "token_malformed", "Ce texte n’est pas une attestation entière : recopiez-la, ou lisez le carré à nouveau."
        )
    body, head, signature, other_head, other_signature = joint.split(".")
    return f"{head}.{body}.{signature}", f"{other_head}.{body}.{other_signature}"


def check(joint: str, keys: Sequence[Keys], *, now: int, statuses: str = "") -> tuple[Json, bool]:
    """What two agencies signed, and whether it was looked for in the list of revocations of the one that sent.

    Each half is read with the keys of its own agency only. Refuses what `tokens.read` refuses, `keys_missing` where the keys
    of one of them are not given, `not_a_certificate`, `same_agency`, `not_yet_valid`, `revoked`, `list_unfit`, `list_expired`.
    """
    first, second = halves(joint)
    by_issuer = {one.issuer: one for one in keys}
    every = {kid: x for one in keys for kid, x in one.known.items()}
    claimed = read(first, every, typ=TYP)
    if claimed.get("type") != [TYPE]:
        raise Refusal("not_a_certificate", "L’agence a signé ce texte, mais ce n’est pas ce qui est demandé ici.")
    home, host = claimed["home"], claimed["host"]
    if home["id"] == host["id"]:
        raise Refusal("same_agency", "Cette attestation ne porte pas les signatures de deux agences.")
    for party, token in ((home, first), (host, second)):
        if party["id"] not in by_issuer:
            raise Refusal(
                "keys_missing", f"Il manque le fichier de clés de {party['name']} : {party['id']}/attestations/cles."
            )
        read(token, by_issuer[party["id"]].known, typ=TYP)
    require_begun(claimed, now)
    if not statuses:
        return claimed, False
    if is_listed(claimed, statuses, by_issuer[home["id"]], now):
        raise Refusal("revoked", "Une des deux agences a révoqué cette attestation : elle ne vaut plus.")
    return claimed, True
