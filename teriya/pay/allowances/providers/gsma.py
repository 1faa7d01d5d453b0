"""The GSMA Mobile Money API, version 1.2: a batch of disbursements, followed until each is completed or rejected.

Source: GSMA Mobile Money API Specification 1.2: /batchtransactions, /requeststates, /responses; headers X-CorrelationID and
X-Callback-URL; fields read from mobile-money-api-specification-1.2.0 (YAML), those of 1.1 that it marks as replaced taken too. A
callback is taken for a bell only: what is known is always asked from the operator itself.
"""

import urllib.error
from datetime import date, datetime
from typing import Any

from teriya.pay.allowances.files.answers import Answer
from teriya.pay.allowances.providers.calling import NotThere, call, said_by
from teriya.pay.allowances.providers.provider import Progress, ProviderError, ProviderRefused, ProviderSilent
from teriya.pay.allowances.states import Said

_PAGE = 500  # lines of a list asked at once
_OVER = {"completed"}  # created, approved, completed: after this one nothing moves
_OURS = "requestingOrganisationTransactionReference"  # optional in an answer: one without it cannot be matched, its order stays without answer


class Provider:
    def __init__(self, url: str, key: str) -> None:
        self.url, self.key = url.rstrip("/"), key

    def hand_over(self, content: bytes, *, key: str, bell: str) -> str:
        state = self._call("POST", "/batchtransactions", content, {"X-CorrelationID": key, "X-Callback-URL": bell})
        if state.get("status") == "failed":
            raise ProviderRefused(_told(state))
        reference = state.get("objectReference") or state.get("batchId")
        return f"batch/{reference}" if reference else f"request/{state['serverCorrelationId']}"

    def find(self, key: str) -> str:
        try:
            link = self._call("GET", f"/responses/{key}").get("link", "")
        except NotThere:
            return ""
        return f"batch/{link.rpartition('/')[2]}" if link else ""

    def ask(self, reference: str) -> Progress:
        kind, _slash, name = reference.partition("/")
        if kind == "request":
            state = self._call("GET", f"/requeststates/{name}")
            if state.get("status") == "failed":
                raise ProviderRefused(_told(state))
            if not state.get("objectReference"):
                return Progress(False, [])
            name = state["objectReference"]
        batch = self._call("GET", f"/batchtransactions/{name}")
        answers = [_paid(row) for row in self._list(f"/batchtransactions/{name}/completions") if row.get(_OURS)]
        answers += [_rejected(row) for row in self._list(f"/batchtransactions/{name}/rejections") if row.get(_OURS)]
        return Progress(batch.get("batchStatus") in _OVER, answers)

    def _list(self, path: str) -> list[dict]:
        rows: list[dict] = []
        while page := self._call("GET", f"{path}?offset={len(rows)}&limit={_PAGE}"):
            rows += page
            if len(page) < _PAGE:
                break
        return rows

    def _call(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Any:
        told = {"Content-Type": "application/json", "X-API-Key": self.key} | (headers or {})  # fmt: skip
        try:
            return call(method, f"{self.url}{path}", headers=told, body=body)
        except urllib.error.HTTPError as error:
            raise _meaning(error) from error


def _meaning(error: urllib.error.HTTPError) -> Exception:
    """A refusal with its reason; what the operator’s own fault is, or a key used before, leaves the fate of the batch unknown."""
    why = f"{error.code} {_told(said_by(error))}".strip()
    if error.code == 404:
        return NotThere(why)
    if error.code in (400, 422) and error.url.endswith("/batchtransactions"):
        return ProviderRefused(why)
    if error.code >= 500 or error.code in (408, 409, 429):
        return ProviderSilent(why)
    return ProviderError(why)


def _told(answer: dict) -> str:
    """The words of an error object, or of a request that failed."""
    found = answer.get("error", answer)
    return " ".join(str(found[name]) for name in ("errorCode", "errorDescription") if found.get(name))[:200]


def _paid(row: dict) -> Answer:
    return Answer(0, row[_OURS], Said.PAID, _day(row.get("completionDate") or row.get("completedDate") or ""))


def _rejected(row: dict) -> Answer:
    why = str(row.get("rejectionReason", ""))[:200]
    return Answer(0, row[_OURS], Said.RETURNED, _day(row.get("rejectionDate") or row.get("dateRejected") or ""), why)  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00")).date()
    except ValueError:
        return None
