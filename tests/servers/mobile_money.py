"""An operator that speaks the GSMA Mobile Money API 1.2 over HTTP: batches taken once a key, answered later, in parts, badly at will."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

KEY = "clé-d-essai"


class Operator:
    """`mood` is what happens to the next hand-overs: "" (taken), "deaf" (taken, then cut before the answer), "down" (503), "no" (400).

    `rejects`: references that it rejects. `share`: how many orders it has dealt with; None for all. `taken`: batches by key.
    """

    def __init__(self) -> None:
        self.mood, self.rejects, self.share = "", set(), None
        self.taken: dict[str, dict] = {}
        self.posts: list[str] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Door", (_Door,), {"operator": self}))
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> "Operator":
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        return self

    def __exit__(self, *fault: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def paid(self) -> list[str]:
        """Every order that it would pay, each as often as it would."""
        return [
            row["requestingOrganisationTransactionReference"]
            for batch in self.taken.values()
            for row in batch["transactions"]
        ]


class _Door(BaseHTTPRequestHandler):
    operator: Operator

    def log_message(self, *words: object) -> None:
        """Quiet."""

    def do_POST(self) -> None:
        body, key, operator = (
            self.rfile.read(int(self.headers["Content-Length"])),
            self.headers["X-CorrelationID"],
            self.operator,
        )
        operator.posts.append(key)
        if self.headers["X-API-Key"] != KEY:
            return self._say(401, _error("authorisation", "InvalidCredentials"))
        if operator.mood == "down":
            return self._say(503, _error("internal", "ServiceUnavailable"))
        if operator.mood == "no":
            return self._say(400, _error("validation", "InvalidDebitParty"))
        if key in operator.taken:
            return self._say(409, _error("businessRule", "DuplicateRequest"))
        operator.taken[key] = json.loads(body)
        if operator.mood == "deaf":
            return self.close_connection_at_once()
        return self._say(
            202, {"serverCorrelationId": key, "status": "pending", "notificationMethod": "callback", "pollLimit": 100}
        )

    def do_GET(self) -> None:
        place, operator = urlsplit(self.path), self.operator
        parts = place.path.strip("/").split("/")
        key = parts[1]
        if key not in operator.taken:
            return self._say(404, _error("identification", "IdentifierError"))
        if parts[0] == "responses":
            return self._say(200, {"link": f"/batchtransactions/{key}"})
        if parts[0] == "requeststates":
            return self._say(200, {"serverCorrelationId": key, "status": "completed", "objectReference": key})
        orders = [row["requestingOrganisationTransactionReference"] for row in operator.taken[key]["transactions"]]
        done = orders[: operator.share]
        if len(parts) == 2:
            return self._say(200, {"batchId": key, "batchStatus": "completed" if done == orders else "approved"})
        return self._say(200, _page(_rows(parts[2], done, operator.rejects), place.query))

    def close_connection_at_once(self) -> None:
        self.close_connection = True
        self.connection.close()

    def _say(self, status: int, answer: object) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _error(category: str, code: str) -> dict:
    return {"errorCategory": category, "errorCode": code, "errorDescription": code}


def _rows(kind: str, done: list[str], rejects: set[str]) -> list[dict]:
    """The last order is said twice: operators do."""
    if kind == "rejections":
        chosen = [one for one in done if one in rejects]
        facts = {"rejectionReason": "compte fermé", "rejectionDate": "2024-04-06T08:00:00+00:00"}
    else:
        chosen = [one for one in done if one not in rejects]
        facts = {"completionDate": "2024-04-06T08:00:00+00:00", "link": "/transactions/1"}
    return [{"requestingOrganisationTransactionReference": one} | facts for one in [*chosen, *chosen[-1:]]]


def _page(rows: list[dict], query: str) -> list[dict]:
    asked = parse_qs(query)
    start = int(asked["offset"][0])
    return rows[start : start + int(asked["limit"][0])]
