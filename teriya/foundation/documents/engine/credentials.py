"""A certificate of service that is checked without network: an Open Badges 3.0 credential as VC-JWT.

`credential` writes it, `revocation_list` writes the list of those withdrawn, `check` reads both. The issuer, its keys and
the day are given: nothing here opens a socket.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.engine import revocations
from teriya.foundation.documents.engine.tokens import Json, canonical, read

CONTEXT = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
LIST_LASTS = timedelta(days=30)  # how long a kept list may be trusted
ROOM = 1700  # bytes of content: the token and its address fit in a square that a telephone reads (2 953 at most)
HOST = 160  # characters


@dataclass(frozen=True)
class Issuer:
    """Who signs: the address of the site and the agency's name."""

    id: str
    name: str


@dataclass(frozen=True)
class Service:
    """What is vouched for: who served, where, in which form and post, from when to when (both inside), and at what."""

    name: str
    matricule: str
    form: str
    form_code: str
    host: str
    post: str
    starts_on: date
    ends_on: date
    days: int
    tasks: str


@dataclass(frozen=True)
class Keys:
    """The agency's public keys, as its file gives them: `known` maps a key's address to its `x`."""

    issuer: str
    name: str
    known: Mapping[str, str]


def instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def seconds(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())


def credential(*, issuer: Issuer, number: str, page: str, on: date, service: Service) -> Json:
    """The credential of paper `number` (SERIES/year/rank), whose code is answered for at `page`; the tasks are cut where room ends.

    Its claims repeat the credential's own members (VC-JWT): `nbf` is `validFrom`, `jti` is `id`, `iss` is the issuer.
    """
    bare = _credential(issuer, number, page, on, service, tasks="")
    return _credential(issuer, number, page, on, service, tasks=_shortened(service.tasks, ROOM - len(canonical(bare))))


def _shortened(text: str, room: int) -> str:
    """The text in at most `room` bytes of JSON, cut between characters."""
    if len(json.dumps(text, ensure_ascii=False).encode()) - 2 <= room:
        return text
    kept = ""
    for character in text:
        room -= len(json.dumps(character, ensure_ascii=False).encode()) - 2
        if room < 3:  # bytes of the ellipsis
            return f"{kept}…" if kept else ""
        kept += character
    return kept


def _credential(issuer: Issuer, number: str, page: str, on: date, service: Service, *, tasks: str) -> Json:
    _series, year, rank = number.split("/")
    statuses = f"{issuer.id}/attestations/revocations/{year}"
    return {
        "@context": CONTEXT, "type": ["VerifiableCredential", "OpenBadgeCredential"], "id": page,
        "issuer": {"id": issuer.id, "type": ["Profile"], "name": issuer.name}, "name": number, "validFrom": instant(on),
        "credentialSubject": _subject(service, tasks),
        "evidence": [{"id": page, "type": ["Evidence"]}],
        "credentialStatus": {"type": "BitstringStatusListEntry", "statusPurpose": "revocation",
                             "statusListIndex": str(int(rank)), "statusListCredential": statuses},
        "iss": issuer.id, "jti": page, "nbf": seconds(on),
    }  # fmt: skip


def _subject(service: Service, tasks: str) -> Json:
    named = {"type": "IdentityObject", "hashed": False}
    return {
        "type": ["AchievementSubject"],
        "identifier": [named | {"identityHash": service.name, "identityType": "name"},
                       named | {"identityHash": service.matricule, "identityType": "identifier"}],
        "activityStartDate": instant(service.starts_on), "activityEndDate": instant(service.ends_on), "role": service.post,
        "result": [{"type": ["Result"], "value": str(service.days)}],
        "achievement": {"id": f"urn:teriya:form:{service.form_code}", "type": ["Achievement"], "name": service.form,
                        "description": service.host[:HOST], "criteria": {"narrative": tasks}},
    }  # fmt: skip


def revocation_list(*, issuer: Issuer, address: str, revoked: Collection[int], on: date) -> Json:
    """The list published at `address`, made on this day; it is trusted for `LIST_LASTS`."""
    until = on + LIST_LASTS
    return {
        "@context": CONTEXT[:1], "type": ["VerifiableCredential", "BitstringStatusListCredential"], "id": address,
        "issuer": issuer.id, "validFrom": instant(on), "validUntil": instant(until),
        "credentialSubject": {"id": f"{address}#list", "type": "BitstringStatusList", "statusPurpose": "revocation",
                              "encodedList": revocations.packed(revoked)},
        "iss": issuer.id, "jti": address, "nbf": seconds(on), "exp": seconds(until),
    }  # fmt: skip


def check(token: str, keys: Keys, *, now: int, statuses: str = "") -> tuple[Json, bool]:
    """The credential of a genuine token, and whether it was looked for in a list of revocations.

    `now` is in seconds since 1970. Refuses what `tokens.read` refuses, `not_a_certificate`, `another_agency`,
    `not_yet_valid`, `expired`, `revoked`; of the list: `list_unfit` (another year, unreadable) and `list_expired`.
    """
    found = _read(token, keys, now, "OpenBadgeCredential")
    if not statuses:
        return found, False
    if is_listed(found, statuses, keys, now):
        raise Refusal("revoked", f"L’agence a révoqué l’attestation {found['name']} : elle ne vaut plus.")
    return found, True


def _read(token: str, keys: Keys, now: int, kind: str) -> Json:
    found = read(token, keys.known)
    if kind not in found.get("type", []):
        raise Refusal("not_a_certificate", "L’agence a signé ce texte, mais ce n’est pas ce qui est demandé ici.")
    if found.get("iss") != keys.issuer:
        raise Refusal("another_agency", "Cette attestation est au nom d’une autre agence que celle de vos clés.")
    require_begun(found, now)
    if "exp" in found and now >= _whole(found["exp"]):
        raise Refusal("expired", "Cette attestation n’est plus valable : sa date est passée.")
    return found


def require_begun(found: Json, now: int) -> None:
    """Refuse `not_yet_valid` before its first second."""
    if now < _whole(found.get("nbf")):
        raise Refusal("not_yet_valid", "Cette attestation commence plus tard : vérifiez la date de cet appareil.")


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise Refusal("not_a_certificate", "Cette attestation n’a pas de date lisible.")
    return value


def is_listed(found: Json, statuses: str, keys: Keys, now: int) -> bool:
    """Whether the list says that it was revoked. Refuses `list_unfit` and `list_expired`."""
    entry = found["credentialStatus"]
    try:
        listing = _read(statuses, keys, now, "BitstringStatusListCredential")
    except Refusal as no:
        if no.code == "expired":
            raise Refusal(
                "list_expired", "La liste des révocations a plus de trente jours : reprenez-la sur le site."
            ) from no
        raise Refusal("list_unfit", f"La liste des révocations ne convient pas. {no.sentence}") from no
    if listing["id"] != entry["statusListCredential"]:
        raise Refusal(
            "list_unfit", f"Cette liste est celle d’une autre année : prenez {entry['statusListCredential']}."
        )
    try:
        return revocations.is_set(listing["credentialSubject"]["encodedList"], int(entry["statusListIndex"]))
    except ValueError as error:
        raise Refusal("list_unfit", "La liste des révocations ne se lit pas : reprenez-la sur le site.") from error
