"""teriya verify PAPIER --keys CLÉS [--keys CLÉS] [--list LISTE]: a certificate checked without network, without database.

A joint certificate, which two agencies signed, is checked with the keys of both.

Exit status 0: valid. 1: refused. 2: genuine, but no list of revocations was given.
"""

import argparse
import json
import time
from argparse import Namespace
from pathlib import Path

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.engine import jointly
from teriya.foundation.documents.engine.codes import grouped, normalise
from teriya.foundation.documents.engine.credentials import Keys, check
from teriya.foundation.documents.engine.seals import is_sealed, require_whole, token_of
from teriya.foundation.documents.engine.tokens import Json

LARGEST = 5_000_000  # bytes; a certificate weighs sixty thousand


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paper", metavar="PAPIER", help="le PDF, un fichier texte, ou le texte signé lui-même")
    parser.add_argument(
        "--keys",
        required=True,
        action="append",
        metavar="CLÉS",
        help="fichier des clés publiques (/attestations/cles du site) ; d’une attestation conjointe, un par agence",
    )
    parser.add_argument(
        "--list", metavar="LISTE", help="liste des révocations de l’année (/attestations/revocations/ANNÉE)"
    )
    parser.set_defaults(run=verify)


def verify(given: Namespace) -> int:
    keys = [_keys(path) for path in given.keys]
    statuses = _file(given.list).decode(errors="replace").strip() if given.list else ""
    try:
        token = _token(given.paper, keys)
    except Refusal as no:
        return _sealed(given.paper, keys, no)
    is_joint, now = jointly.is_joint(token), int(time.time())
    found, is_looked_up = (
        jointly.check(token, keys, now=now, statuses=statuses)
        if is_joint
        else check(token, keys[0], now=now, statuses=statuses)
    )
    print("VALIDE" if is_looked_up else "AUTHENTIQUE, révocation non vérifiée")
    for label, value in said_jointly(found) if is_joint else said(found):
        print(f"{label:<12} {value}")
    if is_looked_up:
        return 0
    print(
        f"Pour savoir si elle est révoquée, donnez --list : le fichier de {found['credentialStatus']['statusListCredential']}"
    )
    return 2


def _sealed(paper: str, keys: list[Keys], no: Refusal) -> int:
    """A signed contract has a seal and no token: whole, or refused as changed. Anything else is the refusal it was."""
    content = _file(paper) if no.code == "pdf_without_token" else b""
    if not is_sealed(content):
        raise no
    require_whole(content, keys[0].known)
    print(f"SCELLÉ : ce PDF est celui que {keys[0].name} a fait, pas un octet n’a changé.")
    return 0


def said(found: Json) -> list[tuple[str, str]]:
    """What the agency signed, in words."""
    subject = found["credentialSubject"]
    first, last = (subject[name][:10] for name in ("activityStartDate", "activityEndDate"))
    name, matricule = (one["identityHash"] for one in subject["identifier"])
    return [
        ("Attestation", found["name"]), ("Délivrée par", found["issuer"]["name"]), ("Délivrée le", found["validFrom"][:10]),
        ("Volontaire", f"{name} ({matricule})"), ("Forme", subject["achievement"]["name"]),
        ("Structure", subject["achievement"]["description"]), ("Poste", subject["role"]),
        ("Période", f"du {first} au {last}"), ("Service", _days(subject["result"][0]["value"])),
        ("Tâches", subject["achievement"]["criteria"]["narrative"]), ("Preuve", found["evidence"][0]["id"]),
    ]  # fmt: skip


def said_jointly(found: Json) -> list[tuple[str, str]]:
    """What two agencies signed, in words."""
    return [
        ("Signée par", found["home"]["name"]), ("et par", found["host"]["name"]), ("Signée le", found["validFrom"][:10]),
        ("Volontaire", found["volunteer"]), ("Forme", found["form"]), ("Structure", found["structure"]), ("Poste", found["post"]),
        ("Période", f"du {found['startsOn']} au {found['endsOn']}"), ("Service", _days(found["days"])), ("Séjour", found["id"]),
    ]  # fmt: skip


def _keys(path: str) -> Keys:
    """Refuses `keys_unreadable`: the file is not what the site's page of keys gives."""
    try:
        content = json.loads(_file(path))
        known = {one["kid"]: one["x"] for one in content["keys"] if (one["kty"], one["crv"]) == ("OKP", "Ed25519")}
        return Keys(content["issuer"], content["name"], known)
    except (ValueError, KeyError, TypeError) as error:
        sentence = f"{path} n’est pas un fichier de clés : enregistrez la page /attestations/cles du site de l’agence."
        raise Refusal("keys_unreadable", sentence, field="keys") from error


def _token(paper: str, keys: list[Keys]) -> str:
    """From a PDF, a text file, the address in the square, or the text itself. Refuses `code_alone`."""
    if paper.startswith(("eyJ", "http://", "https://")):
        return _bare(paper)
    try:
        code = grouped(normalise(paper))
    except Refusal:
        content = _file(paper)
        return (
            token_of(content, {kid: x for one in keys for kid, x in one.known.items()})
            if content[:5] == b"%PDF-"
            else _bare(content.decode(errors="replace"))
        )
    sentence = f"{code} est bien formé, mais un code seul ne dit rien sans réseau : donnez le PDF ou le grand carré, ou ouvrez {keys[0].issuer}/verifier/."
    raise Refusal("code_alone", sentence, field="paper")


def _bare(text: str) -> str:
    return "".join(text.split()).rpartition("#")[2]


def _file(path: str) -> bytes:
    try:
        if Path(path).stat().st_size > LARGEST:
            raise Refusal("file_too_large", f"{path} est trop grand pour une attestation.")
        return Path(path).read_bytes()
    except OSError as error:
        raise Refusal("file_unreadable", f"« {path[:80]} » ne se lit pas : vérifiez le nom du fichier.") from error


def _days(number: int | str) -> str:
    return f"{number} jour{'s' if int(number) > 1 else ''}"
