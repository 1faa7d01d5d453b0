"""teriya exchange …: meet another agency by files and a fingerprint read aloud, carry messages on a stick, see where we stand."""

from argparse import Namespace
from pathlib import Path

from teriya.exchange.wire import actions, files, own, queries
from teriya.exchange.wire.engine.keys import Keys
from teriya.exchange.wire.models import Agency
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import Refusal
from teriya.portals.commands import acting, actor, day


def add(doors) -> None:
    verbs = doors.add_parser("exchange", help="les autres agences").add_subparsers(required=True)
    card_ = verbs.add_parser("card", help="écrire notre carte dans un fichier, et montrer notre empreinte")
    card_.add_argument("file", type=Path, metavar="FICHIER")
    card_.set_defaults(run=card)
    for name, run, words in (
        ("pair", pair, "déposer la carte d’une autre agence"),
        ("read", read, "lire un fichier de messages"),
    ):
        verb = acting(verbs.add_parser(name, help=words))
        verb.add_argument("file", type=Path, metavar="FICHIER")
        verb.set_defaults(run=run)
    confirm_ = acting(verbs.add_parser("confirm", help="confirmer l’empreinte que l’autre agence a lue au téléphone"))
    confirm_.add_argument("agency", metavar="CODE")
    confirm_.add_argument("fingerprint", metavar="EMPREINTE", help="par exemple PJTZ-CYAL-XYCD-AURT-HHPA")
    confirm_.set_defaults(run=confirm)
    write_ = acting(verbs.add_parser("write", help="écrire dans un fichier ce qui attend pour une agence"))
    write_.add_argument("agency", metavar="CODE")
    write_.add_argument("file", type=Path, metavar="FICHIER")
    write_.set_defaults(run=write)
    verbs.add_parser("state", help="où en est chaque agence").set_defaults(run=state)


def card(given: Namespace) -> None:
    given.file.write_text(own.signed_card())
    print(f"Carte de {own.code()} écrite. Empreinte à lire au téléphone : {own.current().public.fingerprint}")


def pair(given: Namespace) -> None:
    row = actions.introduce_agency(card=_text(given.file).decode(errors="replace"), by=actor(given), on=day(given))
    print(
        f"{row.name} ({row.code}) est au registre. Une autre personne confirme : teriya exchange confirm {row.code} EMPREINTE"
    )


def confirm(given: Namespace) -> None:
    row = agency_of(given.agency)
    actions.confirm_agency(agency=row, fingerprint=given.fingerprint, by=actor(given), on=day(given))
    print(f"Empreinte confirmée : {row.name} et nous pouvons nous écrire.")


def write(given: Namespace) -> None:
    require(actor(given), P.WIRE_SEND)
    content = files.written(agency_of(given.agency))
    given.file.write_bytes(content)
    print(f"{len(content)} octets écrits : portez ce fichier à l’autre agence, elle rend le sien.")


def read(given: Namespace) -> None:
    require(actor(given), P.WIRE_SEND)
    agency, taken, receipts = files.read(_text(given.file))
    print(f"{agency.name} : {taken} messages appliqués, {receipts} accusés reçus.")


def state(given: Namespace) -> None:
    for agency in Agency.objects.order_by("code"):
        print(
            f"{agency.code} · {agency.get_state_display()} · {queries.waiting(agency)} à porter · {agency.error or 'sans erreur'}"
        )
        if agency.speaks:
            key = agency.keys.order_by("-since", "-pk")[0]
            print(f"  empreinte {Keys(key.x, key.seals).fingerprint} · somme {queries.digest(agency)[:16]}")


def agency_of(code: str) -> Agency:
    row = Agency.objects.filter(code=code).first()
    if row is None:
        raise Refusal("agency_unknown", f"Aucune agence « {code} » au registre.", field="agency")
    return row


def _text(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Refusal("file_unreadable", f"Le fichier {file} ne se lit pas : {error.strerror}.") from error
