"""PI-SPI, the instant payments of the BCEAO: a grouped payment by the API Business that the agency's own participant offers.

Source: « PI - API BUSINESS », OpenAPI 3.0, version 1.0.0 (BCEAO; as published in the repository lomiafrica/pi-spi-sdk): POST and GET
/paiements-groupes, GET /paiements?instructionId=…; statuses INITIE, ENVOYE, IRREVOCABLE, REJETE; reasons are ISO 20022 codes. The
address, the token and the certificate are the participant's: docs/howto/brancher-un-operateur.md says what is still to confirm.

`instructionId` (35 letters at most) is our key without its hyphens: twice the same key is once the batch, a second is refused with 409.
"""

import json
import urllib.error
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from teriya.pay.allowances.files.answers import Answer
from teriya.pay.allowances.providers.calling import NotThere, call, said_by
from teriya.pay.allowances.providers.provider import Progress, ProviderError, ProviderRefused, ProviderSilent
from teriya.pay.allowances.states import Said

_SIZE = 500  # payments of a list asked at once
REASONS = {
    "BE23": "alias inconnu", "DU03": "ordre déjà reçu", "AB03": "délai de règlement dépassé", "AB04": "erreur de règlement",
    "AB08": "l’établissement du bénéficiaire ne répond pas", "AB09": "erreur chez l’établissement du bénéficiaire",
    "AC03": "numéro de compte invalide", "AC06": "compte bloqué", "AC07": "compte clôturé", "AG01": "transaction interdite sur ce compte",
    "AG10": "établissement payeur suspendu", "AG11": "établissement du bénéficiaire suspendu", "AM02": "montant au-delà du maximum",
    "AM04": "provision insuffisante", "AM09": "montant différent de celui attendu", "AM21": "plafond convenu dépassé",
    "BE01": "le titulaire n’est pas celui du compte", "FR01": "soupçon de fraude", "RR04": "raison réglementaire",
}  # fmt: skip


class Provider:
    def __init__(self, url: str, key: str) -> None:
        self.url, self.key = url.rstrip("/"), key

    def hand_over(self, content: bytes, *, key: str, bell: str) -> str:
        """The callback is declared once by a webhook of the participant, not batch by batch: `bell` is not sent."""
        name = key.replace("-", "")
        body = json.dumps(json.loads(content) | {"instructionId": name}, ensure_ascii=False, sort_keys=True).encode()
        try:
            self._call("POST", "/paiements-groupes", body)
        except _Known:
            pass  # the key is a function of the file: it is this very batch
        return name

    def find(self, key: str) -> str:
        name = key.replace("-", "")
        try:
            self._call("GET", f"/paiements-groupes/{name}")
        except NotThere:
            return ""
        return name

    def ask(self, reference: str) -> Progress:
        batch = self._call("GET", f"/paiements-groupes/{reference}")
        if batch.get("statut") == "ANNULE":
            raise ProviderRefused("lot annulé")
        answers = [_told(row) for row in self._payments(reference) if row.get("statut") in _SAID]
        over = batch.get("transactionsIrrevocables", 0) + batch.get("transactionsRejetees", 0)
        return Progress(0 < batch.get("transactionsTotal", 0) <= over, answers)

    def _payments(self, reference: str) -> Iterator[dict]:
        page = ""
        while True:
            asked = {"instructionId": reference, "size": _SIZE} | ({"page": page} if page else {})
            found = self._call("GET", f"/paiements?{urlencode(asked)}")
            yield from found.get("data", ())
            page = str(found.get("meta", {}).get("page") or "")
            if not page or not found.get("data"):
                return

    def _call(self, method: str, path: str, body: bytes | None = None) -> Any:
        headers = {"Authorization": f"Bearer {self.key}"} | ({"Content-Type": "application/json"} if body else {})
        try:
            return call(method, f"{self.url}{path}", headers=headers, body=body)
        except urllib.error.HTTPError as error:
            raise _meaning(error) from error


class _Known(ProviderError):
    """409: this instructionId was given before."""


_SAID = {"IRREVOCABLE": Said.PAID, "REJETE": Said.RETURNED}


def _meaning(error: urllib.error.HTTPError) -> Exception:
    """From a problem of RFC 7807. A batch badly formed is refused whole; a fault of the participant leaves its fate unknown."""
    told = said_by(error)
    why = " ".join(str(told[name]) for name in ("title", "detail") if told.get(name))[:200]
    why = f"{error.code} {why}".strip()
    if error.code == 404:
        return NotThere(why)
    if error.code == 409:
        return _Known(why)
    if error.code == 400:
        return ProviderRefused(why)
    return ProviderSilent(why) if error.code >= 500 else ProviderError(why)


def _told(row: dict) -> Answer:
    """The day on which it is irrevocable, or answered; the reason in words; the name that the alias has, when it is given."""
    said, code = _SAID[row["statut"]], row.get("statutRaison", "")
    reason = " ".join(part for part in (code, REASONS.get(code, "")) if part) if said == Said.RETURNED else ""
    on = _day(row.get("dateIrrevocabilite") or row.get("dateReponse") or "")
    return Answer(0, row["txId"], said, on, reason, holder=str(row.get("payeNom") or "")[:160])


def _day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00")).date()
    except ValueError:
        return None
