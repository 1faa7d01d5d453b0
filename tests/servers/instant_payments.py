"""A participant of PI-SPI that speaks the API Business over HTTP: grouped payments once an instructionId, executed later, in parts."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

KEY = "jeton-d-essai"


class Participant:
    """`mood`: what happens to the next hand-overs: "" (202), "deaf" (taken, then cut), "down" (503), "no" (400).

    `rejects`: txId → reason. `names`: txId → the name that the alias has. `share`: how many payments are over; None for all.
    `size`: payments of a page, whatever is asked.
    """

    def __init__(self) -> None:
        self.mood, self.share, self.size = "", None, 2
        self.rejects: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.taken: dict[str, dict] = {}
        self.posts = 0
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Door", (_Door,), {"participant": self}))
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> "Participant":
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        return self

    def __exit__(self, *fault: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def over(self, batch: dict) -> list[dict]:
        """Its payments, each as GET /paiements says it."""
        rows = []
        for place, order in enumerate(batch["transactions"]):
            done = self.share is None or place < self.share
            reason = self.rejects.get(order["txId"])
            row = order | {"statut": "ENVOYE" if not done else "REJETE" if reason else "IRREVOCABLE"}
            if done and reason:
                row |= {"statutRaison": reason, "dateReponse": "2024-04-06T08:00:00.000Z"}
            elif done:
                row |= {"dateIrrevocabilite": "2024-04-06T08:00:00.000Z"}
            rows.append(row | ({"payeNom": self.names[order["txId"]]} if order["txId"] in self.names else {}))
        return rows


class _Door(BaseHTTPRequestHandler):
    participant: Participant

    def log_message(self, *words: object) -> None:
        """Quiet."""

    def do_POST(self) -> None:
        body, found = json.loads(self.rfile.read(int(self.headers["Content-Length"]))), self.participant
        found.posts += 1
        if self.headers["Authorization"] != f"Bearer {KEY}":
            return self._say(401, _problem(401, "Autorisations manquantes"))
        if found.mood == "down":
            return self._say(503, _problem(503, "Erreur inattendue du serveur"))
        if found.mood == "no" or set(body) - {"instructionId", "payeurAlias", "confirmation", "motif", "transactions"}:
            return self._say(400, _problem(400, "La requête est malformée"))
        if body["instructionId"] in found.taken:
            return self._say(409, _problem(409, "instructionId déjà utilisé"))
        found.taken[body["instructionId"]] = body
        if found.mood == "deaf":
            self.close_connection = True
            return self.connection.close()
        return self._say(202, None)

    def do_GET(self) -> None:
        place, found = urlsplit(self.path), self.participant
        asked = parse_qs(place.query)
        name = asked["instructionId"][0] if place.path == "/paiements" else place.path.rpartition("/")[2]
        if name not in found.taken:
            return self._say(404, _problem(404, "La ressource n’existe pas dans le système"))
        rows = found.over(found.taken[name])
        if place.path == "/paiements":
            page = int(asked.get("page", ["1"])[0])
            part, more = rows[(page - 1) * found.size : page * found.size], page * found.size < len(rows)
            return self._say(200, {"data": part, "meta": {"length": len(rows), "limit": len(part)} | ({"page": page + 1} if more else {})})  # fmt: skip
        count = {state: sum(row["statut"] == state for row in rows) for state in ("ENVOYE", "IRREVOCABLE", "REJETE")}
        return self._say(200, {
            "instructionId": name, "statut": "CONFIRME", "transactionsTotal": len(rows), "transactionsEnvoyees": count["ENVOYE"],
            "transactionsIrrevocables": count["IRREVOCABLE"], "transactionsRejetees": count["REJETE"],
        })  # fmt: skip

    def _say(self, status: int, answer: object) -> None:
        body = b"" if answer is None else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _problem(status: int, title: str) -> dict:
    return {"type": "about:blank", "title": title, "status": status}
